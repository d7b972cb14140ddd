"""Flow: what a rule may ask about how code runs: how often, by whose choice, along which paths, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.flow.questions.captured_by_goroutine import runs_beside
from golint_conn.flow.questions.retries import Retries
from golint_conn.program.functions import enclosing_function
from golint_conn.program.reach import Frequency

if TYPE_CHECKING:
    from golint_conn.flow.engine import Acquisition
    from golint_conn.flow.obligation import ObligationKind
    from golint_conn.flow.search.reachability import Result
    from golint_conn.gonet.contexts import Bound
    from golint_conn.gonet.cutoff import CutOff
    from golint_conn.gonet.network import Network
    from golint_conn.program.concurrency import FanOut
    from golint_conn.program.execution import Execution
    from golint_conn.program.site import Site


class Flow:
    """Questions about how often code runs, what happens to obligations on its paths, and when contexts end."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.program = network.program
        self.engine = network.engine

    def reach(self, site: Site) -> Execution:
        """Return how the code at a site runs: how often, what shows it, and whether for tests only."""
        return self.program.execution(site)

    def is_chosen(self, site: Site) -> bool:
        """Return whether code runs only because a flag, an option or a parameter says so."""
        return self.program.choices.is_chosen(site)

    def is_used_by_choice(self, site: Site) -> bool:
        """Return whether a site is in a package variable that is used only if a flag or an option says so."""
        spec = next((outer for outer in site.node.ancestors() if outer.kind == "var_spec"), None)
        names = [name.text for name in spec.fields("name")] if spec is not None else []
        declared = [site.file.declaration(name) for name in names]
        variables = [each for each in declared if each is not None and each.declaration == spec]
        return bool(variables) and all(self.program.choices.is_used_by_choice(each) for each in variables)

    def is_shutdown(self, site: Site) -> bool:
        """Return whether code runs when something stops: by its function's name, or as a registered shutdown hook."""
        return self.network.shutdowns.covers(site)

    def is_end_of_main(self, site: Site) -> bool:
        """Return whether a site is in main itself, whose end closes everything."""
        function = enclosing_function(site.node)
        name = function.field("name") if function is not None else None
        return name is not None and name.text == "main" and site.file.package_name == "main"

    def is_once_in_main(self, site: Site) -> bool:
        """Return whether code runs once, in a program's own package: a user waits for it, and can interrupt it."""
        return site.file.package_name == "main" and self.reach(site).frequency <= Frequency.ONCE

    def is_deferred(self, call: Site) -> bool:
        """Return whether a call runs when a function returns."""
        return any(outer.kind == "defer_statement" for outer in call.node.ancestors())

    def is_looped(self, site: Site) -> bool:
        """Return whether code is in a loop of its own function."""
        return self.program.loops.around(site) is not None

    def own_loop(self, call: Site) -> Site | None:
        """Return the loop of its own function that runs a call again, if that is what runs it again."""
        loop, function = self.reach(call).loop, enclosing_function(call.node)
        return loop.site if loop is not None and function is not None and call.at(function).holds(loop.site) else None

    def fan_out(self, site: Site) -> FanOut | None:
        """Return the loop that makes many goroutines run the code at a site; None if none certainly does."""
        return self.program.concurrency.fan_out(site)

    def goes_on(self, call: Site) -> bool:
        """Return whether a call is made again and again, and not only until it succeeds."""
        return Retries(self.engine.effects, self.program.references, self.program.reaches).go_on(call)

    def follow(self, call: Site, kind: ObligationKind) -> Result | None:
        """Return what happens to the obligation that a call acquires, or None if it acquires none of the kind."""
        acquisition = self.engine.acquisition(call, kind)
        return self.engine.follow(acquisition) if acquisition is not None else None

    def runs_beside(self, acquisition: Acquisition) -> bool:
        """Return whether a goroutine is started with what a call acquires."""
        return runs_beside(acquisition, self.engine)

    def cut_off(self, call: Site, *kinds: ObligationKind) -> list[CutOff]:
        """Return what leaves a function open although the cancel function from a call cancels its source there."""
        return self.network.cut_off(call, *kinds)

    def context_bound(self, site: Site) -> Bound:
        """Return whether the context that an expression stands for can last forever."""
        return self.network.contexts.of_context(site)

    def hangs(self, call: Site) -> bool:
        """Return whether a derived context that is never canceled holds a timer, a signal or a parent that may end."""
        return self.network.derivations.hangs(call)

    def ends_with_function(self, call: Site) -> bool:
        """Return whether the context that a call gets is sure to be canceled when its function returns."""
        return self.network.ends_with_function(call)
