"""A template to start from: the program's own papers with fields in place of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from perfscore.report.papers.blocks import Block, Column, Fields, Heading, Line, Row, Sheet, Table
from perfscore.report.papers.problem_list import signatures
from perfscore.report.papers.records import Run
from perfscore.report.papers.word import word_document
from perfscore.report.style import Style


def starting_template(paper: str, version: str) -> bytes:
    """The bytes of a template for a paper: `problems` or `papers`."""
    # No run stands behind it: its day is that of no run.
    run = Run(version, "2000-01-01", ())
    footer = "perfscore {{ 版本 }}  {{ 日期 }}  规则集 {{ 规则集 }}"
    if paper == "problems":
        return word_document(_problems(), Sheet("问题清单", footer, landscape=True), run, Style())
    return word_document(_papers(), Sheet("审核底稿", footer), run, Style())


def _loop(
    name: str, items: str, columns: Sequence[tuple[str, float]], cells: Sequence[str], *, narrow: int = 0
) -> Table:
    """A table with a row for each record of a list."""
    empty = ("",) * (len(columns) - 1)
    return Table(
        tuple(
            Column(title, size, "center" if place < narrow else "left")
            for place, (title, size) in enumerate(columns)
        ),
        (
            Row((f"{{%tr for {name} in {items} %}}", *empty)),
            Row(tuple(cells)),
            Row(("{%tr endfor %}", *empty)),
        ),
        shaded=-1,
    )


_PROBLEMS: Final = (
    ("序号", 1.1), ("级别", 1.5), ("位置", 2.9), ("问题", 6.7), ("数额和算式", 4.6), ("依据", 3.2), ("改法", 3.6), ("处理意见", 2.6),
)  # fmt: skip
_PROBLEM_CELLS: Final = (
    "{{ 问题.序号 }}", "{{ 问题.级别 }}", "{{ 问题.位置 }}", "{{ 问题.问题 }}\n{{ 问题.编码 }} {{ 问题.检查项 }}",
    "{{ 问题.数额和算式 }}", "{{ 问题.依据 }}", "{{ 问题.改法 }}", "{{ 问题.处理意见 }}",
)  # fmt: skip


def _problems() -> Iterator[Block]:
    yield Heading("问题清单", 0)
    yield Line("{%p for 单位 in 单位列表 %}")
    yield Heading("单位：{{ 单位.单位 }}", 1)
    yield Line(
        "审核表 {{ 单位.表数 }} 张；列入问题 {{ 单位.问题数 }} 条：错误 {{ 单位.错误数 }}，警告 {{ 单位.警告数 }}。"
    )
    yield Line("{%p for 表 in 单位.表列表 %}")
    yield Line("{%p if 表.问题列表 %}")
    yield Heading("{{ 表.底稿编号 }}  {{ 表.项目 }}  {{ 表.表式 }}  {{ 表.文件 }}", 3)
    yield _loop("问题", "表.问题列表", _PROBLEMS, _PROBLEM_CELLS, narrow=2)
    yield Line("{%p endif %}")
    yield Line("{%p endfor %}")
    yield Line("{%p if 单位.不采纳列表 %}")
    yield Heading("不采纳的发现（不再计入）", 2)
    yield _loop("问题", "单位.不采纳列表", _PROBLEMS, _PROBLEM_CELLS, narrow=2)
    yield Line("{%p endif %}")
    yield from signatures(Style())
    yield Line("{%p endfor %}")


def _papers() -> Iterator[Block]:
    yield Line("{%p for 表 in 表列表 %}")
    yield Heading("绩效审核底稿", 0)
    yield Fields(
        (
            ("底稿编号", "{{ 表.底稿编号 }}", "年度", "{{ 表.年度 }}"),
            ("单位", "{{ 表.单位 }}", "规则集", "{{ 表.规则集 }}"),
            ("项目", "{{ 表.项目 }}", "表式", "{{ 表.表式 }}"),
            ("文件", "{{ 表.文件 }} {{ 表.位置 }}", "填报／重算总分", "{{ 表.填报总分 }}／{{ 表.重算总分 }}"),
        ),
        widths=(2.1, 7.2, 2.1, 6.2),
    )
    yield Heading("一、审核事项", 3)
    yield Line("{{ 表.审核事项 }}")
    yield Heading("二、得分核对", 3)
    yield _loop(
        "行",
        "表.得分列表",
        (("指标", 4.3), ("指标值", 2.3), ("完成值", 2.1), ("分值", 1.3), ("填报得分", 1.5), ("重算得分", 1.7), ("说明", 4.4)),
        (
            "{{ 行.指标 }}", "{{ 行.指标值 }}", "{{ 行.完成值 }}", "{{ 行.分值 }}", "{{ 行.填报得分 }}", "{{ 行.重算得分 }}", "{{ 行.说明 }}",
        ),
    )  # fmt: skip
    yield Heading("三、发现的问题", 3)
    yield _loop(
        "问题",
        "表.发现列表",
        (("序号", 1.1), ("级别", 1.5), ("位置", 2.3), ("问题", 5.2), ("数额、算式和相关位置", 4.4), ("依据和处理", 3.1)),
        (
            "{{ 问题.序号 }}", "{{ 问题.级别 }}", "{{ 问题.位置 }}", "{{ 问题.问题 }}\n改法：{{ 问题.改法 }}",
            "{{ 问题.核对过程 }}", "{{ 问题.依据 }}\n{{ 问题.处理意见 }}",
        ),
        narrow=2,
    )  # fmt: skip
    yield Heading("四、未核查事项（未核查不等于通过）", 3)
    yield _loop(
        "项",
        "表.未核查列表",
        (("事项", 6.6), ("位置", 3.4), ("原因", 7.6)),
        ("{{ 项.事项 }}", "{{ 项.位置 }}", "{{ 项.原因 }}"),
    )
    yield Heading("五、审核结论", 3)
    yield Fields((("审核结论", ""),), widths=(2.1, 15.5), height=2.4)
    yield Fields((("编制人", "", "复核人", "", "日期", ""),), widths=(2.1, 4.2, 2.1, 4.2, 1.5, 3.5), height=0.9)
    yield Line("{%p endfor %}")
