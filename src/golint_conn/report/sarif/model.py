"""The classes of sarif-om that a log is made of; the package has no types, so it is imported in this one place."""

from sarif_om import (  # type: ignore[import-untyped, unused-ignore]
    ArtifactLocation,
    CodeFlow,
    Invocation,
    Location,
    Message,
    MultiformatMessageString,
    Notification,
    PhysicalLocation,
    Region,
    ReportingConfiguration,
    ReportingDescriptor,
    ReportingDescriptorReference,
    Result,
    Run,
    RunAutomationDetails,
    SarifLog,
    ThreadFlow,
    ThreadFlowLocation,
    Tool,
    ToolComponent,
)

INFORMATION_URI = "https://github.com/golint-conn/golint-conn"
SOURCE_ROOT = "%SRCROOT%"

__all__ = [
    "INFORMATION_URI",
    "SOURCE_ROOT",
    "ArtifactLocation",
    "CodeFlow",
    "Invocation",
    "Location",
    "Message",
    "MultiformatMessageString",
    "Notification",
    "PhysicalLocation",
    "Region",
    "ReportingConfiguration",
    "ReportingDescriptor",
    "ReportingDescriptorReference",
    "Result",
    "Run",
    "RunAutomationDetails",
    "SarifLog",
    "ThreadFlow",
    "ThreadFlowLocation",
    "Tool",
    "ToolComponent",
]
