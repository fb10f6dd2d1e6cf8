"""What the text of a budget says of procurement: the total, and goods, works and services in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import Figure, read_figure
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.readers.document import Document

_AMOUNT: Final = r"(?P<{0}>[0-9][0-9,]{{0,15}}(?:\.[0-9]{{1,8}})?)(?P<{0}_unit>亿元|万元|元)"
#: 政府采购预算总额X万元。其中:政府采购货物预算Y万元、政府采购工程预算Z万元、政府采购服务预算W万元
_STATED: Final = lazy_pattern(
    r"政府采购[^0-9。;]{0,12}(?:总额|总计|合计|共计|总金额|共)[^0-9。;]{0,8}"
    + _AMOUNT.format("total")
    + r"[^0-9]{0,16}货物[^0-9。;]{0,14}"
    + _AMOUNT.format("goods")
    + r"[^0-9]{0,12}工程[^0-9。;]{0,14}"
    + _AMOUNT.format("works")
    + r"[^0-9]{0,12}服务[^0-9。;]{0,14}"
    + _AMOUNT.format("services"),
    needs="政府采购",
)
_NAMES: Final = ("total", "goods", "works", "services")
#: Words that make of one of the amounts something else than a part of the total.
_OTHER: Final = ("上年", "去年", "比", "占", "中小企业", "小微")


@frozen
class Procured:
    """A sentence with the total of procurement and its three parts, all in one unit."""

    total: Figure
    parts: tuple[Figure, ...]
    unit: str


def procured_in(document: Document) -> Iterator[Sourced[Procured]]:
    """The sentences of a document that give procurement and its parts, each at the cell that holds it."""
    for table in document.tables:
        for cell in (*table.caption, *table.cells.values(), *table.below):
            text = squash(cell.shown) if "政府采购" in cell.shown else ""
            for match in _STATED.finditer(text):
                units = {match[f"{name}_unit"] for name in _NAMES}
                figures = [read_figure(match[name]) for name in _NAMES]
                known = tuple(figure for figure in figures if figure is not None)
                if len(units) == 1 and len(known) == len(_NAMES) and not any(map(match[0].__contains__, _OTHER)):
                    yield Sourced(Procured(known[0], known[1:], units.pop()), match[0], cell.at)
