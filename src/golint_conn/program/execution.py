"""Execution: how the code at a site runs: how often, what shows it, and whether only tests run it.

All rules use it as `program.execution(site)`; `reach` and `testing` find the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.program.reach import Reach

if TYPE_CHECKING:
    from golint_conn.program.site import Site
    from golint_conn.program.testing import TestSupport


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution(Reach):
    """How often the code at a site runs, and why only tests run it if that is so."""

    site: Site
    tests: TestSupport

    @classmethod
    def of(cls, reach: Reach, site: Site, tests: TestSupport) -> Execution:
        """Return the execution of code that runs this often."""
        found = (reach.frequency, reach.evidence, reach.words, reach.is_endless, reach.loop)
        return cls(*found, site=site, tests=tests)

    @property
    def only_tests(self) -> str:
        """Why only tests run it, in words; empty if a program runs it too. Computed on demand."""
        return self.tests.reason(self.site)
