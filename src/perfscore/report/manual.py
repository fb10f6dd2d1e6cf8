"""The manual of the checks: the page of one, the catalogue of all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfscore.checks import CATALOGUE, find
from perfscore.checks.register import Check
from perfscore.report.layout import Align, columns, width, wrap
from perfscore.report.style import Language, Style

#: Families by the first digit of the code.
FAMILIES = {
    "0": ("读取与识别", "reading"),
    "1": ("表的结构与分值", "structure"),
    "2": ("勾稽与计算", "arithmetic"),
    "3": ("得分", "scores"),
    "4": ("指标值", "targets"),
    "5": ("评分标准", "rules"),
    "6": ("表间一致", "crossform"),
    "7": ("预算公开表", "budget"),
    "8": ("文字说明", "narrative"),
}

_BLOCK = re.compile(r"^```([\w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def explain(check: str, *, lang: Language = "zh") -> str:
    """Return the manual page of a check as text.

    Args:
        check: code or name, `PS304` or `score-exceeds-points`.
        lang: language of the title; the pages themselves are Chinese.

    Raises:
        UsageError: there is no such check.
    """
    return page(find(check), Style(lang=lang))


def page(check: Check, style: Style) -> str:
    """The manual page of a check: title, then what it looks for, why, examples and basis."""
    titles = style.say(f"{check.title_zh}\n{check.title_en}", f"{check.title_en}\n{check.title_zh}")
    lines = [f"{style.paint(check.tag, 'bold')}  {style.severity(check.severity)}", titles, ""]
    place = 0
    for block in _BLOCK.finditer(check.doc):
        lines += _prose(check.doc[place : block.start()], style)
        lines += [*_example(block[1], block[2]), ""]
        place = block.end()
    lines += _prose(check.doc[place:], style)
    return "\n".join(lines).rstrip() + "\n"


def _prose(text: str, style: Style) -> Iterator[str]:
    for line in text.strip("\n").splitlines():
        if line.startswith("## "):
            yield style.paint(line[3:].strip(), "bold")
        elif line.strip():
            yield from (f"  {part}" for part in wrap(line.strip(), style.width and style.width - 2))
        else:
            yield ""


def _example(kind: str, text: str) -> Iterator[str]:
    """An example; the cells of a form stand in columns."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    if kind != "form" or not rows:
        yield from (f"    {line}" for line in text.splitlines())
        return
    size = max(map(len, rows))
    filled = [row + [""] * (size - len(row)) for row in rows]
    lefts: list[Align] = ["left"] * size
    for lines in columns(filled, [24] * size, lefts):
        yield from (f"    {line}" for line in lines)


def catalogue(style: Style) -> str:
    """All checks, by family: code, name, severity, title."""
    lines: list[str] = []
    checks = list(CATALOGUE.values())
    rows = [
        [check.code, check.name, style.say(check.severity.zh, check.severity.word), *_titles(check, style)]
        for check in checks
    ]
    family = ""
    for check, set_row in zip(checks, _columns(rows, style), strict=True):
        if check.code[2] != family:
            family = check.code[2]
            lines += [""] * bool(lines) + [style.paint(" ".join(FAMILIES[family]), "bold")]
        lines += [f"  {line}" for line in set_row]
    total = style.say(f"共 {len(checks)} 项检查；单项说明：perfscore explain 代码", f"{len(checks)} checks")
    return "\n".join([*lines, "", total]) + "\n"


def _columns(rows: list[list[str]], style: Style) -> list[list[str]]:
    """The rows in columns; a terminal without room for both titles gets the one in its language."""
    lefts: list[Align] = ["left"] * 5
    both = columns(rows, (None,) * 5, lefts)
    if style.width is None or max(width(line) for lines in both for line in lines) + 2 <= style.width:
        return both
    return columns([row[:4] for row in rows], (None, None, None, 60), lefts[:4], limit=style.width - 2)


def _titles(check: Check, style: Style) -> tuple[str, str]:
    titles = (check.title_zh, check.title_en)
    return titles if style.lang == "zh" else (check.title_en, check.title_zh)
