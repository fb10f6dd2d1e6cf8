"""Which form of the new round is which of the old one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.core.filenames import base_name
from perfscore.services.rounds.matching import Key, match, near


def key(
    number=0, *, unit="某局", project="湿地监测", year="2023", file="甲.xlsx", sheet="表", kind="自评", dossier=0
):
    return Key(kind, unit, project, year, file, sheet, dossier, number, (unit, project, year))


def pairs(old, new):
    return [(one.old.number, one.new.number, one.note[0]) for one in match(old, new)]


def test_forms_are_told_by_whose_they_are_and_not_by_their_files():
    old = [key(0), key(1, project="河道治理")]
    new = [key(0, project="河道治理", file="乙.xlsx"), key(1, file="丙.xlsx", sheet="别的")]
    assert sorted(pairs(old, new)) == [(0, 1, ""), (1, 0, "")]


def test_of_forms_of_one_name_the_file_and_the_sheet_tell():
    old = [key(0, sheet="一"), key(1, sheet="二")]
    assert sorted(pairs(old, [key(0, sheet="二"), key(1, sheet="一")])) == [(0, 1, ""), (1, 0, "")]


def test_forms_of_one_name_that_nothing_tells_apart_are_matched_in_order_and_it_is_said():
    old = [key(0, file="a"), key(1, file="b")]
    new = [key(0, file="c"), key(1, file="d")]
    assert pairs(old, new) == [(n, n, "同名的表有 2 张，按先后对应") for n in (0, 1)]
    assert pairs(old, new[:1]) == []


def test_a_corrected_year_is_told():
    assert pairs([key(year="2022")], [key(year="2023")]) == [(0, 0, "年度 2022 → 2023；按单位和项目对应")]


def test_a_corrected_project_is_told():
    said = "项目 湿地监侧 → 湿地监测；按单位、年度和相近的项目名称对应"
    others = [key(1, project="河道治理")]
    assert (0, 0, said) in pairs([key(project="湿地监侧"), *others], [key(), *others])


def test_a_unit_that_was_filled_in_is_told():
    others = [key(1, project="河道治理")]
    assert (0, 0, "单位 （空） → 某局；按项目和年度对应") in pairs([key(unit=""), *others], [key(), *others])


@pytest.mark.parametrize(
    ("one", "other"), [("河道治理一期", "河道治理二期"), ("东区供水", "西区供水"), ("项目1", "项目2")]
)
def test_what_differs_by_a_number_or_a_direction_is_another_project(one, other):
    assert not near(one, other)
    filler = [key(5, project="别的")]
    assert pairs([key(project=one), *filler], [key(project=other), *filler]) == [(5, 5, "")]


def test_two_that_may_be_it_are_none():
    old = [key(0, year="2021"), key(1, year="2022")]
    assert pairs(old, [key(0, year="2023")]) == []


def test_forms_without_any_name_are_matched_within_a_file_only():
    blank = {"unit": "", "project": "", "year": ""}
    old = [key(0, sheet="一", **blank), key(1, sheet="二", **blank)]
    new = [key(0, sheet="三", **blank, file="新.xlsx"), key(1, sheet="四", **blank, file="新.xlsx")]
    assert [one[:2] for one in pairs(old, new)] == [(0, 0), (1, 1)]
    new = [key(0, sheet="三", **blank, file="a"), key(1, sheet="四", **blank, file="b")]
    assert pairs(old, new) == []


def test_the_only_forms_of_two_files_are_what_was_meant():
    ((_, _, note),) = pairs([key(project="甲", unit="某局")], [key(project="乙", unit="某处", file="b")])
    assert note == "两次各只有一张表，直接对应"
    assert pairs([key(kind="目标")], [key(project="乙", unit="某处", file="b")]) == []


def test_a_copy_of_ours_is_its_source():
    assert base_name("d/自评表-审核.xlsx") == base_name("自评表.xlsx") == base_name("x\\自评表-审核2.XLSX")


keys = st.lists(
    st.builds(
        key,
        unit=st.sampled_from(["", "甲局", "乙局"]),
        project=st.sampled_from(["", "湿地监测", "湿地监侧", "河道治理一期", "河道治理二期"]),
        year=st.sampled_from(["", "2022", "2023"]),
        file=st.sampled_from(["a", "b"]),
        sheet=st.sampled_from(["一", "二"]),
        kind=st.sampled_from(["自评", "目标"]),
    ),
    max_size=8,
)


def numbered(forms):
    return [
        Key(one.kind, one.unit, one.project, one.year, one.file, one.sheet, 0, number, one.shown)
        for number, one in enumerate(forms)
    ]


@given(keys, keys)
def test_each_form_is_matched_at_most_once_and_with_its_own_kind(old, new):
    found = list(match(numbered(old), numbered(new)))
    assert len({one.old for one in found}) == len({one.new for one in found}) == len(found)
    assert all(one.old.kind == one.new.kind for one in found)


@given(keys)
def test_a_round_is_its_own_match(forms):
    forms = numbered(forms)
    assert {(one.old.number, one.new.number) for one in match(forms, forms)} >= {
        (one.number, one.number) for one in forms if sum(other.whose == one.whose for other in forms) == 1
    }
