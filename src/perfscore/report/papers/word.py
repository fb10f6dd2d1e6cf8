"""Blocks as a Word document: A4, page numbers, heads of tables repeated, Chinese typefaces."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from perfscore.report.papers.blocks import Block, Sheet
from perfscore.report.papers.records import Run
from perfscore.report.papers.seal import sealed
from perfscore.report.papers.wordxml import NAMESPACE, TABLE_HEAD, TABLE_TEXT, block_xml
from perfscore.report.style import Language, Style

if TYPE_CHECKING:
    from docx.document import Document

#: Heads and their parts. 黑体 and 仿宋 are those of official documents; where a machine lacks them, its own
#: Chinese typeface stands in.
_TITLE, _HEADS, _BODY, _TABLE = "黑体", "黑体", "仿宋", "宋体"
_LATIN: Final = "Times New Roman"
_SIDE, _TOP = 17.0, 16.0
#: Style id, its name, typeface, half points, bold, centred, and the space before and behind it in twentieths of a point.
_STYLES: Final = (
    ("Title", "Title", _TITLE, 36, True, True, 0, 60),
    ("Heading1", "heading 1", _HEADS, 28, True, False, 120, 60),
    ("Heading2", "heading 2", _HEADS, 24, True, False, 120, 60),
    ("Heading3", "heading 3", _HEADS, 21, True, False, 120, 60),
)
_BODY_PART: Final = "word/document.xml"
#: Where blocks go in an empty document: before what says how its pages are set up.
_END: Final = b"<w:sectPr"


def word_document(blocks: Iterable[Block], sheet: Sheet, run: Run, style: Style) -> bytes:
    """The bytes of a Word document; the same blocks give the same bytes.

    The blocks are put into the text of an empty document, which is made once: a table of two thousand rows takes a
    tenth of a second so, and nearly two when python-docx makes each cell; and no tree of the whole is held.
    """
    package = _empty(sheet, run, style.lang)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        head, end, tail = archive.read(_BODY_PART).rpartition(_END)
    body = "".join(map(block_xml, blocks)).encode()
    return sealed(package, {_BODY_PART: b"".join((head, body, end, tail))})


@lru_cache(maxsize=8)
def _empty(sheet: Sheet, run: Run, lang: Language) -> bytes:
    """A document with styles, page set-up, footer and properties, and nothing in it."""
    import docx

    document = docx.Document()
    _styles(document)
    _page(document, sheet, Style(lang=lang))
    _properties(document, sheet, run)
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _styles(document: Document) -> None:
    from docx.oxml import parse_xml

    root = document.styles.element
    defaults = root.find(f"{{{NAMESPACE}}}docDefaults")
    if defaults is not None:
        root.remove(defaults)
    root.insert(
        0,
        parse_xml(
            f'<w:docDefaults xmlns:w="{NAMESPACE}"><w:rPrDefault><w:rPr>{_fonts(_BODY)}<w:sz w:val="21"/>'
            f'<w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            f"<w:pPrDefault/></w:docDefaults>"
        ),
    )
    own = [
        _style("Normal", "Normal", f'<w:rPr>{_fonts(_BODY)}<w:sz w:val="21"/></w:rPr>', based=False, first=True),
        *(_heading(*one) for one in _STYLES),
        _style(
            "Small", "Small", f'<w:pPr><w:spacing w:after="60"/></w:pPr><w:rPr>{_fonts(_BODY)}<w:sz w:val="18"/></w:rPr>'
        ),
        _style(TABLE_TEXT, TABLE_TEXT, f'<w:rPr>{_fonts(_TABLE)}<w:sz w:val="17"/></w:rPr>'),
        _style(
            TABLE_HEAD, TABLE_HEAD,
            f'<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr>{_fonts(_TABLE)}<w:b/><w:sz w:val="17"/></w:rPr>',
        ),
        _style(
            "Gap", "Gap", '<w:pPr><w:spacing w:line="100" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="4"/></w:rPr>'
        ),
    ]  # fmt: skip
    for xml in own:
        element = parse_xml(xml)
        style_id = element.get(f"{{{NAMESPACE}}}styleId")
        for old in root.findall(f"{{{NAMESPACE}}}style[@{{{NAMESPACE}}}styleId='{style_id}']"):
            root.remove(old)
        root.append(element)


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{name}"/>'


def _style(style_id: str, name: str, content: str, *, based: bool = True, first: bool = False) -> str:
    base = '<w:basedOn w:val="Normal"/>' if based else ""
    default = ' w:default="1"' if first else ""
    return (
        f'<w:style xmlns:w="{NAMESPACE}" w:type="paragraph"{default} w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/>{base}<w:qFormat/>{content}</w:style>'
    )


def _heading(
    style_id: str, name: str, font: str, size: int, bold: bool, centred: bool, before: int, after: int
) -> str:
    level = f'<w:outlineLvl w:val="{int(style_id[-1]) - 1}"/>' if style_id[-1].isdigit() else ""
    centre = '<w:jc w:val="center"/>' if centred else ""
    content = (
        f'<w:pPr><w:keepNext/><w:spacing w:before="{before}" w:after="{after}"/>{centre}{level}</w:pPr>'
        f'<w:rPr>{_fonts(font)}{"<w:b/>" * bold}<w:sz w:val="{size}"/></w:rPr>'
    )
    return _style(style_id, name, content)


def _page(document: Document, sheet: Sheet, style: Style) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section = document.sections[0]
    short, long = Mm(210), Mm(297)
    section.page_width, section.page_height = (long, short) if sheet.landscape else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Mm(_SIDE)
    section.top_margin = section.bottom_margin = Mm(_TOP)
    section.header_distance = section.footer_distance = Mm(8)
    paragraph = section.footer.paragraphs[0]._p  # noqa: SLF001 - fields have no call of their own
    right = round(((297 if sheet.landscape else 210) - 2 * _SIDE) / 25.4 * 1440)
    before, between, behind = style.say("第 |页 共 |页", "page |of |").split("|")
    runs = "".join(
        (
            _run(f"{sheet.footer}"), "<w:r><w:tab/></w:r>", _run(before), _field("PAGE"), _run(f" {between}"),
            _field("NUMPAGES"), _run(f" {behind}" if behind else ""),
        )
    )  # fmt: skip
    paragraph.getparent().replace(
        paragraph,
        parse_xml(
            f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:pStyle w:val="Small"/><w:tabs><w:tab w:val="right" w:pos="{right}"/>'
            f"</w:tabs></w:pPr>{runs}</w:p>"
        ),
    )


def _run(text: str) -> str:
    from perfscore.report.papers.wordxml import runs_xml

    return runs_xml(text) if text else ""


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _properties(document: Document, sheet: Sheet, run: Run) -> None:
    own = document.core_properties
    day = datetime.fromisoformat(run.date)
    own.author = f"perfscore {run.version}"
    own.title = sheet.title
    own.comments = own.keywords = own.subject = own.category = ""
    own.created = own.modified = day
    own.revision = 1
