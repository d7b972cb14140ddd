"""The program: one object that answers every question about the language, over one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.names.shapes import Callee, TypeInfo
from golint_conn.names.workspace import Workspace
from golint_conn.program.choices import Choices
from golint_conn.program.concurrency import Concurrency
from golint_conn.program.creation import Creation, creation
from golint_conn.program.definitions import Definitions
from golint_conn.program.execution import Execution
from golint_conn.program.flags import Flags
from golint_conn.program.lifetime import Lifetimes
from golint_conn.program.links import Links
from golint_conn.program.methods import Methods
from golint_conn.program.reach import Reaches
from golint_conn.program.references import References
from golint_conn.program.singletons import Singletons
from golint_conn.program.testing import TestSupport
from golint_conn.program.texts import Texts
from golint_conn.program.trace import Tracer
from golint_conn.program.variation import Variations

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
        *,
        is_recording: bool = False,
    ) -> None:
        self.workspace = Workspace(reader, library, tables, build, is_recording=is_recording)
        self.shapes = TypeInfo(self.workspace)
        self.references = References(self.shapes)
        self.tracer = Tracer(self.references)
        self.definitions = Definitions(self.references)
        self.reaches = Reaches(self.references)
        self.loops = self.reaches.loops
        self.lifetimes = Lifetimes(self.tracer, self.reaches)
        self.tests = TestSupport(self.references)
        self.choices = Choices(self.definitions)
        self.concurrency = Concurrency(self.references)
        self.links = Links(self.references)
        self.variations = Variations(self.definitions)
        self.methods = Methods(self.shapes)
        self.flags = Flags(self.definitions)
        self.texts = Texts(self.definitions)
        self.singletons = Singletons(self.references)

    def shape(self, site: Site) -> Type:
        """Return the type of an expression."""
        return self.shapes.of(site.node, site.file)

    def callee(self, call: Site) -> Callee:
        """Return what a call expression calls."""
        return self.shapes.callee(call.node, call.file)

    def constant(self, site: Site) -> Value | None:
        """Return the value of a constant expression, None if it is not one."""
        return self.shapes.types.constants.value(site.node, site.file)

    def creation(self, site: Site) -> Creation | None:
        """Return what a literal, `new(T)` or a variable without a value creates."""
        return creation(site.node, site.file, self.shapes)

    def trace(self, site: Site, *, wide: bool = False) -> Trace:
        """Return where the value of an expression goes."""
        return self.tracer.trace(site, wide=wide)

    def execution(self, site: Site) -> Execution:
        """Return how the code at a site runs: how often, what shows it, and whether only tests run it."""
        return Execution.of(self.reaches.of(site), site, self.tests)
