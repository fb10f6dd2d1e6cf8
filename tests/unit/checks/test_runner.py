"""The runner: order, prerequisites, crash isolation, severities, fingerprints, folding."""

from dataclasses import replace

import pytest

from perfscore.audit import audit
from perfscore.checks import CATALOGUE, find
from perfscore.checks.catalogue import select
from perfscore.checks.register import sections_of
from perfscore.checks.runner import Runner
from perfscore.core.errors import UsageError
from perfscore.core.findings import Severity

FORM = """\
项目支出绩效自评表
项目名称\t培训项目\t实施单位\t某某局
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标（50分）\t数量指标\t培训人数\t≥100人\t120人\t50\t50
效益指标（40分）\t社会效益指标\t培训合格率\t≥90%\t95%\t30\t40
总分\t\t\t\t\t90\t90
"""


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "自评表.txt"

    def write(text=FORM):
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def codes(report):
    return [finding.code for finding in report.findings]


def test_one_wrong_cell_gives_one_finding_and_totals_fold_into_it(form):
    report = audit(form(), select=["PS101", "PS102", "PS103", "PS304"])
    assert codes(report) == ["PS102", "PS304"]
    folded = report.findings[0].related
    assert [place.at.line for place in folded] == [5, 6, 6]


def test_without_the_heading_the_total_itself_is_the_finding(form):
    report = audit(form(FORM.replace("（50分）", "").replace("（40分）", "")), select=["PS101", "PS102", "PS103"])
    assert codes(report) == ["PS101"]
    assert report.coverage.skipped == 1
    (skipped,) = report.coverage.skipped_checks
    assert (skipped.code, skipped.reason) == ("PS102", "一级指标没有印出分值")


def test_skipped_is_not_passed(form):
    report = audit(form(FORM.replace("总分\t\t\t\t\t90\t90\n", "")), select=["PS104", "PS209"])
    assert (report.coverage.passed, report.coverage.found) == (0, 0)
    assert {one.code for one in report.coverage.skipped_checks} == {"PS104", "PS209"}


def test_a_crashing_check_is_a_finding_and_the_others_go_on(form, monkeypatch):
    def crash(*_):
        raise ZeroDivisionError("no such row")
        yield

    broken = replace(CATALOGUE["PS102"], run=crash)
    monkeypatch.setattr(
        "perfscore.checks.catalogue._ALL", [broken if one.code == "PS102" else one for one in CATALOGUE.values()]
    )
    report = audit(form(), select=["PS102", "PS304"])
    assert codes(report) == ["PS004", "PS304"]
    assert "PS102[section-points-mismatch]" in report.findings[0].message
    assert "ZeroDivisionError: no such row" in report.findings[0].message
    assert [one.code for one in report.coverage.skipped_checks] == ["PS102"]


def test_extracted_text_caps_at_warning_and_the_user_overrides_everything(form):
    path = form()
    assert {f.severity for f in audit(path, select=["PS304"]).findings} == {Severity.WARNING}
    raised = audit(path, select=["PS304"], severity={"score-exceeds-points": "error"})
    assert {f.severity for f in raised.findings} == {Severity.ERROR}
    assert (raised.exit_code(), raised.exit_code("never")) == (1, 0)


def test_fingerprints_follow_the_indicator_and_not_the_row(form):
    first = audit(form(), select=["PS304"]).findings[0].fingerprint
    lines = FORM.splitlines(keepends=True)
    moved = audit(form("".join([*lines[:2], "\n", "\n", *lines[2:]])), select=["PS304"]).findings[0].fingerprint
    other = audit(form(FORM.replace("培训合格率", "培训及格率")), select=["PS304"]).findings[0].fingerprint
    assert first == moved
    assert first != other


def test_row_order_changes_no_finding(form):
    report = audit(form())
    swapped = FORM.splitlines(keepends=True)
    swapped[3], swapped[4] = swapped[4], swapped[3]
    again = audit(form("".join(swapped)))
    assert {(f.code, f.fingerprint) for f in report.findings} == {(f.code, f.fingerprint) for f in again.findings}


def test_checks_are_chosen_by_code_name_and_family():
    assert {one.code for one in select(("PS304",), ())} == {"PS304"}
    assert {one.code for one in select(("score-exceeds-points",), ())} == {"PS304"}
    assert all(one.code.startswith("PS1") for one in select(("PS1",), ()))
    assert "PS304" not in {one.code for one in select((), ("PS304",))}
    with pytest.raises(UsageError, match="没有检查项 'PS999'"):
        select(("PS999",), ())
    assert find("ps304[score-exceeds-points]").code == "PS304"


def test_folding_into_nothing_is_our_own_mistake():
    runner = Runner(())
    with pytest.raises(LookupError):
        runner._fold(type("F", (), {"into": "PS102", "related": None, "subject": ""})(), 0)


def test_a_level_that_does_not_exist_is_wrong_use(form):
    with pytest.raises(UsageError, match="可用 error、warning、info"):
        audit(form(), severity={"PS304": "fatal"})


def test_manual_pages_split_at_their_headings():
    assert list(sections_of(CATALOGUE["PS304"].doc)) == ["查什么", "为什么要紧", "反例", "正例", "依据"]


def test_what_has_nothing_to_be_laid_beside_is_skipped(form):
    crossing = [f"PS60{n}" for n in range(1, 9)] + ["PS610", "PS626"]
    report = audit(form(), select=crossing)
    assert (report.coverage.passed, report.coverage.found) == (0, 0)
    reasons = {one.code: one.reason for one in report.coverage.skipped_checks}
    assert sorted(reasons) == crossing
    assert reasons["PS605"] == "没有能确定相互对应的目标表和自评表（单位、项目、年度）"
    assert reasons["PS626"] == "没有汇总表"
