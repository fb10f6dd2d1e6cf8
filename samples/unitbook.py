"""The forms of a whole unit as workbooks that look like the printed form."""

from __future__ import annotations

from formbook import WIDTHS as FORM_WIDTHS
from formbook import FormPage
from openpyxl import Workbook
from page import LABEL, PROSE, SIGN_OFF, TITLE, UNIT, Page, new_book, new_sheet, packed
from unitdata import BaseForm, TargetForm, TargetRow, UnitForm

#: Widths of the columns of the base-data table and of the target table, in characters.
BASE_WIDTHS = (26, 12, 12, 12, 12, 12, 14)
TARGET_WIDTHS = (9, 14, 10, 10, 10, 10, 9, 10, 10, 28, 9, 13, 18, 7, 7, 7, 30, 38, 7)

MONEY_GROUP = "年度预算申请"
GOAL_GROUP = "整体绩效目标"
GOAL_LABEL = "部门整体支出年度绩效目标"
BY_REVENUE, BY_NATURE = "按收入性质分", "按支出性质分"
TARGET_HEADER = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值类型",
    "指标值",
    "计量单位",
    "指标解释",
    "评（扣）分标准",
    "备注",
)


def whole_unit(base: BaseForm, form: UnitForm) -> bytes:
    """Return a workbook with the base-data table and the self-assessment, a sheet each."""
    book = new_book()
    _base(book, base)
    _self_assessment(book, form)
    return packed(book)


def target_table(form: TargetForm) -> bytes:
    """Return a workbook with the target table on a landscape page."""
    book = new_book()
    sheet = new_sheet(book, form.sheet, TARGET_WIDTHS, orientation="landscape")
    _TargetPage(sheet, TARGET_WIDTHS).form(form)
    return packed(book)


def joined(text: str) -> str:
    """A text that was printed on several lines, as the cell holds it."""
    return text.replace("\n", "")


def _base(book: Workbook, form: BaseForm) -> None:
    page = Page(new_sheet(book, form.sheet, BASE_WIDTHS), BASE_WIDTHS)
    page.put(1, page.last, form.title, TITLE)
    page.end_row(least=36)
    page.put(1, 1, form.staff_header[0], LABEL, rows=2)
    _three(page, form.staff_header[1:], labels=True)
    _three(page, form.staff)
    page.put(1, 1, form.expense_header[0], LABEL)
    _three(page, form.expense_header[1:], labels=True)
    for label, *figures in form.expenses:
        page.put(1, 1, label, PROSE)
        _three(page, figures)
    for column, label in enumerate(form.building_header, 1):
        page.put(column, column, label, LABEL)
    page.end_row(*((column, column, label) for column, label in enumerate(form.building_header, 1)))
    page.put(1, 1, form.thrift[0], LABEL)
    page.put(2, page.last, form.thrift[1], PROSE)
    page.end_row((2, page.last, form.thrift[1]), least=48)


def _three(page: Page, cells: tuple[str, ...] | list[str], *, labels: bool = False) -> None:
    """Fill the three columns beside a label, each two wide, and end the row."""
    for place, shown in enumerate(cells):
        left = 2 + 2 * place
        if labels:
            page.put(left, left + 1, shown, LABEL)
        else:
            page.put_number(left, shown, left + 1)
    page.end_row()


def _self_assessment(book: Workbook, form: UnitForm) -> None:
    page = FormPage(new_sheet(book, form.sheet, FORM_WIDTHS), FORM_WIDTHS)
    page.put(1, page.last, form.title, TITLE)
    page.end_row(least=36)
    page.put(1, 3, form.unit[0], LABEL)
    page.put(4, page.last, form.unit[1])
    page.end_row()
    page.put(1, 1, form.money_label, LABEL, rows=3 + len(form.lists))
    page.put(2, 3, "", LABEL)
    for column, label in enumerate(form.money_header, start=4):
        page.put(column, column, label, LABEL)
    page.end_row(*((column, column, label) for column, label in enumerate(form.money_header, start=4)))
    page.put(2, 3, form.total_label, PROSE)
    for column, shown in enumerate(form.total, start=4):
        page.put_number(column, shown)
    page.end_row()
    page.put(2, 5, form.list_labels[0], LABEL)
    page.put(6, page.last, form.list_labels[1], LABEL)
    page.end_row()
    for source, amount, nature, spent in form.lists:
        page.put(2, 3, source, PROSE)
        page.put_number(4, amount, 5)
        page.put(6, 7, nature, PROSE)
        page.put_number(8, spent, page.last)
        page.end_row((2, 3, source))
    page.goals(form.goal_expected, form.goal_actual)
    page.indicators(form.sections)


class _TargetPage(Page):
    """A page of a 整体支出绩效目标表: one row an indicator, unit and goal merged over all of them."""

    def form(self, form: TargetForm) -> None:
        self.put(1, self.last, form.title, TITLE)
        self.end_row(least=36)
        self.put(1, self.last, form.entity, SIGN_OFF)
        self.end_row(least=20)
        self.put(1, self.last, form.money_unit, UNIT)
        self.end_row(least=20)
        self._header(form)
        self._beside(form)
        for l1, rows in form.sections:
            self._section(l1, rows)

    def _header(self, form: TargetForm) -> None:
        revenue, nature = len(form.by_revenue), len(form.by_nature)
        goal = 4 + revenue + nature
        self.put(1, 1, "单位编码", LABEL, rows=3)
        self.put(2, 2, "单位名称", LABEL, rows=3)
        self.put(3, goal - 1, MONEY_GROUP, LABEL)
        self.put(goal, self.last, GOAL_GROUP, LABEL)
        self.end_row()
        self.put(3, 3, form.total[0], LABEL, rows=2)
        self.put(4, 3 + revenue, BY_REVENUE, LABEL)
        self.put(4 + revenue, goal - 1, BY_NATURE, LABEL)
        self.put(goal, goal, GOAL_LABEL, LABEL, rows=2)
        for column, label in enumerate(TARGET_HEADER, goal + 1):
            self.put(column, column, label, LABEL, rows=2)
        self.end_row()
        for column, (label, _) in enumerate((*form.by_revenue, *form.by_nature), 4):
            self.put(column, column, joined(label), LABEL)
        self.end_row(least=40)

    def _beside(self, form: TargetForm) -> None:
        depth = sum(len(rows) for _, rows in form.sections)
        self.put(1, 1, form.unit_code, rows=depth)
        self.put(2, 2, joined(form.unit_name), rows=depth)
        amounts = (form.total, *form.by_revenue, *form.by_nature)
        for column, (_, amount) in enumerate(amounts, 3):
            self.put_number(column, amount, rows=depth)
        self.put(3 + len(amounts), 3 + len(amounts), form.goal, PROSE, rows=depth)

    def _section(self, l1: str, rows: tuple[TargetRow, ...]) -> None:
        first = self.last - len(TARGET_HEADER) + 1
        self.put(first, first, joined(l1), LABEL, rows=len(rows))
        for number, row in enumerate(rows):
            if number == 0 or rows[number - 1].l2 != row.l2:
                depth = sum(other.l2 == row.l2 for other in rows)
                self.put(first + 1, first + 1, joined(row.l2), rows=depth)
            kind, value, unit = row.value or ("", "", "")
            self.put(first + 2, first + 2, joined(row.name))
            self.put(first + 3, first + 3, kind)
            self.put_number(first + 4, value)
            self.put(first + 5, first + 5, unit)
            self.put(first + 6, first + 6, joined(row.explanation), PROSE)
            self.put(first + 7, first + 7, joined(row.rule), PROSE)
            self.put(first + 8, first + 8, row.remark)
            self.end_row(
                (first + 2, first + 2, joined(row.name)),
                (first + 6, first + 6, joined(row.explanation)),
                (first + 7, first + 7, joined(row.rule)),
            )
