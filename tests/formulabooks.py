"""Workbooks whose formulas have results stored beside them, from lines of text.

Cells are separated by |; `=B2*C2 → 9.5` is a formula with the result that is stored, `=B2*C2` one without.
"""

from __future__ import annotations

import re
from html import escape

from perfscore.core.location import column_letters
from zippedbooks import package

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def cell(text: str, name: str) -> str:
    """One cell as the sheet's part writes it."""
    formula, arrow, stored = text.partition("→")
    if text.startswith("="):
        value = f"<v>{escape(stored.strip())}</v>" if arrow else ""
        return f'<c r="{name}"><f>{escape(formula.strip()[1:])}</f>{value}</c>'
    if NUMBER.fullmatch(text):
        return f'<c r="{name}"><v>{text}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def formula_book(lines: str, *, after: str = "") -> bytes:
    """A workbook of one sheet, 表; `after` follows its cells (merges)."""
    rows = []
    for number, line in enumerate(lines.strip("\n").splitlines(), 1):
        texts = [text.strip() for text in line.split("|")]
        cells = "".join(cell(text, f"{column_letters(n)}{number}") for n, text in enumerate(texts, 1) if text)
        rows.append(f'<row r="{number}">{cells}</row>')
    return package(f"<sheetData>{''.join(rows)}</sheetData>", after=after, second=False)
