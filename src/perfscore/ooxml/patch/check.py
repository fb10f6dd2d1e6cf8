"""Is a workbook put together as Excel demands? What Excel would call corrupt is named here first."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from perfscore.core.errors import ReadingError
from perfscore.ooxml.package import Package
from perfscore.ooxml.patch import order
from perfscore.ooxml.patch.parts import CONTENT_TYPES, Parts, rels_of
from perfscore.ooxml.patch.sheet import cells_of, row_number
from perfscore.ooxml.ranges import parse_range
from perfscore.ooxml.workbook import Workbook, read_workbook
from perfscore.ooxml.xml import Element, attribute, is_count, local_name

_LONGEST_LIST: Final = 20


def check(path: str | Path) -> tuple[str, ...]:
    """What is wrong with the package of a workbook; empty when all is well.

    Looked at: relationships that lead nowhere, parts without or with a lost content type, the order of elements,
    style numbers, the order of rows and cells, overlapping merges, doubled names, the calculation chain.

    Raises:
        ReadingError: the file is missing or no whole zip file.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ReadingError(str(path), f"无法打开（{error.strerror}），请检查路径和权限") from error
    return check_package(Package(str(path), data))


def check_package(package: Package) -> tuple[str, ...]:
    """The same for an opened package."""
    try:
        problems = check_parts(Parts(package), read_workbook(package))
    except ReadingError as error:
        return (error.reason,)
    if len(problems) > _LONGEST_LIST:
        return (*problems[:_LONGEST_LIST], f"……共 {len(problems)} 处")
    return problems


def new_problems(package: Package, before: Package) -> list[str]:
    """What is wrong with a package that was not wrong before."""
    found = check_parts(Parts(package), read_workbook(package))
    known = set(check_parts(Parts(before), read_workbook(before))) if found else set()
    return [problem for problem in found if problem not in known]


def check_parts(
    parts: Parts,
    book: Workbook,
    only: Collection[str] | None = None,
    rows: Mapping[str, Collection[int]] | None = None,
) -> tuple[str, ...]:
    """The same for a package that is being changed.

    Args:
        parts: the package.
        book: its workbook part, with the sheets that there are now.
        only: names of the parts to look into; None for all. Content types are looked at in any case.
        rows: of some sheets, by name of the part, the rows whose cells are looked at; all of other sheets.

    Raises:
        ReadingError: a part is missing or damaged.
    """

    def wanted(part: str) -> bool:
        return only is None or part in only

    problems = [*_content_types(parts), *_relationships(parts, wanted), *_workbook(parts, book)]
    formats = _format_count(parts, book)
    # A hostile file lists one part as a thousand sheets.
    for sheet in {sheet.part: sheet for sheet in reversed(book.sheets)}.values():
        if wanted(sheet.part) and sheet.kind == "worksheet":
            own = rows.get(sheet.part) if rows is not None else None
            problems += _worksheet(parts.tree(sheet.part), sheet.name, formats, own)
            problems += _references(parts, sheet.part)
    if book.styles is not None and wanted(book.styles):
        problems += _styles(parts, book.styles)
    chain = parts.related(book.part, "calcChain")
    if chain is not None and (only is None or chain in only or any(sheet.part in only for sheet in book.sheets)):
        problems += _chain(parts, book, chain)
    return tuple(problems)


def _content_types(parts: Parts) -> Iterator[str]:
    if CONTENT_TYPES not in parts:
        yield "缺少 [Content_Types].xml"
        return
    endings: set[str] = set()
    overridden: set[str] = set()
    for element in parts.tree(CONTENT_TYPES):
        name = (element.get("PartName") or "").replace("\\", "/").lstrip("/")
        if local_name(element) == "Default":
            endings.add((element.get("Extension") or "").lower())
        if local_name(element) != "Override":
            continue
        if name not in parts:
            yield f"内容类型指向不存在的部件 {name}"
        if name.lower() in overridden:
            yield f"部件 {name} 的内容类型声明了两次"
        overridden.add(name.lower())
    for part in parts.names:
        known = part.lower() in overridden or part.rpartition(".")[2].lower() in endings
        if part != CONTENT_TYPES and not known:
            yield f"部件 {part} 没有内容类型"


def _relationships(parts: Parts, wanted: Callable[[str], bool]) -> Iterator[str]:
    for rels in parts.names:
        folder, name = posixpath.split(rels)
        if not name.endswith(".rels") or posixpath.basename(folder) != "_rels" or not wanted(rels):
            continue
        source = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
        if source and source not in parts:
            yield f"关系部件 {rels} 没有所属的部件"
        seen: set[str] = set()
        for relationship in parts.relationships(source):
            if relationship.id in seen:
                yield f"{rels} 中的关系 {relationship.id} 重复"
            seen.add(relationship.id)
            # A link to a place in the workbook (`#表!A1`) leads to no part.
            lost = {"", "NULL", "xl/NULL"}
            inside = not (relationship.external or relationship.kind == "hyperlink" or relationship.target in lost)
            if inside and relationship.target not in parts:
                yield f"{rels} 的关系 {relationship.id} 指向不存在的部件 {relationship.target}"


def _workbook(parts: Parts, book: Workbook) -> Iterator[str]:
    root = parts.tree(book.part)
    late = order.out_of_order(root, order.WORKBOOK)
    if late:
        yield f"{book.part} 中元素 {late} 的位置不对"
    names = [sheet.name.casefold() for sheet in book.sheets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"工作表名“{name}”重复"
    for sheet in book.sheets:
        if len(sheet.name.encode("utf-16-le")) > 62:
            yield f"工作表名“{sheet.name}”超过 31 个字符"
    holder = order.find(root, "sheets")
    ids = [entry.get("sheetId") for entry in holder if local_name(entry)] if holder is not None else []
    if len(ids) != len(set(ids)):
        yield "工作表的 sheetId 重复"
    seen: set[tuple[str, str | None]] = set()
    defined = order.find(root, "definedNames")
    for element in defined if defined is not None else ():
        place = element.get("localSheetId")
        key = ((element.get("name") or "").casefold(), place)
        if key in seen:
            yield f"名称 {element.get('name')} 重复"
        seen.add(key)
        if place is not None and not (is_count(place) and int(place) < len(book.sheets)):
            yield f"名称 {element.get('name')} 属于不存在的工作表"


def _format_count(parts: Parts, book: Workbook) -> int | None:
    """How many cell formats there are; None without a styles part, where every number means the default."""
    if book.styles is None:
        return None
    formats = order.find(parts.tree(book.styles), "cellXfs")
    return sum(1 for child in formats if local_name(child) == "xf") if formats is not None else 0


def _worksheet(
    root: Element, name: str, formats: int | None, rows: Collection[int] | None = None
) -> Iterator[str]:
    late = order.out_of_order(root, order.WORKSHEET)
    if late:
        yield f"工作表“{name}”中元素 {late} 的位置不对"
    data = order.find(root, "sheetData")
    if data is None:
        yield f"工作表“{name}”没有 sheetData"
        return
    styles: dict[str | None, Element] = {}
    before = 0
    for row in data.iterchildren("{*}row"):
        number = row_number(row, before)
        if number <= before:
            yield f"工作表“{name}”第 {number} 行的次序不对"
        before = number
        last = 0
        for column, cell in cells_of(row) if rows is None or number in rows else ():
            if column <= last:
                yield f"工作表“{name}”单元格 {cell.get('r')} 的次序不对"
            last = column
            styles.setdefault(cell.get("s"), cell)
            late = order.out_of_order(cell, order.CELL) if len(cell) > 1 else None
            if late:
                yield f"工作表“{name}”单元格 {cell.get('r')} 中元素 {late} 的位置不对"
    for style, cell in styles.items():
        known = style is None or (is_count(style) and int(style) < max(formats or 0, 1))
        if formats is not None and not known:
            yield f"工作表“{name}”单元格 {cell.get('r')} 的样式号 {style} 超出范围"
    for holder in ("mergeCells", "cols", "hyperlinks", "dataValidations"):
        element = order.find(root, holder)
        if element is not None and not len(element):
            yield f"工作表“{name}”的 {holder} 是空的"
    last = 0
    columns = order.find(root, "cols")
    for column in columns if columns is not None else ():
        low, high = column.get("min") or "", column.get("max") or ""
        if is_count(low) and is_count(high):
            if not last < int(low) <= int(high):
                yield f"工作表“{name}”的列定义 {low}–{high} 重叠或次序不对"
            last = int(high)


def _references(parts: Parts, part: str) -> Iterator[str]:
    """Ids of relationships that the sheet's elements name must be there."""
    known = {relationship.id for relationship in parts.relationships(part)}
    for element in parts.tree(part):
        if local_name(element) in {"drawing", "legacyDrawing", "legacyDrawingHF", "picture"}:
            number = attribute(element, "id")
            if number is not None and number not in known:
                yield f"{part} 的 {local_name(element)} 引用了不存在的关系 {number}（{rels_of(part)}）"


def _styles(parts: Parts, part: str) -> Iterator[str]:
    root = parts.tree(part)
    late = order.out_of_order(root, order.STYLES)
    if late:
        yield f"{part} 中元素 {late} 的位置不对"
    sizes: dict[str, int] = {}
    for child in root:
        own = [inner for inner in child if local_name(inner)]
        sizes[local_name(child)] = len(own)
        count = child.get("count")
        if count is not None and is_count(count) and int(count) != len(own) and local_name(child) in order.STYLES:
            yield f"{part} 的 {local_name(child)} 写明 {count} 项，实有 {len(own)} 项"
    pools = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    formats = order.find(root, "cellXfs")
    for number, xf in enumerate(formats if formats is not None else ()):
        for name, pool in pools.items():
            value = xf.get(name) or "0"
            if is_count(value) and int(value) >= max(sizes.get(pool, 0), 1):
                yield f"{part} 的第 {number} 种样式的 {name}={value} 超出范围"


def _chain(parts: Parts, book: Workbook, chain: str) -> Iterator[str]:
    holder = order.find(parts.tree(book.part), "sheets")
    ids = (
        [entry.get("sheetId") or "" for entry in holder if local_name(entry) == "sheet"]
        if holder is not None
        else []
    )
    formulas: dict[str, set[tuple[int, int]]] = {}
    sheet = ""
    for entry in parts.tree(chain):
        if local_name(entry) != "c":
            continue
        sheet = entry.get("i") or sheet
        place = parse_range(entry.get("r") or "")
        if sheet not in ids:
            # Excel numbers sheets here by place in some versions; only a chain that fits nothing is wrong.
            if not (is_count(sheet) and int(sheet) <= max(map(int, filter(is_count, ids)), default=0)):
                yield f"计算链指向不存在的工作表 {sheet}"
            continue
        if sheet not in formulas:
            formulas[sheet] = _formula_places(parts.tree(book.sheets[ids.index(sheet)].part))
        if place is not None and (place.top, place.left) not in formulas[sheet]:
            yield f"计算链中的 {book.sheets[ids.index(sheet)].name}!{entry.get('r')} 没有公式"


def _formula_places(root: Element) -> set[tuple[int, int]]:
    places: set[tuple[int, int]] = set()
    blocks = []
    data = order.find(root, "sheetData")
    before = 0
    for row in data if data is not None else ():
        if local_name(row) != "row":
            continue
        before = int(row.get("r")) if is_count(row.get("r") or "") else before + 1
        for column, cell in cells_of(row):
            formula = order.find(cell, "f")
            if formula is None:
                continue
            places.add((before, column))
            if formula.get("ref") and formula.get("t") != "shared":
                blocks.append(parse_range(formula.get("ref")))
    for block in blocks:
        if block is not None and (block.bottom - block.top + 1) * (block.right - block.left + 1) < 100_000:
            places |= {
                (r, c) for r in range(block.top, block.bottom + 1) for c in range(block.left, block.right + 1)
            }
    return places
