"""What the JSON schema of SARIF 2.1.0 requires of a log, as a table: GitHub rejects an upload for any violation.

A line of the table names an object and its properties, each with its type: `name=type`, or `name!=type` for a required
one. A type is another object of the table, `str`, `bool`, `time`, `int` or `num` (with `>=` and the least value),
`one|of|these` words, `[type]` for an array and `{type}` for one without equal elements (with `+`: not empty),
`map<type>`, or `bag` for an object with any content. Every object may have `properties`, a bag; no object may have a
property that the table does not name. Addresses need only be strings, because GitHub only warns about invalid ones.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

Breach = tuple[str, str]
"""The place, as a path into the document, and what is wrong there."""

_TABLE = """
log: $schema=str version!='2.1.0' runs!=[run] inlineExternalProperties={externalProperties}
address: absoluteAddress=int>=-1 relativeAddress=int length=int kind=str name=str fullyQualifiedName=str
    offsetFromParent=int index=int>=-1 parentIndex=int>=-1
artifact: description=message location=artifactLocation parentIndex=int>=-1 offset=int>=0 length=int>=-1
    roles={str}
    mimeType=str contents=artifactContent encoding=str sourceLanguage=str hashes=map<str> lastModifiedTimeUtc=time
artifactChange: artifactLocation!=artifactLocation replacements!=[replacement]+
artifactContent: text=str binary=str rendered=multiformatMessageString
artifactLocation: uri=str uriBaseId=str index=int>=-1 description=message
attachment: description=message artifactLocation!=artifactLocation regions={region} rectangles={rectangle}
codeFlow: message=message threadFlows!=[threadFlow]+
configurationOverride: configuration!=reportingConfiguration descriptor!=reportingDescriptorReference
conversion: tool!=tool invocation=invocation analysisToolLogFiles={artifactLocation}
edge: id!=str label=message sourceNodeId!=str targetNodeId!=str
edgeTraversal: edgeId!=str message=message finalState=map<multiformatMessageString> stepOverEdgeCount=int>=0
exception: kind=str message=str stack=stack innerExceptions=[exception]
externalProperties: schema=str version='2.1.0' guid=str runGuid=str conversion=conversion graphs={graph}
    externalizedProperties=bag artifacts={artifact} invocations=[invocation] logicalLocations={logicalLocation}
    threadFlowLocations={threadFlowLocation} results=[result] taxonomies={toolComponent} driver=toolComponent
    extensions={toolComponent} policies={toolComponent} translations={toolComponent} addresses=[address]
    webRequests={webRequest} webResponses={webResponse}
externalPropertyFileReference: location=artifactLocation guid=str itemCount=int>=-1
externalPropertyFileReferences: conversion=externalPropertyFileReference graphs={externalPropertyFileReference}
    externalizedProperties=externalPropertyFileReference artifacts={externalPropertyFileReference}
    invocations={externalPropertyFileReference} logicalLocations={externalPropertyFileReference}
    threadFlowLocations={externalPropertyFileReference} results={externalPropertyFileReference}
    taxonomies={externalPropertyFileReference} addresses={externalPropertyFileReference}
    driver=externalPropertyFileReference extensions={externalPropertyFileReference}
    policies={externalPropertyFileReference} translations={externalPropertyFileReference}
    webRequests={externalPropertyFileReference} webResponses={externalPropertyFileReference}
fix: description=message artifactChanges!={artifactChange}+
graph: description=message nodes={node} edges={edge}
graphTraversal: runGraphIndex=int>=-1 resultGraphIndex=int>=-1 description=message
    initialState=map<multiformatMessageString> immutableState=map<multiformatMessageString>
    edgeTraversals=[edgeTraversal]
invocation: commandLine=str arguments=[str] responseFiles={artifactLocation} startTimeUtc=time endTimeUtc=time
    exitCode=int ruleConfigurationOverrides={configurationOverride}
    notificationConfigurationOverrides={configurationOverride} toolExecutionNotifications=[notification]
    toolConfigurationNotifications=[notification] exitCodeDescription=str exitSignalName=str exitSignalNumber=int
    processStartFailureMessage=str executionSuccessful!=bool machine=str account=str processId=int
    executableLocation=artifactLocation workingDirectory=artifactLocation environmentVariables=map<str>
    stdin=artifactLocation stdout=artifactLocation stderr=artifactLocation stdoutStderr=artifactLocation
location: id=int>=-1 physicalLocation=physicalLocation logicalLocations={logicalLocation} message=message
    annotations={region} relationships={locationRelationship}
locationRelationship: target!=int>=0 kinds={str} description=message
logicalLocation: name=str index=int>=-1 fullyQualifiedName=str decoratedName=str parentIndex=int>=-1 kind=str
message: text=str markdown=str id=str arguments=[str]
multiformatMessageString: text!=str markdown=str
node: id!=str label=message location=location children={node}
notification: locations={location} message!=message level=none|note|warning|error threadId=int timeUtc=time
    exception=exception descriptor=reportingDescriptorReference associatedRule=reportingDescriptorReference
physicalLocation: address=address artifactLocation=artifactLocation region=region contextRegion=region
rectangle: top=num left=num bottom=num right=num message=message
region: startLine=int>=1 startColumn=int>=1 endLine=int>=1 endColumn=int>=1 charOffset=int>=-1 charLength=int>=0
    byteOffset=int>=-1 byteLength=int>=0 snippet=artifactContent message=message sourceLanguage=str
replacement: deletedRegion!=region insertedContent=artifactContent
reportingDescriptor: id!=str deprecatedIds={str} guid=str deprecatedGuids={str} name=str deprecatedNames={str}
    shortDescription=multiformatMessageString fullDescription=multiformatMessageString
    messageStrings=map<multiformatMessageString> defaultConfiguration=reportingConfiguration helpUri=str
    help=multiformatMessageString relationships={reportingDescriptorRelationship}
reportingConfiguration: enabled=bool level=none|note|warning|error rank=num>=-1 parameters=bag
reportingDescriptorReference: id=str index=int>=-1 guid=str toolComponent=toolComponentReference
reportingDescriptorRelationship: target!=reportingDescriptorReference kinds={str} description=message
result: ruleId=str ruleIndex=int>=-1 rule=reportingDescriptorReference
    kind=notApplicable|pass|fail|review|open|informational level=none|note|warning|error message!=message
    analysisTarget=artifactLocation locations=[location] guid=str correlationGuid=str occurrenceCount=int>=1
    partialFingerprints=map<str> fingerprints=map<str> stacks={stack} codeFlows=[codeFlow] graphs={graph}
    graphTraversals={graphTraversal} relatedLocations={location} suppressions={suppression}
    baselineState=new|unchanged|updated|absent rank=num>=-1 attachments={attachment} hostedViewerUri=str
    workItemUris={str} provenance=resultProvenance fixes={fix} taxa={reportingDescriptorReference}
    webRequest=webRequest webResponse=webResponse
resultProvenance: firstDetectionTimeUtc=time lastDetectionTimeUtc=time firstDetectionRunGuid=str
    lastDetectionRunGuid=str invocationIndex=int>=-1 conversionSources={physicalLocation}
run: tool!=tool invocations=[invocation] conversion=conversion language=str
    versionControlProvenance={versionControlDetails} originalUriBaseIds=map<artifactLocation> artifacts={artifact}
    logicalLocations={logicalLocation} graphs={graph} results=[result] automationDetails=runAutomationDetails
    runAggregates={runAutomationDetails} baselineGuid=str redactionTokens={str} defaultEncoding=str
    defaultSourceLanguage=str newlineSequences={str}+ columnKind=utf16CodeUnits|unicodeCodePoints
    externalPropertyFileReferences=externalPropertyFileReferences threadFlowLocations={threadFlowLocation}
    taxonomies={toolComponent} addresses=[address] translations={toolComponent} policies={toolComponent}
    webRequests={webRequest} webResponses={webResponse} specialLocations=specialLocations
runAutomationDetails: description=message id=str guid=str correlationGuid=str
specialLocations: displayBase=artifactLocation
stack: message=message frames!=[stackFrame]
stackFrame: location=location module=str threadId=int parameters=[str]
suppression: guid=str kind!=inSource|external status=accepted|underReview|rejected justification=str location=location
threadFlow: id=str message=message initialState=map<multiformatMessageString>
    immutableState=map<multiformatMessageString> locations!=[threadFlowLocation]+
threadFlowLocation: index=int>=-1 location=location stack=stack kinds={str} taxa={reportingDescriptorReference}
    module=str state=map<multiformatMessageString> nestingLevel=int>=0 executionOrder=int>=-1 executionTimeUtc=time
    importance=important|essential|unimportant webRequest=webRequest webResponse=webResponse
tool: driver!=toolComponent extensions={toolComponent}
toolComponent: guid=str name!=str organization=str product=str productSuite=str
    shortDescription=multiformatMessageString fullDescription=multiformatMessageString fullName=str version=str
    semanticVersion=str dottedQuadFileVersion=str releaseDateUtc=str downloadUri=str informationUri=str
    globalMessageStrings=map<multiformatMessageString> notifications={reportingDescriptor} rules={reportingDescriptor}
    taxa={reportingDescriptor} locations=[artifactLocation] language=str contents={localizedData|nonLocalizedData}
    isComprehensive=bool localizedDataSemanticVersion=str minimumRequiredLocalizedDataSemanticVersion=str
    associatedComponent=toolComponentReference translationMetadata=translationMetadata
    supportedTaxonomies={toolComponentReference}
toolComponentReference: name=str index=int>=-1 guid=str
translationMetadata: name!=str fullName=str shortDescription=multiformatMessageString
    fullDescription=multiformatMessageString downloadUri=str informationUri=str
versionControlDetails: repositoryUri!=str revisionId=str branch=str revisionTag=str asOfTimeUtc=time
    mappedTo=artifactLocation
webRequest: index=int>=-1 protocol=str version=str target=str method=str headers=map<str> parameters=map<str>
    body=artifactContent
webResponse: index=int>=-1 protocol=str version=str statusCode=int reasonPhrase=str headers=map<str>
    body=artifactContent noResponseReceived=bool
"""

_ALTERNATIVES = {
    "message": ("text", "id"),
    "physicalLocation": ("address", "artifactLocation"),
    "reportingDescriptorReference": ("index", "guid", "id"),
    "externalPropertyFileReference": ("location", "guid"),
}
"""Objects that must have one of several properties."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_NUMBER = re.compile(r"(int|num)(?:>=(-?\d+))?")
_PLAIN: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "str": ("a string", lambda value: isinstance(value, str)),
    "bool": ("true or false", lambda value: isinstance(value, bool)),
    "time": ("a date and time", lambda value: isinstance(value, str) and _TIME.fullmatch(value) is not None),
    "map": ("an object", lambda value: isinstance(value, dict)),
}


def breaches(document: object) -> Iterator[Breach]:
    """Yield the violations of the schema in a document."""
    yield from _checked(document, "log", "")


@cache
def _objects() -> dict[str, dict[str, tuple[str, bool]]]:
    """Return the properties of all objects: their types, and whether they are required."""
    objects: dict[str, dict[str, tuple[str, bool]]] = {}
    for line in re.sub(r"\n +", " ", _TABLE).strip().splitlines():
        name, _, rest = line.partition(": ")
        properties = {"properties": ("bag", False)}
        for each in rest.split():
            key, _, kind = each.partition("=")
            properties[key.removesuffix("!")] = (kind, key.endswith("!"))
        objects[name] = properties
    return objects


def _checked(value: object, kind: str, where: str) -> Iterator[Breach]:
    """Yield what is wrong with a value that should be of a type."""
    match = _NUMBER.fullmatch(kind)
    if kind in _objects():
        yield from _checked_object(value, kind, where)
    elif kind[0] in "[{":
        yield from _checked_array(value, kind, where)
    elif kind.startswith("map<"):
        if not isinstance(value, dict):
            yield where, "must be an object"
            return
        for key, each in value.items():
            yield from _checked(each, kind[4:-1], f"{where}.{key}")
    elif kind == "bag":
        yield from _checked_bag(value, where)
    elif match is not None:
        if not _is_number(value, whole=match[1] == "int", least=match[2]):
            least = f" of at least {match[2]}" if match[2] else ""
            yield where, f"must be a {'whole ' if match[1] == 'int' else ''}number{least}"
    elif kind in _PLAIN:
        said, holds = _PLAIN[kind]
        if not holds(value):
            yield where, f"must be {said}"
    elif value not in (words := [word.strip("'") for word in kind.split("|")]):
        yield where, f"must be {' or '.join(words)}"


def _checked_object(value: object, kind: str, where: str) -> Iterator[Breach]:
    if not isinstance(value, dict):
        yield where, "must be an object"
        return
    known = _objects()[kind]
    for key, (_, is_required) in known.items():
        if is_required and key not in value:
            yield where, f"has no {key}"
    wanted = _ALTERNATIVES.get(kind)
    if wanted and not any(key in value for key in wanted):
        yield where, f"has no {' and no '.join(wanted)}"
    for key, each in value.items():
        place = f"{where}.{key}" if where else key
        if key in known:
            yield from _checked(each, known[key][0], place)
        else:
            yield place, "is not a property of SARIF"


def _checked_array(value: object, kind: str, where: str) -> Iterator[Breach]:
    if not isinstance(value, list):
        yield where, "must be an array"
        return
    if kind.endswith("+") and not value:
        yield where, "must not be empty"
    for index, each in enumerate(value):
        yield from _checked(each, kind.rstrip("+")[1:-1], f"{where}[{index}]")
    if kind.startswith("{"):
        seen: dict[str, int] = {}
        for index, each in enumerate(value):
            first = seen.setdefault(_canonical(each), index)
            if first != index:
                yield f"{where}[{index}]", f"is equal to [{first}]"


def _checked_bag(value: object, where: str) -> Iterator[Breach]:
    if not isinstance(value, dict):
        yield where, "must be an object"
    elif "tags" in value:
        yield from _checked(value["tags"], "{str}", f"{where}.tags")


def _is_number(value: object, *, whole: bool, least: str | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if whole and value != int(value):
        return False
    return least is None or value >= int(least)


def _canonical(value: object) -> str:
    import json  # noqa: PLC0415 (only arrays that must not repeat themselves need it)

    return json.dumps(value, sort_keys=True)
