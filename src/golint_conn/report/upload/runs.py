"""What GitHub does with the runs of a log."""

from collections.abc import Iterator
from typing import Any

from golint_conn.report.upload.upload_problem import Effect, Problem
from golint_conn.report.upload.upload_results import Results
from golint_conn.report.upload.upload_rules import inspect_rule

MOST_RUNS = 20
MOST_RESULTS, MOST_SHOWN = 25_000, 5_000
MOST_RULES = 25_000
MOST_EXTENSIONS = 100


def inspect_runs(document: dict[str, Any], root: str | None) -> list[Problem]:
    """Return what GitHub does with the runs of a log whose structure is valid."""
    runs = document["runs"]
    problems = []
    if "$schema" not in document:
        problems.append(Problem(Effect.REJECTED, "the log names no $schema"))
    if len(runs) > MOST_RUNS:
        problems.append(Problem(Effect.REJECTED, f"{len(runs):,} runs; GitHub accepts {MOST_RUNS}", "runs"))
    problems += _categories(runs)
    for index, run in enumerate(runs):
        problems += _run(run, f"runs[{index}]", root)
    return problems


def _categories(runs: list[dict[str, Any]]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for index, run in enumerate(runs):
        tool, category = run["tool"]["driver"]["name"], _id(run).rpartition("/")[0]
        first = seen.setdefault((tool, category), index)
        if first != index:
            reason = (
                f"a second run of {tool} in the category {category!r}; each needs an automationDetails.id of its own"
            )
            yield Problem(Effect.REJECTED, reason, f"runs[{index}]")


def _run(run: dict[str, Any], where: str, root: str | None) -> Iterator[Problem]:
    yield from _counts(run, where)
    for index, invocation in enumerate(run.get("invocations", [])):
        if not invocation["executionSuccessful"]:
            reason = "executionSuccessful is false; report trouble with single files as notifications"
            yield Problem(Effect.REJECTED, reason, f"{where}.invocations[{index}]")
    if _id(run) and not _id(run).endswith("/"):
        category = _id(run).rpartition("/")[0]
        kept = f"only {category!r} is the category" if category else "there is no category"
        reason = f"automationDetails.id does not end with a slash: {kept}, and other uploads replace these alerts"
        yield Problem(Effect.CHANGED, reason, f"{where}.automationDetails.id")
    if run.get("columnKind") == "unicodeCodePoints":
        reason = "columns are read as UTF-16 units, so marks after an emoji on the same line are misplaced"
        yield Problem(Effect.CHANGED, reason, f"{where}.columnKind")
    tool = run["tool"]
    components = [(tool["driver"], f"{where}.tool.driver")]
    components += [(each, f"{where}.tool.extensions[{at}]") for at, each in enumerate(tool.get("extensions", []))]
    for component, place in components:
        for index, rule in enumerate(component.get("rules", [])):
            yield from inspect_rule(rule, f"{place}.rules[{index}] ({rule['id']})")
    results = Results(run, where, root)
    for index in range(min(len(run.get("results", [])), MOST_RESULTS)):
        yield from results.inspect(index)


def _counts(run: dict[str, Any], where: str) -> Iterator[Problem]:
    if "results" not in run:
        reason = "a run without results counts as failed; an empty array says that nothing was found"
        yield Problem(Effect.REJECTED, reason, where)
        return
    found = len(run["results"])
    if found > MOST_RESULTS:
        yield Problem(Effect.REJECTED, f"{found:,} results; GitHub accepts {MOST_RESULTS:,}", f"{where}.results")
    elif found > MOST_SHOWN:
        reason = f"{found:,} results; GitHub keeps the {MOST_SHOWN:,} of the highest severity"
        yield Problem(Effect.CUT, reason, f"{where}.results")
    tool = run["tool"]
    rules = len(tool["driver"].get("rules", []))
    if rules > MOST_RULES:
        yield Problem(Effect.REJECTED, f"{rules:,} rules; GitHub accepts {MOST_RULES:,}", f"{where}.tool.driver.rules")
    extensions = len(tool.get("extensions", []))
    if extensions > MOST_EXTENSIONS:
        reason = f"{extensions:,} extensions; GitHub accepts {MOST_EXTENSIONS}"
        yield Problem(Effect.REJECTED, reason, f"{where}.tool.extensions")


def _id(run: dict[str, Any]) -> str:
    value: str = run.get("automationDetails", {}).get("id", "")
    return value
