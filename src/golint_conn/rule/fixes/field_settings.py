"""Settings: removes or changes what sets a field, in a literal as well as in an assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golint_conn.rule.fixes.fields import with_exchanged_field, without_field
from golint_conn.rule.fixes.removals import with_texts, without_statement

if TYPE_CHECKING:
    from golint_conn.finding import Applicability, Fix
    from golint_conn.rule.context import Context
    from golint_conn.rule.setting import Setting


def without_setting(setting: Setting, title: str, applicability: Applicability, context: Context) -> Fix | None:
    """Return the fix that leaves a field alone; `title` describes the removal of an assignment."""
    if setting.in_literal:
        return without_field(setting.owner, setting.field, applicability)
    return without_statement(setting.site, title, applicability, context)


def with_exchanged_setting(
    setting: Setting, new: tuple[str, str], applicability: Applicability, context: Context
) -> Fix | None:
    """Return the fix that sets another field instead: its name, and its value as for `with_fields`."""
    name, value = new
    if setting.in_literal:
        return with_exchanged_field(setting.owner, setting.field, new, context, applicability)
    field = setting.site.node.field("field")
    texts = [(setting.site.at(field), name), (setting.value, value)] if field is not None else []
    return with_texts(texts, f"Set {name} instead of {setting.field}", applicability)
