"""Subjects: what a rule is about, by full names, and everything that follows from them.

    Structs(type="net/http.Server", ...)            &http.Server{...}   new(http.Server)   var s http.Server
    Calls(calls=("net/http.Client.Do",), ...)       client.Do(request)
    Fields(fields=("net/http.Transport.Dial",), ..) http.Transport{Dial: dial}      transport.Dial = dial
    Mentions(names=("net/http.DefaultClient",), ..) http.DefaultClient

A subject has the query that finds candidates, and the words without which a file has none. Candidates are recognized by
their text; `check` gets those that really mean what is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from golint_conn.names.fieldpaths import elements
from golint_conn.names.shape import Named, dereferenced
from golint_conn.program.creation import Creation
from golint_conn.program.places import assigned_value
from golint_conn.rule.configured import Configured
from golint_conn.rule.fullnames import meant, split_name
from golint_conn.rule.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from golint_conn.finding import Finding
    from golint_conn.names.shapes import Callee
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.syntax import Match, Node

_CLONES = """
(call_expression function: (selector_expression field: (field_identifier) @name (#eq? @name "Clone"))) @made
"""

_SPELLED = frozenset({"array_type", "implicit_length_array_type", "map_type", "slice_type"})
"""The types of literals that name the types of their elements."""

Names: TypeAlias = str | tuple[str, ...]
"""One full name, or several."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of the functions that a rule is about; `receiver` is what a method is called on."""

    site: Site
    callee: Callee
    arguments: tuple[Site, ...]
    receiver: Site | None

    @property
    def name(self) -> str:
        """The full name of what is called, such as `net/http.Client.Do`."""
        return self.callee.qualified


@dataclass(frozen=True, slots=True)
class Structs:
    """Each place that makes a struct of a type; with `clones` also each call of its method Clone."""

    type: Names
    check: Callable[[Configured, Context], Iterator[Finding]]
    clones: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The full names of the types."""
        return _several(self.type)

    @property
    def packages(self) -> tuple[str, ...]:
        """The import paths of what is named."""
        return _owners(self.names)

    @property
    def query(self) -> str:
        """The query for candidates."""
        ends = "|".join(_either_case(name) for name in _last_parts(self.names))
        return f"""
        (composite_literal type: (_) @type (#match? @type "(?:{ends})(?:$|\\\\[)")) @made
        (call_expression function: (identifier) @new (#eq? @new "new")) @made
        (var_spec type: (_) !value) @made
        (literal_element (literal_value) @made)
        {_CLONES if self.clones else ""}
        """

    @property
    def words(self) -> tuple[str, ...]:
        """The words; a file with candidates holds at least one."""
        return _last_parts(self.names)

    def named(self, match: Match, context: Context) -> Iterator[Configured]:
        """Yield the struct that a candidate makes, if it is one of the type."""
        site = context.site(match["made"])
        if not _may_be_one(site.node, self.words):
            return
        made = context.program.creation(site)
        copied = self._copied(site, context) if made is None and self.clones else None
        creation = made or copied
        found = Configured(creation, context.program, is_clone=made is None) if creation is not None else None
        if found is not None and meant(found.type, self.names):
            yield found

    def findings(self, match: Match, context: Context) -> Iterator[Finding]:
        """Yield what the check finds in a candidate."""
        for each in self.named(match, context):
            yield from self.check(each, context)

    def _copied(self, site: Site, context: Context) -> Creation | None:
        """Return what a call of Clone makes; nothing is known about its fields."""
        if not context.code.callee(site).is_one_of([f"{name}.Clone" for name in self.names]):
            return None
        shape = dereferenced(context.program.shape(site))
        return Creation(shape, site, {}) if isinstance(shape, Named) else None


@dataclass(frozen=True, slots=True)
class Calls:
    """Each call of some functions and methods."""

    calls: Names
    check: Callable[[Call, Context], Iterator[Finding]]

    @property
    def names(self) -> tuple[str, ...]:
        """The full names of the functions and methods."""
        return _several(self.calls)

    @property
    def packages(self) -> tuple[str, ...]:
        """The import paths of what is named."""
        return tuple(split_name(name)[0] for name in self.names)

    @property
    def query(self) -> str:
        """The query for candidates."""
        words = _quoted(self.words)
        return f"""
        (call_expression function: (selector_expression field: (field_identifier) @name (#any-of? @name {words}))) @call
        (call_expression function: (identifier) @name (#any-of? @name {words})) @call
        """

    @property
    def words(self) -> tuple[str, ...]:
        """The words; a file with candidates holds at least one."""
        return _last_parts(self.names)

    def named(self, match: Match, context: Context) -> Iterator[Call]:
        """Yield the call that a candidate is, if it is one of these functions."""
        site = context.site(match["call"])
        callee = context.code.callee(site)
        if callee.is_one_of(self.names):
            yield called(site, callee, context)

    def findings(self, match: Match, context: Context) -> Iterator[Finding]:
        """Yield what the check finds in a candidate."""
        for each in self.named(match, context):
            yield from self.check(each, context)


@dataclass(frozen=True, slots=True)
class Fields:
    """Each place that sets some fields."""

    fields: Names
    check: Callable[[Setting, Context], Iterator[Finding]]

    @property
    def names(self) -> tuple[str, ...]:
        """The full names of the fields."""
        return _several(self.fields)

    @property
    def packages(self) -> tuple[str, ...]:
        """The import paths of what is named."""
        return _owners(_owners(self.names))

    @property
    def query(self) -> str:
        """The query for candidates."""
        keyed = f"""(keyed_element
            key: (literal_element (identifier) @key (#any-of? @key {_quoted(self.words)}))
            value: (literal_element (_))) @element"""
        ends = "|".join(_either_case(name) for name in _last_parts(_owners(self.names)))
        return f"""
        (composite_literal body: (literal_value {keyed})) @literal
        (literal_element (literal_value {keyed}) @literal)
        (composite_literal type: (_) @type (#match? @type "(?:{ends})$")
            body: (literal_value . (literal_element))) @literal
        (literal_element (literal_value . (literal_element)) @literal)
        (assignment_statement left: (expression_list (selector_expression operand: (_) @operand
            field: (field_identifier) @field (#any-of? @field {_quoted(self.words)})) @target))
        """

    @property
    def words(self) -> tuple[str, ...]:
        """The words; a file with candidates holds at least one."""
        return _last_parts(self.names)

    def named(self, match: Match, context: Context) -> Iterator[Setting]:
        """Yield what a candidate sets, if it is one of the fields."""
        yield from (setting for setting in self._settings(match, context) if meant(setting.name, self.names))

    def findings(self, match: Match, context: Context) -> Iterator[Finding]:
        """Yield what the check finds in a candidate."""
        for each in self.named(match, context):
            yield from self.check(each, context)

    def _settings(self, match: Match, context: Context) -> Iterator[Setting]:
        if "target" in match.captures:
            target, value = context.site(match["target"]), assigned_value(match["target"])
            if value is not None:
                owner = context.site(match["operand"])
                yield Setting(context.code.field_name(target), target, target.at(value), owner, in_literal=False)
            return
        literal = context.site(match["literal"])
        if not _may_be_one(literal.node, _last_parts(_owners(self.names))):
            return
        owner_type = context.code.type_name(literal)
        if not meant(owner_type, _owners(self.names)):
            return
        place = match["element"] if "element" in match.captures else None
        for each in elements(literal.node, literal.file, context.program.shapes):
            holder = each.value.parent
            entry = holder.parent if place is not None and holder is not None else holder
            if each.field and entry is not None and (place is None or entry == place):
                name = f"{owner_type}.{each.field}"
                yield Setting(name, literal.at(entry), literal.at(each.value), literal, in_literal=True)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Each place that names one of some variables, constants or functions of packages."""

    names: tuple[str, ...]
    check: Callable[[Site, Context], Iterator[Finding]]

    @property
    def packages(self) -> tuple[str, ...]:
        """The import paths of what is named."""
        return _owners(self.names)

    @property
    def query(self) -> str:
        """The query for candidates."""
        words = _quoted(self.words)
        return f"""
        (selector_expression field: (field_identifier) @name (#any-of? @name {words})) @mention
        ((identifier) @mention (#any-of? @mention {words}))
        """

    @property
    def words(self) -> tuple[str, ...]:
        """The words; a file with candidates holds at least one."""
        return _last_parts(self.names)

    def named(self, match: Match, context: Context) -> Iterator[Site]:
        """Yield the name that a candidate is, if it means one of these."""
        site = context.site(match["mention"])
        if meant(context.code.names(site), self.names):
            yield site

    def findings(self, match: Match, context: Context) -> Iterator[Finding]:
        """Yield what the check finds in a candidate."""
        for each in self.named(match, context):
            yield from self.check(each, context)


Subject: TypeAlias = Structs | Calls | Fields | Mentions


def called(site: Site, callee: Callee, context: Context) -> Call:
    """Return a call with its arguments."""
    function = site.node.field("function")
    operand = function.field("operand") if function is not None and callee.receiver else None
    receiver = site.at(operand) if operand is not None else None
    return Call(site, callee, tuple(context.code.arguments(site)), receiver)


def _may_be_one(made: Node, words: Iterable[str]) -> bool:
    """Return whether what makes a value may make one of some types; decided here for `{...}` without a type.

    In `[]http.Server{{}, {}}` the outer type decides; finding out what the elements are costs more the longer the table
    is.
    """
    outer = next((each for each in made.ancestors() if each.kind == "composite_literal"), None)
    spelled = outer.field("type") if made.kind == "literal_value" and outer is not None else None
    if spelled is None or spelled.kind not in _SPELLED:
        return True
    return any(word[1:] in spelled.text for word in words)


def _several(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names


def _owners(names: Iterable[str]) -> tuple[str, ...]:
    """Return what declares each name: for a field its type, for anything else its package."""
    return tuple(name.rpartition(".")[0] for name in names)


def _last_parts(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.rpartition(".")[2] for name in names))


def _quoted(words: Iterable[str]) -> str:
    return " ".join(f'"{word}"' for word in words)


def _either_case(name: str) -> str:
    """Return a pattern for a type's name and for an unexported type made of it."""
    return f"[{name[0].upper()}{name[0].lower()}]{name[1:]}"
