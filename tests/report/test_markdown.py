"""The Markdown format: a table that nothing in a message can break."""

from golint_conn.report import render
from golint_conn.report.markdown import MOST_ROWS
from golint_conn.run.result import RunResult
from tests.report.builders import finding, place, result_of


def lines(result: RunResult) -> list[str]:
    return render(result, "markdown", color=True, cwd=result.root, width=20).splitlines()


def test_a_row_for_each_finding_the_worst_first(sample: RunResult) -> None:
    rows = [line for line in lines(sample) if line.startswith("| ")][2:]
    assert [row.split(" | ")[0] for row in rows] == ["| error", "| error", "| warning", "| warning", "| note"]
    assert "`pkg/my client.go:15`" in rows[0] + rows[1]
    assert "5 findings (2 errors, 2 warnings, 1 note) in 120 files" in lines(sample)
    assert sum(line.startswith("- ") for line in lines(sample)) == len(sample.notices)


def test_a_message_stays_in_its_cell() -> None:
    found = finding("a-rule", "a | b\n<script> [x](y) `z`", place("a`|.go", "bad", "bad"))
    row = lines(result_of({"a`|.go": "bad"}, [found]))[-1]
    assert row.replace("\\|", "").count("|") == 5
    assert "\\<script\\>" in row
    assert "`a'\\|.go:1`" in row


def test_a_long_table_is_cut_and_says_so() -> None:
    source = "bad " * (MOST_ROWS + 1)
    found = [finding("a-rule", f"m{n}", place("a.go", source, "bad", nth=n)) for n in range(MOST_ROWS + 1)]
    text = lines(result_of({"a.go": source}, found))
    assert sum(line.startswith("| warning") for line in text) == MOST_ROWS
    assert text[-1] == "These are the worst 500 of 501 findings."


def test_nothing_found_is_said_without_a_table() -> None:
    assert lines(result_of({}, [])) == ["### golint-conn", "", "no findings in 120 files"]
