"""Checking: runs the rules over files.

The queries of all rules that apply to a file are compiled into one, so that a file is searched once. If a rule fails on
one match, that becomes a notice and the rest goes on. Code inside a declaration with a syntax error is skipped, with a
notice, because nothing certain can be said about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from golint_conn.finding import Finding, Notice, NoticeKind
from golint_conn.finding.notice import account_of
from golint_conn.flow.engine import Engine
from golint_conn.flow.kinds import rows
from golint_conn.gonet.network import Network
from golint_conn.names.incremental.inputs import Limit
from golint_conn.names.incremental.ledger import bits
from golint_conn.names.libraries.library import Library
from golint_conn.names.module_index import ModuleIndex
from golint_conn.names.modules import Modules
from golint_conn.program.program import Program
from golint_conn.program.site import Site
from golint_conn.rule.checking.obligations import Obligations
from golint_conn.rule.checking.prefilter import Needed, Spelled
from golint_conn.rule.context import Context
from golint_conn.rule.metadata import require_types
from golint_conn.rule.model import ObligationRule
from golint_conn.rule.placement import Placement
from golint_conn.syntax import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.names.gofile import GoFile
    from golint_conn.rule.declared.declarations import Declared
    from golint_conn.rule.loading.registry import Rule
    from golint_conn.rule.model import Model
    from golint_conn.source import Reader
    from golint_conn.syntax import Match, Node

    _Owner: TypeAlias = tuple[Model, Callable[[Match, Context], Iterator[Finding]]]


@dataclass(slots=True)
class CheckedFiles:
    """The result of checking some files; files and bytes parsed include those of other packages that were consulted.

    `depends_on` are the inputs, in the ledger of their build, that the result depends on. `texts` are the digests of
    the files that were read for it, by the paths of findings, each file once.
    """

    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    stage_seconds: dict[str, float] = field(default_factory=dict)
    files_parsed: int = 0
    bytes_parsed: int = 0
    depends_on: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)

    def add(self, other: CheckedFiles) -> None:
        """Add the result of files of another build; each build has its own ledger, so together they depend on none."""
        self.findings += other.findings
        self.notices += other.notices
        self.files_parsed += other.files_parsed
        self.bytes_parsed += other.bytes_parsed
        for stage, seconds in other.stage_seconds.items():
            self.stage_seconds[stage] = self.stage_seconds.get(stage, 0.0) + seconds
        self.texts |= other.texts


class MisplacedError(Exception):
    """A rule has reported where it says it does not."""


_CALLS = "(call_expression) @call"


class _Search:
    """The queries of some rules in one, so that a tree is searched once."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        models = [rule.model for rule in rules]
        self.obliging = tuple(model for model in models if isinstance(model, ObligationRule))
        looks = [(model, look) for model in models if not isinstance(model, ObligationRule) for look in model.looks]
        queries = [query for _, (query, _) in looks] + ([_CALLS] if self.obliging else [])
        self._query = Query.of("\n".join(queries)) if queries else None
        # The patterns of one query are numbered consecutively; this maps each to its owner, None for the calls of all
        # others.
        self._owners: list[_Owner | None] = [
            (model, run) for model, (query, run) in looks for _ in range(Query.of(query).patterns)
        ]
        self._owners.append(None)

    def matches(self, node: Node) -> Iterator[tuple[_Owner | None, Match]]:
        """Yield the matches below a node with the rule that each belongs to, and what that rule does with it."""
        if self._query is not None:
            for match in self._query.matches(node):
                yield self._owners[match.pattern], match


def _own_kinds(rules: Sequence[Rule], declared: Declared | None) -> tuple[ObligationKind, ...]:
    """Return the kinds of obligations that are not in our own table: those declared as data and those of rule files."""
    models = [rule.model for rule in rules if isinstance(rule.model, ObligationRule)]
    kinds = [*(declared.kinds if declared is not None else ()), *(kind for model in models for kind in model.kinds)]
    return tuple(kind for kind in dict.fromkeys(kinds) if kind not in rows())


class Checker:
    """Runs rules; one per process, because it remembers what it has read. Each build is checked separately."""

    def __init__(
        self,
        reader: Reader,
        rules: Sequence[Rule],
        declared: Declared | None = None,
        tables: ModuleIndex | None = None,
        *,
        is_recording: bool = False,
    ) -> None:
        self._modules = Modules(reader)
        tables = tables or ModuleIndex(reader)
        self._make = partial(BuildChecker, reader, rules, declared, tables, is_recording=is_recording)
        self._builds: dict[str, BuildChecker] = {}

    def of(self, path: str) -> BuildChecker:
        """Return the checker of the build that a file belongs to, by its absolute path."""
        key = self._modules.of(path.rpartition("/")[0]).build
        if key not in self._builds:
            self._builds[key] = self._make(key)
        return self._builds[key]

    @property
    def builds(self) -> list[BuildChecker]:
        """The checkers of all builds so far."""
        return list(self._builds.values())

    @property
    def bytes_parsed(self) -> int:
        """How many bytes of source it has parsed."""
        return sum(each.program.workspace.effort.bytes for each in self._builds.values())

    def evict(self) -> None:
        """Free the memory of all texts and trees; what is known stays known."""
        for each in self._builds.values():
            each.program.workspace.evict()

    def check(self, files: Iterable[str]) -> CheckedFiles:
        """Return the findings in (or caused by) some files, given by their absolute paths."""
        checked = CheckedFiles()
        for build, group in groupby(files, self.of):
            checked.add(build.check([*group]))
        return checked


class BuildChecker:
    """Runs rules over files of one build; remembers what it has read."""

    def __init__(  # noqa: PLR0913 - what a process knows of a build, each by name
        self,
        reader: Reader,
        rules: Sequence[Rule],
        declared: Declared | None,
        tables: ModuleIndex,
        key: str,
        *,
        is_recording: bool = False,
    ) -> None:
        self.key = key
        self.library = declared.library() if declared is not None else Library()
        self.program = Program(reader, self.library, tables, key, is_recording=is_recording)
        self.engine = Engine(self.program.references, _own_kinds(rules, declared))
        self.network = Network(self.program, self.engine)
        self.ledger = self.program.workspace.ledger
        self.rules = list(rules)
        self._not_ours = frozenset(rule.id for rule in rules if not rule.info.has_page)
        self._needed = [(rule, Needed(rule.terms, self.library)) for rule in self.rules]
        self._searches: dict[tuple[str, ...], _Search] = {}
        self._obligations = Obligations(self.program, self.engine)
        self._flow_seconds = 0.0

    def check(self, files: Sequence[str]) -> CheckedFiles:
        """Return the findings in (or caused by) some files, given by their absolute paths."""
        checked = CheckedFiles()
        effort = self.program.workspace.effort
        started, before = perf_counter(), replace(effort)
        self.ledger.mask = 0
        for path in files:
            self._check_file(path, checked)
        checked.depends_on = self.ledger.mask
        checked.texts = {file.display: file.text_digest for file in self.program.workspace.newly_read()}
        self._tell_limits(files, checked)
        parsing = effort.seconds - before.seconds
        checked.files_parsed, checked.bytes_parsed = effort.files - before.files, effort.bytes - before.bytes
        flow, self._flow_seconds = self._flow_seconds, 0.0
        checked.stage_seconds = {"parse": parsing, "flow": flow, "rules": perf_counter() - started - parsing - flow}
        return checked

    def _check_file(self, path: str, checked: CheckedFiles) -> None:
        # The result for a file must not depend on the files before it.
        self._obligations.forget()
        # Every result depends on the build that the file belongs to.
        self.program.workspace.module(path.rpartition("/")[0])
        file = self.program.workspace.file(path)
        if file is None:
            display = self.program.workspace.reader.display(path)
            checked.notices.append(Notice(display, 0, "could not be read", NoticeKind.UNREADABLE))
            return
        if file.is_generated:
            return
        broken = file.errors()
        if broken:
            line = file.source.line_number(broken[0].start)
            text = "syntax error: the declaration around it is not analyzed"
            checked.notices.append(Notice(file.source.path, line, text, NoticeKind.SYNTAX))
        search = self._search(file)
        for top in file.top_level:
            if not top.has_error and top.kind != "ERROR":
                for owner, match in search.matches(top):
                    self._run(owner, search.obliging, match, file, checked)

    def _tell_limits(self, files: Sequence[str], checked: CheckedFiles) -> None:
        """Report where a value goes too far, or a function has too many paths, to be followed to the end.

        Each file reports its own limits: what is said about a file must not depend on which other files are checked.
        """
        own = {*map(self.program.workspace.reader.display, files)}
        for kind, path, *rest in (self.ledger.keys[number] for number in bits(self.ledger.mask)):
            if kind == Limit.kind and path in own:
                line, text = rest
                checked.notices.append(Notice(path, int(line), text, NoticeKind.LIMIT))

    def _search(self, file: GoFile) -> _Search:
        """Return the search for the rules that may apply to a file, judging by its bytes."""
        text = Spelled(file.source.data)
        active = [rule for rule, needed in self._needed if needed.is_met(text)]
        if file.is_test_support:
            active = [rule for rule in active if rule.model.tests]
        key = tuple(rule.id for rule in active)
        if key not in self._searches:
            self._searches[key] = _Search(active)
        return self._searches[key]

    def _run(
        self,
        owner: _Owner | None,
        obliging: Sequence[ObligationRule],
        match: Match,
        file: GoFile,
        checked: CheckedFiles,
    ) -> None:
        """Run one rule on its match, or the obligation rules on a call; a failure costs one match and no more."""
        if owner is not None:
            model, run = owner
            self._keep(model, match, file, checked, partial(run, match, self._context(file, model)))
            return
        effort = self.program.workspace.effort
        started, parsed = perf_counter(), effort.seconds
        offered = self._offered(match, file, checked)
        for rule in obliging:
            if any(kind.name in offered for kind in rule.kinds):
                ask = partial(self._obligations.check, rule, match, self._context(file, rule))
                self._keep(rule, match, file, checked, ask)
        self._flow_seconds += perf_counter() - started - (effort.seconds - parsed)

    def _offered(self, match: Match, file: GoFile, checked: CheckedFiles) -> frozenset[str]:
        """Return the names of the kinds that a call could acquire; finding out may fail, as a rule may."""
        try:
            return self.engine.offered(Site(match["call"], file))
        except Exception as error:  # noqa: BLE001 - as below
            text = f"this call could not be resolved and was skipped: {account_of(error)}"
            line = file.source.line_number(match["call"].start)
            checked.notices.append(Notice(file.source.path, line, text, NoticeKind.CRASH))
            return frozenset()

    def _counts(self, finding: Finding, model: Model, file: GoFile) -> bool:
        """Return whether a finding is outside generated code; raise MisplacedError if its rule rules out its place."""
        path = finding.primary.path
        if path == file.display:
            return True
        workspace = self.program.workspace
        there = workspace.file(str(Path(workspace.reader.root, path)))
        words = model.elsewhere
        if model.placement is Placement.MATCH or (words and there and not any(map(there.mentions, words))):
            message = f"it reports in {path}, which its placement excludes"
            raise MisplacedError(message)
        return there is None or not there.is_generated

    def _context(self, file: GoFile, model: Model) -> Context:
        return Context(self.network, file, model)

    def _keep(
        self,
        model: Model,
        match: Match,
        file: GoFile,
        checked: CheckedFiles,
        ask: Callable[[], Iterable[Finding]],
    ) -> None:
        node = next((nodes[0] for nodes in match.captures.values()), None)
        try:
            found = list(ask())
            if model.id in self._not_ours:
                _require_findings(found)
            if found and not model.tests and node is not None and self.program.execution(Site(node, file)).only_tests:
                return
            checked.findings += [finding for finding in found if self._counts(finding, model, file)]
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a rule does wrong must cost one match and no more
            text = f"rule {model.id} failed here and was skipped: {account_of(error)}"
            line = file.source.line_number(node.start) if node is not None else 0
            checked.notices.append(Notice(file.source.path, line, text, NoticeKind.CRASH))


def _require_findings(found: Sequence[object]) -> None:
    """Raise TypeError if a rule that is not ours yields anything that no report could show."""
    for each in found:
        if type(each) is not Finding:
            message = f"what it yields must be Finding, not {type(each).__name__}"
            raise TypeError(message)
        require_types(each)
