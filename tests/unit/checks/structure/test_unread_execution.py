"""The points of an execution that stands in a block that was not read are no slip of the total."""

from openpyxl import Workbook

from perfscore.audit import audit


def written(path, *, total, label="合计", block=True):
    book = Workbook()
    page = book.active
    page.append(["2024年度单位整体支出绩效自评表"])
    page.append(["填报单位：某县消防救援大队"])
    if block:
        page.append(["项目", "基本支出", "项目支出", "合计", "执行得分"])
        page.append(["年初预算数", 820, 360, 1180, 9.7])
        page.append(["执行数", 800, 345, 1145])
    page.append(["一级指标", "二级指标", "三级指标", "年初目标值", "全年实际值", "分值", "得分"])
    page.append(["产出指标", "数量指标", "出警次数", "≥600次", "654次", 50, 50])
    page.append(["效益指标", "社会效益指标", "隐患整改率", "≥95%", "96%", 40, 40])
    page.append([label, None, None, None, None, total, total - 0.3])
    book.save(path)
    return path


def found(report):
    return {one.code for one in report.findings if one.severity.word == "error"}


def test_the_execution_is_in_a_block_that_was_not_read(tmp_path):
    report = audit(written(tmp_path / "表.xlsx", total=100))
    assert report.forms[0].form.unplaced
    assert "PS101" not in found(report)
    (row,) = [score for score in report.scores if score.kind == "total"]
    assert (row.recomputed, row.range) == (None, None)


def test_the_total_says_that_it_counts_the_execution(tmp_path):
    report = audit(written(tmp_path / "表.xlsx", total=100, label="合计（含预算执行10分）", block=False))
    assert "PS101" not in found(report)


def test_another_difference_is_a_slip_still(tmp_path):
    assert "PS101" in found(audit(written(tmp_path / "甲.xlsx", total=95)))
    assert "PS101" in found(audit(written(tmp_path / "乙.xlsx", total=100, block=False)))
