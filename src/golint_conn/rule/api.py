"""Everything that a rule file may use, and the only module of ours that it may import.

A rule file holds a docstring (its documentation and its test), one import from here, `API = 3` (the version of this
module that it is written for), functions if it needs any, and `RULE = ...` last. docs/write-a-rule.md shows how.
"""

from collections.abc import Iterator
from typing import TypeAlias

from golint_conn.finding import Applicability, Confidence, Finding, Fix, Severity
from golint_conn.flow.kinds import (
    CANCEL,
    CLIENT,
    CONNECTION,
    LISTENER,
    RESPONSE_BODY,
    ROW,
    ROWS,
    SESSION,
    STATEMENT,
    STREAM,
    TICKER,
    TICKS,
    TRANSACTION,
)
from golint_conn.flow.obligation import ObligationKind, Outcome, OutcomeKind
from golint_conn.flow.search.reachability import Result
from golint_conn.gonet.clients import DroppedClient
from golint_conn.gonet.contexts import Bound
from golint_conn.gonet.cutoff import CutOff
from golint_conn.gonet.handouts import Handout
from golint_conn.gonet.requests import Request
from golint_conn.names.libraries.entries import Effect, Failure
from golint_conn.names.shapes import Callee, CalleeKind
from golint_conn.names.symbol import Symbol, SymbolKind
from golint_conn.program.creation import Creation
from golint_conn.program.execution import Execution
from golint_conn.program.lifetime import ShortLife
from golint_conn.program.loops import Loop
from golint_conn.program.reach import Frequency, Reach
from golint_conn.program.site import Site
from golint_conn.program.uses import Trace, Use, UseKind
from golint_conn.rule.configured import Configured
from golint_conn.rule.context import Context
from golint_conn.rule.fixes import (
    closed_in_turn,
    combined,
    deferred,
    deferred_cancel,
    drained,
    hoisted,
    hoisted_call,
    kept_and_closed,
    lasting_settings,
    moved_behind_check,
    with_exchanged_field,
    with_exchanged_setting,
    with_fields,
    with_texts,
    without_field,
    without_setting,
    without_statement,
)
from golint_conn.rule.followed import Followed
from golint_conn.rule.model import Asks, CallRule, FieldRule, Needs, ObligationRule, QueryRule, StructRule
from golint_conn.rule.placement import Placement
from golint_conn.rule.questions.net import Audience
from golint_conn.rule.repetition import repetition
from golint_conn.rule.setting import Setting
from golint_conn.rule.subjects import Call, Calls, Fields, Mentions, Structs
from golint_conn.rule.version import API_VERSION
from golint_conn.syntax import Match, Node

Findings: TypeAlias = Iterator[Finding]
"""What the check of a rule yields."""

__all__ = [
    "API_VERSION",
    "CANCEL",
    "CLIENT",
    "CONNECTION",
    "LISTENER",
    "RESPONSE_BODY",
    "ROW",
    "ROWS",
    "SESSION",
    "STATEMENT",
    "STREAM",
    "TICKER",
    "TICKS",
    "TRANSACTION",
    "Applicability",
    "Asks",
    "Audience",
    "Bound",
    "Call",
    "CallRule",
    "Callee",
    "CalleeKind",
    "Calls",
    "Confidence",
    "Configured",
    "Context",
    "Creation",
    "CutOff",
    "DroppedClient",
    "Effect",
    "Execution",
    "Failure",
    "FieldRule",
    "Fields",
    "Finding",
    "Findings",
    "Fix",
    "Followed",
    "Frequency",
    "Handout",
    "Loop",
    "Match",
    "Mentions",
    "Needs",
    "Node",
    "ObligationKind",
    "ObligationRule",
    "Outcome",
    "OutcomeKind",
    "Placement",
    "QueryRule",
    "Reach",
    "Request",
    "Result",
    "Setting",
    "Severity",
    "ShortLife",
    "Site",
    "StructRule",
    "Structs",
    "Symbol",
    "SymbolKind",
    "Trace",
    "Use",
    "UseKind",
    "closed_in_turn",
    "combined",
    "deferred",
    "deferred_cancel",
    "drained",
    "hoisted",
    "hoisted_call",
    "kept_and_closed",
    "lasting_settings",
    "moved_behind_check",
    "repetition",
    "with_exchanged_field",
    "with_exchanged_setting",
    "with_fields",
    "with_texts",
    "without_field",
    "without_setting",
    "without_statement",
]
