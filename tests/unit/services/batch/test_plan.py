from hypothesis import given
from hypothesis import strategies as st

from perfscore.services.batch.plan import CHUNK, Listed, Looked, chunks, dossiers, without_copies


def looked(file, own=(), listed=(), status="read", sha=None):
    return Looked(file, 1, 1, sha or file, "xlsx", status, forms=1, own=tuple(own), listed=tuple(listed))


def test_files_of_a_unit_are_one_dossier_wherever_they_lie():
    files = [looked("a", ["甲站"]), looked("b", ["乙站"]), looked("c", ["甲站", "项目：修渠"])]
    assert dossiers(files) == [(0, 2), (1,)]


def test_a_department_joins_the_units_that_name_it_to_its_own_files_only():
    units = [looked("a", ["甲站"], ["水利局"]), looked("b", ["乙站"], ["水利局"])]
    assert dossiers(units) == [(0,), (1,)]
    assert dossiers([*units, looked("c", ["水利局"])]) == [(0, 1, 2)]


def test_a_ledger_joins_what_it_lists():
    files = [
        looked("a", ["甲站"]),
        looked("b", ["乙站", "项目：修渠"]),
        looked("c", ["财政局"], ["甲站", "项目：修渠"]),
    ]
    assert dossiers(files) == [(0, 1, 2)]


def test_a_project_joins_no_two_units():
    assert dossiers([looked("a", ["甲站", "项目：修渠"]), looked("b", ["乙站", "项目：修渠"])]) == [(0,), (1,)]


def test_alone_every_file_is_a_dossier():
    assert dossiers([looked("a", ["甲站"]), looked("b", ["甲站"])], alone=True) == [(0,), (1,)]


def test_files_without_forms_stand_alone_and_copies_in_none():
    files = [looked("a", ["甲站"]), looked("b", status="refused"), looked("c", ["甲站"], status="duplicate")]
    assert dossiers(files) == [(0,), (1,)]


def test_the_first_of_equal_files_is_the_original():
    made = without_copies([looked("a", sha="x"), looked("b", sha="x"), looked("c", sha="y")])
    assert [(one.status, one.of) for one in made] == [("read", None), ("duplicate", "a"), ("read", None)]


_NAMES = st.sets(st.sampled_from(["甲", "乙", "丙", "丁", "项目：一", "项目：二"]), max_size=3)


@given(st.lists(st.tuples(_NAMES, _NAMES), max_size=12))
def test_every_file_is_in_one_dossier_and_those_of_a_unit_in_the_same(given_names):
    files = [looked(str(place), own, listed) for place, (own, listed) in enumerate(given_names)]
    made = dossiers(files)
    assert sorted(place for one in made for place in one) == list(range(len(files)))
    of = {place: number for number, one in enumerate(made) for place in one}
    for one, first in enumerate(files):
        for other, second in enumerate(files):
            shared = {name for name in set(first.own) & set(second.own) if not name.startswith("项目：")}
            if shared or set(first.own) & set(second.listed):
                assert of[one] == of[other]


@given(st.lists(st.integers(0, 30), max_size=200))
def test_chunks_lose_nothing_and_stay_small(folders):
    files = [Listed(f"{folder:02}/{place}", 1, 1) for place, folder in enumerate(sorted(folders))]
    made = list(chunks(files))
    assert [file for chunk in made for file in chunk] == files
    assert all(0 < len(chunk) <= CHUNK for chunk in made)
