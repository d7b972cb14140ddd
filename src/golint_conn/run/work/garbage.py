"""Garbage: how often Python looks for objects that hold each other and that nobody else holds.

It does so after each 700 new objects, and looks at all objects now and then. A run makes millions that it keeps to the
end and hardly any in circles, so that up to a sixth of its time would go into looking in vain.
"""

import gc

_NEW_OBJECTS = 100_000
_GENERATIONS = 50


def collect_seldom() -> None:
    """Have this process look for circles seldom, and never among what it has loaded so far."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _GENERATIONS, _GENERATIONS)
