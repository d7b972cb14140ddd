"""Budgets: how much work one question may cost, in counted steps, and what the answer is when that is not enough.

No budget limits the depth of calls: values and functions are followed through any number of them. The sentences are
those of docs/limits.md, which `python -m golint_conn.dev.docs` writes from this table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """A number of steps, with one sentence on what it limits, and one on what happens when it is reached."""

    most: int
    bounds: str
    reached: str


ROUNDS = Budget(
    20,
    "The rounds in which functions that call each other are solved together.",
    "The safe answer is used for all of them: the value may be kept, and nothing is certain.",
)
STACKS = Budget(
    400,
    "The stacks on which questions that depend on one another nest, sixty on each.",
    "The rule fails for this place, with a notice.",
)
HEAD_BYTES = Budget(
    65_536,
    "The bytes of a file in which a comment of several lines may begin that hides what looks like an import.",
    "Anything in a later comment counts as an import.",
)
NESTED_TYPES = Budget(
    60, "How deeply one type expression nests; the deepest in Go's own tree nests 11 levels.", "The type is unknown."
)
NAMED_TYPES = Budget(60, "The named types that are each declared as the next.", "The type is unknown.")
EMBEDDED_TYPES = Budget(
    300, "The types that are searched for one field or method, through embedding.", "It is not found."
)
NESTED_CONSTANTS = Budget(60, "How deeply one constant expression nests.", "Its value is unknown.")
CONSTANT_BITS = Budget(512, "The bits of a constant number.", "Its value is unknown.")
CONSTANT_TEXT = Budget(100_000, "The letters of a constant string.", "Its value is unknown.")
IMPLEMENTATIONS = Budget(
    8,
    "The types of a module that implement an interface through which a method is called.",
    "The call is not followed: what so many types do says nothing about what one call does.",
)
DECLARING_FILES = Budget(
    60, "The files that are parsed to find what implements one method.", "The call is not followed."
)
SEARCHED_FILES = Budget(
    300,
    "The files of other packages that are searched for one name.",
    "Only the first ones are searched: a name in so many files is a common word.",
)
TRACED_PLACES = Budget(
    1_000,
    "The places that one value is followed to.",
    "A notice says so, and the rules that ask where the value goes report nothing.",
)
SOURCES = Budget(
    60, "The expressions that one value may come from.", "Expressions that were not visited count as sources."
)
VARYING_NAMES = Budget(
    200, "The names that are visited to decide whether an expression is the same each time.", "It counts as varying."
)
DERIVED_CONTEXTS = Budget(
    60, "The contexts that one context is derived from.", "Contexts that have not been visited are left out."
)
TEXT_SOURCES = Budget(
    60, "The expressions that the beginning of one string may come from.", "Its beginning is unknown."
)
PARAMETERS = Budget(12, "The parameters of a function through which a context may come.", "The others are left out.")
ACCESS_PATH = Budget(
    8,
    "The nested fields that lead from a function's argument to what must be closed.",
    "The function counts as keeping it.",
)
NESTED_STATEMENTS = Budget(
    150,
    "How deeply the statements and conditions of a function nest; the deepest in Go's own tree nests 24 levels.",
    "The function is skipped, with a notice.",
)
SEARCH_STATES = Budget(
    4_000,
    "The states that a search through one function visits: a place, and what is known there.",
    "A notice says so, and what was found so far is kept.",
)
WITNESS_STEPS = Budget(20, "The conditions that are shown for a path.", "The last are shown.")


SHOWN_PLACES = Budget(5, "The places at which a finding says that a value is lost.", "The first are shown.")


def budgets() -> dict[str, Budget]:
    """Return all budgets by name, in order."""
    return {name: each for name, each in globals().items() if isinstance(each, Budget)}
