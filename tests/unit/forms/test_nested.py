"""Scoring sheets of evaluators: points behind each level, several reviewers, rows without targets."""

from __future__ import annotations

import pytest

from builders import findings
from forms_support import figure, sheet, text, workbook
from perfscore.checks.catalogue import CATALOGUE
from perfscore.forms import recognise

N = None
HEADER = ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "得分"]
ROWS = [
    ["决策", "20", "项目立项", "10", "立项依据充分性", "5", "依据充分得5分", "5"],
    ["决策", "20", "项目立项", "10", "立项程序规范性", "5", "程序规范得5分", "4"],
    ["决策", "20", "绩效目标", "10", "绩效目标合理性", "10", "目标合理得10分", "10"],
    ["过程", "30", "资金管理", "30", "资金到位率", "10", "资金到位得10分", "10"],
    ["过程", "30", "资金管理", "30", "资金使用合规性", "20", "使用合规得20分", "18"],
    ["产出", "50", "产出数量", "50", "培训完成率", "50", "全部完成得50分", "50"],
]
SECTIONS = [("决策指标", "20"), ("过程指标", "30"), ("产出指标", "50")]
POINTS = ["5", "5", "10", "10", "20", "50"]
SCORES = ["5", "4", "10", "10", "18", "50"]


def merged(rows=ROWS):
    """The rows with the cells of a level in its first row only."""
    found, before = [], [N] * 4
    for row in rows:
        again = [row[place - place % 2] == before[place - place % 2] for place in range(4)]
        found.append([*(N if same else cell for same, cell in zip(again, row[:4], strict=True)), *row[4:]])
        before = row[:4]
    return found


def only(document):
    (match,) = recognise(document)
    return match.extract()


def told(form):
    return (
        form.head.kind,
        [(section.name, figure(section.points)) for section in form.sections],
        [figure(row.points) for row in form.indicators],
        [figure(row.score) for row in form.indicators],
        [
            [(total.label.value, figure(total.points), total.over) for total in section.subtotals]
            for section in form.sections
        ],
    )


READ = (
    "scoring-sheet",
    SECTIONS,
    POINTS,
    SCORES,
    [
        [("项目立项", "10", (0, 2)), ("绩效目标", "10", (2, 3))],
        [("资金管理", "30", (3, 5))],
        [("数量指标", "50", (5, 6))],
    ],
)


@pytest.mark.parametrize("rows", [ROWS, merged()], ids=["repeated", "merged"])
@pytest.mark.parametrize("title", [[["某项目绩效评价指标体系评分表"]], []], ids=["titled", "untitled"])
def test_points_behind_each_level_are_those_of_the_level(rows, title):
    total = ["合计", "100", N, "100", N, "100", N, "97"]
    form = only(workbook(sheet(*title, HEADER, *rows, total)))
    assert told(form) == READ
    assert (figure(form.total.points), figure(form.total.score)) == ("100", "97")
    assert form.unplaced == ()
    for code, check in CATALOGUE.items():
        if check.scope not in ("input", "crash"):
            assert findings(code, form) == [], code


def test_the_same_from_text():
    lines = ["某项目绩效评价指标体系评分表", *("\t".join(row) for row in (HEADER, *ROWS))]
    assert told(only(text("\n".join(lines)))) == READ


def test_levels_of_unknown_words_where_the_points_of_all_levels_agree():
    header = ["评价维度", "分值", "评价要素", "分值", "评价内容", "分值", "评分说明", "得分"]
    assert told(only(workbook(sheet(["评价评分表"], header, *merged())))) == READ


def test_points_that_do_not_add_up_to_their_level():
    rows = [[*row] for row in ROWS]
    rows[4][5] = "25"
    form = only(workbook(sheet(HEADER, *rows)))
    assert [(one.recorded, one.recomputed) for one in findings("PS201", form)] == [("30", "35")]
    assert [one.recomputed for one in findings("PS102", form)] == ["35"]


def test_a_score_above_the_points_of_its_own_row():
    rows = [[*row] for row in ROWS]
    rows[1][7] = "6"
    form = only(workbook(sheet(HEADER, *rows)))
    (found,) = findings("PS304", form)
    assert (found.recorded, found.recomputed) == ("6", "5")


@pytest.mark.parametrize(
    "names", [("专家1", "专家2", "专家3", "平均分"), ("张老师", "李老师", "王老师", "合议结果")]
)
def test_the_average_of_several_reviewers_is_the_score(names):
    rows = [
        [*row[:7], row[7], str(int(row[7]) - 1), str(int(row[7]) - 2), str(int(row[7]) - 1)] for row in merged()
    ]
    rows[0][7:11] = ["5", "5", "4", "4.67"]
    form = only(workbook(sheet(["评价评分表"], [*HEADER[:7], *names], *rows)))
    assert [figure(row.score) for row in form.indicators] == ["4.67", "3", "9", "9", "17", "49"]
    assert [column.raw for column in form.head.unread] == list(names[:3])


def test_an_excerpt_is_not_judged_by_the_points_of_its_levels():
    form = only(workbook(sheet(HEADER, *ROWS[:2], ROWS[3])))
    assert [figure(section.points) for section in form.sections] == ["20", "30"]
    assert findings("PS102", form) == []


SHARES = [
    ["决策", "20%", "项目立项", "50%", "立项依据充分性", "50%", "依据充分得满分", "5"],
    ["决策", "20%", "项目立项", "50%", "立项程序规范性", "50%", "程序规范得满分", "4"],
    ["决策", "20%", "绩效目标", "50%", "绩效目标合理性", "100%", "目标合理得满分", "10"],
    ["过程", "30%", "资金管理", "100%", "资金到位率", "40%", "资金到位得满分", "12"],
    ["过程", "30%", "资金管理", "100%", "资金使用合规性", "60%", "使用合规得满分", "18"],
    ["产出", "50%", "产出数量", "100%", "培训完成率", "100%", "全部完成得满分", "45"],
]
WEIGHTS = ["一级指标", "权重", "二级指标", "权重", "三级指标", "权重", "评价标准", "得分"]
SUM = ["合计", N, N, N, N, N, N, "94"]


def weighted(rows, total=SUM):
    title, project = ["某项目绩效评价指标体系评分表"], ["项目名称", "河道清淤"]
    return only(workbook(sheet(title, project, WEIGHTS, *rows, total)))


def as_parts(rows):
    """The same shares as parts of one: 0.5 for 50%."""
    return [[str(int(cell[:-1]) / 100) if cell.endswith("%") else cell for cell in row] for row in rows]


@pytest.mark.parametrize("rows", [SHARES, as_parts(SHARES), merged(SHARES)], ids=["percent", "parts", "merged"])
def test_weights_that_are_shares_of_the_level_above_are_multiplied(rows):
    form = weighted(rows)
    assert [figure(row.points) for row in form.indicators] == ["5", "5", "10", "12", "18", "50"]
    assert [figure(section.points) for section in form.sections] == ["20", "30", "50"]
    assert [
        (total.label.value, figure(total.points), total.over)
        for section in form.sections
        for total in section.subtotals
    ] == [
        ("项目立项", "10", (0, 2)),
        ("绩效目标", "10", (2, 3)),
        ("资金管理", "30", (3, 5)),
        ("数量指标", "50", (5, 6)),
    ]
    assert [row.points.raw for row in form.indicators] == [row[5] for row in rows]
    assert findings("PS102", form) == findings("PS101", form) == []


def test_scores_out_of_a_hundred_count_by_the_product_of_the_weights():
    scores = ["100", "80", "100", "100", "100", "90"]
    form = weighted([[*row[:-1], score] for row, score in zip(SHARES, scores, strict=True)])
    assert [figure(row.points) for row in form.indicators] == ["100"] * 6
    assert [figure(row.weight) for row in form.indicators] == ["5", "5", "10", "12", "18", "50"]
    assert figure(form.total.score) == "94"


def test_weights_of_a_level_that_add_to_no_whole_are_not_multiplied():
    rows = [row[:] for row in SHARES]
    rows[0][5] = "40%"
    assert next(figure(row.points) for row in weighted(rows).indicators) != "4"
