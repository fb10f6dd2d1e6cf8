"""What the page of a sample says, as it was when it was last looked at.

`pytest tests/golden/test_pages.py --update-golden` writes it anew; read the difference before committing it.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from pages import words_of
from perfscore.audit import audit
from perfscore.report import Style, render_text

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"


@pytest.mark.parametrize(
    ("sample", "lang"), [("hengyang-2023/clean/自评表.xlsx", "zh"), ("kpi/考核表.xlsx", "en")]
)
def test_the_page_says_what_it_said(sample, lang, monkeypatch, update_golden):
    monkeypatch.chdir(SAMPLES)
    report = audit(sample, drawn=True)
    run = replace(report.run, version="0", date="2000-01-01")
    # The number of checks grows; what they say of a form does not.
    coverage = replace(report.coverage, passed=0, skipped=0, skipped_checks=())
    words = words_of(render_text(replace(report, run=run, coverage=coverage), "html", Style(lang=lang)))
    path = HERE / f"{sample.replace('/', '__')}.page.{lang}.txt"
    if update_golden:
        path.write_text(words, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == words
