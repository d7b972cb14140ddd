"""The changes from each version of the API to the next that affect rule files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RenamedArgument:
    """An argument of a class or function of the API that has a new name."""

    callee: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Migration:
    """The step from one version to the next; `reason` says why it was worth it.

    `questions` are methods of `Context` that are now under a noun. `functions` are functions of the api that took the
    context as their last argument, and are now such methods too. `asks` says that an `ObligationRule` now states what
    it asks.
    """

    version: int
    reason: str
    arguments: tuple[RenamedArgument, ...] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    asks: bool = False


_NOUNS = {
    "code": """
        arguments assignments_around called_by_methods callee callee_name calls_around constant field_name go_version
        import_beside is_function is_interface is_module_type is_own_method methods names names_around package_path
        place strings_around symbol text_prefix type_name
    """,
    "values": """
        configured creation field_owner handouts is_foreign is_in_singleton lasts may_change origins outlives_calls
        short_life sources trace varies written
    """,
    "flow": """
        context_bound cut_off ends_with_function fan_out follow goes_on hangs is_chosen is_end_of_main is_shutdown
        is_used_by_choice reach runs_beside
    """,
    "net": "is_deadline_dialer is_dial_parameter is_fixed_dialer is_local listening opened",
    "http": """
        is_default_client_bounded is_pool_ended is_pool_limited makes_pool registers_handlers replaces_default_mux
        request_bound
    """,
}
_REQUESTS = ("asks_for_headers", "closes_connection", "is_answered", "round_trippers_inside")

MIGRATIONS = (
    Migration(
        version=1,
        reason="`words` meant the words that a file must hold in Needs, and the text about an outcome in "
        "ObligationRule; the latter are the notes of a finding, as everywhere else. Since version 2 a file "
        "states its version, so that an outdated one gets a clear message before it fails.",
        arguments=(RenamedArgument("ObligationRule", "words", "notes"),),
    ),
    Migration(
        version=2,
        reason="A context had some seventy questions in one list; now they are under five nouns, which makes them "
        "easy to find. What an ObligationRule asks followed from the outcomes that it has notes for, which "
        "surprised people who added one. A resource is released, as everywhere in the literature.",
        arguments=(
            RenamedArgument("ObligationKind", "discharged_by", "released_by"),
            RenamedArgument("ObligationKind", "owner_discharges", "owner_releases"),
        ),
        questions={name: noun for noun, names in _NOUNS.items() for name in names.split()},
        functions=dict.fromkeys(_REQUESTS, "http"),
        asks=True,
    ),
)
"""The steps, starting with the first version; each leads to the next version."""
