"""The thirteen budget tables of three published disclosures, as extracted text and as workbooks, cell by cell."""

from __future__ import annotations

import pytest

from budget_books import CASES, disclosure, workbook
from perfscore.forms import survey
from perfscore.readers.intake import open_document

DISCLOSURES = (1, 2, 3)
#: The parts of divisions by the names of the cases, the strongest first.
KEYS = [
    ("period", "carried", "carry"),
    *(("nature", name, name) for name in ("basic", "project", "personnel", "public")),
    ("measure", "total", "total"),
    *(("fund", name, name) for name in ("general", "fund", "soe", "special", "unit")),
    ("period", "current", "current"),
]


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("budget")
    texts = {("text", number): CASES / f"disclosure-{number}.txt" for number in DISCLOSURES}
    books = {("xlsx", number): workbook(disclosure(number), folder / f"{number}.xlsx") for number in DISCLOSURES}
    return {key: open_document(str(path)) for key, path in (texts | books).items()}


def tables(document):
    return [match.extract() for match in survey(document).budget_tables()]


def key_of(column):
    if column.role != "amount":
        return column.role
    return next((key for group, name, key in KEYS if column.kind(group) == name), "amount")


def cells(side):
    """The rows of a side as the cases print them: 合计 stands in the column of codes."""
    coded = any(column.role == "code" for column in side.columns)
    for row in side.rows:
        lead = [row.name.value]
        if coded:
            lead = [row.name.value, ""] if row.total and row.code.value == "" else [row.code.value, row.name.value]
        yield [*lead, *(text.value for text in row.texts), *(amount.raw for amount in row.amounts)]


def differences(expected, table):
    """Every cell that is not as it was keyed: what it should be and what it is."""
    heads = [(table.title, "title"), (table.unit, "unit"), (table.money_unit, "money")]
    yield from ((expected[key], text.value if text else None) for text, key in heads)
    for side, read in zip(expected["sides"], table.sides, strict=True):
        rows = [row for row in side["rows"] if any(row)]
        found = list(cells(read))
        yield len(rows), len(found)
        for row, one in zip(rows, found, strict=True):
            yield from zip(row, one, strict=True)


@pytest.mark.parametrize("kind", ["text", "xlsx"])
@pytest.mark.parametrize("number", DISCLOSURES)
def test_every_cell_of_the_thirteen_tables_is_as_it_was_keyed(documents, kind, number):
    read = tables(documents[kind, number])
    expected = disclosure(number)
    assert len(read) == len(expected) == 13
    pairs = [pair for one, table in zip(expected, read, strict=True) for pair in differences(one, table)]
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert len(pairs) > 900


@pytest.mark.parametrize("kind", ["text", "xlsx"])
@pytest.mark.parametrize("number", DISCLOSURES)
def test_every_column_is_divided_as_its_header_says(documents, kind, number):
    for expected, table in zip(disclosure(number), tables(documents[kind, number]), strict=True):
        for side, read in zip(expected["sides"], table.sides, strict=True):
            named = {"item": "name", "unit_name": "name", "gov_item": "text", "in_amount": "amount"}
            keys = [named.get(key, key) for key in side["columns"]]
            if keys[0] == "project":  # the names of projects, not the division
                keys[0] = "name"
            if keys == ["code", "name", "amount"]:
                keys = keys[:2]  # one column, whose fund is in its header
            assert [key_of(column) for column in read.columns][: len(keys)] == keys, table.title.value


@pytest.mark.parametrize("kind", ["text", "xlsx"])
@pytest.mark.parametrize("number", DISCLOSURES)
def test_nothing_of_a_table_is_lost_or_unplaced(documents, kind, number):
    read = tables(documents[kind, number])
    assert [entry for table in read for entry in table.unplaced] == []
    assert [bool(table.empty) for table in read] == [table["empty"] for table in disclosure(number)]
    assert {table.year.value for table in read} == {"2026"}


@pytest.mark.parametrize("number", DISCLOSURES)
def test_the_text_and_the_workbook_give_one_model(documents, number):
    text, book = tables(documents["text", number]), tables(documents["xlsx", number])
    for one, other in zip(text, book, strict=True):
        assert [(s.kind, list(cells(s))) for s in one.sides] == [(s.kind, list(cells(s))) for s in other.sides]
        levels = [[(row.level, row.parent) for row in side.rows] for table in (one, other) for side in table.sides]
        assert levels[: len(one.sides)] == levels[len(one.sides) :]


def test_codes_give_levels_and_parents(documents):
    income = tables(documents["text", 1])[1].sides[0]
    by_code = {row.code.value: row for row in income.rows if row.code.value}
    row = by_code["2080505"]
    assert (
        row.level,
        income.rows[row.parent].code.value,
        income.rows[income.rows[row.parent].parent].code.value,
    ) == (
        3,
        "20805",
        "208",
    )
    assert [row.name.value for row in income.totals] == ["合计"]


def test_two_sides_balance_in_their_printed_totals(documents):
    for number in DISCLOSURES:
        for table in (tables(documents["text", number])[place] for place in (0, 3)):
            income, expense = table.sides
            assert (income.kind, expense.kind) == ("income", "expense")
            assert income.totals[-1].amounts[0].value == expense.totals[-1].amounts[0].value


def test_places_are_those_of_the_document(documents):
    table = tables(documents["xlsx", 1])[0]
    total = table.sides[1].totals[-1]
    assert total.amounts[0].at.place == "表1!D37"
    assert table.at.place == "表1!A1"
    text = tables(documents["text", 1])[0]
    assert text.sides[1].totals[-1].amounts[0].at.place == "第46行第4格"
    assert text.number.value == "预算公开表1"


def test_the_units_of_a_list_of_projects_stand_above_what_adds_up_to_them(documents):
    (side,) = tables(documents["text", 2])[11].sides
    above = [None if row.parent is None else side.rows[row.parent].name.value for row in side.rows]
    assert [row.level for row in side.rows] == [1, 2, *[3] * 7, 2, *[3] * 7, 2, 3]
    assert above[0] is None
    assert above[-2:] == ["阳泉市司法局", "阳泉市法律援助中心"]
    chain = tables(documents["text", 3])[12].sides[0]
    assert [row.level for row in chain.rows] == [1, 2, 3]
