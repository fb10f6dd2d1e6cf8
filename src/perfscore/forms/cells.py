"""Reading single cells: numbers, values and texts with their places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from perfscore.core.isolation import attempt
from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.numbers import Figure, read_figure, stored_number, without_noise
from perfscore.core.records import replace
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.core.text import is_blank_mark, normalise
from perfscore.forms.grid import Piece
from perfscore.forms.labels import without_tags
from perfscore.language.values import Value, parse_value
from perfscore.model import Number, Text, Valued
from perfscore.readers.document import CellValue

UNCACHED = "公式没有缓存结果：请在 Excel/WPS 中打开并保存后再审"
_ERROR_VALUE = "是公式的错误值，不是数：请更正公式后重新计算"
_NOT_A_NUMBER = "不是数：此处应填数字，请改为数字或留空"

_SIGN = lazy_pattern(
    r"[≥≤><=]|>=|<=|=>|=<|》|《|〉|〈|定性|定量|大于等于|小于等于|大于|小于|等于|正向|反向|正指标|负指标"
)
_VALUE = lazy_pattern(
    r"(?P<sign>[≥≤><=》〉《〈]|不低于|不少于|不超过|不高于|不大于|不小于|大于|小于|等于|达到|控制在)?=?"
    r"[-+]?\d[\d,.]*(?:[-~—至到:][\d,.]+)?[%‰]?(?:个百分点)?[A-Za-z/·.一-鿿²㎡³℃%()]{0,8}"
)

#: The number of a row before its words: 1.法律援助 is no amount.
_NUMBERED = lazy_pattern(r"\d{1,2}\.(?=[\u4e00-\u9fff])")

_ERROR = lazy_pattern(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A|SPILL!|CALC!|GETTING_DATA)")

PieceType = Literal["blank", "number", "percent", "sign", "signed", "value", "text", "formula"]


@lru_cache(maxsize=8192)
def type_of(text: str) -> PieceType:
    """The type of a cell text, for deciding which column it can stand in.

    `signed` is a quantity that begins with a relation sign, `value` one that does not (`365天`, `3次`).
    """
    return attempt(lambda: _type_of(text), lambda _: "text")


def _type_of(text: str) -> PieceType:
    if is_blank_mark(text):
        return "blank"
    plain = normalise(without_tags(text)).text
    figure = read_figure(plain) or read_figure(plain.removesuffix("分"))
    if figure is not None:
        return "percent" if figure.percent else "number"
    if _SIGN.fullmatch(plain):
        return "sign"
    match = None if _NUMBERED.match(plain) else _VALUE.fullmatch(plain)
    if match:
        return "signed" if match["sign"] else "value"
    return "text"


def piece_type(piece: Piece) -> PieceType:
    """The type of a cell; a formula without a result, or with an error for one, may be anything that is computed."""
    cell = piece.cell
    text = cell.shown
    return "formula" if cell.uncached or (text[:1] == "#" and is_error(text)) else type_of(text)


def is_error(text: str) -> bool:
    """Whether a cell shows that its formula went wrong (#REF!, #DIV/0!): something stands there, but no number."""
    return text[:1] == "#" and _ERROR.fullmatch(text.strip()) is not None


def read_number(piece: Piece, *, unit: str = "") -> Number:
    """Read a cell of a number column.

    Args:
        piece: the cell.
        unit: the unit that the column is in (分, 万元); it may be repeated behind the number.
    """
    raw = piece.text
    if piece.cell.uncached:
        return Sourced(Unreadable(raw, UNCACHED, at=piece.at), raw, piece.at)
    if is_blank_mark(raw):
        return Sourced(None, raw, piece.at)
    figure = attempt(lambda: figure_in(raw, unit), lambda error: Unreadable(raw, _crashed(error), at=piece.at))
    if isinstance(figure, Unreadable):
        return Sourced(figure, raw, piece.at)
    if figure is None:
        reason = _ERROR_VALUE if is_error(raw) else _NOT_A_NUMBER
        return Sourced(Unreadable(raw, reason, at=piece.at), raw, piece.at)
    return Sourced(_stored(figure, piece.cell.value), raw, piece.at)


def _stored(figure: Figure, value: CellValue) -> Figure:
    """The figure of a number cell: its stored value with the decimals that are shown.

    A score of =10/3 that is shown as 3.33 is ten thirds. A format that scales or words the number says what the
    form asserts, so there what is shown stands.
    """
    if not isinstance(value, Decimal):
        return figure
    exact = stored_number(value) * (100 if figure.percent else 1)
    if exact == figure.value:
        return replace(figure, stored=True)
    if abs(Fraction(exact) - Fraction(figure.value)) * 2 > figure.unit_in_last_place:
        return figure
    return replace(figure, value=exact)


@lru_cache(maxsize=1024)  # numbers differ from form to form, and are asked for by many checks of one
def figure_in(text: str, unit: str = "") -> Figure | None:
    """The number that a text holds, the unit behind it allowed; machine noise is taken off."""
    plain = normalise(without_tags(text)).text
    if unit and plain.endswith(unit):
        plain = plain[: -len(unit)]
    figure = read_figure(plain)
    if figure is None:
        return None
    short = without_noise(plain.removesuffix("%").replace(",", ""))
    if short is None:
        return figure
    exponent = short.as_tuple().exponent
    return replace(figure, value=short, decimals=-exponent if isinstance(exponent, int) and exponent < 0 else 0)


def read_value(piece: Piece, role: Literal["target", "actual"], unit: str = "") -> Valued:
    """Read a target or an actual value."""
    if piece.cell.uncached:
        return Sourced(Unreadable(piece.text, UNCACHED, at=piece.at), piece.text, piece.at)
    return parsed(piece.text, piece.at, role, unit)


def parsed(text: str, at: Location, role: Literal["target", "actual"], unit: str = "") -> Valued:
    """Parse the text of a target or an actual value that stands at a place."""
    value: Value | Unreadable = attempt(
        lambda: parse_value(without_tags(text), unit=unit or None, role=role),
        lambda error: Unreadable(text, _crashed(error), at=at),
    )
    return Sourced(value, text, at)


def answered(actual: Valued | None, target: Valued | None, name: str) -> Valued | None:
    """The actual of a row; of a rate that is written with the numbers behind it the rate alone."""
    if (
        actual is None
        or target is None
        or not isinstance(actual.value, Value)
        or not isinstance(target.value, Value)
    ):
        return actual
    if actual.value.kind != "list":
        return actual
    from perfscore.language.derived import derived

    return replace(actual, value=derived(actual.value, target.value, name))


def _crashed(error: str) -> str:
    return f"程序读这一格时出错（{error}），请核对文字，并把这条信息反馈给 perfscore"


def no_value(at: Location, role: Literal["target", "actual"]) -> Valued:
    """The value of an empty cell."""
    return parsed("", at, role)


def no_number(at: Location) -> Number:
    """The number of an empty cell."""
    return Sourced(None, "", at)


def read_text(piece: Piece) -> Text:
    """Read a cell of text: what is displayed, without markup, and lines that the cell wrapped joined again."""
    return Sourced(tidy(piece.text), piece.text, piece.at)


_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_WRAPPED = lazy_pattern(
    rf"(?<=[{_WIDE}])[ \t]*[\r\n]+[ \t]*|[ \t]*[\r\n]+[ \t]*(?=[{_WIDE}])|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])",
    needs="\n|\r| |\u3000",
)


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    r"""A text as a person would copy it: no markup, no breaks inside words.

    >>> tidy("维护社会稳定，预\n防和减少犯罪")
    '维护社会稳定，预防和减少犯罪'
    """
    return _WRAPPED.sub("", without_tags(text).strip())
