"""The JSON Lines format: the parts of the JSON format, each on a line of its own."""

import json

from golint_conn.report import render
from golint_conn.run.result import RunResult
from tests.report.builders import result_of


def test_the_lines_are_the_parts_of_the_object(sample: RunResult) -> None:
    whole = json.loads(render(sample, "json", color=False, cwd="/", width=0))
    lines = [json.loads(line) for line in render(sample, "jsonl", color=True, cwd="/x", width=3).splitlines()]
    of_kind = {
        kind: [{key: each[key] for key in each if key != "type"} for each in lines if each["type"] == kind]
        for kind in ("finding", "notice", "run")
    }
    assert of_kind["finding"] == whole.pop("findings")
    assert of_kind["notice"] == whole.pop("notices")
    assert of_kind["run"] == [whole]
    assert lines[-1]["type"] == "run"


def test_a_run_without_findings_is_one_line() -> None:
    [line] = render(result_of({}, []), "jsonl", color=False, cwd="/", width=0).splitlines()
    assert json.loads(line)["type"] == "run"
