"""What the papers of the samples say, as it was when it was last looked at.

`pytest tests/golden/test_papers.py --update-golden` writes them anew; read the difference before committing it.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from paperwork import words
from perfscore.audit import audit
from perfscore.report import Style, render_bytes

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"
PAPERS = [
    ("hengyang-2023/自评表.xlsx", "problems", "zh"),
    ("hengyang-2023/自评表.xlsx", "problems", "en"),
    ("hengyang-2023/整体自评表.xlsx", "papers", "zh"),
    ("hengyang-2023/clean/自评表.xlsx", "papers", "en"),
    ("budget/预算表.xlsx", "papers", "zh"),
]


@pytest.mark.parametrize(("sample", "name", "lang"), PAPERS)
def test_the_paper_says_what_it_said(sample, name, lang, monkeypatch, update_golden):
    monkeypatch.chdir(SAMPLES)
    report = audit(sample)
    run = replace(report.run, version="0", date="2000-01-01")
    # The number of checks grows; what they say of a form does not.
    coverage = replace(report.coverage, passed=0, skipped=0, skipped_checks=())
    data = render_bytes(replace(report, run=run, coverage=coverage), name, Style(lang=lang), path="a.docx")
    path = HERE / f"{sample.replace('/', '__')}.{name}.{lang}.txt"
    if update_golden:
        path.write_text(words(data), encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == words(data)
