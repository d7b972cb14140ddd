"""What a rule gets to judge: an acquisition with what happened to it, and what a rule answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from golint_conn.flow.questions.failing_exits import leaks_of_constructor

if TYPE_CHECKING:
    from golint_conn.finding import Finding
    from golint_conn.flow.engine import Acquisition
    from golint_conn.flow.obligation import Outcome, OutcomeKind
    from golint_conn.flow.search.reachability import Result
    from golint_conn.program.site import Site


@dataclass(frozen=True, slots=True)
class Followed:
    """An acquisition that was followed, and those of its outcomes that the rule reports."""

    acquisition: Acquisition
    result: Result
    reported: tuple[Outcome, ...]

    @property
    def call(self) -> Site:
        """The call that acquires the obligation."""
        return self.acquisition.site

    def has(self, *kinds: OutcomeKind) -> bool:
        """Return whether some path ends in one of these ways."""
        return bool(self.result.of(*kinds))

    @property
    def is_constructors_leak(self) -> bool:
        """Whether a failing exit leaks what another exit returns to the caller; one rule reports that for all kinds."""
        return bool(leaks_of_constructor(self.call, self.result))

    @property
    def kinds(self) -> frozenset[OutcomeKind]:
        """The kinds of outcome that are reported."""
        return frozenset(outcome.kind for outcome in self.reported)

    @property
    def only(self) -> OutcomeKind | None:
        """The one kind of outcome that is reported, or None if there are several."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says about an acquisition: a finding, or in `silence` the reason for reporting none.

    Both are None if nothing happens that the rule is about.
    """

    finding: Finding | None = None
    silence: str = ""
