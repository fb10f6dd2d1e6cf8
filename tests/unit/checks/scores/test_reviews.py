"""Means of reviewers and of projects, and reviews against self-assessments, in ledgers."""

from __future__ import annotations

import openpyxl
import pytest

from perfscore.audit import audit

TITLE = "2024年度项目支出绩效评价专家评分汇总表"


def told(folder, code, *lines):
    path = folder / "汇总.txt"
    path.write_text("\n".join([TITLE, *("\t".join(line.split("|")) for line in lines), ""]), encoding="utf-8")
    return [finding for finding in audit(path).findings if finding.code == code]


def sheet(folder, code, *lines):
    book = openpyxl.Workbook()
    book.active.append([TITLE])
    for line in lines:
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in line.split("|")])
    book.save(folder / "汇总.xlsx")
    return [finding for finding in audit(folder / "汇总.xlsx").findings if finding.code == code]


EXPERTS = "序号|项目名称|单位名称|专家1|专家2|专家3|平均分"
JUDGES = "序号|项目名称|实施单位|评委一评分|评委二评分|评委三评分|评委四评分|平均得分"


@pytest.mark.parametrize("way", [told, sheet])
def test_a_mean_that_no_way_of_averaging_gives(way, tmp_path):
    (found,) = way(tmp_path, "PS328", EXPERTS, "1|公厕改造|某镇|92|88|90|91", "2|护林设备|某林场|95|94|93|94")
    assert found.recomputed == "90"
    assert len(found.related) == 3
    assert found.severity.word == ("warning" if way is told else "error")


@pytest.mark.parametrize(
    "row",
    [
        "1|公厕改造|某镇|90|80|85|92|86.75",
        "1|公厕改造|某镇|90|80|85|92|87.5",  # without the highest and the lowest
        "1|公厕改造|某镇|90|80|85|91|86.5",
        "1|公厕改造|某镇|90|80|85|92|86.7",  # cut
        "1|公厕改造|某镇|90|80||92|95",
        "1|公厕改造|某镇|90|80|85|92|",
    ],
)
def test_means_that_follow(row, tmp_path):
    assert told(tmp_path, "PS328", JUDGES, row, "2|护林设备|某林场|95|94|93|94|94") == []


def test_columns_that_are_no_reviewers_are_not_averaged(tmp_path):
    head = "序号|项目名称|单位名称|自评得分|产出得分|平均分"
    assert told(tmp_path, "PS328", head, "1|公厕改造|某镇|92|40|91", "2|护林设备|某林场|95|45|94") == []


MONEY = "序号|项目名称|单位名称|全年预算数|全年执行数|自评得分"


@pytest.mark.parametrize(
    ("label", "mean", "found"),
    [
        ("平均得分", "96.5", 0),
        ("平均得分", "96", 0),  # by the budget
        ("平均得分", "97.5", 1),
        ("加权平均得分", "96", 0),
        ("加权平均得分", "96.5", 1),
        ("按资金加权平均分", "95.93", 0),
    ],
)
def test_a_mean_over_projects(label, mean, found, tmp_path):
    rows = ("1|乡道养护|某镇|100|90|98", "2|设备购置|某中心|200|200|95", f"|{label}||300|290|{mean}")
    assert len(told(tmp_path, "PS328", MONEY, *rows)) == found


def test_a_row_of_means_is_no_project_of_a_sum(tmp_path):
    rows = ("1|乡道养护|某镇|100|90|98", "2|设备购置|某中心|200|200|95", "|平均得分||300|290|96.5")
    assert told(tmp_path, "PS201", MONEY, *rows, "合计|||300|290|") == []


@pytest.mark.parametrize(
    "head",
    [
        "序号|项目名称|单位名称|自评得分|复核得分",
        "序号|项目名称|主管部门|自评总分|财政评审总分",
        "序号|单位名称|自评分|抽评得分|等级",
    ],
)
def test_a_review_far_from_the_self_assessment(head, tmp_path):
    rows = ("1|水库除险|某局|98|86.5", "2|渠道清淤|某局|95|94")
    if "等级" in head:
        rows = ("1|某局|98|86.5|良", "2|某中心|95|94|优")
    (found,) = told(tmp_path, "PS330", head, *rows)
    assert found.severity.word == "warning"
    assert "相差 11.5 分" in found.message


def test_a_gap_at_the_limit_or_without_a_review(tmp_path):
    head = "序号|项目名称|单位名称|自评得分|复核得分"
    assert told(tmp_path, "PS330", head, "1|水库除险|某局|98|93", "2|渠道清淤|某局|95|") == []


def test_several_gaps_are_one_finding(tmp_path):
    head = "序号|项目名称|单位名称|自评得分|复核得分"
    (found,) = told(tmp_path, "PS330", head, "1|水库除险|某局|98|90", "2|渠道清淤|某局|95|80")
    assert "渠道清淤" in found.message
    assert "2 个项目" in found.message
