"""`score_frame`: columns found or named, every kind of row, and the check against the row evaluator."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import perfscore as ps
from perfscore.core.errors import UsageError
from perfscore.core.records import replace
from perfscore.language.arrays import Plan
from perfscore.services.column_cells import column_of
from perfscore.services.column_rows import DifferingError, RowScorer
from perfscore.services.columns import is_table, load, role_of

RULE = "每低1个百分点扣0.5分，扣完为止"


def frame(**columns):
    rows = max((len(values) for values in columns.values()), default=1)
    usual = {"评分标准": RULE, "分值": 10, "指标值": "≥95%", "实际完成值": "92.3%"}
    return pd.DataFrame({**{name: [value] * rows for name, value in usual.items()}, **columns})


def told(result):
    return list(zip(result["重算得分"], result["状态"], result["原因"], strict=True))


def test_a_row_is_scored_exactly():
    result = ps.score_frame(frame())
    assert told(result) == [(Decimal("8.65"), "已重算", "")]
    assert isinstance(result["重算得分"].iloc[0], Decimal)
    assert str(ps.score_frame(frame(实际完成值=["95%"]))["重算得分"].iloc[0]) == "10.00"


def test_the_frame_itself_stays_as_it_was():
    rows = frame()
    before = rows.copy()
    ps.score_frame(rows)
    pd.testing.assert_frame_equal(rows, before)


def test_the_index_is_kept():
    rows = frame(实际完成值=["92.3%", "95%"]).set_index(pd.Index(["甲", "甲"]))
    result = ps.score_frame(rows)
    assert result.index.tolist() == ["甲", "甲"]
    assert result["重算得分"].tolist() == [Decimal("8.65"), Decimal("10.00")]


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"评分标准": ""}, "没有评分标准", "没有评分标准"),
        ({"评分标准": None}, "没有评分标准", "没有评分标准"),
        ({"评分标准": "——"}, "没有评分标准", "没有评分标准"),
        ({"评分标准": "酌情"}, "读不懂", "评分标准读不懂："),
        ({"分值": None}, "没有分值", "没有填写分值"),
        ({"分值": float("nan")}, "没有分值", "没有填写分值"),
        ({"分值": "十"}, "没有分值", "分值“十”读不成数"),
        ({"实际完成值": None}, "没有完成值", "没有填写实际完成值"),
        ({"实际完成值": float("nan")}, "没有完成值", "没有填写实际完成值"),
        ({"实际完成值": "  "}, "没有完成值", "没有填写实际完成值"),
        ({"实际完成值": "良好"}, "完成值不合评分标准", "“良好”不是一个数"),
        ({"实际完成值": "92公斤"}, "完成值不合评分标准", "单位不同"),
    ],
)
def test_a_row_without_a_score_says_why(change, status, reason):
    ((score, found, why),) = told(ps.score_frame(frame(**{name: [value] for name, value in change.items()})))
    assert (score, found) == (None, status)
    assert reason in why


def test_a_blank_rule_uses_nothing_else():
    """No formula of a rule set is tried where a row states no rule."""
    result = ps.score_frame(frame(评分标准=["", RULE]))
    assert result["重算得分"].tolist() == [None, Decimal("8.65")]
    assert result.attrs["perfscore"]["status"] == {"no-rule": 1, "recomputed": 1}


@pytest.mark.parametrize(
    ("actual", "score"),
    [
        (92.3, "8.65"), (np.float64(92.3), "8.65"), (92, "8.50"), (Decimal("92.30"), "8.65"), ("９２．３％", "8.65"),
        (" 92.3% ", "8.65"), ("92.3000000001%", "8.65"), (0.923, "8.65"),
    ],
)  # fmt: skip
def test_numbers_of_every_type_count_as_written(actual, score):
    assert str(ps.score_frame(frame(实际完成值=[actual]))["重算得分"].iloc[0]) == score


def test_a_column_of_floats_is_read_by_their_shortest_text():
    result = ps.score_frame(frame(实际完成值=[92.3, float("nan"), 95.0, 0.1 + 0.2]))
    alone = ps.parse_rule(RULE, points=10, target="≥95%").score("0.30000000000000004").points
    assert result["重算得分"].tolist()[:3] == [Decimal("8.65"), None, Decimal("10.00")]
    assert result["重算得分"].iloc[3] == alone


def test_mixed_types_and_units_in_one_column():
    rows = frame(
        评分标准=["完成得满分，未完成不得分"] * 3 + ["达到目标值得满分，未达到的按完成比例得分"] * 3,
        指标值=["完成"] * 3 + ["≥100万元"] * 3,
        计量单位=[""] * 3 + ["万元"] * 3,
        实际完成值=[True, 1, False, "50万元", "500000元", 50],
    )
    result = ps.score_frame(rows)
    assert result["重算得分"].tolist() == [
        Decimal("10.00"), None, Decimal("0.00"), Decimal("5.00"), Decimal("5.00"), Decimal("5.00"),
    ]  # fmt: skip


def test_days_are_read_as_days():
    cells = column_of([dt.date(2023, 12, 31), dt.datetime(2023, 1, 5, 8, 0), None])  # noqa: DTZ001
    assert [cells.texts[code] for code in cells.codes] == ["2023年12月31日", "2023年1月5日", ""]


@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_every_type_of_text_column_is_the_same(dtype):
    rows = frame(实际完成值=["92.3%", None, "95%"])
    rows["实际完成值"] = rows["实际完成值"].astype(dtype)
    assert ps.score_frame(rows)["重算得分"].tolist() == [Decimal("8.65"), None, Decimal("10.00")]


def test_an_empty_frame_has_the_columns():
    result = ps.score_frame(frame().iloc[:0])
    assert len(result) == 0
    assert list(result.columns[-3:]) == ["重算得分", "状态", "原因"]
    assert result.attrs["perfscore"]["rows"] == 0


def test_a_score_of_any_size_is_exact():
    rows = frame(
        评分标准=["得分=完成率×分值"], 分值=["123456789012345678901.25"], 指标值=["≥100%"], 实际完成值=["100%"]
    )
    assert [str(one) for one in ps.score_frame(rows)["重算得分"]] == ["123456789012345678901.25"]


# -- recorded scores ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recorded", "word"),
    [
        ("8.65", "相符"), (8.65, "相符"), ("8.650", "相符"), ("8.7", "舍入后相符"), ("9", "舍入后相符"), ("8.66", "舍入后相符"),
        ("8.5", "合另一种读法"), ("9.0", "合另一种读法"), ("8", "不符"), ("10", "不符"), ("0", "不符"), ("", ""), ("缺", ""), (None, ""),
    ],
)  # fmt: skip
def test_a_recorded_score_is_held_against_every_reading(recorded, word):
    assert ps.score_frame(frame(得分=[recorded]))["相符"].tolist() == [word]


def test_without_recorded_scores_nothing_is_said_of_them():
    assert "相符" not in ps.score_frame(frame()).columns


def test_what_is_far_from_every_reading_is_told_without_the_rows(monkeypatch):
    """The quick answer for scores far off is the answer that every row gives."""
    rng = np.random.default_rng(5)
    actuals = [f"{number:.1f}%" for number in rng.uniform(60, 100, 400)]
    scores = [
        f"{number:.{digits}f}"
        for number, digits in zip(rng.uniform(0, 10, 400), rng.integers(0, 3, 400), strict=True)
    ]
    rows = frame(实际完成值=actuals, 得分=scores)
    quick = ps.score_frame(rows)["相符"].tolist()
    asked = []
    judge = RowScorer._judge
    monkeypatch.setattr(RowScorer, "_judge", lambda self, *of: asked.append(of) or judge(self, *of))
    assert ps.score_frame(rows)["相符"].tolist() == quick
    assert len(asked) < 200
    monkeypatch.setattr(RowScorer, "_far", lambda _, rule, *__: np.zeros(len(rule), dtype=bool))
    assert ps.score_frame(rows)["相符"].tolist() == quick


# -- headings ----------------------------------------------------------------------------------------------


def test_columns_are_found_by_english_headings():
    rows = frame().set_axis(["Rule", "Points", "Target", "Actual value"], axis=1)
    result = ps.score_frame(rows, lang="en")
    assert result["recomputed"].tolist() == [Decimal("8.65")]
    assert result["status"].tolist() == ["recomputed"]


def test_a_column_can_be_named():
    rows = frame().rename(columns={"评分标准": "口径", "指标值": "要求"})
    assert ps.score_frame(rows, rule="口径", target="要求")["重算得分"].tolist() == [Decimal("8.65")]


def test_a_missing_column_is_told_with_those_there_are():
    with pytest.raises(UsageError) as error:
        ps.score_frame(frame().rename(columns={"评分标准": "口径"}))
    assert str(error.value) == (
        "缺少 “评分标准” 列；表中的列：口径、分值、指标值、实际完成值。列名不同的请指明：命令行 --column 评分标准=列名，"
        "程序里 rule=列名（missing: rule; name the column）"
    )


def test_a_named_column_that_is_not_there_is_told():
    with pytest.raises(UsageError, match="没有名为“口径”的列（给评分标准的）；表中的列：评分标准、分值"):
        ps.score_frame(frame(), rule="口径")


def test_two_columns_of_one_meaning_have_to_be_told_apart():
    rows = frame(完成值=["90%"])
    with pytest.raises(UsageError, match="有 2 列都像是“实际完成值”：实际完成值、完成值"):
        ps.score_frame(rows)
    assert ps.score_frame(rows, actual="完成值")["重算得分"].tolist() == [Decimal("7.50")]


def test_headings_that_repeat_are_told():
    rows = frame(别的=["x"])
    rows.columns = ["评分标准", "分值", "分值", "实际完成值", "别的"]
    with pytest.raises(UsageError, match="有 2 列都像是“分值”：分值、分值"):
        ps.score_frame(rows)


@pytest.mark.parametrize(
    ("units", "score"), [(["人", "人"], "5.00"), (["某某局", "某某委"], "5.00"), (["人", "某某局"], "5.00")]
)
def test_a_column_of_reporting_units_is_no_column_of_measures(units, score):
    """单位 may be either; its values tell."""
    rows = frame(
        评分标准=["达到目标值得满分，未达到的按完成比例得分"] * 2,
        指标值=["≥100人"] * 2,
        实际完成值=["50", "50人"],
        单位=units,
    )
    assert [str(one) for one in ps.score_frame(rows)["重算得分"]] == [score, score]


def test_a_column_of_measures_is_used():
    rows = frame(
        评分标准=["达到目标值得满分，未达到的按完成比例得分"] * 2,
        指标值=["≥100"] * 2,
        实际完成值=["50万元", "500000元"],
        单位=["万元"] * 2,
    )
    assert [str(one) for one in ps.score_frame(rows)["重算得分"]] == ["5.00", "5.00"]


def test_headings_of_ours_that_the_table_has_already_are_kept_apart():
    result = ps.score_frame(frame(原因=["疫情"]))
    assert result["原因"].tolist() == ["疫情"]
    assert result["原因（重算）"].tolist() == [""]


def test_the_indicator_tells_which_way_is_better():
    rows = frame(评分标准=["按完成比例得分"], 指标值=["10次"], 实际完成值=["5次"], 三级指标=["安全事故发生次数"])
    named = ps.score_frame(rows)
    rule = ps.parse_rule(
        "按完成比例得分", points=10, target="10次", direction="down", indicator="安全事故发生次数"
    )
    assert named["重算得分"].tolist() == [
        rule.score("5次").points and Decimal(rule.score("5次").points).quantize(Decimal("0.01"))
    ]


def test_what_a_heading_means():
    assert [role_of(one) for one in ("评分标准", "权重", "实际完成值", "Score", "单位名称", "")] == [
        "rule", "points", "actual", "score", None, None,
    ]  # fmt: skip
    assert is_table(["序号", "评分标准", "分值", "完成值"])
    assert not is_table(["序号", "分值", "完成值"])


# -- the check ---------------------------------------------------------------------------------------------


def test_a_row_that_differs_from_the_row_evaluator_is_never_passed_over(monkeypatch):
    right = Plan.scores
    monkeypatch.setattr(Plan, "scores", lambda self, *given: right(self, *given) + 1)
    with pytest.raises(DifferingError) as error:
        ps.score_frame(frame())
    assert "第 1 行按列计为 8.66，单独计为 8.65" in str(error.value)
    assert RULE in str(error.value)


def test_so_many_rows_are_checked_as_are_asked_for():
    rows = frame(实际完成值=[f"{n / 10}%" for n in range(500, 1000)])
    assert ps.score_frame(rows, sample=37).attrs["perfscore"]["checked"] == 37
    assert ps.score_frame(rows, sample=0).attrs["perfscore"]["checked"] == 0
    assert ps.score_frame(rows).attrs["perfscore"]["checked"] == 500


@pytest.mark.parametrize(("digits", "score"), [(0, "9"), (1, "8.7"), (3, "8.650")])
def test_the_rule_set_gives_the_digits(digits, score):
    usual = load(None)
    scorer = RowScorer(replace(usual, digits=replace(usual.digits, value=digits)))
    cells = {"rule": RULE, "points": "10", "target": "≥95%", "actual": "92.3%"}
    found = scorer.score({role: column_of([text]) for role, text in cells.items()}, 1)
    assert [str(one) for one in found.points] == [score]


def test_parts_of_a_table_are_scored_like_the_whole():
    rows = frame(实际完成值=[f"{n}%" for n in range(80, 100)], 得分=["8"] * 20)
    whole = ps.score_frame(rows)
    scorer = RowScorer(load(None))
    columns = {"rule": "评分标准", "points": "分值", "target": "指标值", "actual": "实际完成值", "score": "得分"}
    parts = [
        scorer.score({role: column_of(part[name]) for role, name in columns.items()}, len(part))
        for part in (rows.iloc[:7], rows.iloc[7:])
    ]
    assert [one for part in parts for one in part.points] == whole["重算得分"].tolist()
    assert (scorer.rows, scorer.rules) == (20, 1)
    assert sum(scorer.agreements.values()) == 20
