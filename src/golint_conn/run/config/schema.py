"""The JSON schema of the configuration file, made from the table of options: editors complete and validate with it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from golint_conn.names.libraries.reading import PACKAGE_KEYS
from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.declared.obligation_table import OBLIGATION_SCHEMA
from golint_conn.run.config.options import (
    MODEL_TABLE,
    OBLIGATION_TABLE,
    OPTIONS,
    OVERRIDE_OPTIONS,
    OVERRIDES_TABLE,
    RULE_OPTIONS,
    RULES_TABLE,
)
from golint_conn.source.toml_tables import Key, schema_of

SCHEMA_FILE = "docs/golint-conn.schema.json"


def schema(infos: Iterable[RuleInfo]) -> dict[str, Any]:
    """Return the schema of a configuration file for some rules."""
    known = tuple(infos)
    words = sorted({info.id for info in known} | {info.category for info in known})
    rules = {info.id: {"$ref": "#/definitions/rule", "description": f"{info.title}."} for info in known}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": ".golint-conn.toml",
        "description": "The configuration of golint-conn.",
        **_table(
            OPTIONS,
            {
                RULES_TABLE: {
                    "type": "object",
                    "description": "Settings of single rules.",
                    "properties": rules,
                    "additionalProperties": False,
                },
                OVERRIDES_TABLE: {
                    "type": "array",
                    "description": "Settings for single paths; if several match, the last one counts.",
                    "items": _table(OVERRIDE_OPTIONS),
                },
                MODEL_TABLE: {
                    "type": "array",
                    "description": "What functions and types of a package do with values that must be closed.",
                    "items": schema_of(PACKAGE_KEYS),
                },
                OBLIGATION_TABLE: {
                    "type": "array",
                    "description": "Kinds of values that must be released, each with its own rule.",
                    "items": OBLIGATION_SCHEMA,
                },
            },
        ),
        "definitions": {"selector": {"enum": words}, "rule": _table(RULE_OPTIONS)},
    }


def schema_text(infos: Iterable[RuleInfo]) -> str:
    """Return the content of the published schema file."""
    return json.dumps(schema(infos), indent=2, ensure_ascii=False) + "\n"


def _table(keys: Mapping[str, Key], more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    table = schema_of(keys)
    return {**table, "properties": {**table["properties"], **(more or {})}}
