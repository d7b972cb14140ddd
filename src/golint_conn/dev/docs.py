"""Writes the generated documentation: `python -m golint_conn.dev.docs [--check] [--root FOLDER]`.

It writes a page for each rule and their index under docs/rules, from the docstrings of the rule files; the JSON schema
of the configuration file; the rule table and the example in README.md, and the budgets and the rules' limits in
docs/limits.md, between markers; the picture of the example; and two data files that save each run from reading all
rules and all library data. With `--check` it writes nothing: it names the files that would change, and the exit code is
1 if there are any.
"""

from __future__ import annotations

import argparse
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from golint_conn.dev.screenshot import picture, picture_text, session
from golint_conn.names import libraries
from golint_conn.names.budgets import budgets
from golint_conn.names.libraries import index
from golint_conn.names.libraries.skimming import skimmed
from golint_conn.rule.about.documentation import sections
from golint_conn.rule.about.evidence_table import evidence, section
from golint_conn.rule.declared.contract_info import INFO as CONTRACT_INFO
from golint_conn.rule.loading.descriptions import document
from golint_conn.rule.loading.registry import load_rules
from golint_conn.rule.model import CATEGORIES
from golint_conn.run.config.resolved import rule_infos
from golint_conn.run.config.schema import SCHEMA_FILE, schema_text
from golint_conn.run.suppression_rule import CATEGORY, INFO
from golint_conn.source.regular import read_utf8
from golint_conn.source.writer import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from golint_conn.rule.about.rule_info import RuleInfo

README = "README.md"
RULES = "docs/rules"
LIMITS = "docs/limits.md"
PICTURE = "docs/example.svg"
DESCRIPTIONS = "src/golint_conn/rule/loading/descriptions.json"
HANDING = f"src/golint_conn/names/libraries/{index.INDEX}"

_HEADINGS = {
    "leak": "something is held forever",
    "reuse": "connections are opened repeatedly",
    "timeout": "waits without a limit",
    "deprecated": "a superseded API",
    "security": "an unsafe connection",
    CATEGORY: "a directive in the code",
}
_ELSEWHERE = {
    INFO.id: "src/golint_conn/run/suppression_rule.py",
    CONTRACT_INFO.id: "src/golint_conn/rule/declared/contract_info.py",
}
"""The files of rules outside rules/."""
_WRITTEN_BY = "<!-- Written by python -m golint_conn.dev.docs from {source}; change that instead. -->\n"


class MarkerError(ValueError):
    """A file lacks the two markers around its generated part."""


def rule_page(info: RuleInfo) -> str:
    """Return the page of one rule."""
    weaknesses = ", ".join(f"[CWE-{each}](https://cwe.mitre.org/data/definitions/{each}.html)" for each in info.cwe)
    source = _ELSEWHERE.get(info.id, f"rules/{info.id.replace('-', '_')}.py")
    facts = [
        ("category", "severity", "confidence", "CWE"),
        (info.category, info.severity.label, info.confidence.label, weaknesses or "none"),
    ]
    head = f"# {info.id}\n\n{_WRITTEN_BY.format(source=source)}\n**{info.title}.**\n\n{_table(facts)}"
    plot = f"\n![{info.id}, counted](../evidence/{info.id}.svg)\n" if evidence(info.id) is not None else ""
    return f"{head}\n{info.documentation.strip()}\n{section(info.id)}{plot}"


def rule_index(infos: Iterable[RuleInfo]) -> str:
    """Return the index of all pages, by category."""
    sections = []
    for category, members in groupby(_ordered(infos), key=lambda info: info.category):
        rows = [
            ("rule", "severity", "confidence", "what it finds"),
            *((_link(info, ""), info.severity.label, info.confidence.label, info.title) for info in members),
        ]
        sections.append(f"## {category}: {_HEADINGS[category]}\n\n{_table(rows)}")
    return f"# Rules\n\n{_WRITTEN_BY.format(source='rules/')}\n" + "\n".join(sections)


def rule_table(infos: Iterable[RuleInfo]) -> str:
    """Return the table of all rules for the README."""
    rows = [(_link(info, f"{RULES}/"), info.category, info.severity.label, info.title) for info in _ordered(infos)]
    return _table([("rule", "category", "severity", "what it finds"), *rows])


def replaced(text: str, name: str, content: str) -> str:
    r"""Return a text with the lines between `<!-- NAME -->` and `<!-- end NAME -->` replaced; raise MarkerError.

    >>> replaced("<!-- a -->\nold\n<!-- end a -->\n", "a", "new\n")
    '<!-- a -->\nnew\n<!-- end a -->\n'
    """
    begin, end = f"<!-- {name} -->\n", f"<!-- end {name} -->\n"
    head, _, rest = text.partition(begin)
    if text.count(begin) != 1 or text.count(end) != 1 or end not in rest:
        message = f"a page needs the lines {begin.strip()} and {end.strip()}, once each"
        raise MarkerError(message)
    return f"{head}{begin}{content}{end}{rest.partition(end)[2]}"


def documents(root: Path) -> dict[str, str]:
    """Return the generated files of a checkout by their paths below it; raise OSError or MarkerError."""
    infos = rule_infos()
    readme = read_utf8(root / README)
    readme = replaced(readme, "rules", f"\n{rule_table(infos)}\n")
    readme = replaced(readme, "example", f"\n```console\n{session(root, color=False)}```\n\n")
    pages = {f"{RULES}/{info.id}.md": rule_page(info) for info in infos}
    limits = replaced(read_utf8(root / LIMITS), "budgets", f"\n{budget_table()}\n")
    limits = replaced(limits, "limits", f"\n{rule_limits(infos)}\n")
    fixed = {README: readme, LIMITS: limits, f"{RULES}/README.md": rule_index(infos)}
    described = document(load_rules())
    data = {DESCRIPTIONS: described, HANDING: index.document(skimmed(libraries.FOLDER, libraries.SUFFIX))}
    return {**fixed, **pages, **data, SCHEMA_FILE: schema_text(infos), PICTURE: _picture(root)}


def budget_table() -> str:
    """Return the table of what is bounded, and what happens where a bound is reached."""
    rows = [
        (name.lower().replace("_", " "), f"{each.most:,}", each.bounds, each.reached)
        for name, each in budgets().items()
    ]
    return _table([("budget", "at most", "what is bounded", "what happens then"), *rows])


def rule_limits(infos: Iterable[RuleInfo]) -> str:
    """Return the limits of each rule, from its documentation."""
    parts = ((info, sections(info.documentation).get("Limits", "")) for info in _ordered(infos))
    return "\n\n".join(f"### {_link(info, 'rules/')}\n\n{text}" for info, text in parts if text) + "\n"


def _picture(root: Path) -> str:
    """Return the picture of the example: the existing one if it shows the right text, whatever version drew it."""
    fresh = picture(session(root, color=True))
    try:
        old = read_utf8(root / PICTURE)
    except FileNotFoundError:
        return fresh
    return old if picture_text(old) == picture_text(fresh) else fresh


def changes(root: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield the stale files with their correct content; None for files that should not exist."""
    wanted = documents(root)
    for name, content in wanted.items():
        path = root / name
        if not path.is_file() or read_utf8(path) != content:
            yield path, content
    for path in sorted((root / RULES).glob("*.md")):
        if path.relative_to(root).as_posix() not in wanted:
            yield path, None


def apply(path: Path, content: str | None) -> None:
    """Write a file, or remove it if it should not exist; an OSError propagates."""
    if content is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(str(path), content.encode())


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m golint_conn.dev.docs", description="Write the generated pages.")
    parser.add_argument("--check", action="store_true", help="write nothing, name stale files")
    parser.add_argument("--root", type=Path, default=Path(), help="a checkout of golint-conn (default: here)")
    options = parser.parse_args(arguments)
    try:
        stale = list(changes(options.root))
    except (OSError, MarkerError) as error:
        parser.error(str(error))
    for path, content in stale:
        if not options.check:
            apply(path, content)
        what = "stale" if options.check else "removed" if content is None else "written"
        sys.stdout.write(f"{what}: {path}\n")
    return int(options.check and bool(stale))


def _ordered(infos: Iterable[RuleInfo]) -> list[RuleInfo]:
    return sorted(infos, key=lambda info: ((*CATEGORIES, CATEGORY).index(info.category), info.id))


def _link(info: RuleInfo, folder: str) -> str:
    return f"[`{info.id}`]({folder}{info.id}.md)"


def _table(rows: Iterable[Sequence[str]]) -> str:
    """Return a table; the first row is its header."""
    head, *body = ([cell.replace("|", "&#124;") for cell in row] for row in rows)
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *body))


if __name__ == "__main__":
    sys.exit(main())
