"""Garbage: how often Python looks for unreachable cycles of objects.

It does so after every 700 new objects, and occasionally looks at all objects. A run makes millions of objects that it
keeps to the end and hardly any cycles, so up to a sixth of its time would be wasted on the search.
"""

import gc

_NEW_OBJECTS = 100_000
_GENERATIONS = 50


def collect_seldom() -> None:
    """Make this process look for cycles seldom, and never among the objects loaded so far."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _GENERATIONS, _GENERATIONS)
