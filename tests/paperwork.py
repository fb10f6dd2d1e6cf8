"""Helpers of the tests of papers: dossier documents made by hand, and what a Word document says."""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
import zipfile

from docx import Document
from docx.oxml.ns import qn

from perfscore.report import Style
from perfscore.report.records import document
from reports import REPORT

#: The report made by hand as a dossier document.
DOSSIER = document(REPORT, Style())


def dossier(**changes):
    """A copy of the document with other parts."""
    return {**copy.deepcopy(DOSSIER), **changes}


def finding(number=1, **changes):
    """A copy of a finding of the document with other fields."""
    return {**copy.deepcopy(DOSSIER["findings"][number]), **changes}


def of_unit(name, **changes):
    """A dossier whose forms are all of one unit."""
    made = dossier(**changes)
    made["forms"] = [{**form, "unit": name} for form in made["forms"]]
    return made


def opened(data):
    return Document(io.BytesIO(data))


def words(data):
    """What a Word document says: paragraphs, and the rows of tables with their cells between bars."""
    lines = []
    for element in opened(data).element.body:
        if element.tag == qn("w:p"):
            lines.append(_text(element))
        elif element.tag == qn("w:tbl"):
            rows = ([_text(cell) for cell in row.findall(qn("w:tc"))] for row in element.iter(qn("w:tr")))
            lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join(line for line in lines if line) + "\n"


def _text(element):
    nodes = element.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
    return "".join({qn("w:br"): " / ", qn("w:tab"): "\t"}.get(node.tag, node.text or "") for node in nodes)


def member(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def as_pdf(path, folder):
    """A document as LibreOffice prints it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.pdf"
