import pickle
from decimal import Decimal

import pytest

from perfscore.core.errors import PerfscoreError, ReadingError
from perfscore.core.findings import Finding, Severity
from perfscore.core.location import Location, cell_name, column_letters
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.trace import Reading, Score, Step


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(column, letters):
    assert column_letters(column) == letters
    assert cell_name(14, column) == f"{letters}14"


@pytest.mark.parametrize(
    ("at", "place"),
    [
        (Location("a.xlsx", sheet="表", cell="H14"), "表!H14"),
        (Location("a.docx", cell="B2"), "B2"),
        (Location("a.txt", line=199, end_line=199, column=7), "第199行第7格"),
        (Location("a.txt", line=199, end_line=203), "第199–203行"),
        (Location("a.pdf", page=3), "第3页"),
        (Location("a.xlsx", sheet="表"), "表"),
        (Location("a.xlsx"), ""),
    ],
)
def test_places_in_words(at, place):
    assert at.place == place
    assert str(at) == f"{at.file} {place}".strip()


def test_only_the_value_counts_in_comparisons():
    assert Sourced(5, "5", Location("a")) == Sourced(5, "５", Location("b"))
    assert Unreadable("9O%", "x", (1, 2)) == Unreadable("9 O%", "x", (2, 3))
    assert Unreadable("9O%", "x").words == "9O%"
    assert Unreadable("9O%", "x", (1, 2)).words == "O"


def test_a_step_leaves_out_what_says_the_same():
    assert Step("得分", "4.74", "4.74").line() == "得分 = 4.74"
    assert Step("得分", "", "4.74").line() == "得分 = 4.74"


def test_a_score_is_certain_when_all_readings_agree():
    two = (Reading("a", Decimal(9)), Reading("b", Decimal(9)))
    assert Score(Decimal(9), two).certain
    assert not Score(Decimal(9), (*two, Reading("c", Decimal(8)))).certain
    assert not Score(None).certain


def test_errors_survive_pickling_and_name_the_file():
    error = pickle.loads(pickle.dumps(ReadingError("a.xlsx", "文件为空")))  # noqa: S301 - our own bytes
    assert isinstance(error, PerfscoreError)
    assert (error.file, error.reason, str(error)) == ("a.xlsx", "文件为空", "a.xlsx：文件为空")


def test_severities_are_ordered_and_named():
    assert Severity.ERROR > Severity.WARNING > Severity.INFO
    assert [(s.word, s.zh) for s in Severity] == [("info", "提示"), ("warning", "警告"), ("error", "错误")]


def test_a_finding_says_code_and_name_together():
    finding = Finding("PS304", "score-exceeds-points", Severity.ERROR, "x", Location("a"))
    assert finding.tag == "PS304[score-exceeds-points]"
