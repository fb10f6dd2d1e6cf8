"""PS2xx: how numbers are printed: machine noise, mixed decimals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes
from perfscore.core.findings import Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, plain, read_figure, round_to
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.text import squash
from perfscore.model import BaseTable, Form, Ledger, Number, SelfAssessment, TargetSheet, Valued

_NUMBER = lazy_pattern(r"\d+\.\d{6,}")
_MOST_DIGITS = 10
_FEW_DECIMALS = 4
_SINGLE_PRECISION = Decimal("0.000001")


def _numbers(form: Form) -> Iterator[tuple[str, str, Number]]:
    """The number cells of a form with the column and the row that they stand in."""
    if isinstance(form, BaseTable):
        for base in form.rows:
            for name, cell in base.figures:
                yield f"base/{name}", base.label.value, cell
        return
    if isinstance(form, Ledger):
        for project in form.rows:
            for name, cell in project.figures:
                yield f"ledger/{name}", project.label.value, cell
        return
    if form.funding is not None:
        rows = (*([form.funding.total] if form.funding.total else []), *form.funding.rows)
        for row in rows:
            for name in ("initial", "budget", "executed", "points", "rate", "score"):
                money: Number | None = getattr(row, name)
                if money is not None:
                    yield f"funding/{name}", row.label.value, money
        for breakdown in form.funding.breakdowns:
            for label, amount in breakdown.rows:
                yield f"breakdown/{breakdown.label.value}", label.value, amount
    for indicator in form.indicators:
        for name in ("points", "score"):
            number: Number | None = getattr(indicator, name)
            if number is not None:
                yield f"indicator/{name}", indicator.name.value, number


def _values(form: Form) -> Iterator[tuple[str, Valued]]:
    if not isinstance(form, SelfAssessment | TargetSheet):
        return
    for indicator in form.indicators:
        for cell in (indicator.target, indicator.actual):
            if cell is not None:
                yield indicator.name.value, cell


def _noise(raw: str) -> str | None:
    """What a noisy number in a text stands for, or None when there is none.

    Noise of double precision vanishes at ten digits; that of single precision is a millionth of the number.
    """
    for match in _NUMBER.finditer(squash(raw)):
        number = Decimal(match[0])
        if not number or len(match[0].replace(".", "").lstrip("0")) <= _MOST_DIGITS:
            continue
        short = round_to(number, _MOST_DIGITS - 1 - number.adjusted()).normalize()
        exponent = short.as_tuple().exponent
        if isinstance(exponent, int) and -exponent <= _FEW_DECIMALS:
            return plain(short)
        short = round_to(number, 2)
        if abs(number - short) <= min(number, Decimal(10)) * _SINGLE_PRECISION:
            return plain(short)
    return None


@check("PS225", "float-noise", Severity.INFO, "form", title="A number carries floating-point noise")
def float_noise(form: Form, view: View) -> Iterator[Yielded]:
    """浮点数尾差。

    ## 查什么
    一个数写出十位以上有效数字，取到十位就成了不超过四位小数的数：这是软件计算留下的尾差，按短的数读取。
    每张表报一条，列出各处。

    ## 为什么要紧
    不影响判断，但打印出来难看，也可能被当成另一个数。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 89.99999999999999
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    cells: list[tuple[str, Sourced[Figure | Unreadable | None] | Valued]] = [
        *((row, cell) for _, row, cell in _numbers(form)),
        *_values(form),
    ]
    noisy = [(row, cell, short) for row, cell in cells if (short := _noise(cell.raw)) is not None]
    if not noisy:
        return
    row, cell, short = noisy[0]
    others = f"；这样的数共 {len(noisy)} 处" if len(noisy) > 1 else ""
    yield found(
        cell,
        f"“{row}”的 {cell.raw} 带有浮点数尾差，按 {short} 读取{others}",
        f"{cell.raw} carries floating-point noise and is read as {short}",
        mend="在表格软件中设定小数位数，或用 ROUND 取整后再填",
        mend_en="round the number before writing it",
        subject="form/noise",
        recomputed=short,
        related=notes(*((name, one) for name, one, _ in noisy[1:])),
    )


@frozen
class _Printed:
    """A number as printed: whether its decimals are padded with zeros, and its thousands separated."""

    row: str
    cell: Number
    figure: Figure
    text: str

    @property
    def padded(self) -> bool:
        return self.figure.decimals > 0 and self.text.rstrip("%").endswith("0")

    @property
    def separated(self) -> bool | None:
        """None for numbers below a thousand, which need no separator."""
        return None if abs(self.figure.value) < 1000 else "," in self.text


def _printed(row: str, cell: Number) -> _Printed | None:
    text = squash(cell.raw).removesuffix("分")
    figure = read_figure(text)
    if figure is None or not isinstance(cell.value, Figure) or figure.value == 0 or _noise(cell.raw):
        return None
    return _Printed(row, cell, figure, text)


@check(
    "PS226",
    "decimals-mixed",
    Severity.INFO,
    "form",
    title="The same kind of number is printed with different precision",
)
def decimals_mixed(form: Form, view: View) -> Iterator[Yielded]:
    """小数位数不统一。

    ## 查什么
    同一列里，有的数补零到固定位数（10.00、7.80），有的不补（5、7.8）；或四位以上的数有的加千分号、有的不加。
    零不算。每列最多报一条，只提示。

    ## 为什么要紧
    数值没有错，但位数不一，读的人会怀疑精度。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50.00
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 49.5
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    columns: dict[str, list[_Printed]] = {}
    for column, row, cell in _numbers(form):
        one = _printed(row, cell)
        if one is not None and not column.endswith("/points"):
            columns.setdefault(column, []).append(one)
    for column, numbers in columns.items():
        pair = _uneven(numbers)
        if pair is None:
            continue
        long, short = pair
        yield found(
            short.cell,
            f"同一列里“{long.row}”写 {long.cell.raw}、“{short.row}”写 {short.cell.raw}，写法不统一",
            f"one column prints {long.cell.raw} and {short.cell.raw}",
            mend="同一列统一小数位数和千分号",
            mend_en="use one number of decimals and one style of separators in a column",
            subject=f"{column}/decimals",
            related=notes((long.row, long.cell), *_others(numbers, long, short)),
        )


def _uneven(numbers: list[_Printed]) -> tuple[_Printed, _Printed] | None:
    """Two numbers of a column that are printed in different styles, or None."""
    long = next((one for one in numbers if one.padded), None)
    if long is not None:
        short = next((one for one in numbers if one.figure.decimals < long.figure.decimals), None)
        if short is not None:
            return long, short
    with_mark = next((one for one in numbers if one.separated), None)
    without = next((one for one in numbers if one.separated is False), None)
    return None if with_mark is None or without is None else (with_mark, without)


def _others(numbers: list[_Printed], long: _Printed, short: _Printed) -> Iterator[tuple[str, Number]]:
    """The other numbers of the column that are shorter than the padded one."""
    for one in numbers:
        if one is not long and one is not short and one.figure.decimals < long.figure.decimals:
            yield one.row, one.cell
