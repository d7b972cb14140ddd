"""`sarif-check`: what GitHub does with a log, against the JSON schema and for each limit and habit of GitHub's."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from golint_conn.report import render
from golint_conn.report.upload import Effect, inspect
from golint_conn.report.upload.structure import breaches
from golint_conn.run.result import RunResult
from tests.report import sarif_tools
from tests.report.builders import result_of

Log = dict[str, Any]
Change = Callable[[Log], object]


@pytest.fixture
def log(sample: RunResult) -> Log:
    """Return the log of a run with everything that a log of ours can hold."""
    document: Log = json.loads(render(sample, "sarif", color=False, cwd=sample.root, width=0))
    return document


def run_of(log: Log) -> Log:
    run: Log = log["runs"][0]
    return run


def result(log: Log) -> Log:
    found: Log = run_of(log)["results"][0]
    return found


def rule(log: Log) -> Log:
    found: Log = run_of(log)["tool"]["driver"]["rules"][0]
    return found


def put(get: Callable[[Log], Log], **values: object) -> Change:
    return lambda log: get(log).update(deepcopy(values))


def drop(get: Callable[[Log], Log], key: str) -> Change:
    return lambda log: get(log).pop(key)


def region(log: Log) -> Log:
    found: Log = result(log)["locations"][0]["physicalLocation"]["region"]
    return found


def address(log: Log) -> Log:
    found: Log = result(log)["locations"][0]["physicalLocation"]["artifactLocation"]
    return found


def steps(number: int, **more: object) -> list[object]:
    flow = [{"location": {}, **more} for _ in range(number)]
    return [{"threadFlows": [{"locations": flow}]}]


def many(number: int) -> list[object]:
    return [{"id": at, "message": {"text": str(at)}} for at in range(number)]


def more_results(number: int) -> Change:
    def change(log: Log) -> None:
        plain = {key: value for key, value in result(log).items() if key in {"ruleId", "level", "message", "locations"}}
        plain["message"] = {"text": "m"}
        run_of(log)["results"] = [
            {**plain, "partialFingerprints": {"primaryLocationLineHash": f"{at}:1"}} for at in range(number)
        ]

    return change


CHANGES: list[tuple[str, Change, Effect, str]] = [
    ("no schema", lambda log: log.pop("$schema"), Effect.REJECTED, "$schema"),
    ("two runs", lambda log: log["runs"].append(log["runs"][0]), Effect.REJECTED, "a second run"),
    ("many runs", lambda log: log["runs"].extend(log["runs"] * 20), Effect.REJECTED, "21 runs"),
    ("no results", drop(run_of, "results"), Effect.REJECTED, "without results"),
    ("too many results", more_results(25_001), Effect.REJECTED, "25,001 results"),
    ("many results", more_results(5_001), Effect.CUT, "5,001 results"),
    ("failed", put(lambda log: run_of(log)["invocations"][0], executionSuccessful=False), Effect.REJECTED, "executionSuccessful"),
    ("category", put(run_of, automationDetails={"id": "a/b"}), Effect.CHANGED, "only 'a' is the category"),
    ("no category", put(run_of, automationDetails={"id": "a"}), Effect.CHANGED, "there is no category"),
    ("code points", put(run_of, columnKind="unicodeCodePoints"), Effect.CHANGED, "UTF-16"),
    ("extensions", put(lambda log: run_of(log)["tool"], extensions=[{"name": str(n)} for n in range(101)]), Effect.REJECTED, "101 extensions"),
    ("name", put(rule, name="N" * 256), Effect.CUT, "255"),
    ("description", put(rule, fullDescription={"text": "x" * 1025}), Effect.CUT, "1,024"),
    ("no description", drop(rule, "shortDescription"), Effect.HIDDEN, "no shortDescription"),
    ("no help", drop(rule, "help"), Effect.HIDDEN, "no help"),
    ("no link", put(rule, help={"text": "x", "markdown": "x"}), Effect.HIDDEN, "helpUri is not shown"),
    ("wraps", lambda log: put(rule, help={"text": "x", "markdown": f"a\nb {rule(log)['helpUri']}"})(log), Effect.CHANGED, "wrapped"),
    ("tags", put(rule, properties={"tags": [str(n) for n in range(11)]}), Effect.CUT, "11 tags"),
    ("too many tags", put(rule, properties={"tags": [str(n) for n in range(21)]}), Effect.REJECTED, "21 tags"),
    ("precision", put(rule, properties={"precision": "good"}), Effect.HIDDEN, "very-high"),
    ("no number", put(rule, properties={"security-severity": "high"}), Effect.REJECTED, "not a number"),
    ("a number", put(rule, properties={"security-severity": 7.5}), Effect.HIDDEN, "a string that holds"),
    ("a high number", put(rule, properties={"security-severity": "11"}), Effect.HIDDEN, "between 0 and 10"),
    ("unknown rule", put(result, ruleId="x"), Effect.HIDDEN, "no rule of the run"),
    ("no level", drop(result, "level"), Effect.CHANGED, "without a level"),
    ("no location", drop(result, "locations"), Effect.REJECTED, "needs a location"),
    ("no file", put(result, locations=[{"message": {"text": "x"}}]), Effect.REJECTED, "address of a file"),
    ("locations", lambda log: result(log)["locations"].append({"id": 99}), Effect.CUT, "only the first"),
    ("space", put(address, uri="a b.go"), Effect.REJECTED, "not a valid URI"),
    ("scheme", put(address, uri="https://a.example/b.go"), Effect.REJECTED, "scheme https"),
    ("outside", put(address, uri="../b.go"), Effect.HIDDEN, "outside the repository"),
    ("elsewhere", put(address, uri="file:///b.go"), Effect.HIDDEN, "outside the repository"),
    ("gone", put(address, uri="gone.go"), Effect.HIDDEN, "no such file"),
    ("no line", drop(region, "startLine"), Effect.CHANGED, "first line"),
    ("lines", lambda log: region(log).update(endLine=region(log)["startLine"] + 2), Effect.HIDDEN, "all of its 3 lines"),
    ("backwards", put(region, startLine=9, endLine=8), Effect.CHANGED, "before it starts"),
    ("no text", put(result, message={"id": "x"}), Effect.HIDDEN, "no text"),
    ("unlinked", put(result, message={"text": "x"}), Effect.HIDDEN, "must link to each"),
    ("dangling", lambda log: result(log)["message"].update(text="[x](77)"), Effect.CHANGED, "location 77"),
    ("long number", lambda log: result(log)["message"].update(text=f"[x]({'7' * 5_000})"), Effect.HIDDEN, "must link to each"),
    ("related", put(result, relatedLocations=many(101)), Effect.CUT, "101 related"),
    ("too many related", put(result, relatedLocations=many(1001)), Effect.REJECTED, "1,001 related"),
    ("steps", put(result, codeFlows=steps(1001)), Effect.CUT, "1,001 steps"),
    ("too many steps", put(result, codeFlows=steps(10_001)), Effect.REJECTED, "10,001 steps"),
    ("steps by index", put(result, codeFlows=[{"threadFlows": [{"locations": [{"index": 0}]}]}]), Effect.HIDDEN, "inline"),
    ("no hash", put(result, partialFingerprints={"mine/v1": "x"}), Effect.CHANGED, "primaryLocationLineHash"),
    ("twice", lambda log: run_of(log)["results"].append(result(log)), Effect.HIDDEN, "results[0]"),
    ("suppressed", put(result, suppressions=[{"kind": "inSource"}]), Effect.CHANGED, "suppressions"),
]  # fmt: skip


def told(log: Log, root: str) -> list[tuple[Effect, str, str]]:
    return [(each.effect, each.reason, each.place) for each in inspect(json.dumps(log).encode(), root)]


def test_our_own_logs_are_taken_and_shown_as_they_are(log: Log, sample: RunResult) -> None:
    assert told(log, sample.root) == []
    empty = json.loads(render(result_of({}, []), "sarif", color=False, cwd="/", width=0))
    assert told(empty, "/repository") == []


@pytest.mark.parametrize(
    ("change", "effect", "said"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_what_github_does(change: Change, effect: Effect, said: str, log: Log, sample: RunResult) -> None:
    change(log)
    found = [each for each in told(log, sample.root) if each[0] is effect and said in each[1]]
    assert found, told(log, sample.root)[:5]
    if "$schema" not in said:
        assert all(place.startswith("runs") for _, _, place in found)


@pytest.mark.parametrize(
    ("change", "said"), [(case[1], case[3]) for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_what_the_schema_allows_is_no_breach(change: Change, said: str, log: Log) -> None:
    change(log)
    assert [each for each in breaches(log) if "equal" not in each[1]] == [], said


def test_the_place_names_file_and_line(log: Log, sample: RunResult) -> None:
    result(log).pop("level")
    [(_, _, place)] = told(log, sample.root)
    assert place == "runs[0].results[0] (pkg/my client.go:10)"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "must be an object"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"version": "2.0.0", "runs": []}', "must be 2.1.0"),
        (b'{"version": "2.1.0"}', "has no runs"),
    ],
)
def test_what_is_no_log_is_rejected(data: bytes, said: str) -> None:
    problems = inspect(data)
    assert problems[0].effect is Effect.REJECTED
    assert any(said in each.reason for each in problems)


def test_a_file_that_is_too_large_is_rejected(monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    monkeypatch.setattr("golint_conn.report.upload.inspection.LARGEST_UPLOAD", 100)
    assert "the compressed log has" in inspect(json.dumps(log).encode())[0].reason


BREACHES: list[tuple[Change, str]] = [
    (put(result, level="fatal"), "none or note or warning or error"),
    (put(result, sarif=1), "not a property"),
    (put(result, ruleId=1), "a string"),
    (put(result, ruleIndex=-2), "at least -1"),
    (put(result, ruleIndex=0.5), "a whole number"),
    (put(result, ruleIndex=True), "a whole number"),
    (put(result, rank="1"), "a number"),
    (put(result, message={}), "has no text and no id"),
    (drop(result, "message"), "has no message"),
    (put(result, locations={}), "must be an array"),
    (put(result, locations=[{"physicalLocation": {}}]), "has no address and no artifactLocation"),
    (put(result, relatedLocations=[{"id": 1}, {"id": 1}]), "is equal to [0]"),
    (put(result, codeFlows=[{"threadFlows": []}]), "must not be empty"),
    (put(result, partialFingerprints={"a": 1}), "a string"),
    (put(result, partialFingerprints=[]), "must be an object"),
    (put(result, properties=[]), "must be an object"),
    (put(result, properties={"tags": ["a", "a"]}), "is equal to [0]"),
    (put(region, startLine=0), "at least 1"),
    (put(rule, defaultConfiguration={"enabled": "yes"}), "true or false"),
    (put(lambda log: run_of(log)["invocations"][0], startTimeUtc="yesterday"), "a date and time"),
    (lambda log: run_of(log)["tool"].pop("driver"), "has no driver"),
]


@pytest.mark.parametrize(("change", "said"), BREACHES, ids=[said for _, said in BREACHES])
def test_a_breach_of_the_schema_is_rejected(change: Change, said: str, log: Log, sample: RunResult) -> None:
    change(log)
    assert any(effect is Effect.REJECTED and said in reason for effect, reason, _ in told(log, sample.root))
    # GitHub's upload action checks the form of times, the validator of our tests does not.
    if not sarif_tools.unavailable() and "time" not in said:
        assert sarif_tools.schema_errors(json.dumps(log)), "the schema itself allows this"


@pytest.mark.parametrize(
    ("change", "said"), [(case[1], case[3]) for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_the_table_and_the_schema_agree(change: Change, said: str, log: Log) -> None:
    if reason := sarif_tools.unavailable():
        pytest.skip(reason)
    change(log)
    if len(run_of(log).get("results", [])) < 100:
        assert bool(list(breaches(log))) == bool(sarif_tools.schema_errors(json.dumps(log))), said
