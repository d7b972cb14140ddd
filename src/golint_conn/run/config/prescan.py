"""What a configuration file requests besides the built-in rules, read before the rules are there to validate it.

A configuration can be validated only when all rules are known, and the configuration itself says which these are. So it
is read twice. This first pass uses what it can and skips all errors: the second pass reports them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from golint_conn.run.config.config_file import read_text
from golint_conn.run.config.options import MODEL_TABLE, OBLIGATION_TABLE, OPTIONS
from golint_conn.run.request import UsageError
from golint_conn.source.toml_tables import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DECLARING = frozenset({MODEL_TABLE, OBLIGATION_TABLE, "models", "pinned"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a configuration file requests: folders of rule files, by absolute path, and plugins by name.

    `declares` says that it has library models, kinds of obligations or pins, or names files that have them.
    """

    path: str = ""
    folders: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    declares: bool = False


def wanted_rules(path: str | None) -> Wanted:
    """Return what a configuration file and the files that it extends request, the farthest first."""
    if path is None:
        return Wanted()
    folders: list[str] = []
    plugins: list[str] = []
    declares = False
    for place, document in reversed(list(documents(path))):
        declares = declares or not _DECLARING.isdisjoint(document)
        folders += [os.path.normpath(Path(place).parent / each) for each in words(document, "rules-dirs")]
        plugins += words(document, "plugins")
    return Wanted(path, tuple(dict.fromkeys(folders)), tuple(dict.fromkeys(plugins)), declares)


def documents(path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a configuration file and the files that it extends, if they can be read, with their absolute paths."""
    import tomllib  # noqa: PLC0415 (most runs have no file)

    seen: set[str] = set()
    following: str | None = path
    while following is not None and os.path.realpath(following) not in seen:
        seen.add(os.path.realpath(following))
        try:
            document = tomllib.loads(read_text(following))
        except (UsageError, ValueError, RecursionError):
            return
        yield following, document
        try:
            following = os.path.normpath(Path(following).parent / OPTIONS["extend"].read(document["extend"]))
        except (KeyError, WrongValueError):
            return


def words(document: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the strings that a document has under a key, or none if it has something else there."""
    try:
        return tuple(OPTIONS[key].read(document.get(key, [])))
    except WrongValueError:
        return ()
