"""The styles part: which number format a cell's style index means.

Only number formats are read; a fill or border that an office program would repair does not matter here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from perfscore.ooxml.formats import NumberFormat, compile_format
from perfscore.ooxml.package import Package
from perfscore.ooxml.xml import Element, is_count, local_name

#: Formats that files name by number alone, as a Chinese edition shows them (dates, currency, brackets differ).
BUILTIN_FORMATS: Final[dict[int, str]] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

GENERAL: Final = compile_format("General")


def read_formats(package: Package, part: str | None) -> list[NumberFormat]:
    """The number format of each cell style, in the order that the `s` attribute of cells counts.

    Args:
        package: the opened workbook.
        part: the name of the styles part, None in a workbook without one.

    Raises:
        ReadingError: the part is damaged.
    """
    if part is None:
        return [GENERAL]
    own: dict[int, str] = {}
    formats: list[NumberFormat] = []
    for group in package.xml(part):
        if local_name(group) == "numFmts":
            own = own_codes(group)
        elif local_name(group) == "cellXfs":
            formats = [compile_format(code_of(entry, own)) for entry in group if local_name(entry) == "xf"]
    return formats or [GENERAL]


def own_codes(entries: Iterable[Element]) -> dict[int, str]:
    """The format codes that a workbook defines itself, by number; from the entries of `numFmts`."""
    numbered = ((_number(entry.get("numFmtId")), entry.get("formatCode") or "") for entry in entries)
    return {number: code for number, code in numbered if number is not None}


def code_of(xf: Element, own: Mapping[int, str]) -> str:
    """The format code of a cell format; `own` are the codes that the workbook defines."""
    number = _number(xf.get("numFmtId")) or 0
    return own.get(number) or BUILTIN_FORMATS.get(number, "General")


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and is_count(text) and len(text) < 10 else None
