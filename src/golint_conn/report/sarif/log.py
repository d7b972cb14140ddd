"""The whole log: one run of one tool, as GitHub code scanning accepts it."""

from golint_conn import __version__
from golint_conn.report.addresses import INFORMATION_URI
from golint_conn.report.json_text import dump
from golint_conn.report.sarif.alerts import MOST_RESULTS, folded, results
from golint_conn.report.sarif.descriptors import catalogue, descriptor
from golint_conn.report.sarif.locations import Places
from golint_conn.report.sarif.log_classes import (
    SOURCE_ROOT,
    ArtifactLocation,
    Invocation,
    Message,
    Run,
    RunAutomationDetails,
    SarifLog,
    Tool,
    ToolComponent,
)
from golint_conn.report.sarif.notifications import descriptors, limit_notices, notification
from golint_conn.report.sarif.serialise import to_json_value
from golint_conn.report.view import View
from golint_conn.run.result import RunResult

SCHEMA_URI = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
TOOL_NAME = "golint-conn"


def render(result: RunResult, view: View) -> str:
    """Return the SARIF log of a run."""
    places = Places(result)
    groups = folded(result.findings, places)
    written = groups[:MOST_RESULTS]
    notices = (*limit_notices(len(groups), len(written)), *result.notices)
    run = Run(
        tool=Tool(driver=_driver(result)),
        # GitHub uses the text before the last slash as the category in which uploads replace each other.
        automation_details=RunAutomationDetails(id=f"{view.category}/"),
        column_kind="utf16CodeUnits",
        invocations=[
            Invocation(
                execution_successful=True,
                tool_execution_notifications=[notification(notice, places) for notice in notices],
            )
        ],
        original_uri_base_ids={
            SOURCE_ROOT: ArtifactLocation(description=Message(text="The root of the repository that was checked."))
        },
        results=results(result, written, places),
    )
    log = to_json_value(SarifLog(version=VERSION, schema_uri=SCHEMA_URI, runs=[run]))
    # The document type comes first, because people and tools that read only the beginning look for it there.
    return dump({"$schema": SCHEMA_URI, "version": VERSION} | log)


def _driver(result: RunResult) -> ToolComponent:
    return ToolComponent(
        name=TOOL_NAME,
        version=__version__,
        semantic_version=__version__,
        information_uri=INFORMATION_URI,
        rules=[descriptor(rule) for rule in catalogue(result.rules)],
        notifications=descriptors(),
    )
