"""What a configuration file wants beside the built-in rules, told before the rules are there to judge it by.

A configuration can only be judged when all rules are known, and which these are stands in the configuration. So it is
looked at twice. This first look takes what it can use and passes over all that is wrong: the second tells of it.
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
    """What a configuration file asks for: folders of rule files, by absolute path, and plugins by name.

    One that `declares` something has library models, kinds of obligations or pins, or names files that have them.
    """

    path: str = ""
    folders: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    declares: bool = False


def wanted_rules(path: str | None) -> Wanted:
    """Return what a configuration file and those that it extends ask for, the farthest first."""
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
    """Yield a configuration file and those that it extends, as far as they can be read, with their absolute paths."""
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
    """Return the strings that a document has under a key, none where it has something else there."""
    try:
        return tuple(OPTIONS[key].read(document.get(key, [])))
    except WrongValueError:
        return ()
