"""Empty official forms: labels, a rule set's weights, choices and live formulas; nothing to look up, nothing to add."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from perfscore.core.errors import UsageError
from perfscore.core.location import cell_name
from perfscore.core.numbers import plain
from perfscore.core.records import mutable
from perfscore.core.saving import claim
from perfscore.forms.vocabulary import vocabulary
from perfscore.ooxml import patch
from perfscore.rulesets import RuleSet, load_ruleset
from perfscore.rulesets import files as rule_files

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PathArgument = str | os.PathLike[str]
FormName = Literal["project-self-assessment", "unit-self-assessment"]
FORMS: Final[dict[str, str]] = {
    "project-self-assessment": "项目支出绩效自评表",
    "unit-self-assessment": "部门（单位）整体支出绩效自评表",
}
DEFAULT_RULESET: Final = "mof-2021"

_WIDTHS: Final = (10, 12, 16, 24, 16, 16, 9, 11, 26)
_LAST: Final = len(_WIDTHS)
_HEADS: Final = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
_MONEY: Final = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_SOURCES: Final = ("其中：当年财政拨款", "上年结转资金", "其他资金")
_REVENUE: Final = ("一般公共预算", "政府性基金拨款", "纳入专户管理的非税收入拨款", "其他资金")
_NATURE: Final = ("其中：基本支出", "项目支出", "", "")
#: Rows for indicators under a second-level name: outputs have more than one as a rule.
_ROWS: Final = {"数量指标": 2, "质量指标": 2}
_LABEL_FILL, _COMPUTED_FILL, _INPUT_FILL = "FFD9E1F2", "FFF2F2F2", "FFFFFFFF"


def template(
    form: str,
    out: PathArgument,
    *,
    ruleset: PathArgument | None = None,
    year: int | None = None,
    force: bool = False,
) -> Path:
    """Write an empty form.

    Args:
        form: `project-self-assessment` or `unit-self-assessment`.
        out: the file, ending in `.xlsx`.
        ruleset: whose weights it carries, by id or TOML file; mof-2021 when not given.
        year: the year in its caption; the last one when not given.
        force: replace a file that is there, unless it is a rule set.

    Raises:
        UsageError: no such form or rule set, the file must not be written over, or its ending is wrong.
        PatchError: the file cannot be written.
    """
    if form not in FORMS:
        raise UsageError(
            f"没有表式“{form}”；可用的有 {'、'.join(FORMS)}，模板有 problems（问题清单）、papers（审核底稿）（no such form）"
        )
    target = Path(out)
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{target}：空表是 Excel 工作簿，文件名应以 .xlsx 结尾（name it .xlsx）")
    claim(target, sources=rule_files(ruleset), force=force)
    rules = load_ruleset(ruleset if ruleset is not None else DEFAULT_RULESET)
    own_year = year if year is not None else datetime.now(tz=UTC).astimezone().year - 1
    page = _Page(rules, unit=form == "unit-self-assessment", title=FORMS[form], year=own_year)
    data = page.draw()
    # Formulas go in with results, so that readers that do not calculate see what a person sees.
    # A new workbook has no source that the output could overwrite.
    book = patch.open("（新表）", data=data)
    for cell, (formula, result) in page.formulas.items():
        book.set_formula(page.sheet.title, cell, formula, result)
    book.save(target)
    return target


@mutable
class _Page:
    """Draws one form from top to bottom."""

    rules: RuleSet
    unit: bool
    title: str
    year: int
    row: int = 1
    formulas: dict[str, tuple[str, Decimal | str]] = field(default_factory=dict)
    sheet: Worksheet = field(init=False)

    def draw(self) -> bytes:
        """The workbook without its formulas."""
        from openpyxl import Workbook
        from openpyxl.utils import get_column_letter

        book = Workbook()
        self.sheet = book.worksheets[0]
        self.sheet.title = "自评表"
        for column, width in enumerate(_WIDTHS, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self._head()
        total_row = self._money()
        self._goal()
        first, last = self._indicators()
        self._total(total_row, first, last)
        self._page_setup()
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    # -- blocks ----------------------------------------------------------------------------------------------

    def _head(self) -> None:
        self.put(1, _LAST, self.title, bold=True, size=18, box=False)
        self.end(36)
        self.put(1, _LAST, f"（{self.year}年度）", box=False)
        self.end(18)
        self.put(1, _LAST, "单位：万元", box=False, align="right")
        self.end(18)
        if self.unit:
            self.label(1, 3, "单位名称")
            self.put(4, _LAST)
            self.end(30)
            return
        self.label(1, 1, "项目名称")
        self.put(2, _LAST)
        self.end(30)
        self.label(1, 1, "主管部门")
        self.put(2, 4)
        self.label(5, 5, "实施单位")
        self.put(6, _LAST)
        self.end(30)

    def _money(self) -> int:
        """The funding block; returns the row of its total."""
        below = 1 + len(_REVENUE) if self.unit else len(_SOURCES)
        self.label(1, 1, "年度预算申请（万元）" if self.unit else "项目资金（万元）", rows=2 + below)
        self.label(2, 3, "资金来源")
        for column, text in enumerate(_MONEY, 4):
            self.label(column, column, text)
        self.end(24)
        total = self.row
        self.put(2, 3, "年度资金总额", align="left")
        for column in range(4, _LAST + 1):
            self.put(column, column, None, number="#,##0.00")
        self.sheet.cell(total, 7).value = self.rules.execution_points.value
        self.sheet.cell(total, 7).number_format = "General"
        self._rate(total)
        self.end(25)
        if self.unit:
            self._lists()
            return total
        for label in _SOURCES:
            self.put(2, 3, label, align="left")
            for column in range(4, _LAST + 1):
                self.put(column, column, None, number="#,##0.00")
            self.end(25)
        for column in (4, 5, 6):
            cells = f"{cell_name(total + 1, column)}:{cell_name(total + len(_SOURCES), column)}"
            self.compute(total, column, f'IF(COUNT({cells})=0,"",SUM({cells}))', "")
        return total

    def _rate(self, row: int) -> None:
        base = cell_name(row, 5 if self.rules.execution_base.value == "budget" else 4)
        done, points = cell_name(row, 6), cell_name(row, 7)
        known = f"AND(ISNUMBER({base}),ISNUMBER({done}))"
        self.compute(row, 8, f'IF({known},IF({base}>0,ROUND({done}/{base},4),""),"")', "")
        self.sheet.cell(row, 8).number_format = "0.00%"
        digits = self.rules.digits.value
        score = f"ROUND(ROUND({points}*MAX(0,MIN(1,{done}/{base})),10),{digits})"
        self.compute(row, 9, f'IF({known},IF({base}>0,{score},""),"")', "")
        self.sheet.cell(row, 9).number_format = "0.00"

    def _lists(self) -> None:
        """Revenue and nature side by side."""
        self.label(2, 5, "按收入性质分")
        self.label(6, _LAST, "按支出性质分")
        self.end(25)
        for source, nature in zip(_REVENUE, _NATURE, strict=True):
            self.put(2, 3, source, align="left")
            self.put(4, 5, None, number="#,##0.00")
            self.put(6, 7, nature or None, align="left")
            self.put(8, _LAST, None, number="#,##0.00")
            self.end(25)

    def _goal(self) -> None:
        self.label(1, 1, "年度总体目标", rows=2)
        self.label(2, 4, "预期目标")
        self.label(5, _LAST, "实际完成情况")
        self.end(25)
        self.put(2, 4, None, align="left")
        self.put(5, _LAST, None, align="left")
        self.end(80)

    def _indicators(self) -> tuple[int, int]:
        """The indicator table; returns its first and last row."""
        under = vocabulary().under
        sections = [
            (name, points, [l2 for l2, parents in under.items() if name in parents] or [""])
            for name, points in self.rules.weights.value.items()
        ]
        depth = sum(_ROWS.get(l2, 1) for _, _, names in sections for l2 in names)
        self.label(1, 1, "绩效指标", rows=1 + depth)
        for column, text in enumerate(_HEADS, 2):
            self.label(column, column, text)
        self.end(30)
        first = self.row
        for name, points, names in sections:
            self.label(2, 2, f"{name}\n（{plain(points)}分）", rows=sum(_ROWS.get(l2, 1) for l2 in names))
            for l2 in names:
                self.label(3, 3, l2, rows=_ROWS.get(l2, 1), bold=False)
                for _ in range(_ROWS.get(l2, 1)):
                    for column in range(4, _LAST + 1):
                        self.put(column, column, None, align="left" if column == _LAST else "center")
                    self.sheet.cell(self.row, 8).number_format = "0.00"
                    self.end(32)
        last = self.row - 1
        self._choices(first, last)
        return first, last

    def _total(self, money: int, first: int, last: int) -> None:
        self.label(1, 6, "总分")
        points = f"{cell_name(first, 7)}:{cell_name(last, 7)}"
        scores = f"{cell_name(first, 8)}:{cell_name(last, 8)}"
        execution = (cell_name(money, 7), cell_name(money, 9))
        for column in (7, 8, 9):
            self.put(column, column)
        self.compute(self.row, 7, f"SUM({execution[0]},{points})", self.rules.execution_points.value)
        total = f"SUM({execution[1]},{scores})"
        # Half a total looks like a whole one: there is none until every indicator and the execution have a score.
        names = f"{cell_name(first, 4)}:{cell_name(last, 4)}"
        missing = f"NOT(ISNUMBER({execution[1]}))"
        open_rows = f"OR(COUNT({scores})=0,COUNT({scores})<COUNTA({names}),{missing})"
        self.compute(self.row, 8, f'IF({open_rows},"",ROUND({total},{self.rules.digits.value}))', "")
        self.sheet.cell(self.row, 8).number_format = "0.00"
        score = cell_name(self.row, 8)
        self.end(30)
        self.label(1, 6, "自评等级")
        self.put(7, _LAST)
        self.compute(self.row, 7, _grade(score, self.rules), "")
        self.end(30)
        for column, text in ((1, "单位（盖章）："), (4, "负责人："), (7, "填报日期：")):
            self.put(column, column + 2, text, box=False, align="left")
        self.end(30)

    # -- what may be typed -----------------------------------------------------------------------------------

    def _choices(self, first: int, last: int) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        words = ",".join(verdict.word for verdict in self.rules.verdicts.value)
        if words and len(words) <= 250:
            verdicts = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
            verdicts.promptTitle = "实际完成值"
            verdicts.prompt = "定量指标按指标值的单位填实际数；定性指标从列表中选评价结论。"
            verdicts.showInputMessage = True
            verdicts.add(f"F{first}:F{last}")
            self.sheet.add_data_validation(verdicts)
        points = DataValidation(type="decimal", operator="between", formula1="0", formula2="100", allow_blank=True)
        points.error, points.errorTitle = "分值应为 0 到 100 之间的数", "分值"
        points.add(f"G{first}:G{last}")
        score = DataValidation(
            type="custom", formula1=f"AND(ISNUMBER(H{first}),H{first}>=0,H{first}<=G{first})", allow_blank=True
        )
        score.error, score.errorTitle = "得分应在 0 与该行分值之间", "得分"
        score.add(f"H{first}:H{last}")
        for one in (points, score):
            one.showErrorMessage = True
            self.sheet.add_data_validation(one)

    def _page_setup(self) -> None:
        from openpyxl.worksheet.page import PageMargins

        sheet = self.sheet
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
        sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
        sheet.print_options.horizontalCentered = True
        sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.5)

    # -- cells -----------------------------------------------------------------------------------------------

    def label(self, left: int, right: int, text: str, *, rows: int = 1, bold: bool = True) -> None:
        """A printed label."""
        self.put(left, right, text, rows=rows, bold=bold, fill=_LABEL_FILL)

    def compute(self, row: int, column: int, formula: str, result: Decimal | str) -> None:
        """A cell that computes itself."""
        from openpyxl.styles import PatternFill

        self.formulas[cell_name(row, column)] = (formula, result)
        self.sheet.cell(row, column).fill = PatternFill("solid", start_color=_COMPUTED_FILL)

    def put(
        self,
        left: int,
        right: int,
        text: str | None = None,
        *,
        rows: int = 1,
        bold: bool = False,
        size: int = 10,
        box: bool = True,
        align: Literal["left", "center", "right"] = "center",
        fill: str = "",
        number: str = "General",
    ) -> None:
        """Write a cell of the current row, merged over columns and rows."""
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        line = Side(style="thin", color="FF000000")
        for row in range(self.row, self.row + rows):
            for column in range(left, right + 1):
                cell = self.sheet.cell(row, column)
                if box:
                    cell.border = Border(left=line, right=line, top=line, bottom=line)
        anchor = self.sheet.cell(self.row, left)
        anchor.value = text
        anchor.font = Font(name="宋体", size=size, bold=bold)
        anchor.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        anchor.number_format = number
        if fill:
            anchor.fill = PatternFill("solid", start_color=fill)
        if rows > 1 or right > left:
            self.sheet.merge_cells(
                start_row=self.row, start_column=left, end_row=self.row + rows - 1, end_column=right
            )

    def end(self, height: int) -> None:
        """Go to the next row."""
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1


def _grade(score: str, rules: RuleSet) -> str:
    """The grade of a total as nested conditions, from the best down."""
    grades: Sequence[tuple[str, Decimal]] = rules.grades.value
    text = f'"{grades[-1][0]}"'
    for name, edge in reversed(grades[:-1]):
        text = f'IF({score}>={plain(edge)},"{name}",{text})'
    return f'IF(ISNUMBER({score}),{text},"")'
