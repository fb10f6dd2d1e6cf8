"""The forms as text taken out of a printed document: tab-separated lines, page noise, shifted rows."""

from __future__ import annotations

from collections.abc import Iterator

from formdata import FUNDING_HEADER, INDICATOR_HEADER, IndicatorRow, SampleForm, Section

COLUMNS = 9
TOTAL_LABEL = "总分"
GOAL_LABELS = ("年度总体目标", "预期目标", "", "", "实际完成情况")


def _line(*cells: str) -> str:
    return "\t".join((*cells, *[""] * (COLUMNS - len(cells))))


def _head(cells: tuple[str, ...]) -> str:
    label, value, *second = cells
    return _line(label, value, "", "", *second) if second else _line(label, value)


def _indicator(row: IndicatorRow, header: str, l2: str, *, shifted: bool) -> str:
    values = (row.name, row.target, row.actual, row.points, row.score, row.reason)
    if not shifted:
        return _line("", header, l2, *values)
    # The first label that is printed slides into the first column, everything behind it one column left.
    return _line(header, l2, *values) if header else _line(l2, "", *values)


def _section(form: SampleForm, section: Section) -> Iterator[str]:
    # Merged labels are printed once, on their first row.
    header, last = section.header, ""
    for row in section.rows:
        l2 = row.l2 if row.l2 != last else ""
        yield _indicator(row, header, l2, shifted=row.l2 in form.text.shifted)
        header, last = "", row.l2
        if row.l2 == form.text.noise_after:
            for noise in form.text.noise:
                yield from ("", noise)
            yield ""


def _form(form: SampleForm) -> Iterator[str]:
    yield form.text.mark + form.title
    yield ""
    for line in form.text.caption:
        yield from (line, "")
    yield from map(_head, form.head)
    yield _line(form.money_label, *FUNDING_HEADER)
    for money in form.funding:
        yield _line(
            "", money.source, money.initial, money.budget, money.executed, money.points, money.rate, money.score
        )
    yield _line(*GOAL_LABELS)
    yield _line("", form.goal_expected, "", "", form.goal_actual)
    yield _line("绩效指标", *INDICATOR_HEADER)
    for section in form.sections:
        yield from _section(form, section)
    gap = 4 if TOTAL_LABEL in form.text.shifted else 5
    yield _line(TOTAL_LABEL, *[""] * gap, form.total_points, form.total_score)
    if form.footer:
        yield _line(*form.footer)


def render(forms: list[SampleForm], opening: tuple[str, ...] = (), between: tuple[str, ...] = ()) -> str:
    """Return the text of the forms.

    Args:
        forms: the forms, in order.
        opening: lines of the document before the first form.
        between: page noise; its n-th line stands after the n-th form, blank for none.
    """
    lines = [part for line in opening for part in (line, "")]
    for number, form in enumerate(forms):
        lines += [*_form(form), ""]
        if number < len(between) and between[number]:
            lines += [between[number], ""]
    return "\n".join(lines)
