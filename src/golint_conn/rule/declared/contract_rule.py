"""Contracts that are pinned, and the rule about code that no longer honors them.

A pinned file is what `golint-conn infer` writes and people have reviewed. The analysis never trusts it: the contracts
are inferred from the bodies again, and compared. The rule is in no file under rules/, because what it checks is
configured.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from golint_conn.flow.questions.contracts import Contracts, full_name
from golint_conn.flow.questions.held_parameters import holders
from golint_conn.names.libraries import package_name
from golint_conn.names.libraries.entries import Acquires, Effect, FunctionModel, TypeModel
from golint_conn.rule.declared.contract_info import INFO, Pin
from golint_conn.rule.model import Needs, QueryRule
from golint_conn.rule.placement import Placement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from golint_conn.finding import Finding
    from golint_conn.names.package import PackageScope
    from golint_conn.names.symbol import Symbol
    from golint_conn.rule.context import Context
    from golint_conn.syntax import Match, Node
_UNCERTAIN = "does nothing certain with {it}"
_QUERY = """
(package_clause) @clause
(function_declaration name: (identifier) @name body: (block)) @function
(method_declaration name: (field_identifier) @name body: (block)) @function
(type_spec name: (type_identifier) @type)
"""

_EFFECTS = {
    Effect.BORROWS: ("leave {it} open",),
    Effect.DRAINS: ("read {it} to its end", "leave it open"),
    Effect.DISCHARGES: ("release {it}",),
    Effect.DISCHARGES_ON_ERROR: ("release {it} if it fails, and only then",),
    Effect.DISCHARGES_ON_SUCCESS: ("release {it} if it succeeds, and only then",),
    Effect.TAKES: ("take {it} over",),
    Effect.TAKES_ON_SUCCESS: ("take {it} over if it succeeds, and only then",),
    Effect.WRAPS: ("return a value that owns {it}",),
    Effect.ADOPTS: ("return a value that owns {it}", "release it if it fails"),
    Effect.VIEWS: ("return a value that uses {it} without owning it",),
}
"""What a function does with a value; each phrase begins with its verb."""


def contract_rule(pins: Sequence[Pin]) -> QueryRule:
    """Return the rule for some pins."""
    clauses = {f"package {package_name(pin.package)}" for pin in pins}
    return QueryRule(
        id=INFO.id,
        category=INFO.category,
        severity=INFO.severity,
        needs=Needs(alone=tuple(sorted(clauses))),
        query=_QUERY,
        check=partial(_check, tuple(pins)),
        placement=Placement.MATCH,
        tests=True,
        cwe=INFO.cwe,
        tags=INFO.tags,
    )


def _check(pins: tuple[Pin, ...], match: Match, context: Context) -> Iterator[Finding]:
    package = context.program.workspace.package_of(context.file)
    here = [pin for pin in pins if pin.package.package == package.path]
    if not here or context.file.is_test:
        return
    if "clause" in match.captures:
        yield from _lost(here, match["clause"], package, context)
        return
    for pin in here:
        if "type" in match.captures:
            pinned = next((each for each in pin.package.types if each.name == match["type"].text), None)
            yield from _of_type(pinned, match["type"], package, context) if pinned is not None else ()
        else:
            model = next((each for each in pin.package.functions if each.name == full_name(match["function"])), None)
            yield from _of_function(model, match, package, context) if model is not None else ()


def _of_function(pinned: FunctionModel, match: Match, package: PackageScope, context: Context) -> Iterator[Finding]:
    function = match["function"]
    symbol = _declared(pinned.name, package)
    if symbol is None or symbol.declaration != function:
        return
    contract = Contracts(context.engine).of(function, context.file)
    if contract is None:
        return
    said = list(_differences(pinned, contract.model, _parameters(function, context)))
    if said:
        yield _broken(f"{pinned.name} is pinned to {said[0][0]}; {said[0][1]} now.", match["name"], context, said[1:])


def _of_type(pinned: TypeModel, name: Node, package: PackageScope, context: Context) -> Iterator[Finding]:
    symbol = package.lookup(pinned.name)
    if symbol is None or symbol.node != name:
        return
    now = Contracts(context.engine).of_type(symbol, package)
    if now is None or now.obligation != pinned.obligation:
        message = (
            f"{pinned.name} is pinned to own a {pinned.obligation} wherever one is returned; that is not certain now."
        )
        yield _broken(message, name, context, [])


def _lost(pins: Sequence[Pin], clause: Node, package: PackageScope, context: Context) -> Iterator[Finding]:
    """Yield what is pinned and no longer exists, at the package clause of one file."""
    first = next((each for each in package.files if not each.is_test and not each.is_generated), None)
    if first is None or first.path != context.file.path:
        return
    for pin in pins:
        names = [each.name for each in pin.package.functions if _declared(each.name, package) is None]
        names += [each.name for each in pin.package.types if package.lookup(each.name) is None]
        for name in names:
            yield _broken(f"{name} is pinned in {pin.where}; it no longer exists here.", clause, context, [])


def _broken(message: str, node: Node, context: Context, further: Sequence[tuple[str, str]]) -> Finding:
    more = "".join(f"; it is pinned to {before} too, and {after} now" for before, after in further)
    return context.finding(
        context.site(node),
        message,
        hint=f"honor it, or write the contract again with golint-conn infer and have it reviewed{more}",
        severity=INFO.severity,
    )


def _declared(name: str, package: PackageScope) -> Symbol | None:
    owner, dot, method = name.rpartition(".")
    return package.method(owner, method) if dot else package.lookup(name)


def _parameters(function: Node, context: Context) -> dict[int, str]:
    return {at: symbol.name for at, symbol in holders(function, context.file, context.program.shapes) if at >= 0}


def _differences(pinned: FunctionModel, now: FunctionModel, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Yield what is pinned and what is so now, in words that follow `pinned to` and words that are a sentence."""
    if _handed(pinned.acquires) != _handed(now.acquires):
        before = _acquiring(pinned.acquires) if pinned.acquires is not None else "return nothing to release"
        after = f"it {_third(_acquiring(now.acquires))}" if now.acquires else "it is not certain to return that"
        yield before, after
    places = sorted({place for place, _ in (*pinned.arguments, *now.arguments)})
    pairs = [(names.get(place, f"argument {place}"), pinned.argument(place), now.argument(place)) for place in places]
    pairs.append(("its receiver", pinned.receiver, now.receiver))
    for it, was, does in pairs:
        # An argument without a pinned effect may be used freely, until something is done that its callers would notice.
        if was != does and (was is not None or does is not Effect.BORROWS):
            said = " and ".join(_EFFECTS[was]) if was is not None else "do nothing with {it}"
            deeds = " and ".join(map(_third, _EFFECTS[does])) if does is not None else _UNCERTAIN
            yield said.format(it=it), f"it {deeds}".format(it=it)


def _handed(acquires: Acquires | None) -> tuple[object, ...] | None:
    return (acquires.kind, acquires.result, acquires.part) if acquires is not None else None


def _acquiring(acquires: Acquires) -> str:
    part = f", closed by its {'.'.join(acquires.part)}" if acquires.part else ""
    return f"return a {acquires.kind} as result {acquires.result}{part}"


def _third(words: str) -> str:
    """Return words about what something does in the third person: `close it` as `closes it`."""
    verb, space, rest = words.partition(" ")
    return f"{verb}s{space}{rest}"
