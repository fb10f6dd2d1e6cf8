"""What a notebook shows of a report."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import lxml.html
import pytest

from perfscore.audit import audit
from rounds_support import written

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.fixture(scope="module")
def report():
    return audit(SAMPLES / "hengyang-2023" / "自评表.xlsx")


def tables(report):
    return lxml.html.fromstring(report._repr_html_()).findall(".//table")


def texts(row):
    return [cell.text_content() for cell in row]


def test_totals_of_forms_and_findings_stand_in_tables(report):
    forms, findings = tables(report)
    assert texts(forms.findall(".//tr")[1])[:4] == [
        "强制隔离戒毒生活补贴",
        "衡阳市强制隔离戒毒所",
        "99.34",
        "109.74",
    ]
    assert len(forms.findall(".//tr")) == 1 + len(report.forms)
    first = texts(findings.findall(".//tr")[1])
    assert first[0] == "错误"  # the grave ones first


def test_the_table_is_capped_and_says_how_many_there_are_besides(report):
    number = len(report.findings)
    _, findings = tables(report)
    assert len(findings.findall(".//tbody/tr")) == 50 < number
    assert f"另有 {number - 50} 条问题" in report._repr_html_()


def test_where_only_text_is_shown_a_report_is_a_few_lines(report):
    """The representation of the record has a hundred thousand characters, and a saved notebook would keep them."""
    shown = []
    report._repr_pretty_(SimpleNamespace(text=shown.append), cycle=False)
    lines = "".join(shown).splitlines()
    assert lines[0].startswith("56 个指标，重算 47 个")
    assert lines[-1].startswith("问题 80 条：错误 3")
    assert len(lines) == 3


def test_what_stands_in_a_form_is_text(tmp_path):
    path = written(tmp_path / "表.txt", project="<script>alert(1)</script>", unit="<b onclick='x'>局</b>")
    html = audit(path)._repr_html_()
    tree = lxml.html.fromstring(html)
    assert tree.findall(".//script") == tree.findall(".//b") == []
    assert "&lt;script&gt;" in html


def test_a_message_is_escaped_too(report):
    wild = replace(report, findings=(replace(report.findings[0], message="<img src=x onerror=y>", recorded='"<'),))
    assert lxml.html.fromstring(wild._repr_html_()).findall(".//img") == []


def test_a_report_without_forms_has_no_tables_of_them(tmp_path):
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    html = audit(tmp_path / "空.txt")._repr_html_()
    assert "没有识别出可审核的表" in html
