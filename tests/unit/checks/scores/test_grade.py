"""Grades against scores, in a form and in the rows of a ledger."""

import pytest

from perfscore.audit import audit

LEDGER = "\n".join(
    "\t".join(row)
    for row in (
        ("2025年度项目支出绩效自评结果汇总表",),
        ("序号", "项目名称", "单位名称", "自评得分", "自评等级"),
        ("1", "桑园改造", "某县蚕桑站", "98.90", "{}"),
        ("2", "蚕种补贴", "某县蚕桑站", "86", "良"),
        ("3", "共育室改造", "某县蚕桑站", "80", "良"),
    )
)


@pytest.mark.parametrize(
    ("grade", "subjects"), [("优", []), ("良", ["桑园改造/grade"]), ("中", ["桑园改造/grade"]), ("", [])]
)
def test_each_project_of_a_ledger_has_the_grade_of_its_score(grade, subjects, tmp_path):
    path = tmp_path / "汇总.txt"
    path.write_text(LEDGER.format(grade), encoding="utf-8")
    found = audit(path, select=["PS326"]).findings
    assert [finding.subject for finding in found] == subjects
    assert all("总分 98.90 属于“优”" in finding.message for finding in found)


def test_none_of_a_rate_is_none(tmp_path):
    """0% in full marks beside ≥0.2%: a sign that was turned, not a number that was rounded."""
    rows = [
        ("项目支出绩效自评表",),
        ("项目名称", "社区矫正", "主管部门", "某局"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "质量指标", "矫正期间再犯罪率", "≥0.2%", "0%", "10", "10"),
        ("", "质量指标", "档案差错率", "≤0.2%", "0%", "10", "10"),
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    assert [finding.subject for finding in audit(path, select=["PS306"]).findings] == ["矫正期间再犯罪率/score"]
