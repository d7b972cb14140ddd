"""Fixes: how rules offer the cure of a finding as edits, computed from the tree and laid out as gofmt does."""

from golint_conn.rule.fixes.cancels import deferred_cancel
from golint_conn.rule.fixes.combining import combined
from golint_conn.rule.fixes.defers import deferred
from golint_conn.rule.fixes.field_settings import with_exchanged_setting, without_setting
from golint_conn.rule.fixes.fields import with_exchanged_field, with_fields, without_field
from golint_conn.rule.fixes.hoists import hoisted, hoisted_call
from golint_conn.rule.fixes.loop_bodies import closed_in_turn, drained
from golint_conn.rule.fixes.removals import with_texts, without_statement
from golint_conn.rule.fixes.responses import kept_and_closed, moved_behind_check
from golint_conn.rule.fixes.transports import lasting_settings

__all__ = [
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
    "with_exchanged_field",
    "with_exchanged_setting",
    "with_fields",
    "with_texts",
    "without_field",
    "without_setting",
    "without_statement",
]
