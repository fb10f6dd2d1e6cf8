"""The forms of a whole unit as text taken out of a printed document.

The self-assessment and the base-data table come out as tab-separated lines with shifted rows, the wide target table
cell by cell, one printed line below the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from formdata import INDICATOR_HEADER, IndicatorRow
from unitdata import BaseForm, TargetForm, TargetRow, UnitForm

FORM_COLUMNS, BASE_COLUMNS = 9, 7


def _line(*cells: str, columns: int = FORM_COLUMNS, shift: int = 0) -> str:
    """The cells of a row as one line, all of them moved by `shift` columns."""
    filled = [*cells, *[""] * (columns - len(cells))]
    moved = filled[-shift:] if shift <= 0 else [*[""] * shift, *filled]
    return "\t".join((moved + [""] * columns)[:columns])


def whole_unit(base: BaseForm, form: UnitForm) -> str:
    """Return the text of the base-data table and the self-assessment below it."""
    return "\n".join((*_base(base), "", *_self_assessment(form), ""))


def _base(form: BaseForm) -> Iterator[str]:
    yield form.title
    yield ""
    for line in _base_rows(form):
        marked = line
        for printed, mark in form.marks.items():
            marked = marked.replace(printed, mark)
        yield marked


def _base_rows(form: BaseForm) -> Iterator[str]:
    yield _apart(form.staff_header)
    # The label spans both rows; the figures lie under the right halves of their merged headings.
    yield _line("", *(part for figure in form.staff for part in ("", figure)), columns=BASE_COLUMNS)
    yield _apart(form.expense_header)
    for row in form.expenses:
        yield _apart(row)
    yield _line(*form.building_header, columns=BASE_COLUMNS)
    yield _line(*form.thrift, columns=BASE_COLUMNS)


def _apart(cells: tuple[str, ...]) -> str:
    """A label and cells that are two columns wide."""
    label, *rest = cells
    return _line(label, *(part for cell in rest for part in (cell, "")), columns=BASE_COLUMNS)


def _self_assessment(form: UnitForm) -> Iterator[str]:
    yield form.title
    yield ""
    label, name = form.unit
    yield _line(label, "", "", name)
    yield _line(form.money_label, "", "", *form.money_header)
    yield _line("", form.total_label, "", *form.total)
    yield _line("", form.list_labels[0], "", "", "", form.list_labels[1])
    for source, amount, nature, spent in form.lists:
        yield _line("", source, "", amount, "", "", nature, spent, shift=form.shifts.get(source, 0))
    yield _line("年度总体目标", "", "", "预期目标", "", "", "", "实际完成情况")
    yield _line("", "", "", form.goal_expected, "", "", "", form.goal_actual)
    yield _line("绩效指标", *INDICATOR_HEADER)
    yield from _indicators(form)


def _indicators(form: UnitForm) -> Iterator[str]:
    # Merged labels are printed once, on their first row.
    block = "绩效指标"
    for section in form.sections:
        header, last = section.header, ""
        for row in section.rows:
            l2 = row.l2 if row.l2 != last else ""
            yield _line(block, header, l2, *_values(row), shift=form.shifts.get(row.l2, 0))
            block, header, last = "", "", row.l2


def _values(row: IndicatorRow) -> tuple[str, ...]:
    return row.name, row.target, row.actual, row.points, row.score, row.reason


def target_table(form: TargetForm) -> str:
    """Return the text of the target table: every printed line a line, an empty line between most of them."""
    lines = [form.title, form.entity, form.money_unit, *form.header_lines]
    amounts = " ".join(amount for _, amount in (("", form.total[1]), *form.by_revenue, *form.by_nature) if amount)
    first, *rest = form.unit_name.split("\n")
    lines += [f"{form.unit_code}\n{first}", *rest[:-1], f"{rest[-1] if rest else ''}\n{amounts}"]
    lines += form.goal.split("\n")
    for l1, rows in form.sections:
        lines += l1.split("\n")
        last = ""
        for row in rows:
            alone = sum(other.l2 == row.l2 for other in rows) == 1
            lines += _target_row(row, row.l2 if row.l2 != last else "", alone=alone)
            last = row.l2
    return "\n\n".join(lines) + "\n"


def _target_row(row: TargetRow, l2: str, *, alone: bool) -> list[str]:
    """The lines of a row; lines that follow each other without an empty line stand in one string.

    A cell of one line stands between the two lines of its neighbour, so no empty line parts them; `alone` says
    that the label spans this row only.
    """
    labels = l2.split("\n") if l2 else []
    if not row.name:
        return labels
    name, short = row.name.split("\n"), " ".join(row.value)
    explanation, rule = row.explanation.split("\n"), row.rule.split("\n")
    if len(name) == 1:
        # Name and value are printed on one line; a label of one line stands on it as well.
        head = f"{name[0]} {short}"
        if len(labels) == 1:
            head, labels = f"{labels[0]} {head}", []
        if labels:
            labels[-1] = f"{labels[-1]}\n{head}"
        elif len(explanation) == 2:
            explanation[0] = f"{head}\n{explanation[0]}"
        else:
            labels = [head]
        return [*labels, *explanation, *rule, row.remark]
    if len(name) == 2:
        name[-1] = f"{name[-1]}\n{short}"
        if alone and len(labels) == 1:
            name[0], labels = f"{labels[0]}\n{name[0]}", []
        return [*labels, *name, *explanation, *rule, row.remark]
    return [*labels, *name, short, *explanation, *rule, row.remark]
