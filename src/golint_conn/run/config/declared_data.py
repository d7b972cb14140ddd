"""What configuration files declare as data: library models, kinds of obligations, and pinned contracts.

The data is in the configuration files themselves or in files that they name, which must be below them: a file that
comes with the code cannot cause any other file of this machine to be read. All errors are reported at once, with lines.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golint_conn.flow.kinds import rows
from golint_conn.names.gofile import GoFile
from golint_conn.names.libraries import source_of
from golint_conn.names.libraries.reading import PackageReader
from golint_conn.rule.declared.contract_info import INFO as CONTRACT_INFO
from golint_conn.rule.declared.contract_info import Pin
from golint_conn.rule.declared.declarations import Declared
from golint_conn.rule.declared.obligation_table import ObligationReader, rule_id
from golint_conn.rule.loading.registry import load_rules
from golint_conn.run.config.config_file import read_text, toml_document
from golint_conn.run.config.faults import located
from golint_conn.run.config.options import MODEL_TABLE, OBLIGATION_TABLE
from golint_conn.run.config.prescan import documents, words
from golint_conn.run.request import UsageError
from golint_conn.run.suppression_rule import INFO
from golint_conn.source.paths import resolved
from golint_conn.source.toml_tables import Fault, WrongValueError, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from golint_conn.names.libraries.entries import PackageModel
    from golint_conn.rule.declared.declarations import DeclaredObligation
    from golint_conn.run.request import CheckRequest

TABLES = (MODEL_TABLE, OBLIGATION_TABLE)
"""What a file of declarations holds, and a configuration file may hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may declare something: its absolute path, its name for people, its text and its content.

    A file with `is_config` also holds other settings.
    """

    path: str
    where: str
    text: str
    document: Mapping[str, Any]
    is_config: bool = False

    def tables(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return the tables of a name, or none if that is not an array of tables."""
        try:
            return tables(self.document.get(name, []))
        except WrongValueError:
            return ()


@dataclass(slots=True)
class _Gathered:
    obligations: list[DeclaredObligation] = field(default_factory=list)
    packages: list[PackageModel] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def tell(self, source: Source, faults: Iterable[Fault]) -> None:
        """Add what is wrong with a file."""
        self.faults += located(source.path, source.text, faults)


def declared_of(request: CheckRequest, config: str | None) -> tuple[Declared, frozenset[str]]:
    """Return the declarations of a configuration file, the files that it extends and a request, and their rule ids.

    Raises UsageError if the request names a file that cannot be read.
    """
    found = _Gathered()
    sources: list[Source] = []
    pinned: list[Source] = []
    top = str(Path(config).parent) if config is not None else request.cwd
    for path, document in reversed(list(documents(config))) if config is not None else ():
        source = Source(path, _shown(path, top), read_text(path), document, is_config=True)
        sources += [source, *_named(source, "models", top, found)]
        pinned += _named(source, "pinned", top, found) if request.with_pins else ()
    sources += [_read(str(Path(request.cwd, name)), name) for name in request.models]
    for source in (*sources, *pinned):
        allowed = TABLES if source not in pinned else (MODEL_TABLE,)
        found.tell(source, _shapeless(source, () if source.is_config else allowed))
    ids = frozenset(rule_id(table) for source in sources for table in source.tables(OBLIGATION_TABLE))
    return _declared(sources, pinned, found), ids


def _declared(sources: Sequence[Source], pinned: Sequence[Source], found: _Gathered) -> Declared:
    """Return what files declare, the weakest first: if several describe the same function, the last counts."""
    kinds = [row.name for row in rows()]
    ids = [INFO.id, CONTRACT_INFO.id, *(rule.info.id for rule in load_rules())]
    for source in sources:
        reader = ObligationReader(source.where, kinds, ids)
        for number, table in enumerate(source.tables(OBLIGATION_TABLE)):
            obligation = reader.read(table, (OBLIGATION_TABLE, str(number)))
            found.obligations += [obligation] if obligation is not None else []
        found.packages += reader.packages
        found.tell(source, reader.faults)
        kinds += [each.kind.name for each in found.obligations if each.kind.name not in kinds]
        ids += [each.id for each in found.obligations if each.id not in ids]
    for source in sources:
        found.packages += _models(source, kinds, found)
    for source in pinned:
        found.pins += [Pin(each, source.where) for each in _models(source, kinds, found)]
    for source in sources:
        found.tell(source, _idle(source, found))
    return Declared(tuple(found.packages), tuple(found.obligations), tuple(found.pins), tuple(found.faults))


def _shapeless(source: Source, allowed: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the faults of the outermost keys of a file; if `allowed` is empty, it may have any other keys."""
    for key in source.document if allowed else ():
        if key not in allowed:
            # A table in double brackets is located by its number.
            yield Fault((key, "0") if isinstance(source.document[key], list) else (key,), "no such key", key, allowed)
    for name in TABLES:
        try:
            tables(source.document.get(name, []))
        except WrongValueError:
            yield Fault((name,), f"must be written as [[{name}]] tables")


def _models(source: Source, kinds: Sequence[str], found: _Gathered) -> list[PackageModel]:
    reader = PackageReader(source.where, kinds)
    models = []
    seen: set[tuple[str, str]] = set()
    for number, table in enumerate(source.tables(MODEL_TABLE)):
        here = (MODEL_TABLE, str(number))
        model = reader.read(table, here)
        if not model.package:
            continue
        names = {(model.package, name) for name in _names(model)}
        reader.faults += [Fault(here, f'"{name}" of {path} has two entries', name) for path, name in names & seen]
        seen |= names
        reader.faults += _not_go(model, (*here, "declarations"))
        models.append(model)
    found.tell(source, reader.faults)
    return models


def _names(model: PackageModel) -> Iterator[str]:
    yield from (each.name for each in model.functions)
    yield from (each.name for each in model.types)


def _not_go(model: PackageModel, at: tuple[str, ...]) -> Iterator[Fault]:
    if model.declarations:
        file = GoFile(model.package, source_of(model, model.package))
        errors = file.errors()
        if errors:
            line = file.source.line_text(file.source.line_number(errors[0].start)).strip()
            yield Fault(at, f"not Go: {line}")


def _idle(source: Source, found: _Gathered) -> Iterator[Fault]:
    """Yield the obligations of a file that nothing acquires."""
    handed = {each.acquires.kind for package in found.packages for each in package.functions if each.acquires}
    handed |= {each.obligation for package in found.packages for each in package.types}
    declaring = {each.kind.name: each.kind for each in found.obligations}
    for number, table in enumerate(source.tables(OBLIGATION_TABLE)):
        kind = declaring.get(str(table.get("name")))
        if kind is not None and not kind.acquired_by and kind.name not in handed and "acquired_by" not in table:
            said = "nothing acquires it: give acquired_by or types, or a [[model]] that acquires it"
            yield Fault((OBLIGATION_TABLE, str(number)), said)


# Files


def _named(source: Source, key: str, top: str, found: _Gathered) -> Iterator[Source]:
    """Yield the files that a configuration file names, by paths relative to it, if they may be read."""
    folder = resolved(Path(source.path).parent)
    for name in words(source.document, key):
        path = os.path.normpath(Path(source.path).parent / name)
        if not f"{resolved(path)}{os.sep}".startswith(f"{folder.rstrip(os.sep)}{os.sep}"):
            by_hand = "; --models FILE reads any file" if key == "models" else ""
            said = f'"{name}" lies outside the folder of this file{by_hand}'
            found.tell(source, [Fault((key,), said, name)])
            continue
        try:
            yield _read(path, _shown(path, top))
        except UsageError as error:
            found.faults += error.messages


def _read(path: str, where: str) -> Source:
    """Return a file of declarations; raise UsageError if it cannot be read or is not TOML."""
    path = os.path.normpath(path)
    text = read_text(path)
    return Source(path, where, text, toml_document(path, text))


def _shown(path: str, top: str) -> str:
    return os.path.relpath(path, top).replace(os.sep, "/")
