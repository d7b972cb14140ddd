"""Where rules come from besides those that golint-conn ships: everything that a process needs to load the same ones.

It is plain data, so that worker processes get it as it is. `golint_conn.run.config.rule_consent` makes it after it has
checked for consent; a process that has it loads what it says without another question. It holds rule files with their
bytes: the bytes that were read are the bytes that run, even if the file has changed by now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from golint_conn.finding import Notice
    from golint_conn.rule.declared.declarations import Declared

SUFFIX = ".py"

PACKAGE = "golint_conn.rules"
"""The package of the rules that golint-conn ships."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of a folder of rule files: its absolute path, and its bytes as they were read once."""

    path: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits."""
        from hashlib import sha256  # noqa: PLC0415 (most runs have no such files)

        return sha256(self.data).hexdigest()

    @property
    def rule_id(self) -> str:
        """The id that a rule in this file must have.

        >>> RuleFile("/code/rules/own_client_leaks.py", b"").rule_id
        'own-client-leaks'
        """
        return PurePath(self.path).name.removesuffix(SUFFIX).replace("_", "-")

    @property
    def is_rule(self) -> bool:
        """Whether the file holds a rule: Python, and a name that begins with a letter."""
        name = PurePath(self.path).name
        return name.endswith(SUFFIX) and name[0].isalpha()


@dataclass(frozen=True, slots=True)
class RuleFolder:
    """A folder whose rule files may be used, by its absolute real path."""

    path: str
    files: tuple[RuleFile, ...]

    @property
    def rule_files(self) -> tuple[RuleFile, ...]:
        """The files that hold rules, in order; subfolders are not included."""
        here = PurePath(self.path)
        return tuple(each for each in self.files if each.is_rule and PurePath(each.path).parent == here)


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed package's entry point: its name, and the module or package that holds rule files."""

    name: str
    module: str


@dataclass(frozen=True, slots=True)
class RuleSources:
    """What is used besides the built-in rules.

    `folders` are folders of rule files, with the bytes that the user consented to; `plugins` are entry points of
    installed packages; `declared` is what configuration files declare as data, which needs no consent. `notices` say
    what was not used and why, and `absent` are the ids of the rules that are missing because of that.
    """

    folders: tuple[RuleFolder, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    declared: Declared | None = None
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    absent: frozenset[str] = field(default=frozenset(), compare=False)


BUILT_IN = RuleSources()
"""The rules that come with golint-conn, and no others."""
