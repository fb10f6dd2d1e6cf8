"""What the schema of SARIF 2.1.0 asks of the objects that we write: their properties, types and required ones."""


def _object(required=(), **properties):
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


def _list(item, **more):
    return {"type": "array", "items": item, **more}


TEXT = {"type": "string"}
BAG = {"type": "object"}
URI = {"type": "string", "pattern": r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*$"}
MESSAGE = _object(["text"], text=TEXT, markdown=TEXT)
ARTIFACT_LOCATION = _object(uri=URI, uriBaseId=TEXT, index={"type": "integer", "minimum": -1}, description=MESSAGE)
REGION = _object(startLine={"type": "integer", "minimum": 1}, endLine={"type": "integer", "minimum": 1})
PHYSICAL = _object(["artifactLocation"], artifactLocation=ARTIFACT_LOCATION, region=REGION)
LOGICAL = _object(name=TEXT, fullyQualifiedName=TEXT, kind=TEXT, index={"type": "integer"})
LOCATION = _object(
    id={"type": "integer", "minimum": -1},
    physicalLocation=PHYSICAL,
    logicalLocations=_list(LOGICAL),
    message=MESSAGE,
)
SUPPRESSION = _object(
    ["kind"],
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
RESULT = _object(
    ["message"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
    level=LEVEL,
    message=MESSAGE,
    locations=_list(LOCATION),
    relatedLocations=_list(LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions=_list(SUPPRESSION),
    baselineState={"enum": ["new", "unchanged", "updated", "absent"]},
    properties=BAG,
)
RULE = _object(
    ["id"],
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=_object(level=LEVEL),
)
LANGUAGE = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
DRIVER = _object(["name"], name=TEXT, version=TEXT, language=LANGUAGE, rules=_list(RULE, uniqueItems=True))
RUN = _object(
    ["tool"],
    tool=_object(["driver"], driver=DRIVER),
    language=LANGUAGE,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=_list(_object(["executionSuccessful"], executionSuccessful={"type": "boolean"})),
    artifacts=_list(
        _object(location=ARTIFACT_LOCATION, hashes={"type": "object", "additionalProperties": TEXT}),
        uniqueItems=True,
    ),
    originalUriBaseIds={"type": "object", "additionalProperties": ARTIFACT_LOCATION},
    results=_list(RESULT),
    properties=BAG,
)
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(["version", "runs"], **{"$schema": URI, "version": {"const": "2.1.0"}, "runs": _list(RUN)}),
}
