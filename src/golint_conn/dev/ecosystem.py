"""The ecosystem run: the rules' findings in real repositories, compared with verdicts from reading the code.

    python -m golint_conn.dev.ecosystem CHECKOUTS [NAME...]

`CHECKOUTS` holds a folder for each repository of `tests/ecosystem/repositories.tsv` (name, address, commit), which the
user checks out. Each finding is looked up by its fingerprint in `tests/ecosystem/triage.jsonl`, which holds a verdict
(right, wrong, unsure) and its reason: facts, no code. Prints a table of rules, then the findings that are wrong and
those without a verdict.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.run.check import check
from golint_conn.run.request import CheckRequest
from golint_conn.source.regular import read_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from golint_conn.finding import Finding

VERDICTS = ("right", "wrong", "unsure")
FOLDER = Path(__file__).parents[3] / "tests" / "ecosystem"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a commit."""

    name: str
    address: str
    commit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of reading the code of a finding."""

    repository: str
    rule: str
    fingerprint: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding in a repository with its verdict, None if there is none yet."""

    repository: Repository
    finding: Finding
    place: str
    verdict: Verdict | None


def repositories(folder: Path = FOLDER) -> list[Repository]:
    """Return the repositories of the run; raises ValueError for an invalid line."""
    found = []
    for number, line in enumerate(read_utf8(folder / "repositories.tsv").splitlines(), 1):
        fields = line.split("\t")
        if len(fields) != 3 or len(fields[2]) != 40:  # noqa: PLR2004 - the columns and the length of a commit's id
            message = f"repositories.tsv line {number}: name, address and commit expected"
            raise ValueError(message)
        found.append(Repository(*fields))
    return found


def verdicts(folder: Path = FOLDER) -> list[Verdict]:
    """Return the verdicts; raises ValueError for an invalid line."""
    found = []
    for number, line in enumerate(read_utf8(folder / "triage.jsonl").splitlines(), 1):
        try:
            verdict = Verdict(**json.loads(line))
        except (TypeError, ValueError) as error:
            message = f"triage.jsonl line {number}: {error}"
            raise ValueError(message) from error
        if verdict.verdict not in VERDICTS:
            message = f"triage.jsonl line {number}: the verdict is not one of {', '.join(VERDICTS)}"
            raise ValueError(message)
        found.append(verdict)
    return found


def judged(checkouts: Path, names: Iterable[str] = ()) -> Iterator[Judged]:
    """Yield the rules' findings in the repositories that are checked out, each with its verdict."""
    wanted = set(names)
    known = {(each.repository, each.fingerprint): each for each in verdicts()}
    for repository in repositories():
        root = checkouts / repository.name
        if not root.is_dir() or (wanted and repository.name not in wanted):
            continue
        result = check(CheckRequest(cwd=str(root), paths=(".",), use_config=False, cache=False))
        for notice in result.notices:
            if notice.kind.value in {"crash", "limit"}:
                print(f"{repository.name}: {notice}", file=sys.stderr)  # noqa: T201 - a program's notice
        for finding in result.findings:
            primary = finding.primary
            line = result.source(primary.path).line_number(primary.span.start)
            verdict = known.get((repository.name, finding.fingerprint))
            yield Judged(repository, finding, f"{primary.path}:{line}", verdict)


def table(found: list[Judged]) -> Iterator[str]:
    """Yield the lines of the table: the findings of each rule by verdict, and the share that is right."""
    rules: dict[str, Counter[str]] = {}
    for each in found:
        counts = rules.setdefault(each.finding.rule, Counter())
        counts["all"] += 1
        counts[each.verdict.verdict if each.verdict is not None else "unread"] += 1
    total = sum(rules.values(), Counter())
    yield f"{'rule':32}{'findings':>9}{'right':>7}{'wrong':>7}{'unsure':>7}{'unread':>7}  right of decided"
    for rule, counts in [*sorted(rules.items(), key=lambda item: -item[1]["all"]), ("all", total)]:
        decided = counts["right"] + counts["wrong"]
        share = f"{counts['right'] / decided:.1%}" if decided else "-"
        numbers = "".join(f"{counts[each]:>7}" for each in (*VERDICTS, "unread"))
        yield f"{rule:32}{counts['all']:>9}{numbers}  {share:>8}"


def main() -> int:
    """Print the table, and the findings that need attention."""
    found = list(judged(Path(sys.argv[1]), sys.argv[2:]))
    for line in table(found):
        print(line)  # noqa: T201 - what this program is for
    for each in found:
        if each.verdict is None or each.verdict.verdict == "wrong":
            word = "unread" if each.verdict is None else f"wrong: {each.verdict.reason}"
            what = f"{each.repository.name}/{each.place} {each.finding.severity.label} {each.finding.rule}"
            print(f"{what} {each.finding.fingerprint} {word}")  # noqa: T201 - what this program is for
    return 0


if __name__ == "__main__":
    sys.exit(main())
