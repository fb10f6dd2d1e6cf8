"""Whether a file is a report that perfscore wrote: only such a one is replaced without being asked."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.ownpage import is_own_page
from perfscore.report.papers.seal import is_untouched

#: So much of either end is looked at; the line of the run stands near one of them.
_END: Final = 64 * 1024
#: The line of the run, or what stands there where no form was recognised.
_RUN: Final = lazy_pattern(
    r"^(?:perfscore \S+\s+\d{4}-\d{2}-\d{2}\b|(?:没有识别出可审核的表。|No form was recognised\.)\s*$)",
    re.MULTILINE,
)
_JSON: Final = lazy_pattern(r'\{\s*(?:"record": "run",\s*)?"schema": "perfscore\.report/')
#: A SARIF log names its tool behind its schema.
_SARIF: Final = lazy_pattern(r'\{\s*"\$schema": "[^"]*sarif[^"]*".{0,200}?"name": "perfscore"', re.DOTALL)
#: Of a workbook: who made it, and that nobody else has saved it since.
_CREATOR: Final = re.compile(rb"<dc:creator[^>]*>perfscore [^<]*</dc:creator>")
_SAVED: Final = re.compile(rb"<(?:\w+:)?lastModifiedBy(?:\s[^>]*)?>(?!perfscore )")
_PROPERTIES: Final = "docProps/core.xml"
_LARGEST_PROPERTIES: Final = 64 * 1024


def is_report(path: Path) -> bool:
    """Whether a file is one of our reports, in any format; a workbook or document that was saved since is the reviewer's.

    Nothing that reads like one but cannot be read is: then it stays.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_END)
            file.seek(max(path.stat().st_size - _END, 0))
            tail = file.read(_END)
        return _is_workbook(path) if head.startswith(b"PK") else _is_text(head, tail)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def _is_text(head: bytes, tail: bytes) -> bool:
    from perfscore.report.sheets import HEADS

    start = head.decode("utf-8-sig", "replace")
    if is_own_page(start) or _JSON.match(start) or _SARIF.match(start) or start.startswith(HEADS):
        return True
    return any(_RUN.search(text.decode("utf-8", "replace")) for text in (head, tail))


def _is_workbook(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        if _PROPERTIES not in archive.namelist() or archive.getinfo(_PROPERTIES).file_size > _LARGEST_PROPERTIES:
            return False
        properties = archive.read(_PROPERTIES)
        untouched = is_untouched(archive, properties)
    if untouched is not None:
        return untouched
    return _CREATOR.search(properties) is not None and _SAVED.search(properties) is None
