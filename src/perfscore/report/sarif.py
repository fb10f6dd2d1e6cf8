"""The findings as SARIF 2.1.0, for code review and for tools that gather what others found.

A cell has no line: it is a logical location, `自评表!H23`; lines of a text are regions. Files are named relatively, from
the folder that all of them lie in where they were given with whole paths.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from perfscore.checks import CATALOGUE
from perfscore.core.findings import Severity
from perfscore.core.waivers import Waiver
from perfscore.outcome import AuditReport
from perfscore.report.manual import page
from perfscore.report.records import document
from perfscore.report.style import Style

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The name of our fingerprint among those of a result; the number goes up when it is made in another way.
FINGERPRINT: Final = "perfscore/v1"
_BASE: Final = "INPUTS"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_ABSOLUTE: Final = re.compile(r"(?:[A-Za-z]:)?/")

Record = dict[str, Any]


def as_sarif(report: AuditReport, style: Style) -> str:
    """All findings as one SARIF log; those that a reviewer rejected or that were known are suppressed."""
    return json.dumps(log(document(report, style), style), ensure_ascii=False, indent=2) + "\n"


def log(dossier: Mapping[str, Any], style: Style) -> Record:
    """The SARIF log of a dossier document."""
    files = _Files([record["file"] for record in dossier["inputs"]])
    codes = list(dict.fromkeys(finding["code"] for finding in dossier["findings"]))
    numbers = {code: number for number, code in enumerate(codes)}
    results = [_result(finding, numbers, files, style) for finding in dossier["findings"]]
    if not any(result["suppressions"] for result in results):
        # Where nothing is suppressed nothing is said of it; beside a suppressed result the others say that they are not.
        for result in results:
            del result["suppressions"]
    baseline = dossier["baseline"]
    if baseline is not None:
        for finding, result in zip(dossier["findings"], results, strict=True):
            result["baselineState"] = "unchanged" if finding["known"] else "new"
        results += [_gone(one, files) for one in baseline["gone"]]
    run = dossier["run"]
    coverage = dossier["coverage"]
    made: Record = {
        "tool": {
            "driver": {
                "name": "perfscore",
                "version": run["version"],
                "language": style.say("zh-CN", "en-US"),
                "rules": [_rule(code, dossier["findings"], style) for code in codes],
            }
        },
        "language": style.say("zh-CN", "en-US"),
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": any(one["status"] == "read" for one in dossier["inputs"])}],
        "artifacts": [_artifact(record, files) for record in dossier["inputs"]],
        "results": results,
        "properties": {
            "date": run["date"],
            "rulesets": run["rulesets"],
            "config": run["config"],
            "coverage": {name: count for name, count in coverage.items() if isinstance(count, int)},
        },
    }
    if files.base:
        made["originalUriBaseIds"] = {_BASE: {"uri": _uri_of_folder(files.base)}}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [made]}


class _Files:
    """The names of the inputs as SARIF has them."""

    def __init__(self, files: Sequence[str]) -> None:
        whole = [file.replace("\\", "/") for file in files]
        absolute = [posixpath.dirname(file) for file in whole if _ABSOLUTE.match(file)]
        #: The folder that whole paths are told from, "" where there are none or they share none.
        self.base = ""
        if absolute and len({_drive(folder) for folder in absolute}) == 1:
            self.base = posixpath.commonpath(absolute).rstrip("/") + "/"
        self._numbers = {file: number for number, file in reversed(list(enumerate(files)))}

    def location(self, file: str) -> Record:
        """Where a file lies."""
        path = file.replace("\\", "/")
        place: Record = {"uri": quote(path)}
        if self.base and path.startswith(self.base):
            place = {"uri": quote(path.removeprefix(self.base)), "uriBaseId": _BASE}
        elif _ABSOLUTE.match(path):
            place = {"uri": _uri_of_folder(path).rstrip("/")}
        elif ":" in path.partition("/")[0]:
            place = {"uri": f"./{quote(path)}"}  # a colon in the first part would make it a scheme
        if file in self._numbers:
            place["index"] = self._numbers[file]
        return place


def _drive(path: str) -> str:
    return path.partition("/")[0].casefold()


def _uri_of_folder(folder: str) -> str:
    return "file://" + quote(folder if folder.startswith("/") else f"/{folder}", safe="/:")


def _artifact(record: Mapping[str, Any], files: _Files) -> Record:
    place = files.location(record["file"])
    place.pop("index", None)
    made: Record = {"location": place}
    if record["sha256"]:
        made["hashes"] = {"sha-256": record["sha256"]}
    return made


def _result(finding: Mapping[str, Any], numbers: Mapping[str, int], files: _Files, style: Style) -> Record:
    mend = f"\n{style.say('改法：', 'mend: ')}{finding['help']}" if finding["help"] else ""
    made: Record = {
        "ruleId": finding["code"],
        "ruleIndex": numbers[finding["code"]],
        "kind": "fail",
        "level": _LEVELS[finding["severity"]],
        "message": {"text": f"{finding['message']}{mend}"},
        "locations": [_location(finding["at"], files)],
        "partialFingerprints": {FINGERPRINT: finding["fingerprint"]},
        "suppressions": list(_suppressions(finding, style)),
    }
    if finding["related"]:
        made["relatedLocations"] = [
            {"id": number, **_location(related["at"], files), "message": {"text": related["note"]}}
            for number, related in enumerate(finding["related"], 1)
        ]
    values = {name: finding[name] for name in ("recorded", "recomputed", "tolerance") if finding[name] is not None}
    if values:
        made["properties"] = values
    return made


def _suppressions(finding: Mapping[str, Any], style: Style) -> Iterator[Record]:
    one = finding["waiver"]
    if one is not None and one["waived"]:
        waiver = Waiver(finding["code"], "", one["verdict"], one["reason"], one["person"], one["date"])
        said = waiver.say(english=style.lang == "en")
        yield {"kind": "inSource", "status": "accepted", "justification": said}
    if finding["known"]:
        said = style.say("基线中已有", "stood in the baseline")
        yield {"kind": "external", "status": "accepted", "justification": said}


def _gone(one: Mapping[str, Any], files: _Files) -> Record:
    """A finding of the baseline that is no longer found."""
    location: Record = {"physicalLocation": {"artifactLocation": files.location(one["file"])}}
    if one["place"]:
        location["logicalLocations"] = [{"fullyQualifiedName": one["place"]}]
    return {
        "ruleId": one["code"],
        "level": "none",
        "kind": "pass",
        "message": {"text": one["message"]},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: one["fingerprint"]},
        "baselineState": "absent",
    }


def _location(at: Mapping[str, Any], files: _Files) -> Record:
    """A place: the file, of a text the lines, of a sheet the cell."""
    physical: Record = {"artifactLocation": files.location(at["file"])}
    made: Record = {"physicalLocation": physical}
    if at["line"] is not None:
        physical["region"] = {"startLine": at["line"], "endLine": at["end_line"] or at["line"]}
    if at["cell"] is not None:
        last = at.get("end_cell")
        cells = at["cell"] if last in (None, at["cell"]) else f"{at['cell']}:{last}"
        name = f"{at['sheet']}!{cells}" if at["sheet"] else cells
        made["logicalLocations"] = [{"name": cells, "fullyQualifiedName": name, "kind": "element"}]
    elif at["sheet"]:
        made["logicalLocations"] = [{"name": at["sheet"], "fullyQualifiedName": at["sheet"], "kind": "element"}]
    return made


def _rule(code: str, findings: Sequence[Mapping[str, Any]], style: Style) -> Record:
    """A check: its names, what it looks for, its page."""
    check = CATALOGUE.get(code)
    if check is None:
        name = next(finding["name"] for finding in findings if finding["code"] == code)
        return {"id": code, "name": name}
    sections = check.doc.split("## ")
    looks_for = next((part.partition("\n")[2].strip() for part in sections if part.startswith("查什么")), "")
    return {
        "id": code,
        "name": check.name,
        "shortDescription": {"text": style.say(check.title_zh, check.title_en)},
        "fullDescription": {"text": " ".join(looks_for.split()) or check.title_zh},
        "help": {"text": page(check, Style(lang=style.lang)), "markdown": check.doc.strip()},
        "defaultConfiguration": {"level": _LEVELS[Severity(check.severity).word]},
    }
