"""Tables that are told and not read: indicators as columns, and headers in which nothing names the rows."""

from __future__ import annotations

import pytest

from forms_support import sheet, text, workbook
from perfscore.forms import recognise, survey

N = None
TITLE = ["某某项目支出绩效自评表"]
MONEY = [["预算数（万元）", "60", "执行数（万元）", "57", "执行率", "95%", "得分", "9.5"]]
SIDEWAYS = [
    ["一级指标", "产出指标", N, "效益指标", "合计"],
    ["三级指标", "改造泵站", "清淤长度", "受益农户", N],
    ["指标值", "≥4座", "≥12公里", "≥900户", N],
    ["实际完成值", "4座", "11公里", "950户", N],
    ["分值", "30", "30", "30", "90"],
    ["得分", "30", "27.5", "30", "87.5"],
]


@pytest.mark.parametrize("above", [[], [TITLE], [TITLE, *MONEY]], ids=["bare", "titled", "with money"])
def test_a_table_on_its_side_is_told_and_not_read(above):
    seen = survey(workbook(sheet(*above, *SIDEWAYS)))
    assert seen.matches == ()
    (miss,) = seen.near_misses
    assert miss.sideways
    assert miss.at.cell == f"A{len(above) + 1}"
    assert miss.found == ("一级指标", "三级指标", "指标值", "实际完成值", "分值", "得分")


def test_the_same_from_text():
    seen = survey(text("\n".join("\t".join(cell or "" for cell in row) for row in SIDEWAYS[1:])))
    assert (seen.matches, [miss.sideways for miss in seen.near_misses]) == ((), [True])


def test_what_stands_below_a_table_on_its_side_is_read():
    table = [
        ["一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "改造泵站", "≥4座", "4座", "50", "50"],
        ["效益指标", "社会效益指标", "受益农户", "≥900户", "950户", "50", "50"],
    ]
    seen = survey(workbook(sheet(TITLE, *SIDEWAYS, TITLE, *table)))
    assert [len(tuple(match.extract().indicators)) for match in seen.matches] == [2]
    assert [miss.sideways for miss in seen.near_misses] == [True]


def test_a_header_in_which_nothing_names_the_rows_is_told():
    header = ["考核项目", N, "评分标准", "分值", "得分"]
    below = ["工号", "组号", N, N, N]
    rows = [["7", "31", "一处扣1分", "50", "48"], ["8", "32", "一处扣2分", "50", "50"]]
    merges = [(2, 1, 1, 2), *((2, column, 2, 1) for column in (3, 4, 5))]
    document = workbook(sheet(["绩效考核表"], header, below, *rows, merges=merges))
    assert recognise(document) == ()
    (miss,) = survey(document).near_misses
    assert (miss.nearest, miss.missing) == ("绩效考核表（KPI）", ("三级指标",))
