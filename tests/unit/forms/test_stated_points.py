"""Points are read from wherever they stand, kept with their places, and compared where they differ."""

from __future__ import annotations

from itertools import chain

import pytest

from forms_support import figure, sheet, workbook
from perfscore.audit import audit
from perfscore.forms import recognise

N = None
HEAD = [["项目支出绩效自评表"], ["（2023年度）"], ["项目名称", N, "技能培训"]]
COLUMNS = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"]


def form(columns, *rows):
    return recognise(workbook(sheet(*HEAD, columns, *rows)))[0].extract()


def points(read):
    return [
        (row.name.value, figure(row.points), [str(other.value) for other in row.points_elsewhere])
        for row in read.indicators
    ]


def row(name, *cells, l1=N, l2=N):
    return [l1, l2, name, "≥100人", "120人", *cells]


def test_in_the_names():
    read = form(
        COLUMNS,
        row("植树数量（8分）", "8", l1="产出指标", l2="数量指标"),
        row("培训人数【12分】", "12"),
        row("就业人数\n（本项80分）", "80", l1="效益指标", l2="社会效益指标"),
    )
    assert points(read) == [("植树数量", "8", []), ("培训人数", "12", []), ("就业人数", "80", [])]
    first = next(iter(read.indicators))
    assert (first.name.raw, first.points.at.cell, first.points.at.span) == ("植树数量（8分）", "C5", (5, 6))


def test_a_mark_in_one_name_is_no_points():
    rows = [row(f"第{n}批人数", "10", l1="产出指标", l2="数量指标") for n in range(4)]
    read = form(COLUMNS, *rows, row("考试成绩（90分）", "60"))
    assert points(read)[-1] == ("考试成绩（90分）", N, [])
    with_column = [[*cells[:5], "10", "10"] for cells in rows]
    read = form([*COLUMNS[:5], "分值", "得分"], *with_column, row("考试成绩（90分）", "60", "60"))
    assert points(read)[-1] == ("考试成绩（90分）", "60", [])


def test_the_column_comes_first_and_the_others_are_kept():
    read = form(
        [*COLUMNS[:5], "分值", "得分", "备注", "评分标准"],
        row("植树数量（10分）", "10", "10", "10分", "该指标分值为10分，完成得满分", l1="产出指标", l2="数量指标（10分）"),
        row("培训人数（90分）", "90", "90", "80分", "", l1="效益指标", l2="社会效益指标"),
        row("就业人数（5分）", "5", "5", "5分", ""),
    )  # fmt: skip
    assert points(read) == [
        ("植树数量", "10", ["10", "10", "10", "10"]),
        ("培训人数", "90", ["80", "90"]),
        ("就业人数", "5", ["5", "5"]),
    ]
    first = next(iter(read.indicators))
    assert [other.at.cell for other in first.points_elsewhere] == ["H5", "B5", "C5", "I5"]


@pytest.mark.parametrize(
    ("columns", "cells", "label"),
    [
        (["得分（每项20分）"], ["20"], "数量指标"),
        (["得分", "备注"], ["20", "分值：20分"], "数量指标"),
        (["得分", "备注"], ["20", "20分"], "数量指标"),
        (["得分"], ["20"], "数量指标（20分）"),
        (["得分", "评分标准"], ["20", "满分20分，每少1人扣1分"], "数量指标"),
    ],
)
def test_in_header_remark_level_and_rule(columns, cells, label):
    read = form([*COLUMNS[:5], *columns], row("植树数量", *cells, l1="产出指标", l2=label))
    assert points(read)[0][:2] == ("植树数量", "20")


def test_a_level_printed_for_every_row_gives_its_points_to_none():
    rows = [row(f"第{n}批人数", "10", "10", l1="产出指标", l2="数量指标（20分）") for n in (1, 2)]
    read = form([*COLUMNS[:5], "分值", "得分"], *rows)
    assert points(read) == [("第1批人数", "10", []), ("第2批人数", "10", [])]


def audited(tmp_path, *rows, columns=COLUMNS):
    lines = [*HEAD, columns, *rows]
    path = tmp_path / "表.txt"
    path.write_text("\n".join("\t".join(cell or "" for cell in line) for line in lines), encoding="utf-8")
    return audit(path)


def test_more_than_the_points_in_the_name_is_told(tmp_path):
    report = audited(
        tmp_path,
        row("植树数量（10分）", "12", l1="产出指标", l2="数量指标"),
        row("培训人数（90分）", "90", l1="效益指标", l2="社会效益指标"),
    )
    assert [one.at.place for one in report.findings if one.code == "PS304"] == ["第5行第6格"]


def test_differing_points_are_told_once_with_their_places(tmp_path):
    columns = [*COLUMNS[:5], "分值", "得分"]
    report = audited(
        tmp_path,
        row("植树数量（8分）", "10", "10", l1="产出指标", l2="数量指标"),
        row("培训人数（40分）", "40", "40"),
        row("就业人数（50分）", "50", "50", l1="效益指标", l2="社会效益指标"),
        columns=columns,
    )
    (told,) = [one for one in report.findings if one.code == "PS506"]
    assert told.at.place == "第5行第6格"
    assert "10" in told.message
    assert "植树数量（8分）".replace("（", "(").replace("）", ")") in told.message
    assert [one.at.place for one in told.related] == ["第5行第3格"]


def test_without_points_nothing_is_missing(tmp_path):
    report = audited(tmp_path, row("植树数量", "10", l1="产出指标", l2="数量指标"))
    words = chain((one.message for one in report.findings), (score.reason for score in report.scores))
    assert not [text for text in words if text and "分值" in text and "未填" in text]
    assert {score.status for score in report.scores if score.kind == "indicator"} == {"no-points"}
