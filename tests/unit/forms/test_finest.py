"""Tables in which two columns may name the rows: the finer one does, the coarser is their level."""

from __future__ import annotations

import pytest

from builders import findings
from forms_support import figure, sheet, text, workbook
from perfscore.forms import recognise
from perfscore.readers.intake import open_document

N = None
ROWS = [
    ("绿化养护（40分）", "草坪高度控制在8厘米以内", "每超1厘米扣1分", "20", "18"),
    ("绿化养护（40分）", "乔木无枯死枝条", "发现一处扣2分", "20", "20"),
    ("设施维护（60分）", "座椅完好无松动", "每处损坏扣3分", "30", "27"),
    ("设施维护（60分）", "路灯亮灯", "不亮一盏扣1分", "20", "19"),
    ("设施维护（60分）", "公示牌字迹清晰", "缺字一处扣0.5分", "10", "9.5"),
]
TITLE = ["公园养护月度考核评分表"]
VALUES = ("评分标准", "分值", "得分")
#: The columns that may name the rows, as sheets print them; the last of each does.
HEADS = [
    ("考核项目", "考核内容"),
    ("考核项目", "考核要点"),
    ("评价项目", "评价内容"),
    ("考核指标", "具体要求"),
    ("检查类别", "检查内容"),
    ("项目", "养护要求"),
]
NAMES = [row[1] for row in ROWS]
LEVELS = [row[0] for row in ROWS]


def table(head, levels, *, merges=()):
    rows = [[level, *row[1:]] for level, row in zip(levels, ROWS, strict=True)]
    total = ["合计", N, N, "100", "93.5"]
    return workbook(sheet(TITLE, [*head, *VALUES], *rows, total, merges=merges))


def check(document):
    (match,) = recognise(document)
    form = match.extract()
    assert [row.name.value for row in form.indicators] == NAMES
    assert [(row.l1, figure(row.points), figure(row.score)) for row in form.indicators] == [
        (row[0], *row[3:]) for row in ROWS
    ]
    assert [figure(section.points) for section in form.sections] == ["40", "60"]
    for code in ("PS101", "PS102", "PS107", "PS112", "PS119", "PS209"):
        assert findings(code, form) == []


@pytest.mark.parametrize("head", HEADS)
def test_what_is_merged_over_several_rows_is_their_level(head):
    levels = [LEVELS[0], N, LEVELS[2], N, N]
    check(table(head, levels, merges=[(3, 1, 2, 1), (5, 1, 3, 1)]))


@pytest.mark.parametrize("head", HEADS)
def test_what_is_printed_once_above_its_rows_is_their_level(head):
    check(table(head, [LEVELS[0], N, LEVELS[2], N, N]))


@pytest.mark.parametrize("head", HEADS)
def test_what_comes_again_in_each_row_is_their_level(head):
    check(table(head, LEVELS))


def test_names_and_what_is_asked_of_them_stay_what_they_are():
    names = ["草坪", "乔木", "座椅", "路灯", "公示牌"]
    (match,) = recognise(table(("考核指标", "考核要求"), names))
    form = match.extract()
    assert [row.name.value for row in form.indicators] == names
    assert [piece.value for piece in form.head.unread] == ["考核要求"]


def test_a_name_that_comes_twice_among_many_is_a_slip():
    names = [f"路段{n}保洁" for n in range(1, 10)]
    names[4] = names[3]
    rows = [[name, f"路面第{n}段无杂物", "一处扣1分", "10", "10"] for n, name in enumerate(names)]
    last = ["投诉处理", "投诉按时回复", "一件扣1分", "10", "10"]
    (match,) = recognise(workbook(sheet(TITLE, ["考核指标", "考核要求", *VALUES], *rows, last)))
    form = match.extract()
    assert [row.name.value for row in form.indicators] == [*names, "投诉处理"]
    assert len(findings("PS119", form)) == 1


def test_points_of_several_contents_are_those_of_their_project():
    rows = [
        ["草坪", "高度合格", "超高一处扣1分", "50", "48"],
        [N, "无杂草", "一处扣1分", N, N],
        ["乔木", "无枯枝", "一处扣2分", "50", "50"],
        [N, "树池整洁", "一处扣1分", N, N],
    ]
    merges = [(row, column, 2, 1) for row in (3, 5) for column in (1, 4, 5)]
    total = ["合计", N, N, "100", "98"]
    (match,) = recognise(workbook(sheet(TITLE, ["考核项目", "考核内容", *VALUES], *rows, total, merges=merges)))
    form = match.extract()
    for code in ("PS101", "PS107", "PS112", "PS119", "PS132", "PS209"):
        assert findings(code, form) == []


def test_three_columns_are_two_levels_and_the_names():
    kinds = ["绿化", "绿化", "设施", "设施", "设施"]
    projects = ["草坪", "草坪", "座椅", "照明", "照明"]
    rows = [[kind, project, *row[1:]] for kind, project, row in zip(kinds, projects, ROWS, strict=True)]
    (match,) = recognise(workbook(sheet(TITLE, ["考核类别", "考核项目", "考核内容", *VALUES], *rows)))
    assert [(row.l1, row.l2, row.name.value) for row in match.extract().indicators] == list(
        zip(kinds, projects, NAMES, strict=True)
    )


def test_columns_under_one_heading_of_names_are_level_and_name():
    first = ["考核项目", N, "评分标准", "分值", "得分"]
    second = ["类别", "细目", N, N, N]
    rows = [[*row] for row in ROWS]
    merges = [(2, 1, 1, 2), (2, 3, 2, 1), (2, 4, 2, 1), (2, 5, 2, 1)]
    total = ["合计", N, N, "100", "93.5"]
    check(workbook(sheet(TITLE, first, second, *rows, total, merges=merges)))


def test_a_text_without_merges_is_read_alike():
    lines = ["\t".join(TITLE), "\t".join(["考核项目", "考核内容", *VALUES])]
    lines += ["\t".join(row) for row in ROWS]
    lines += ["合计\t\t\t100\t93.5"]
    check(text("\n".join(lines)))


def test_labels_of_levels_say_which_column_is_which(tmp_path):
    rows = [
        ("项目支出绩效自评表",),
        ("项目名称", "译制广播", "主管部门", "某局"),
        ("指标大类", "指标类别", "指标内容", "目标值", "完成值", "权重", "自评分"),
        ("产出指标", "数量指标", "译制广播剧集数", "≥120集", "126集", "20", "20"),
        ("", "数量指标", "译制专题片数", "≥30部", "31部", "20", "20"),
        ("", "质量指标", "审校合格率", "≥98%", "99%", "20", "20"),
        ("效益指标", "社会效益指标", "覆盖农牧民户数", "≥8000户", "8100户", "30", "30"),
        ("满意度指标", "服务对象满意度指标", "听众满意度", "≥90%", "93%", "10", "10"),
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    (match,) = recognise(open_document(path))
    form = match.extract()
    assert [(row.l1, row.l2, row.name.value) for row in form.indicators][:2] == [
        ("产出指标", "数量指标", "译制广播剧集数"),
        ("产出指标", "数量指标", "译制专题片数"),
    ]
    assert all(row.explanation is None for row in form.indicators)


#: A target that is a date may be cut in two by its columns: its year is the value, the rest stands among the units.
MEASURED = [
    ("产出指标", "数量指标", "疏浚河道长度", "20", "≥36", "公里", "20", "36.4公里"),
    (N, "成本指标", "清淤土方单价", "20", "≤58", "元/立方米", "20", "57.2元/立方米"),
    (N, "时效指标", "汛前工程完工时间", "20", "2024", "年4月30日前", "20", "2024年4月12日"),
    ("效益指标", "社会效益指标", "受益沿河人口", "20", "≥3", "万人", "20", "3.1万人"),
    (N, "经济效益指标", "减少内涝损失", "20", "≥90", "万元", "20", "95.5万元"),
]


@pytest.mark.parametrize("left", [(), (2,)], ids=["with a date", "units alone"])
def test_a_column_of_units_names_no_row(left):
    rows = [row for n, row in enumerate(MEASURED) if n not in left]
    if left:
        rows[0] = (*rows[0][:3], "40", *rows[0][4:6], "40", rows[0][7])
    head = ["首级指标", "二级指标", "指标内容", "应得分", "绩效标准值", "计数量词", "自评得分", "年末完成数"]
    (match,) = recognise(workbook(sheet(["项目支出绩效自评表"], head, *rows)))
    form = match.extract()
    assert [row.name.value for row in form.indicators] == [row[2] for row in rows]
    assert [str(row.target.value) for row in form.indicators] == [f"{row[4]}{row[5]}" for row in rows]
    for code in ("PS119", "PS306", "PS318", "PS403"):
        assert findings(code, form) == []
