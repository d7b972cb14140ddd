"""Contexts: a deferred cancel ends everything that still uses the context when the function returns.

That is safe if the context stays in its function: it goes into calls that are over when they return, and their results
do not need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.finding import Applicability, Fix
from golint_conn.names.shape import Func, Named, Slice, dereferenced
from golint_conn.program.functions import enclosing_function
from golint_conn.rule.fixes.checks import assigned
from golint_conn.rule.fixes.defers import deferred, is_in_loop
from golint_conn.rule.fixes.line_layout import Lines
from golint_conn.rule.fixes.naming import unused_name
from golint_conn.rule.fixes.statements import written_behind

if TYPE_CHECKING:
    from golint_conn.names.shape import Type
    from golint_conn.program.site import Site
    from golint_conn.rule.context import Context
    from golint_conn.rule.fixes.checks import Assigned
    from golint_conn.rule.followed import Followed
    from golint_conn.syntax import Node

_NAMES = ("cancel", "stop", "cancelContext")
_PAIR = 2
_OVER = frozenset({"net/http.Request", "net/http.Response"})
_OVER_PACKAGES = frozenset({"database/sql", "time"})
"""Packages whose results do not outlive the function with the context, if it returns none of them."""


def deferred_cancel(followed: Followed, context: Context) -> Fix | None:
    """Return the fix that defers a cancel function; a safe one if the context stays in its function."""
    found, acquisition = assigned(followed.call), followed.acquisition
    # A struct that holds a context together with its cancel function may be anything.
    is_plain = found is not None and acquisition.index == 1 and not acquisition.part
    target = found.target(0) if found is not None and is_plain else None
    is_local = target is not None and _stays(followed.call.at(target), context)
    applicability = Applicability.SAFE if is_local else Applicability.UNSAFE
    if found is not None and is_plain and found.targets[-1].text == "_":
        return _kept(found, applicability, followed, context)
    return deferred(followed, context, applicability)


def _kept(found: Assigned, applicability: Applicability, followed: Followed, context: Context) -> Fix | None:
    """Return the fix that names a cancel function that is thrown away, and defers it."""
    lines, name = Lines(followed.call.file), unused_name(_NAMES, followed.call, context)
    is_declared = found.statement.kind == "short_var_declaration" and len(found.targets) == _PAIR
    if name is None or not is_declared or is_in_loop(followed.acquisition, context):
        return None
    behind = written_behind(found.statement, [f"defer {name}()"], lines)
    if behind is None or lines.shares_comments(lines.first(found.statement)):
        return None
    blank = found.targets[-1]
    return Fix(f"Keep {name} and defer it", (lines.edit(blank.start, blank.end, name), behind), applicability)


def _stays(name: Site, context: Context) -> bool:
    """Return whether a context goes nowhere but into calls that are over when they return."""
    symbol, function = context.code.symbol(name), enclosing_function(name.node)
    if symbol is None or not symbol.is_local or function is None or _returns_more(name.at(function), context):
        return False
    if symbol.node != name.node and symbol.declaration.kind != "parameter_declaration":
        return False
    uses = (each for each in context.program.references.of(symbol) if each.node.start > name.node.start)
    # The argument of the call itself is the earlier context.
    return all(_is_over(each, function, context) for each in uses if not _is_beside(each.node, name.node))


def _is_beside(node: Node, target: Node) -> bool:
    """Return whether a node is on the right side of the statement that assigns to a target."""
    statement = target.parent.parent if target.parent is not None else None
    return statement is not None and statement.span.contains(node.span)


def _is_over(use: Site, function: Node, context: Context) -> bool:
    holder = use.node.parent
    if holder is None or enclosing_function(use.node) != function:
        return False
    if holder.kind == "expression_list":
        # An assignment to it: usually the call that derives it.
        statement = holder.parent
        return statement is not None and statement.field("left") == holder
    if holder.kind == "selector_expression":
        return True
    call = holder.parent
    if holder.kind != "argument_list" or call is None or call.kind != "call_expression":
        return False
    outer = call.parent
    shape = context.code.callee(use.at(call)).shape
    is_beside = outer is not None and outer.kind in {"go_statement", "defer_statement"}
    return not is_beside and isinstance(shape, Func) and all(_is_harmless(each) for each in shape.results)


def _returns_more(function: Site, context: Context) -> bool:
    """Return whether a function returns anything that may live on: more than numbers, strings and errors."""
    results = function.node.field("result")
    if results is None:
        return False
    shape = context.program.shapes.types.function(function.node, function.file)
    return not all(_is_plain(each) for each in shape.results)


def _is_harmless(shape: Type) -> bool:
    base = dereferenced(shape)
    return _is_plain(shape) or str(base) in _OVER or (isinstance(base, Named) and base.path in _OVER_PACKAGES)


def _is_plain(shape: Type) -> bool:
    """Return whether a type is one of Go's own that holds no reference to anything, or a slice of one."""
    base = shape.element if isinstance(shape, Slice) else shape
    return isinstance(base, Named) and not base.path
