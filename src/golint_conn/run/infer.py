"""Inferring: the ownership contracts of the exported functions and types of packages, derived from their bodies.

Packages that cannot be imported, generated files and tests have none. Everything is done in one process, because a
contract of one package depends on the bodies of others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from golint_conn.finding import Notice, NoticeKind
from golint_conn.flow.questions.contracts import Contracts, exported
from golint_conn.names.libraries import package_name
from golint_conn.names.libraries.entries import PackageModel
from golint_conn.names.libraries.writing import written
from golint_conn.rule.checking.checker import Checker
from golint_conn.run.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golint_conn.flow.questions.contracts import Contract
    from golint_conn.names.gofile import GoFile
    from golint_conn.names.package import PackageScope
    from golint_conn.names.symbol import Symbol
    from golint_conn.rule.checking.checker import BuildChecker
    from golint_conn.run.config.settings import Settings
    from golint_conn.run.request import CheckRequest
    from golint_conn.run.work.schedule import Progress

_MAIN = "main"


@dataclass(slots=True)
class Inferred:
    """Models of packages by import path, the comments on their entries, and what could not be looked at."""

    packages: list[PackageModel] = field(default_factory=list)
    comments: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything as a file of models."""
        return written(self.packages, self.comments)

    @property
    def count(self) -> int:
        """How many functions and types have a contract."""
        return sum(len(each.functions) + len(each.types) for each in self.packages)


def infer(request: CheckRequest, settings: Settings, progress: Progress | None = None) -> Inferred:
    """Return the contracts in the files that a request names, in an order that is independent of their places."""
    plan = Plan(request, settings)
    found, discovery = Inferred(), plan.discovery
    found.notices += discovery.notices
    checker = Checker(plan.reader, (), settings.sources.declared)
    seen: set[str] = set()
    packages: dict[str, tuple[PackageScope, BuildChecker]] = {}
    for number, path in enumerate(discovery.files):
        folder = path.rpartition("/")[0]
        if folder not in seen:
            seen.add(folder)
            package = checker.of(path).program.workspace.package_at(folder)
            if package is not None and package.name != _MAIN:
                packages.setdefault(package.path, (package, checker.of(path)))
        if progress is not None:
            progress("reading", number + 1, len(discovery.files))
    inferences: dict[str, _Inference] = {}
    for number, path in enumerate(sorted(packages)):
        package, build = packages[path]
        inferences.setdefault(build.key, _Inference(build, found)).look(package)
        if progress is not None:
            progress("checking", number + 1, len(packages))
    return found


class _Inference:
    """Looks at the packages of a build one by one."""

    def __init__(self, checker: BuildChecker, found: Inferred) -> None:
        self.contracts = Contracts(checker.engine)
        self.found = found

    def look(self, package: PackageScope) -> None:
        """Add the contracts of one package."""
        contracts: dict[str, tuple[Contract, GoFile]] = {}
        for file in _files(package):
            for span in file.errors()[:1]:
                text = "syntax error: the declaration around it is skipped"
                line = file.source.line_number(span.start)
                self.found.notices.append(Notice(file.source.path, line, text, NoticeKind.SYNTAX))
            for function in exported(file):
                contract = self.contracts.of(function, file)
                if contract is not None and contract.says_something:
                    contracts.setdefault(contract.model.name, (contract, file))
        functions = [contract.model for _, (contract, _) in sorted(contracts.items())]
        types = []
        for symbol in _types(package):
            model = self.contracts.of_type(symbol, package)
            if model is not None:
                types.append(model)
                self.found.comments[package.path, model.name] = [symbol.file.source.path]
        for name, (contract, file) in contracts.items():
            self.found.comments[package.path, name] = [file.source.path, *contract.more]
        if functions or types:
            is_usual = package_name(PackageModel(package.path)) == package.name
            name = "" if is_usual else package.name
            types.sort(key=lambda each: each.name)
            self.found.packages.append(PackageModel(package.path, name, functions=tuple(functions), types=tuple(types)))


def _files(package: PackageScope) -> Iterator[GoFile]:
    """Yield the files of a package that importers see, those of the platform that we read for first."""
    yield from (each for each in package.files if not each.is_test and not each.is_generated)


def _types(package: PackageScope) -> Iterator[Symbol]:
    seen = set()
    for file in _files(package):
        for top in file.top_level:
            for symbol in file.declared_by(top) if top.kind == "type_declaration" else ():
                if symbol.name[:1].isupper() and symbol.name not in seen:
                    seen.add(symbol.name)
                    yield symbol
