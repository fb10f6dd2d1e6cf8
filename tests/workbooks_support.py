"""Helpers of the tests that write workbooks."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

from perfscore.audit import audit

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "samples").rglob("*.xlsx"))
SAMPLE = ROOT / "samples" / "hengyang-2023" / "自评表.xlsx"
UNSCORED = ROOT / "samples" / "hengyang-2023" / "unscored" / "自评表.xlsx"


def said(report):
    """What a report says, without the file it says it of."""
    return [
        (f.code, f.severity, f.message, f.at.sheet, f.at.cell, f.recorded, f.recomputed, f.fingerprint)
        for f in report.findings
    ] + [(s.kind, s.indicator, s.recomputed, s.status, s.at.place if s.at else None) for s in report.scores]


def parts(path):
    """The parts of a package with their bytes."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def resaved(paths, folder):
    """The workbooks as LibreOffice saves them, recalculated, in a folder of their own."""
    folder.mkdir(exist_ok=True)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=300)
    return [folder / Path(path).name for path in paths]


def said_of(path):
    return said(audit(path))
