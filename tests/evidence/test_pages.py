"""Pages, pictures and data of the evidence, from made-up counts."""

import json
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest

from golint_conn.dev.evidence import WITHOUT, chart, data, index, main, page, table, write
from golint_conn.dev.plot import Chart, Series, plot, ticks
from golint_conn.dev.programs import Case, Run, Variant
from golint_conn.rule.about.evidence_table import FILE, evidence, why_none
from tests.go_tool import ROOT

NOTHING = dict.fromkeys(
    "opened established close_wait time_wait_client time_wait_server goroutines descriptors objects tally".split(), 0
)
SVG = "{http://www.w3.org/2000/svg}"


def runs(metric: str = "established", name: str = "transport-per-call", **last: int | None) -> list[Run]:
    """A wrong and a right run of a case, of 10 requests each."""
    variants = (Variant("each & every <call>", "wrong"), Variant("once", "right"))
    case = Case(name, ("transport-per-call",), "Requests.", "requests", 10, metric, "panics", variants)
    start = {**NOTHING, "requests": 1, "opened": 1, "established": 1}
    bad = {**NOTHING, "requests": 10, "opened": 10, "established": 10, **last}
    good = {**start, "requests": 10}
    return [Run(case, variants[0], (start, bad, bad)), Run(case, variants[1], (start, good, good))]


def test_a_table_leaves_out_what_nobody_has() -> None:
    assert table(runs()) == (
        ("10 requests", "connections opened", "ESTABLISHED"),
        ("wrong: each & every <call>", "10", "10"),
        ("right: once", "1", "1"),
    )


def test_a_table_shows_what_was_there_on_the_way() -> None:
    case = runs()
    gone = Run(case[0].case, case[0].variant, (*case[0].samples[:-1], {**case[0].samples[-1], "established": 0}))
    assert table([gone, case[1]])[0][-1] == "ESTABLISHED, most at a time"
    assert [row[-1] for row in table([gone, case[1]])[1:]] == ["10", "1"]


def test_what_could_not_be_counted_is_no_zero() -> None:
    assert [row[-1] for row in table(runs(established=None))[1:]] == ["n/a", "1"]


def test_a_page_has_the_table_the_picture_and_the_places(tmp_path: Path) -> None:
    text = page(runs(), tmp_path, ())
    assert "| wrong: each & every <call> | 10 | 10 |" in text
    assert "(transport-per-call.svg)" in text
    assert "(../../fixtures/evidence/cases/transport_per_call.go)" in text
    assert "`transport-per-call`" in text
    assert "../rules/" not in text, "there is no such page in this folder"
    assert "(../rules/transport-per-call.md)" in page(runs(), ROOT, ())


def test_the_index_names_the_cases_and_those_without() -> None:
    text = index({"transport-per-call": runs()}, "go1.27.3")
    assert "| [`transport-per-call`](transport-per-call.md) | sockets in ESTABLISHED | 10 | 1 |" in text
    assert "Go 1.27.3" in text
    assert all(f"`{rule}`" in text for rule in WITHOUT)


def test_the_data_are_those_of_rules() -> None:
    found = json.loads(data({"transport-per-call": runs(), "report-x": runs(name="report-x")}, "go1.27.3"))
    assert list(found["rules"]) == ["transport-per-call"]
    assert found["rules"]["transport-per-call"]["rows"][1] == ["right: once", "1", "1"]
    assert found["without"] == WITHOUT


def test_old_pages_go(tmp_path: Path) -> None:
    write({"docs/evidence/a.md": "a", "docs/evidence/b.md": "b"}, tmp_path)
    write({"docs/evidence/a.md": "c"}, tmp_path)
    assert [path.name for path in (tmp_path / "docs" / "evidence").iterdir()] == ["a.md"]
    assert (tmp_path / "docs" / "evidence" / "a.md").read_text(encoding="utf-8") == "c"


def test_the_command_says_what_went_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--root", str(tmp_path), "--go", str(tmp_path / "go")])
    assert "No such file or directory" in capsys.readouterr().err


def test_a_picture_is_sound_and_says_what_its_lines_are() -> None:
    root = ET.fromstring(plot(chart(runs())))  # noqa: S314 - our own picture
    texts = [each.text for each in root.iter(f"{SVG}text")]
    assert {"transport-per-call", "requests", "sockets in ESTABLISHED", "wrong: each & every <call>"} <= set(texts)
    curves = [each for each in root.iter(f"{SVG}path") if "curve" in each.get("class", "")]
    assert len(curves) == 4, "two lines, and two in the legend"
    assert "prefers-color-scheme: dark" in (root.findtext(f"{SVG}style") or "")


def test_lines_of_one_colour_are_told_apart() -> None:
    lines = tuple(Series(name, "wrong", ((0, 0), (1, 1)), 1) for name in "abc")
    root = ET.fromstring(plot(Chart("t", "x", "y", lines)))  # noqa: S314 - our own picture
    curves = [each for each in root.iter(f"{SVG}path") if "curve" in each.get("class", "")]
    assert len({(each.get("class"), each.get("stroke-dasharray")) for each in curves}) == 3


def test_a_picture_of_nothing_is_a_picture() -> None:
    ET.fromstring(plot(Chart("t", "x", "y", (Series("a", "other", ((0, 0),), 0),))))  # noqa: S314 - our own picture


@pytest.mark.parametrize("most", [0, 1, 2, 3, 9, 10, 11, 99, 100, 101, 4321, 123456])
def test_ticks_are_whole_rise_evenly_and_suffice(most: int) -> None:
    found = ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert found[-2] < max(most, 1)
    assert len(found) <= 7
    assert {b - a for a, b in pairwise(found)} == {found[1]}


def test_evidence_is_read_for_a_rule() -> None:
    found = evidence("transport-per-call")
    assert found is not None
    assert found.go.startswith("go1.")
    assert {len(row) for row in found.rows} == {len(found.columns)}
    assert found.markdown.startswith(f"Measured with Go {found.go[2:]}. GET requests")
    assert f"| {' | '.join(found.rows[0])} |" in found.markdown
    assert why_none("transport-per-call") == ""


def test_where_there_is_none_there_is_a_reason() -> None:
    assert evidence("stream-not-closed") is None
    assert why_none("stream-not-closed") == WITHOUT["stream-not-closed"]
    assert evidence("no-such-rule") is None
    assert why_none("no-such-rule") == ""


def test_the_data_file_agrees_with_the_pages() -> None:
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    for rule in stored["rules"]:
        found = evidence(rule)
        assert found is not None
        assert found.table in (ROOT / "docs" / "evidence" / f"{rule}.md").read_text(encoding="utf-8")
