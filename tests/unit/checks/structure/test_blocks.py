from pathlib import Path

import pytest

from builders import levels
from counting import calls_of
from perfscore.audit import audit
from perfscore.checks.pairs import paired
from perfscore.checks.subjects import View
from perfscore.rulesets import load_ruleset
from twoblocks import LAYOUTS, TERM, drawn, found, report, same

each_layout = pytest.mark.parametrize("layout", LAYOUTS)
N = ("数量指标", "谷坊座数", "≥40座")
Q = ("质量指标", "谷坊合格率", "100%")
S = ("服务对象满意度指标", "群众满意度", "≥90%")
WHOLE = [
    ("产出指标", N, N),
    ("", Q, Q),
    ("满意度指标", S, S),
]


def blank(row):
    first, term, _ = row
    return first, term, (term[0], "", "")


# -- PS125 -----------------------------------------------------------------------------------------------------


@each_layout
def test_a_blank_block_of_the_year(layout, tmp_path):
    (one,) = found("PS125", tmp_path, layout, *map(blank, WHOLE), goals=(TERM, ""))
    assert "3 项指标" in one.message
    # One text of two goals in an extraction may be of either block.
    assert levels([one]) == ["warning" if layout == "text" else "error"]


@each_layout
def test_a_goal_without_indicators(layout, tmp_path):
    (one,) = found("PS125", tmp_path, layout, *map(blank, WHOLE))
    assert levels([one]) == ["warning"]


@each_layout
def test_blocks_that_are_no_omission(layout, tmp_path):
    assert found("PS125", tmp_path, layout, *WHOLE) == []
    two = [blank(WHOLE[0]), blank(WHOLE[1])]
    assert found("PS125", tmp_path, layout, *two, goals=(TERM, "")) == []
    one_left = [blank(WHOLE[0]), blank(WHOLE[1]), WHOLE[2]]
    assert found("PS125", tmp_path, layout, *one_left) == []


@pytest.mark.parametrize("layout", ["xlsx", "docx"])
def test_only_the_year_is_filled(layout, tmp_path):
    rows = [(first, (year[0], "", ""), year) for first, _, year in WHOLE]
    for code in ("PS125", "PS126", "PS127", "PS129"):
        assert found(code, tmp_path, layout, *rows, goals=("", "完成。")) == []


# -- PS126 -----------------------------------------------------------------------------------------------------


@each_layout
@pytest.mark.parametrize(
    ("term", "year"),
    [
        (("数量指标", "巡护人员", "≤17人"), ("数量指标", "巡护人数", "≤17人")),
        (("数量指标", "培训场次", "≥12场"), ("数量指标", "培训班次数", "≥12期")),
        (("质量指标", "护林人员工资发放准确率", "100%"), ("质量指标", "护林工资发放准确率", "=100%")),
    ],
)
def test_one_indicator_with_two_names(layout, term, year, tmp_path):
    (one,) = found("PS126", tmp_path, layout, ("产出指标", term, year), WHOLE[2])
    assert levels([one]) == ["warning"]
    assert (one.recorded, one.recomputed) == (year[1], term[1])
    assert one.subject == f"{year[1]}/name"


@each_layout
def test_a_name_with_one_word_more_is_only_told(layout, tmp_path):
    pay = (("数量指标", "工资发放次数", "12次"), ("数量指标", "护林员工资发放次数", "12次"))
    (one,) = found("PS126", tmp_path, layout, ("产出指标", *pay), WHOLE[2])
    assert levels([one]) == ["info"]


@each_layout
@pytest.mark.parametrize(
    ("term", "year"),
    [
        (("数量指标", "谷坊座数", "≥40座"), ("数量指标", "年度谷坊座数", "≥40座")),
        (("数量指标", "谷坊座数（座）", "≥40座"), ("数量指标", "谷坊座数", "≥40座")),
        (("质量指标", "工程验收合格率", "100%"), ("质量指标", "勘察成果合格率", "100%")),
        (("质量指标", "培训教师合格率", "100%"), ("质量指标", "培训学员合格率", "100%")),
        (("数量指标", "谷坊座数", "≥40座"), ("数量指标", "谷坊维修处数", "≥12处")),
        (("数量指标", "谷坊建设及清", "≥40座"), ("数量指标", "谷坊建设及清淤", "≥40座")),
    ],
)
def test_names_that_are_the_same_or_of_two_indicators(layout, term, year, tmp_path):
    assert found("PS126", tmp_path, layout, ("产出指标", term, year), *WHOLE[1:]) == []


# -- PS127 -----------------------------------------------------------------------------------------------------


@each_layout
def test_values_that_differ_are_held_against_the_money(layout, tmp_path):
    rows = [
        ("产出指标", ("数量指标", "巡护次数", "≥24次"), ("数量指标", "巡护次数", "≥36次")),
        ("", ("成本指标", "巡护费", "≤80000元/年"), ("成本指标", "巡护费", "≤60000元/年")),
    ]
    one, two = found("PS127", tmp_path, layout, *rows, WHOLE[2], money=("400,000", "300,000"))
    assert levels([one, two]) == ["info", "info"]
    assert "年度值为实施期值的 150%，年度资金为实施期资金的 75%" in one.message
    assert two.subject == "巡护费/target"


@each_layout
@pytest.mark.parametrize(
    ("term", "year"),
    [
        (("数量指标", "谷坊座数", "≥40座"), ("数量指标", "谷坊座数", "≥12座")),
        (("时效指标", "完工时间", "2028年11月底前"), ("时效指标", "完工时间", "2026年11月底前")),
        (("质量指标", "谷坊合格率", "100%"), ("质量指标", "谷坊合格率", "=100.0%")),
        (("数量指标", "治理面积", "≥1.5万亩"), ("数量指标", "治理面积", "≥15000亩")),
        (("数量指标", "受益人次", "≥20000人次"), ("数量指标", "受益人次", "≥5000人次/年")),
        (("数量指标", "谷坊座数", "≥40座"), ("数量指标", "谷坊座数", "")),
    ],
)
def test_a_part_of_the_term_and_another_spelling(layout, term, year, tmp_path):
    parts = {"money": ("900,000", "300,000")}
    assert found("PS127", tmp_path, layout, ("产出指标", term, year), WHOLE[2], **parts) == []


@each_layout
def test_another_order_is_told_once(layout, tmp_path):
    rows = [same("产出指标", "数量指标", f"{name}座数", f"≥{n}座") for n, name in enumerate("甲乙丙丁", 7)]
    turned = [
        (first if n == 0 else "", term, year)
        for n, ((first, term, _), (_, _, year)) in enumerate(zip(rows, rows[::-1], strict=True))
    ]
    (one,) = found("PS127", tmp_path, layout, *turned, WHOLE[2])
    assert "顺序不同" in one.message
    assert one.subject == "blocks/order"


# -- PS129 -----------------------------------------------------------------------------------------------------


@each_layout
def test_a_row_of_one_block(layout, tmp_path):
    extra = ("", ("时效指标", "完工时间", "11月底前"), ("时效指标", "", ""))
    (one,) = found("PS129", tmp_path, layout, *WHOLE[:2], extra, WHOLE[2])
    assert levels([one]) == ["warning"]
    assert "“完工时间”（时效指标）在年度一栏里没有对应的指标" in one.message
    # The year may do a part of the term.
    (one,) = found("PS129", tmp_path, layout, *WHOLE[:2], extra, WHOLE[2], money=("900,000", "300,000"))
    assert levels([one]) == ["info"]


@each_layout
def test_blocks_of_other_indicators_are_not_compared(layout, tmp_path):
    year = ("数量指标", "勘测设计份数", "1份")
    rows = [("产出指标", N, year), ("", Q, ("质量指标", "", "")), ("满意度指标", S, (S[0], "", ""))]
    assert found("PS129", tmp_path, layout, *rows) == []


@each_layout
def test_as_many_rows_on_both_sides(layout, tmp_path):
    other = ("", ("时效指标", "完工时间", "11月底前"), ("时效指标", "当年开工率", "100%"))
    assert found("PS129", tmp_path, layout, *WHOLE[:2], other, WHOLE[2]) == []


def test_a_row_that_was_not_read_is_no_missing_row(tmp_path):
    rows = [*WHOLE[:2], ("", ("", "备用泵", ""), ("", "", "≥5台")), WHOLE[2]]
    assert "PS129" not in {f.code for f in report(tmp_path, "text", *rows).findings}


# -- what must not stop anything ---------------------------------------------------------------------------------


@each_layout
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_blank_targets_and_many_rows(layout, unit, tmp_path):
    rows = [
        ("产出指标" if n == 0 else "", ("数量指标", f"第{n}村治理", ""), ("数量指标", f"第{n}村治理", ""))
        for n in range(200)
    ]
    codes = {f.code for f in report(tmp_path, layout, *rows, unit=unit).findings}
    assert not codes & {"PS043", "PS125", "PS126", "PS127", "PS129", "PS214", "PS217", "PS219"}


@each_layout
def test_a_sheet_without_blocks_is_skipped(layout, tmp_path):
    paper = drawn(*WHOLE)
    for row, column in list(paper.cells):
        if column >= 5:
            del paper.cells[row, column]
    paper.width = 5
    skipped = report(tmp_path, layout, papers=[paper]).coverage.skipped_checks
    assert {"PS125", "PS126", "PS127", "PS129", "PS214"} <= {check.code for check in skipped}


def test_twice_the_rows_are_twice_the_work(tmp_path):
    made = []
    for size in (150, 300):
        names = [(f"{n}号沟道治理", f"{n}号沟道治理及") for n in range(size)]
        rows = [("", ("数量指标", one, "≥1处"), ("数量指标", two, "≥1处")) for one, two in reversed(names)]
        rows[0] = ("产出指标", *rows[0][1:])
        form = report(tmp_path, "xlsx", *rows).forms[0].form
        view = View(0, form, load_ruleset("mof-2020"), None)
        made.append(calls_of(lambda view=view: paired(view)))
        assert len(paired(view).pairs) == size
    assert made[1] < 2.3 * made[0]


def test_the_clean_sample_is_silent():
    folder = Path(__file__).resolve().parents[4] / "samples" / "project-target" / "clean"
    for path in folder.iterdir():
        codes = {f.code for f in audit(path).findings}
        assert not codes & {"PS043", "PS125", "PS126", "PS127", "PS129", "PS214", "PS217", "PS219"}
