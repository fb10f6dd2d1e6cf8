"""A dossier in order: forms that share words, generic indicators and sums, and give nothing to report."""

from __future__ import annotations

import pytest

from materials import KINDS, audited, base, found, project, whole

CODES = (
    "PS609",
    "PS611",
    "PS612",
    "PS613",
    "PS616",
    "PS617",
    "PS618",
    "PS619",
    "PS621",
    "PS622",
    "PS624",
    "PS625",
)
UNIT = "某县妇幼保健院"
SAVED = "成本指标 | 经济成本指标 | 成本节约率 | ≥{}% | {}% | 20 | 20 |"
PLEASED = "满意度指标 | 服务对象满意度指标 | {}满意度 | ≥{}% | 95% | 10 | 10 |"


def rows(saved, *own, whom="服务对象", target=90):
    return (SAVED.format(saved, saved), *own, PLEASED.format(whom, target))


PROJECTS = (
    project(
        "新生儿疾病筛查补助",
        *rows(
            0,
            "产出指标 | 数量指标 | 筛查人数 | ≥3000人 | 3120人 | 20 | 20 |",
            "产出指标 | 质量指标 | 新生儿听力筛查率 | ≥98% | 97% | 20 | 19 | 乡镇卫生院设备检修一周，已补筛",
            "产出指标 | 时效指标 | 结果反馈及时率 | ≥95% | 96% | 10 | 10 |",
            "效益指标 | 社会效益指标 | 出生缺陷减少 | 有效减少 | 有效减少 | 20 | 20 |",
        ),
        unit=UNIT, money="30 | 30 | 29", goal="为全县新生儿免费筛查听力和遗传代谢病，早发现、早治疗。",
    ),
    project(
        "孕产妇健康管理",
        *rows(
            2,
            "产出指标 | 数量指标 | 建册人数 | ≥2800人 | 2850人 | 20 | 20 |",
            "产出指标 | 质量指标 | 早孕建册率 | ≥90% | 93% | 20 | 20 |",
            "产出指标 | 时效指标 | 结果反馈及时率 | ≥95% | 97% | 10 | 10 |",
            "效益指标 | 社会效益指标 | 孕产妇死亡率 | ≤12/10万 | 0 | 20 | 20 |",
            whom="孕产妇", target=92,
        ),
        unit=UNIT, money="25 | 25 | 25", goal="为孕产妇建册并随访，掌握高危情况，保障母婴安全。",
    ),
    project(
        "产科设备购置（一期）",
        "产出指标 | 数量指标 | 购置设备数量 | ≥3台 | 3台 | 20 | 20 |",
        "产出指标 | 质量指标 | 验收合格率 | =100% | 100% | 20 | 20 |",
        "产出指标 | 时效指标 | 采购及时率 | =100% | 100% | 20 | 20 |",
        PLEASED.format("医护人员", 90),
        unit=UNIT, money="15 | 15 | 15", goal="购置胎心监护等设备三台，改善产科条件。",
    ),
    project(
        "产科设备购置（二期）",
        "产出指标 | 数量指标 | 购置设备数量 | ≥3台 | 3台 | 20 | 20 |",
        "产出指标 | 质量指标 | 验收合格率 | =100% | 100% | 20 | 20 |",
        "产出指标 | 时效指标 | 采购及时率 | =100% | 100% | 20 | 20 |",
        PLEASED.format("医护人员", 90),
        unit=UNIT, money="11 | 11 | 11", goal="购置胎心监护等设备三台，改善产科条件。",
    ),
)  # fmt: skip
TOTAL = whole(unit=UNIT, money="500 | 500 | 480", basic="400", projects="80")
TABLE = base(
    "三公经费 | 6.20 | 6.00 | 5.10",
    "项目支出 | 78 | 81 | 80",
    "公用经费 | 60 | 66 | 61",
    "政府采购金额 | 30 | 40 | 34",
    "基本支出 | 390 | 419 | 400",
)
SAID = (
    f"2025年，{UNIT}公开项目绩效自评表4个，涉及资金81.00万元。",
    "2025年，基本支出的全年执行数为400万元，其中：日常公用经费61万元；项目支出的全年执行数为80万元。",
)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_a_dossier_in_order(kind, tmp_path):
    report = audited(tmp_path, kind, [*SAID, TABLE, TOTAL, *PROJECTS])
    assert [form.project for form in report.forms if form.project] == [
        "新生儿疾病筛查补助", "孕产妇健康管理", "产科设备购置（一期）", "产科设备购置（二期）",
    ]  # fmt: skip
    assert [(one.code, one.message) for code in CODES for one in found(code, report)] == []
    assert {skipped.code for skipped in report.coverage.skipped_checks}.isdisjoint(CODES)


def test_the_same_dossier_in_two_documents(tmp_path):
    report = audited(tmp_path, "xlsx", [TABLE, TOTAL, *PROJECTS], [TABLE, TOTAL, *PROJECTS])
    assert [(one.code, one.message) for code in CODES for one in found(code, report)] == []
