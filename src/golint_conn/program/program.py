"""The program: one object that answers every question about facts, over one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shapes import Callee, TypeInfo
from golint_conn.names.workspace import Workspace
from golint_conn.program.choices import Choices
from golint_conn.program.clients import Clients
from golint_conn.program.concurrency import Concurrency
from golint_conn.program.contexts import Contexts
from golint_conn.program.creation import Creation, creation
from golint_conn.program.defaults import Defaults
from golint_conn.program.definitions import Definitions
from golint_conn.program.derivations import Derivations
from golint_conn.program.dialers import Dialers
from golint_conn.program.flags import Flags
from golint_conn.program.lifetime import Lifetimes
from golint_conn.program.links import Links
from golint_conn.program.listeners import Listeners
from golint_conn.program.methods import Methods
from golint_conn.program.pools import Pools
from golint_conn.program.reach import Reach, Reaches
from golint_conn.program.references import References
from golint_conn.program.shutdown import Shutdowns
from golint_conn.program.singletons import Singletons
from golint_conn.program.testing import TestSupport
from golint_conn.program.trace import Tracer
from golint_conn.program.variation import Variations
from golint_conn.program.waits import Waits

if TYPE_CHECKING:
    from golint_conn.names.constants import Value
    from golint_conn.names.libraries.library import Library
    from golint_conn.names.module_index import ModuleIndex
    from golint_conn.names.shape import Type
    from golint_conn.program.site import Site
    from golint_conn.program.uses import Trace
    from golint_conn.source import Reader


class Program:
    """Everything known about the code of a build (that of the reader's root if none is named), computed on demand."""

    def __init__(
        self,
        reader: Reader,
        library: Library | None = None,
        tables: ModuleIndex | None = None,
        build: str | None = None,
    ) -> None:
        self.workspace = Workspace(reader, library, tables, build)
        self.shapes = TypeInfo(self.workspace)
        self.references = References(self.shapes)
        self.tracer = Tracer(self.references)
        self.definitions = Definitions(self.references)
        self.reaches = Reaches(self.references)
        self.lifetimes = Lifetimes(self.tracer, self.reaches, self.definitions)
        self.tests = TestSupport(self.references)
        self.pools = Pools(self.shapes)
        self.shutdowns = Shutdowns(self.references)
        self.choices = Choices(self.definitions)
        self.defaults = Defaults(self.references)
        self.contexts = Contexts(self.definitions)
        self.derivations = Derivations(self.definitions)
        self.dialers = Dialers(self.references)
        self.concurrency = Concurrency(self.references)
        self.links = Links(self.references)
        self.variations = Variations(self.definitions)
        self.methods = Methods(self.shapes)
        self.flags = Flags(self.definitions)
        self.listeners = Listeners(self.definitions)
        self.singletons = Singletons(self.references)
        self.waits = Waits(self.tracer, self.methods)
        self.clients = Clients(self.lifetimes, self.variations, self.singletons)

    def shape(self, site: Site) -> Type:
        """Return the shape of an expression."""
        return self.shapes.of(site.node, site.file)

    def callee(self, call: Site) -> Callee:
        """Return what a call expression calls."""
        return self.shapes.callee(call.node, call.file)

    def constant(self, site: Site) -> Value | None:
        """Return the value of a constant expression, None for what is none."""
        return self.shapes.types.constants.value(site.node, site.file)

    def creation(self, site: Site) -> Creation | None:
        """Return what a literal, `new(T)` or a variable without a value creates."""
        return creation(site.node, site.file, self.shapes)

    def trace(self, site: Site, *, wide: bool = False) -> Trace:
        """Return where the value of an expression goes."""
        return self.tracer.trace(site, wide=wide)

    def reach(self, site: Site) -> Reach:
        """Return how often the code at a site is reached."""
        return self.reaches.of(site)
