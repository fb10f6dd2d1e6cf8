"""An office's own Word document with the fields of a paper filled in (docxtpl, an extra)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from perfscore.core.errors import PerfscoreError, UsageError
from perfscore.ooxml.package import Bounds, Package
from perfscore.report.papers.fields import Fields, fields_of
from perfscore.report.papers.records import Entry, FormPart, Gap, Remark, Run, ScoreLine, UnitPart
from perfscore.report.papers.sandbox import FieldError, environment, where
from perfscore.report.papers.seal import sealed
from perfscore.report.style import Style

_MIB: Final = 1024 * 1024
#: A template is a page or two, with a seal or a head as a picture.
_BOUNDS: Final = Bounds(total=64 * _MIB, part=32 * _MIB, members=2000)
_LARGEST: Final = 32 * _MIB
#: What docxtpl inserts as XML: fields are texts.
_RAW: Final = re.compile(r"\{\{(?:r|p|tr|tc)\s")
_TAGS: Final = re.compile(r"<[^>]+>")


def check_template(path: str) -> None:
    """Fill a template with a record of each kind, so that what is wrong with it is said before any work is done.

    Raises:
        UsageError: docxtpl is not installed, or the template cannot be read or filled in; nothing is written.
    """
    entry = Entry(
        severity="error", code="PS304", title="t", file="f", place="p", message="m", recorded="1", recomputed="2",
        other="o", steps=((0, "s"),), related=("r",), basis="b", mend="h", remark=Remark("v", "r", "p", "d"),
        waived=False, hidden=False,
    )  # fmt: skip
    entries = (entry, entry, replace(entry, waived=True), replace(entry, waived=True))
    line = ScoreLine("indicator", "l", "n", "t", "a", "1", "1", "1", "n")
    gap = Gap("w", "p", "y")
    form = FormPart(
        index="001-01", kind="k", unit="u", project="p", year="y", title="t", ruleset="r", note="n", file="f", place="A1",
        sha256="0", matters=("m",), entries=entries, scores=(line, line), gaps=(gap, gap),
    )  # fmt: skip
    # Two of each: what only one record would hide is seen.
    unit = UnitPart(1, "u", (form, form))
    _fill(path, fields_of([unit, unit], Run("0", "2000-01-01", ("r",)), Style()))


def filled(path: str, units: Iterable[UnitPart], run: Run, style: Style) -> bytes:
    """The bytes of a template with its fields filled in.

    Raises:
        UsageError: docxtpl is not installed, or the template cannot be read or filled in.
    """
    return _fill(path, fields_of(units, run, style))


def _fill(path: str, fields: Fields) -> bytes:
    data = _read(path)
    try:
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise UsageError(
            "用自己的模板需要 docxtpl：pip install 'perfscore[template]'（a template of your own needs docxtpl）"
        ) from error
    from jinja2 import TemplateError
    from lxml import etree

    class Checked(DocxTemplate):  # type: ignore[misc]
        """Templates whose result is whole XML: what is broken is told, not mended by leaving something out."""

        def build_xml(self, *args: Any) -> Any:
            xml = super().build_xml(*args)
            etree.fromstring(
                xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            )
            return xml

    target = io.BytesIO()
    made = environment(fields)
    try:
        template = Checked(io.BytesIO(data))
        template.render(fields, made, autoescape=True)
        template.save(target)
    except FieldError as error:
        raise UsageError(f"{path}：{error}；全部字段见 docs/papers.md") from error
    except TemplateError as error:
        raise UsageError(f"{path}：{_words(error)}；写法见 docs/papers.md（the template is broken）") from error
    except etree.XMLSyntaxError as error:
        raise UsageError(
            f"{path}：填好后不是完整的 Word 文档，请检查 for 与 endfor 是否在同样的行、段里（{error}）"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        # What docxtpl and filters raise on what they were not made for.
        raise UsageError(
            f"{path}：不能按这份模板填写：{where(error, made)}（{type(error).__name__}: {error}）；写法见 docs/papers.md"
        ) from error
    return sealed(target.getvalue(), own=False)


def _words(error: Exception) -> str:
    """What the template language complains of, with the line of the document it stands in."""
    lines = [text for line in getattr(error, "docx_context", ()) if (text := _TAGS.sub("", line).strip())]
    where = next((line for line in lines if "{{" in line or "{%" in line), "")
    return f"字段写法不对：{where[:120]}（{error}）" if where else f"字段写法不对（{error}）"


def _read(path: str) -> bytes:
    """The bytes of a template, after the guards that every document passes."""
    file = Path(path)
    if file.suffix.lower() != ".docx":
        raise UsageError(f"{path}：模板应是 Word 文档（.docx）（the template must be a .docx file）")
    try:
        if file.stat().st_size > _LARGEST:
            raise UsageError(f"{path}：模板超过 {_LARGEST // _MIB} MB（the template is too large）")
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}：读不到模板（{error.strerror}）（cannot read the template）") from error
    try:
        package = Package(path, data, _BOUNDS)
        main = package.main
        texts = "".join(
            text for part in package.parts if part.endswith(".xml") for text in package.xml(part).itertext()
        )
    except PerfscoreError as error:
        raise UsageError(f"{error}（the template cannot be read）") from error
    if main is None:
        raise UsageError(f"{path}：不是 Word 文档（not a Word document）")
    if (raw := _RAW.search(texts)) is not None:
        raise UsageError(
            f"{path}：字段要写成“{{{{ 字段 }}}}”，不能写成“{raw[0].strip()} …”（fields are texts: {{{{ field }}}}）"
        )
    return data
