"""A report made by hand, with everything that a renderer can meet."""

from __future__ import annotations

from decimal import Decimal

from perfscore.core.findings import Finding, Related, Severity
from perfscore.core.location import Location
from perfscore.core.numbers import Interval
from perfscore.core.trace import Step
from perfscore.outcome import (
    AuditReport,
    Coverage,
    FormRecord,
    InputRecord,
    Missed,
    RuleSetRecord,
    RunRecord,
    SkippedCheck,
)
from perfscore.scoring.records import RowReading, RowScore

BOOK = "自评表.xlsx"
TEXT = "自评表.txt"
BROKEN = "旧表.doc"


def cell(name: str, sheet: str = "生活补贴") -> Location:
    return Location(BOOK, sheet=sheet, cell=name)


def _reading(name: str, zh: str, points: str, formula: str) -> RowReading:
    return RowReading(name, Decimal(points), Interval.point(Decimal(points)), Step(zh, formula, points))


RATIO = _reading("formula: ratio", "按完成比例计分", "4.74", "5 × 94.75%")
PASS_MARK = _reading(
    "formula: pass-mark:60", "以 60% 为及格线按超过部分计分", "4.34", "5 × (94.75% − 60%) ÷ (100% − 60%)"
)

FINDINGS = (
    Finding(
        "PS001",
        "file-unreadable",
        Severity.ERROR,
        "这是旧版 Word 文档（.doc），暂不支持；请用 Word/WPS 打开后另存为 .docx 再试",
        Location(BROKEN),
        help="按提示处理后重新审核该文件",
        message_en="the file cannot be read",
        help_en="mend the file and audit it again",
        subject="file",
        fingerprint="0123456789ab",
    ),
    Finding(
        "PS304",
        "score-exceeds-points",
        Severity.ERROR,
        "指标“场所运转持续性”得 20 分，分值只有 10 分",
        cell("H14"),
        related=(
            Related(cell("G14"), "分值 10"),
            Related(cell("G12"), "同节：达标率 分值 40——各行分值合计 50，与表头“效益指标（40分）”不符，见 PS102"),
        ),
        recorded="20",
        recomputed="10",
        help="核对分值与得分：得分不得高于 10",
        message_en='"场所运转持续性" has 20 of 10 points',
        help_en="check points and score: at most 10",
        form=0,
        subject="场所运转持续性/score",
        fingerprint="a1b2c3d4e5f6",
    ),
    Finding(
        "PS303",
        "depends-on-reading",
        Severity.WARNING,
        "“保障基本生活”得 4.34 分，只在这样读时成立：以 60% 为及格线按超过部分计分 4.34",
        cell("H9"),
        recorded="4.34",
        recomputed="4.74",
        tolerance="0.005",
        steps=Step("各种读法", "", "", children=(RATIO.step, PASS_MARK.step)),
        help="在评分标准中写明用哪一种算法",
        form=0,
        subject="保障基本生活/score",
        fingerprint="a1b2c3d4e5f7",
    ),
    Finding(
        "PS302",
        "within-rounding",
        Severity.INFO,
        "“按时供给率”得 9.9 分，重算为 9.89，相差在舍入范围内（容许 ±0.005）",
        cell("H10"),
        recorded="9.9",
        recomputed="9.89",
        tolerance="0.005",
        form=0,
        subject="按时供给率/score",
        fingerprint="a1b2c3d4e5f8",
    ),
    Finding(
        "PS041",
        "row-shifted",
        Severity.INFO,
        "“满意度”一行的单元格错列，已右移 1 列后读取",
        Location(TEXT, line=27, end_line=28, column=3),
        form=1,
        subject="满意度/row",
        fingerprint="a1b2c3d4e5f9",
    ),
)


def _row(name: str, at: Location, form: int = 0, **fields) -> RowScore:
    defaults = {"l1": "产出指标", "l2": "数量指标", "points": Decimal(5), "basis": "ruleset:mof-2021"}
    return RowScore("indicator", form, at, indicator=name, **{**defaults, **fields})


SCORES = (
    RowScore(
        "execution",
        0,
        cell("H5"),
        indicator="预算执行率",
        target="401.95",
        actual="401.95",
        points=Decimal(10),
        recorded="10.00",
        recomputed=Decimal("10.00"),
        basis="ruleset:mof-2021",
    ),
    _row(
        "保障基本生活",
        cell("H9"),
        target="≥48公斤/月/人",
        actual="94.75%",
        recorded="4.34",
        recomputed=Decimal("4.74"),
        readings=(RATIO, PASS_MARK),
    ),
    _row(
        "=公式样的名称，很长很长，长到一格里放不下，只好折成两行来写的三级指标",
        cell("H10"),
        target="=100%",
        actual="98.9%",
        points=Decimal(10),
        recorded="9.9",
        recomputed=Decimal("9.89"),
        readings=(_reading("formula: ratio", "按完成比例计分", "9.89", "10 × 98.9%"),),
    ),
    _row(
        "场所运转持续性",
        cell("H14"),
        l1="效益指标",
        l2="可持续影响指标",
        target="长期",
        actual="良好",
        points=Decimal(10),
        recorded="20",
        status="no-rule",
        basis="",
        reason="定性指标没有写明评分标准，不能重算得分",
        reason_en="a qualitative indicator without a stated rule",
    ),
    RowScore(
        "section",
        0,
        cell("A9"),
        l1="产出指标",
        points=Decimal(15),
        recomputed=Decimal("14.63"),
        basis="ruleset:mof-2021",
    ),
    RowScore(
        "section",
        0,
        cell("A14"),
        l1="效益指标",
        points=Decimal(40),
        status="no-rule",
        reason="1 行未能重算（场所运转持续性）",
        reason_en="1 rows were not recomputed",
    ),
    RowScore(
        "total",
        0,
        cell("H20"),
        points=Decimal(100),
        recorded="99.34",
        status="no-rule",
        reason="1 行未能重算（场所运转持续性）",
        reason_en="1 rows were not recomputed",
    ),
    RowScore(
        "total",
        1,
        Location(TEXT, line=30, column=6),
        points=Decimal(100),
        recorded="97.34",
        recomputed=Decimal("97.34"),
        basis="ruleset:mof-2021",
        grade="优",
    ),
)

REPORT = AuditReport(
    run=RunRecord("0.1.0", "2024-05-01", (RuleSetRecord("mof-2021", "ab" * 32),)),
    inputs=(
        InputRecord(BOOK, "cd" * 32, "xlsx", "read"),
        InputRecord(TEXT, "ef" * 32, "text", "read"),
        InputRecord(BROKEN, None, None, "unreadable", "这是旧版 Word 文档（.doc），暂不支持"),
    ),
    forms=(
        FormRecord(
            "project-self-assessment",
            "项目支出绩效自评表",
            "某某所",
            "生活补贴",
            "2023",
            cell("A1"),
            "mof-2021",
        ),
        FormRecord(
            "project-self-assessment",
            "项目支出绩效自评表",
            "某某所",
            "设备购置",
            "2023",
            Location(TEXT, line=7, column=1),
            "mof-2021",
        ),
    ),
    scores=SCORES,
    findings=FINDINGS,
    coverage=Coverage(
        indicators=3,
        recomputed=2,
        no_rule=1,
        not_recomputed=(
            Missed(
                cell("H14"),
                "场所运转持续性",
                "定性指标没有写明评分标准，不能重算得分",
                "a qualitative indicator without a stated rule",
            ),
        ),
        passed=20,
        found=4,
        skipped=3,
        skipped_checks=(
            SkippedCheck("PS101", "points-sum-mismatch", 0, "表中没有总分行", "no total row"),
            SkippedCheck("PS101", "points-sum-mismatch", 1, "表中没有总分行", "no total row"),
            SkippedCheck("PS209", "total-mismatch", 1, "表中没有总分行", "no total row"),
        ),
    ),
    hints=("可用 --ruleset hengyang-2023 再审一次",),
)
