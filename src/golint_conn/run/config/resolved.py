"""Resolved: the rules that a request may use, and its settings with them."""

from dataclasses import replace

from golint_conn.rule.about.rule_info import RuleInfo
from golint_conn.rule.declared.contract_info import INFO as CONTRACT_INFO
from golint_conn.rule.loading.rule_sources import BUILT_IN, RuleSources
from golint_conn.run.config.settings import Settings, config_path, load_settings
from golint_conn.run.request import CheckRequest
from golint_conn.run.suppression_rule import INFO


def settings_of(request: CheckRequest) -> Settings:
    """Return the settings for a request and the rules that it may use; raise UsageError with all errors."""
    sources = sources_of(request)
    return load_settings(request, rule_infos(sources), sources)


def sources_of(request: CheckRequest) -> RuleSources:
    """Return where the rules of a request come from; raise UsageError if something it names cannot be used."""
    path = config_path(request)
    if path is None and not (request.rules_dirs or request.plugins or request.models):
        return BUILT_IN
    from golint_conn.run.config.prescan import wanted_rules  # noqa: PLC0415
    from golint_conn.run.config.rule_consent import rule_sources  # noqa: PLC0415 (see below)

    wanted = wanted_rules(path)
    found = rule_sources(request, wanted)
    if wanted.declares or request.models:
        from golint_conn.run.config.declared_data import declared_of  # noqa: PLC0415

        declared, ids = declared_of(request, path)
        found = replace(found, declared=declared, absent=found.absent | ids)
    if found == BUILT_IN:
        return found
    from golint_conn.rule.loading.registry import completed  # noqa: PLC0415

    return completed(found)


def rule_infos(sources: RuleSources = BUILT_IN) -> tuple[RuleInfo, ...]:
    """Return the descriptions of all rules, sorted by id."""
    from golint_conn.rule.loading.descriptions import described  # noqa: PLC0415 (--help and --version need no rules)

    known = described() if sources == BUILT_IN else None
    if known is None:
        from golint_conn.rule.loading.registry import load_rules  # noqa: PLC0415 (loading it takes longer than many runs)

        known = tuple(rule.info for rule in load_rules(sources))
    infos = {info.id: info for info in (*known, INFO, CONTRACT_INFO)}
    return tuple(sorted(infos.values(), key=lambda info: info.id))
