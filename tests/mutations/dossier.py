"""A target sheet with its texts and the self-assessment that answers it, right as they stand, and slips between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from materials import cells, write
from mutations.slips import Slip
from perfscore.core.location import Location

SHEET = """项目支出绩效目标表
（2024年度）
项目名称 | 馆藏古籍修复 | 主管部门 | 某市文化和旅游局
实施单位 | 某市图书馆 | 项目属性 | 一次性项目
项目资金（万元） | 年度资金总额 | 63.60 | |
 | 其中：财政拨款 | 63.60 | |
 | 其他资金 | 0.00 | |
项目概况 | 馆藏古籍破损严重，本年修复古籍120册，每册3000元，小计36万元；购置恒湿书柜24组，每组1.15万元，小计27.6万元；共需资金63.6万元。
立项依据 | 依据《古籍修复技术规范与质量要求》和市政府《关于加强古籍保护工作的意见》（某政办〔2023〕18号）。
年度总体目标 | 修复古籍120册，购置恒湿书柜24组，修复验收合格率达到95%以上，让读者满意。
一级指标 | 二级指标 | 三级指标 | 指标值 | 分值
成本指标 | 经济成本指标 | 古籍修复单价 | ≤3000元/册 | 20
产出指标 | 数量指标 | 修复古籍册数 | ≥120册 | 15
 | 数量指标 | 购置恒湿书柜组数 | ≥24组 | 10
 | 质量指标 | 修复验收合格率 | ≥95% | 10
 | 时效指标 | 修复完成时间 | 2024年11月底前 | 5
效益指标 | 社会效益指标 | 开放阅览古籍种数 | ≥60种 | 10
 | 可持续影响指标 | 书库恒湿天数 | ≥360天 | 10
满意度指标 | 服务对象满意度指标 | 到馆读者满意度 | ≥92% | 10
"""
ANSWER = """项目支出绩效自评表
（2024年度）
项目名称 | 馆藏古籍修复 | 主管部门 | 某市文化和旅游局
实施单位 | 某市图书馆 | |
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
 | 年度资金总额 | 63.60 | 63.60 | 60.42 | 10 | 95.00% | 9.50
 | 其中：财政拨款 | 63.60 | 63.60 | 60.42 | | |
 | 其他资金 | 0.00 | 0.00 | 0.00 | | |
年度总体目标 | 修复古籍120册，购置恒湿书柜24组，修复验收合格率达到95%以上，让读者满意。
实际完成情况 | 全年修复古籍126册，购置恒湿书柜24组，验收合格率96.8%，读者反映良好。
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
成本指标 | 经济成本指标 | 古籍修复单价 | ≤3000元/册 | 2980元/册 | 20 | 20 |
产出指标 | 数量指标 | 修复古籍册数 | ≥120册 | 126册 | 15 | 15 |
 | 数量指标 | 购置恒湿书柜组数 | ≥24组 | 24组 | 10 | 10 |
 | 质量指标 | 修复验收合格率 | ≥95% | 96.8% | 10 | 10 |
 | 时效指标 | 修复完成时间 | 2024年11月底前 | 2024年11月20日 | 5 | 5 |
效益指标 | 社会效益指标 | 开放阅览古籍种数 | ≥60种 | 57种 | 10 | 9.5 | 三种古籍送外地合作修复未归，已列入下一年计划
 | 可持续影响指标 | 书库恒湿天数 | ≥360天 | 366天 | 10 | 10 |
满意度指标 | 服务对象满意度指标 | 到馆读者满意度 | ≥92% | 94.6% | 10 | 10 |
总分 | | | | | 100 | 99 |
"""
FILES = ("目标表.xlsx", "自评表.xlsx")


def build(folder: Path) -> list[Path]:
    """Write both files."""
    return [write(folder / name, [form]) for name, form in zip(FILES, (SHEET, ANSWER), strict=True)]


def slips() -> Iterator[Slip]:
    """What may go wrong in a text, in an amount that a text names, and between the two forms."""
    yield from _in_texts()
    for at, row in _rows(ANSWER):
        if len(row) < 8 or not row[3].startswith(("≥", "≤", "2024")):
            continue
        target = row[3]
        changed = target.replace("≥", "").replace("≤", "").replace("2024年11", "2024年10")
        number = "".join(char for char in changed if char.isdigit() or char == ".")
        if target[0] in "≥≤":
            other = f"{target[0]}{float(number) * 0.9:g}{target[len(number) + 1 :]}"
            yield Slip("target rewritten in the self-assessment", _at(1, at, 4), other, ("PS607",))
        else:
            yield Slip("deadline rewritten in the self-assessment", _at(1, at, 4), "2024年12月底前", ("PS607",))
        yield Slip(
            "points moved in the self-assessment",
            _at(1, at, 6),
            str(int(row[5]) + 1),
            ("PS608", "PS102", "PS101", "PS103"),
        )


def _in_texts() -> Iterator[Slip]:
    """Each of the texts with one number, word or citation changed."""
    for file, form in enumerate((SHEET, ANSWER)):
        for at, row in _rows(form):
            if row[0] not in ("项目概况", "立项依据", "年度总体目标", "实际完成情况"):
                continue
            for kind, old, new, codes in _CHANGES:
                if old in row[1]:
                    yield Slip(kind, _at(file, at, 2), row[1].replace(old, new, 1), codes)


_CHANGES = (
    ("amount in a text changed", "共需资金63.6万元", "共需资金65.6万元", ("PS802", "PS803")),
    ("amount in a text with two digits exchanged", "共需资金63.6万元", "共需资金36.6万元", ("PS802", "PS803")),
    ("amount in a text ten times as large", "共需资金63.6万元", "共需资金636万元", ("PS802", "PS803")),
    ("product in a text changed", "小计36万元", "小计39万元", ("PS803", "PS802")),
    ("factor in a text changed", "每组1.15万元", "每组1.25万元", ("PS803",)),
    (
        "factor in a text with two digits exchanged",
        "修复古籍120册，每册",
        "修复古籍210册，每册",
        ("PS803", "PS816"),
    ),
    ("number in a goal changed", "修复古籍120册，购置", "修复古籍150册，购置", ("PS816",)),
    ("number in the completion changed", "修复古籍126册", "修复古籍116册", ("PS816",)),
    ("rate in the completion changed", "合格率96.8%", "合格率86.8%", ("PS816",)),
    ("rate in a goal changed", "合格率达到95%", "合格率达到85%", ("PS816",)),
    ("word doubled", "破损严重", "破损严重严重", ("PS812",)),
    ("word doubled", "购置恒湿书柜", "购置购置恒湿书柜", ("PS812",)),
    ("placeholder in a text", "让读者满意", "让XX满意", ("PS113",)),
    ("text cut off", "，让读者满意。", "，让读者和", ("PS043",)),
)


def _rows(form: str) -> Iterator[tuple[int, list[str]]]:
    return ((number, cells(line)) for number, line in enumerate(form.strip().split("\n"), 1))


def _at(file: int, row: int, column: int) -> Location:
    return Location(FILES[file], "表1", f"{'ABCDEFGH'[column - 1]}{row}")
