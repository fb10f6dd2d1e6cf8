"""The project forms as workbooks that look like the printed form."""

from __future__ import annotations

from formdata import FUNDING_HEADER, INDICATOR_HEADER, FundingRow, SampleForm, Section
from openpyxl.worksheet.pagebreak import Break
from page import CAPTION, LABEL, PROSE, SIGN_OFF, TITLE, UNIT, Page, new_book, new_sheet, packed, two_lines

#: Widths of the columns A to I, in characters.
WIDTHS = (10, 11, 14, 22, 15, 13, 8, 9, 21)


class FormPage(Page):
    """A page of a self-assessment."""

    def form(self, form: SampleForm) -> None:
        """Write the whole form."""
        self.put(1, self.last, form.title, TITLE)
        self.end_row(least=36)
        self.put(1, self.last, f"（{form.year}年度）", CAPTION)
        self.end_row(least=20)
        self.put(1, self.last, "单位：万元", UNIT)
        self.end_row(least=20)
        for cells in form.head:
            self._head(cells)
        self._funding(form)
        self.goals(form.goal_expected, form.goal_actual)
        self.indicators(form.sections)
        self.put(1, 6, "总分", LABEL)
        self.put_number(7, form.total_points)
        self.put_number(8, form.total_score)
        self.put(9, self.last, "")
        self.end_row()
        if form.footer:
            for number, text in enumerate(form.footer):
                self.put(3 * number + 1, 3 * number + 3, text, SIGN_OFF)
            self.end_row(least=26)

    def _head(self, cells: tuple[str, ...]) -> None:
        label, value, *second = cells
        self.put(1, 1, label, LABEL)
        self.put(2, 4 if second else self.last, value)
        if second:
            self.put(5, 5, second[0], LABEL)
            self.put(6, self.last, second[1])
        self.end_row((1, 1, label))

    def _funding(self, form: SampleForm) -> None:
        self.put(1, 1, two_lines(form.money_label), LABEL, rows=1 + len(form.funding))
        self.put(2, 3, FUNDING_HEADER[0], LABEL)
        for column, label in enumerate(FUNDING_HEADER[1:], start=4):
            self.put(column, column, label, LABEL)
        self.end_row()
        for money in form.funding:
            self._money(money)

    def _money(self, money: FundingRow) -> None:
        self.put(2, 3, money.source, PROSE)
        values = (money.initial, money.budget, money.executed, money.points, money.rate, money.score)
        for column, shown in enumerate(values, start=4):
            self.put_number(column, shown)
        self.end_row()

    def goals(self, expected: str, actual: str) -> None:
        """Write the goal and what became of it."""
        self.put(1, 1, "年度总体目标", LABEL, rows=2)
        self.put(2, 4, "预期目标", LABEL)
        self.put(5, self.last, "实际完成情况", LABEL)
        self.end_row()
        self.put(2, 4, expected, PROSE)
        self.put(5, self.last, actual, PROSE)
        self.end_row((2, 4, expected), (5, self.last, actual), least=48)

    def indicators(self, sections: tuple[Section, ...]) -> None:
        """Write the indicator table."""
        depth = sum(len(section.rows) for section in sections)
        self.put(1, 1, "绩效指标", LABEL, rows=1 + depth)
        for column, label in enumerate(INDICATOR_HEADER, start=2):
            self.put(column, column, label, LABEL)
        self.end_row()
        for section in sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        self.put(2, 2, two_lines(section.header), LABEL, rows=len(section.rows))
        done = 0
        while done < len(section.rows):
            l2 = section.rows[done].l2
            same = sum(row.l2 == l2 for row in section.rows[done:])
            for number, row in enumerate(section.rows[done : done + same]):
                if number == 0:
                    self.put(3, 3, l2, rows=same)
                self.put(4, 4, row.name)
                self.put(5, 5, row.target)
                for column, shown in enumerate((row.actual, row.points, row.score), start=6):
                    self.put_number(column, shown)
                self.put(9, self.last, row.reason, PROSE)
                least = 40.0 if len(section.rows) == 1 else 28.0
                self.end_row(
                    (3, 3, l2),
                    (4, 4, row.name),
                    (5, 5, row.target),
                    (6, 6, row.actual),
                    (9, 9, row.reason),
                    least=least,
                )
            done += same


def one_sheet_each(forms: list[SampleForm]) -> bytes:
    """Return a workbook with every form on a sheet of its own, one printed page each."""
    book = new_book()
    for form in forms:
        FormPage(new_sheet(book, form.sheet, WIDTHS), WIDTHS).form(form)
    return packed(book)


def one_below_the_other(forms: list[SampleForm], sheet_title: str) -> bytes:
    """Return a workbook with all forms in a single sheet, a page break between them."""
    book = new_book()
    sheet = new_sheet(book, sheet_title, WIDTHS, pages=0)
    page = FormPage(sheet, WIDTHS)
    for number, form in enumerate(forms):
        if number:
            sheet.row_breaks.append(Break(id=page.row))
            page.row += 1
        page.form(form)
    return packed(book)
