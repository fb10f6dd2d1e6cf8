import dataclasses

from perfscore.core.location import Location
from perfscore.outcome import Coverage, UnreadColumn
from perfscore.report import Style, render_text
from perfscore.report.layout import width
from reports import REPORT


def table(**style):
    return render_text(REPORT, "full", Style(table="scores", **style))


def lines():
    return table().splitlines()


def test_rows_stand_under_their_section_between_execution_and_total():
    text = table()
    landmarks = ["预算执行率", "产出指标", "保障基本生活", "效益指标", "场所运转持续性", "总分"]
    body = text[text.index("位置") :]
    places = [body.index(landmark) for landmark in landmarks]
    assert places == sorted(places)


def test_readings_are_listed_where_they_differ():
    assert "读法：按完成比例计分 4.74；以 60% 为及格线按超过部分计分 4.34" in table()
    assert table().count("读法：") == 1


def test_a_row_without_a_score_says_why():
    row = next(line for line in lines() if line.startswith("H14"))
    assert row.split() == ["H14", "场所运转持续性", "长期", "良好", "10", "20", "—", "PS304"]
    assert "未重算：定性指标没有写明评分标准，不能重算得分" in table()


def test_the_grade_stands_at_the_total():
    assert "总分（优）" in table()


def test_figures_stand_right_aligned_below_their_heads():
    head = next(line for line in lines() if line.startswith("位置"))
    row = next(line for line in lines() if line.startswith("H9 "))
    assert width(head[: head.index("重算") + 2]) == width(row[: row.index("4.74") + 4])


def test_long_names_are_wrapped_inside_their_column():
    assert max(width(line) for line in lines() if line.startswith("H10")) < 110


def test_unread_files_are_named_with_the_reason():
    assert "旧表.doc  未能读取：这是旧版 Word 文档（.doc），暂不支持" in table()


def test_a_form_without_rows_says_so():
    bare = dataclasses.replace(REPORT, scores=())
    assert "此表没有可计分的行" in render_text(bare, "full", Style(table="scores"))


def test_the_basis_is_named_where_rows_differ_in_it():
    first, *rest = REPORT.scores[1:]
    mixed = dataclasses.replace(REPORT, scores=(dataclasses.replace(first, basis="row"), *rest))
    text = render_text(mixed, "full", Style(table="scores"))
    assert "依据：本行评分标准" in text
    assert "依据：规则集 mof-2021" in text


def test_english():
    text = table(lang="en")
    assert "readings: in proportion to the actual 4.74; in proportion above a pass mark of 60% 4.34" in text
    assert "not recomputed: a qualitative indicator without a stated rule" in text


def test_the_coverage_line_names_every_kind_of_gap_and_columns_that_were_not_read():
    gaps = Coverage(
        indicators=9, recomputed=1, no_target=1, no_actual=1, no_points=1, no_facts=1, unusable=1, undecided=1,
        not_comparable=1, no_rule=1, unread_columns=(UnreadColumn(Location("表.xlsx"), "扣分"),),
    )  # fmt: skip
    report = dataclasses.replace(REPORT, coverage=gaps)
    line = render_text(report, "full", Style(table="scores")).partition("\n")[0]
    for words in (
        "1 个没有评分标准", "1 个没有指标值", "1 个没有完成值", "1 个没有分值", "1 个还要填别的数", "1 个不能比较",
        "1 个完成值不合评分标准", "1 个得分未定", "1 栏未读（扣分）",
    ):  # fmt: skip
        assert words in line
