"""What each row of an indicator table is: by what it says, and by what it equals."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from perfscore.audit import audit
from perfscore.forms.sums import total_figure

HEAD = [
    ["项目支出绩效自评表"],
    ["项目名称", "道路养护"],
    ["主管部门", "某市交通局", None, None, "实施单位", "某市养护中心"],
    ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [None, "年度资金总额", 100, 100, 90, 10, "90%", 9],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
]
OUTPUT = [
    ["产出指标", "数量指标", "养护里程", "≥100公里", "120公里", 20, 20],
    ["产出指标", "质量指标", "养护合格率", "≥95%", "96%", 15, 15],
    ["产出指标", "时效指标", "养护及时率", "≥95%", "96%", 15, 15],
]
EFFECT = ["效益指标", "社会效益指标", "事故下降率", "≥10%", "12%", 30, 30]
CONTENT = ["满意度指标", "服务对象满意度指标", "公众满意度", "≥90%", "93%", 10, 10]
ROWS = [*OUTPUT, EFFECT, CONTENT]
FIRST = len(HEAD) + 1


def added(label, points=None, score=None):
    return [label, None, None, None, None, points, score]


TOTAL = added("总分", 100, 99)


def aside(name, target=None, actual=None, points=None, score=None):
    return ["效益指标", "生态效益指标", name, target, actual, points, score]


@pytest.fixture
def read(tmp_path):
    def run(rows, *, head=HEAD, merges=(), suffix=".xlsx"):
        path = tmp_path / f"自评表{suffix}"
        if suffix == ".xlsx":
            book = openpyxl.Workbook()
            for row in [*head, *rows]:
                book.active.append(row)
            for area in merges:
                book.active.merge_cells(area)
            book.save(path)
        else:
            lines = ["\t".join("" if cell is None else str(cell) for cell in row) for row in [*head, *rows]]
            path.write_text("\n".join(lines), encoding="utf-8")
        return audit([str(path)])

    return run


def accused(report):
    return [(f.code, f.at.cell) for f in report.findings if f.severity.word in ("error", "warning")]


def total_of(report):
    return next(score for score in report.scores if score.kind == "total")


NOTHING_APPLIES = [
    aside("本项目不涉及", "不涉及", "不涉及"),
    aside("无该项指标", points=0, score=0),
    aside("生态改善", "/", "/", "/", "/"),
    aside("生态改善", "不适用", "不适用", 0, 0),
    aside("无此类指标", "—", "—", "—", "—"),
    aside("N/A", "N/A", "N/A", "N/A", "N/A"),
    aside(None, "—", "—", "—", "—"),
    aside("不适用", "不适用", "不适用", "不适用", "不适用"),
    aside("无相关生态效益指标", "无", "无", "无", "无"),
    aside("未设置"),
    aside("（无）", "（无）", "（无）", 0, 0),
    aside("三级指标2"),
    aside("指标1："),
    aside("……"),
    aside("指标名称", "≥XX", "XX"),
]


@pytest.mark.parametrize("row", NOTHING_APPLIES, ids=lambda row: f"{row[2]} {row[3]}")
def test_a_row_that_says_nothing_is_no_indicator(read, row):
    report = read([*ROWS, row, TOTAL])
    assert accused(report) == []
    assert report.coverage.indicators == 5
    form = report.forms[0].form
    assert [one.role for section in form.sections for one in section.aside] == ["placeholder"]
    assert total_of(report).recomputed == Decimal("99.00")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (aside("绿化率", "≥30%", "35%"), "PS107"),
        (aside("绿化率", None, "35%", 0, 0), "PS111"),
        (aside("绿化率"), "PS107"),
        (aside("指标2", "……", "……", 10, 10), "PS113"),
        (aside("无障碍设施改造率", "≥30%", "35%"), "PS107"),
    ],
)
def test_a_row_that_says_something_is_an_indicator(read, row, code):
    report = read([*ROWS, row, TOTAL])
    assert report.coverage.indicators == 6
    assert code in [one for one, _ in accused(report)]


def test_satisfaction_that_does_not_apply_leaves_its_points_to_the_effects(read):
    effects = [[*EFFECT[:5], 20, 20], ["效益指标", "可持续影响指标", "管护年限", "≥3年", "3年", 20, 20]]
    report = read([*OUTPUT, *effects, ["满意度指标", "服务对象满意度指标", "不涉及", "—", "—", "—", "—"], TOTAL])
    assert accused(report) == []
    assert report.coverage.indicators == 5


@pytest.mark.parametrize(
    "parts",
    [
        [["产出指标", "数量指标", "其中：国道", "≥50公里", "60公里"]],
        [["产出指标", "数量指标", "其中：国道", "≥50公里", "60公里", "—", "—"]],
        [
            ["产出指标", "数量指标", "其中：国道", "≥50公里", "60公里", 12, 12],
            ["产出指标", "数量指标", "其中：省道", "≥50公里", "60公里", 8, 8],
        ],
    ],
)
def test_a_part_counts_with_the_row_above_it(read, parts):
    report = read([OUTPUT[0], *parts, *OUTPUT[1:], EFFECT, CONTENT, TOTAL])
    assert accused(report) == []
    assert report.coverage.indicators == 5
    assert [one.role for one in report.forms[0].form.sections[0].aside] == ["part"] * len(parts)


SUBTOTALS = {
    "below each section": [
        *OUTPUT, added("产出指标小计", 50, 50), EFFECT, added("效益指标小计", 30, 30), CONTENT,
        added("满意度指标小计", 10, 10), TOTAL,
    ],
    "of all rows": [*ROWS, added("小计", 90, 90), TOTAL],
    "under another name": [*ROWS, added("指标得分合计", 90, 90), added("总分（含预算执行率）", 100, 99)],
    "a word that no list holds": [*OUTPUT, added("产出部分得分", 50, 50), EFFECT, CONTENT, TOTAL],
    "of two sections": [*OUTPUT, EFFECT, added("产出效益小计", 80, 80), CONTENT, TOTAL],
    "in the column of names": [*OUTPUT, ["产出指标", None, "小计", None, None, 50, 50], EFFECT, CONTENT, TOTAL],
    "beside the heading": [
        added("产出指标", 50, 50), *([None, *row[1:]] for row in OUTPUT), added("效益指标", 30, 30), [None, *EFFECT[1:]],
        added("满意度指标", 10, 10), [None, *CONTENT[1:]], TOTAL,
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", SUBTOTALS)
def test_a_subtotal_belongs_to_the_rows_that_it_equals(read, layout):
    report = read(SUBTOTALS[layout])
    assert accused(report) == []
    assert report.coverage.indicators == 5
    assert (total_of(report).recorded, total_of(report).recomputed) == ("99", Decimal("99.00"))


@pytest.mark.parametrize("score", [88, 91])
def test_a_subtotal_of_all_rows_that_is_wrong_is_found(read, score):
    report = read([*ROWS, added("小计", 90, score), TOTAL])
    assert accused(report) == [("PS201", f"G{FIRST + 5}")]


ADJUSTED = {
    "a bonus in the total": (
        [*ROWS, ["加分项", "加分项", "省级表彰", "获得得2分", "获得", 2, 2], added("总分", 102, 101)],
        "101.00",
    ),
    "a bonus without points": ([*ROWS, ["附加分", None, "省级表彰", None, "1次", None, 2], added("总分", 100, 101)], "101.00"),
    "a deduction below": (
        [*ROWS, TOTAL, ["扣分项", None, "材料迟报", None, "1次", None, -1], added("最终得分", 100, 98)],
        "99.00",
    ),
    "a deduction written without a sign": (
        [*ROWS, TOTAL, ["扣分项", None, "材料迟报", None, "1次", None, 1], added("最终得分", 100, 98)],
        "99.00",
    ),
    "both": (
        [
            *ROWS, TOTAL, ["加分项", None, "省级推广", "1次", "1次", 2, 2],
            ["扣分项", None, "审计问题", None, "1个", None, -3], added("最终得分", None, 98),
        ],
        "99.00",
    ),
    "in the total": ([*ROWS, ["减分项", None, "材料迟报", None, "1次", -5, -1], added("总分", 100, 98)], "98.00"),
}  # fmt: skip


@pytest.mark.parametrize("layout", ADJUSTED)
def test_bonuses_and_deductions_stand_beside_the_hundred(read, layout):
    rows, total = ADJUSTED[layout]
    report = read(rows)
    assert accused(report) == []
    assert report.coverage.indicators == 5
    assert total_of(report).recomputed == Decimal(total)


def test_a_final_total_that_leaves_the_deduction_out_is_wrong(read):
    report = read([*ROWS, TOTAL, ["扣分项", None, "材料迟报", None, "1次", None, -1], added("最终得分", 100, 97)])
    assert accused(report) == [("PS209", f"G{FIRST + 7}")]


@pytest.mark.parametrize(
    ("last", "recorded"),
    [
        (added("总分：99分"), "总分：99分"),
        (added("自评得分：99分"), "自评得分：99分"),
        (added("合计：99/100"), "合计：99/100"),
        (added("总分", 100, "99/100"), "99/100"),
        (added("总分", 100, "得分：99分"), "得分：99分"),
        (added("总分", 100, "共99分"), "共99分"),
        (added("总分（满分100分）", None, "99分"), "99分"),
        ([None, None, "总分", None, None, 100, 99], "99"),
    ],
)
def test_a_total_is_one_whatever_stands_around_its_number(read, last, recorded):
    report = read([*ROWS, last])
    assert accused(report) == []
    assert total_of(report).recorded == recorded


@pytest.mark.parametrize(("score", "codes"), [(99, []), (93, ["PS209"])])
def test_a_total_in_the_head_is_compared(read, score, codes):
    head = [HEAD[0], ["（2023年度）", None, None, "自评总分（分）：", score], *HEAD[1:]]
    report = read(ROWS, head=head)
    assert [code for code, _ in accused(report)] == codes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("99/100", "99"),
        ("得分：99分", "99"),
        ("99.75分（优）", "99.75"),
        ("98分（满分100分）", "98"),
        ("90和95", None),
        ("95%", None),
    ],
)
def test_the_one_number_of_a_total(text, number):
    figure = total_figure(text)
    assert (None if figure is None else str(figure.value)) == number


@pytest.mark.parametrize("error", ["#REF!", "#VALUE!", "#DIV/0!"])
def test_an_error_value_is_no_blank(read, error):
    report = read([*ROWS, added("总分", 100, error)])
    assert accused(report) == [("PS033", f"G{FIRST + 5}")]
    message = next(f.message for f in report.findings if f.code == "PS033")
    assert "错误值" in message


MERGED = [f"{column}{FIRST}:{column}{FIRST + 1}" for column in "FG"]


def merged(points, score, *, second="96%", reason=None):
    first = [*OUTPUT[0][:5], points, score, reason]
    return [first, [*OUTPUT[1][:4], second, None, None], *OUTPUT[2:], EFFECT, CONTENT, TOTAL]


def test_rows_that_share_points_and_score_are_scored_together(read):
    report = read(merged(35, 35), merges=MERGED)
    assert accused(report) == []
    assert (report.coverage.indicators, report.coverage.recomputed) == (5, 5)
    first, second = report.scores[1:3]
    assert (first.points, first.recomputed, first.status) == (35, Decimal("35.00"), "recomputed")
    assert (second.points, second.recorded, second.recomputed, second.status) == (None, None, None, "joint")
    assert total_of(report).recomputed == Decimal("99.00")


def test_a_joint_score_above_the_joint_points_is_found_once(read):
    rows = merged(35, 36)
    rows[-1] = added("总分", 100, 100)
    report = read(rows, merges=MERGED)
    assert [pair for pair in accused(report) if pair[0] == "PS304"] == [("PS304", f"G{FIRST}")]
    assert "养护里程、养护合格率" in next(f.message for f in report.findings if f.code == "PS304")


def test_a_joint_score_is_compared_with_the_sum_of_its_rows_points(read):
    rows = [[*OUTPUT[0][:5], 20, 35], [*OUTPUT[1][:5], 15, None], *OUTPUT[2:], EFFECT, CONTENT, TOTAL]
    report = read(rows, merges=MERGED[1:])
    assert accused(report) == []
    assert (report.scores[1].recomputed, report.scores[2].status) == (Decimal("35.00"), "joint")


def test_points_shared_by_rows_that_did_differently_are_not_divided(read):
    rows = [*merged(35, 33, second="90%", reason="设备检修")[:-1], added("总分", 100, 97)]
    report = read(rows, merges=MERGED)
    assert [pair for pair in accused(report) if pair[0] in ("PS301", "PS307", "PS308", "PS209", "PS101")] == []
    assert report.scores[1].recomputed is None
    assert "合用一个分值" in report.scores[1].reason


def test_a_merged_target_stands_in_every_row(read):
    rows = [[*row] for row in ROWS]
    rows[1][3], rows[2][3] = "≥95%", None
    report = read([*rows, TOTAL], merges=[f"D{FIRST + 1}:D{FIRST + 2}"])
    assert accused(report) == []
    assert report.coverage.recomputed == 5


@pytest.mark.parametrize(
    ("name", "target", "actual"), [("成本", "不超预算", "未超预算"), ("时效", "及时", "及时")]
)
def test_a_name_that_is_also_a_level_stays_a_name_in_a_workbook(read, name, target, actual):
    rows = [*OUTPUT[:2], ["产出指标", "成本指标", name, target, actual, 15, 15], EFFECT, CONTENT, TOTAL]
    report = read(rows)
    form = report.forms[0].form
    assert form.repairs == ()
    assert [row.name.value for row in form.indicators] == [
        "养护里程",
        "养护合格率",
        name,
        "事故下降率",
        "公众满意度",
    ]
    assert not {"PS101", "PS209"} & {code for code, _ in accused(report)}


def test_a_row_without_a_name_counts_in_the_sums(read):
    report = read([*OUTPUT[:2], ["产出指标", "时效指标", None, "≥95%", "96%", 15, 15], EFFECT, CONTENT, TOTAL])
    codes = [code for code, _ in accused(report)]
    assert "PS112" in codes
    assert not {"PS101", "PS103", "PS209"} & set(codes)
    assert total_of(report).recomputed is None


def test_no_sum_is_judged_where_a_row_was_lost(read):
    lost = [None, 3, "养护次数", "≥1次", "2次", 7, 7]
    report = read([*OUTPUT, lost, EFFECT, CONTENT, added("总分", 97, 95)])
    skipped = {one.code: one.reason for one in report.coverage.skipped_checks}
    assert {"PS101", "PS103", "PS209"} <= skipped.keys()
    assert "没有读入" in skipped["PS209"]


def test_a_re_seating_that_breaks_the_total_is_taken_back(read):
    rows = [*OUTPUT[:2], ["", "时效", "及时", "", "", 15, 15], EFFECT, CONTENT, TOTAL]
    report = read(rows, suffix=".txt")
    assert not {"PS101", "PS209"} & {code for code, _ in accused(report)}
