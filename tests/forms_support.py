"""Documents built by hand for the tests of forms."""

from __future__ import annotations

from types import MappingProxyType

from perfscore.core.location import Location, cell_name
from perfscore.readers.document import Cell, Document, Table


def sheet(*rows, merges=(), name="表", uncached=()):
    """A worksheet from rows of texts; None is no cell. `merges` are (row, column, height, width)."""
    spans = {(row, column): (height, width) for row, column, height, width in merges}
    cells = {}
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text is None:
                continue
            at = Location("表.xlsx", sheet=name, cell=cell_name(number, column))
            formula = (number, column) in uncached
            cells[number, column] = Cell(
                text or None,
                text,
                at,
                formula="A1" if formula else None,
                uncached=formula,
                merge=spans.get((number, column), (1, 1)),
            )
    return Table(name, MappingProxyType(cells))


def workbook(*tables):
    return Document("表.xlsx", "xlsx", "native", tuple(tables))


def text(source, file="表.txt"):
    """A text document: a row for each line, a column for each tab-separated piece."""
    cells = {}
    for number, line in enumerate(source.split("\n"), 1):
        for column, piece in enumerate(line.split("\t"), 1):
            if piece.strip():
                at = Location(file, line=number, end_line=number, column=column)
                cells[number, column] = Cell(piece, piece, at)
    return Document(file, "text", "extracted", (Table("正文", MappingProxyType(cells)),))


def rows_of_text(source):
    return [line.split("\t") for line in source.split("\n")]


def figure(number):
    """The written number of a cell, or None."""
    return None if number is None or number.value is None else str(number.value)


def lines(form):
    """The rows of a form as printed: levels, name, target, actual, points, score."""
    return [
        (
            row.l1,
            row.l2,
            row.name.value,
            row.target.raw if row.target else None,
            row.actual.raw if row.actual else None,
            figure(row.points),
            figure(row.score),
        )
        for row in form.indicators
    ]


#: A project's form as it comes out of a text extraction, all in place.
PROJECT = """\
项目支出绩效自评表
（2023年度）
项目名称\t道路养护\t\t\t\t\t\t\t
主管部门\t某某局\t\t\t实施单位\t某某所\t\t\t
项目资金（万元）\t资金来源\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\t
\t其中：当年财政拨款\t1,100.5\t1,200\t1,080\t10\t\t0\t
\t上年结转资金\t0\t0\t0\t10\t\t0\t
\t年度资金总额\t1,100.5\t1,200\t1,080\t10\t90.00%\t9.00\t
年度总体目标\t预期目标\t\t\t实际完成情况\t\t\t\t
\t完成养护。\t\t\t已经完成。\t\t\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
\t成本指标（20分）\t经济成本指标\t养护单价\t≤50元/米\t48元/米\t20\t20\t
\t\t社会成本指标\t\t\t\t\t\t
\t产出指标（40分）\t数量指标\t养护里程\t≥30公里\t28公里\t20\t18.67\t雨季停工
\t\t\t养护次数\t=4次\t4次\t10\t10\t
\t\t质量指标\t验收合格率\t≥95%\t96%\t10\t10\t
\t效益指标（20分）\t社会效益指标\t出行条件\t明显改善\t明显改善\t10\t10\t
\t\t可持续影响指标\t管护机制\t健全\t健全\t10\t9\t
\t满意度指标（10分）\t服务对象满意度指标\t群众满意度\t≥90%\t92%\t10\t10\t
总分\t\t\t\t\t\t100\t96.67\t
"""
