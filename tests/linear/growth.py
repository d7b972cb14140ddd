"""How the work of an expression grows with its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.linear.collecting import ANYWHERE, FULL
from tests.linear.matcher import Matcher, TooManyStepsError, deep_recursion
from tests.linear.pumps import Pump, Pumps

if TYPE_CHECKING:
    from tests.linear.collecting import Use

TIMES = 6
"""By how many repetitions a text is made longer, and longer again; with fewer, the growth may not show yet."""

_MOST_STEPS = 40_000


def grows_faster_than_its_text(use: Use) -> Pump | None:
    """Return texts on which the work of an expression grows faster than they do; None if there seem to be none."""
    matcher = Matcher(use.expression, use.flags, _MOST_STEPS)
    with deep_recursion():
        return next((pump for pump in Pumps(matcher.tree).all() if _is_superlinear(matcher, use, pump)), None)


def _is_superlinear(matcher: Matcher, use: Use, pump: Pump) -> bool:
    """Return whether each further repetition takes more work than the one before.

    Of a + b*n + c*n**2 steps the second difference is 2*c*TIMES**2. If the match begins again at each repetition, and
    goes through all the following ones, c is 1/2 or more.
    """
    try:
        once, twice, thrice = (steps(matcher, use, pump.text(times * TIMES)) for times in (1, 2, 3))
    except TooManyStepsError:
        return True
    return (thrice - twice) - (twice - once) > TIMES**2 // 2


def steps(matcher: Matcher, use: Use, text: str) -> int:
    """Return the number of steps that the use of an expression on a text takes."""
    given: Any = text.encode("latin-1") if isinstance(use.expression, bytes) else text
    matcher.steps = 0
    if use.mode == ANYWHERE:
        for _ in matcher.finditer(given):
            pass
    else:
        matcher.match(given, full=use.mode == FULL)
    return matcher.steps
