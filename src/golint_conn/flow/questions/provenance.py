"""Provenance: how it is known that a call returns an obligation, or that it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.names.calls import CalleeKind
from golint_conn.names.shape import Func, Named, dereferenced

if TYPE_CHECKING:
    from golint_conn.flow.engine import Acquisition, Engine
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.names.shapes import Callee
    from golint_conn.program.site import Site
    from golint_conn.source import Span


@dataclass(frozen=True, slots=True)
class Provenance:
    """How something is known.

    `reference` is the source that a library model names; `where` is the place of the function that shows it: the path
    of its file, and the span of its name.
    """

    text: str
    reference: str = ""
    where: tuple[str, Span] | None = None


def acquired(acquisition: Acquisition, engine: Engine) -> Provenance:
    """Return how it is known that a call returns an obligation."""
    site, kind = acquisition.site, acquisition.kind
    callee = engine.shapes.callee(site.node, site.file)
    model = engine.models.of(callee)
    if model is not None and model.acquires is not None and model.acquires.kind == kind.name:
        return Provenance(f"the library model of {callee.qualified}", model.reference)
    if callee.is_one_of(kind.acquired_by):
        return Provenance(f"the declaration of {kind.name}, which names {callee.qualified}")
    if callee.symbol is not None and engine.has_body(callee):
        return Provenance("a function that returns it", where=(callee.symbol.file.path, callee.symbol.node.span))
    shape = callee.shape
    if not isinstance(shape, Func):
        return Provenance("how it is used, because the callee's type is unknown")
    held = dereferenced(shape.results[acquisition.index]) if acquisition.index < len(shape.results) else None
    return Provenance(f"the type of the result, {held}", _type_reference(held, engine))


def refused(site: Site, kind: ObligationKind, engine: Engine) -> Provenance | None:
    """Return why a call whose result could be of a kind returns no obligation, None if it could not be."""
    callee = engine.shapes.callee(site.node, site.file)
    model = engine.models.of(callee)
    if model is not None and kind.name in model.exempt:
        return Provenance(f"{callee.qualified} is exempt", model.reference)
    if callee.is_one_of(kind.exempt):
        return Provenance(f"{callee.qualified} is exempt in the declaration of {kind.name}")
    shape = callee.shape
    if not isinstance(shape, Func) or callee.kind is CalleeKind.CONVERSION:
        return None
    held = [(at, each) for at, each in enumerate(shape.results) if engine.part(dereferenced(each), kind) is not None]
    if not held:
        return None
    if callee.symbol is not None and engine.has_body(callee):
        text = f"{callee.name} does not return it open on all of its paths"
        return Provenance(text, where=(callee.symbol.file.path, callee.symbol.node.span))
    if held[0][0] > 0:
        return Provenance("it comes with another result, and has been read and closed already")
    return Provenance(f"no library model of {callee.qualified or callee.name} says so")


def unknown(callee: Callee) -> str:
    """Return why nothing is known about a call whatever it returns, empty if its type is known."""
    if callee.kind is CalleeKind.UNKNOWN:
        return "its callee is unknown"
    return "" if isinstance(callee.shape, Func) else f"the type of {callee.qualified or 'its callee'} is unknown"


def _type_reference(shape: object, engine: Engine) -> str:
    model = engine.models.type(shape.path, shape.name) if isinstance(shape, Named) else None
    return model.reference if model is not None else ""
