"""PS1xx: is every row of the indicator table filled?"""

from __future__ import annotations

from collections.abc import Iterator

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.structure.placeholders import value_placeholder
from perfscore.checks.subjects import View
from perfscore.checks.sums import blank, figure, named, value
from perfscore.checks.words import empty, notes, unwritten
from perfscore.core.findings import Severity
from perfscore.core.sourced import Unreadable
from perfscore.core.text import is_blank_mark
from perfscore.forms.merged import by_cell
from perfscore.language.values import Value
from perfscore.model import Indicator, SelfAssessment, TargetSheet, Text, Valued

_SUPPORTING = (("指标解释", "explanation"), ("评分标准", "rule"), ("佐证材料", "evidence"))


@check(
    "PS111",
    "target-missing",
    Severity.ERROR,
    "form",
    title="An indicator has no target value",
    needs=(needs.TARGETS,),
    lowered={"minor": Severity.WARNING},
)
def target_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """指标值未填。

    ## 查什么
    有三级指标名称的行，指标值空着；或指标值类型已写“定性”“定量”，指标值却只有一道横线、斜线（警告）。

    ## 为什么要紧
    没有指标值就没有目标，完成多少都无从评分。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    for row in named(form):
        cell = row.target
        if cell is None or not isinstance(cell.value, Value) or not is_blank_mark(cell.raw):
            continue
        if cell.raw.strip() and empty(row.value_type):
            continue  # a dash may stand for a value that the row does not have
        kind = "" if row.value_type is None else row.value_type.value
        state = f"只写了“{cell.raw}”，而指标值类型为“{kind}”" if cell.raw.strip() else "空着"
        yield found(
            cell,
            f"“{row.name.value}”的指标值{state}",
            f'the target of "{row.name.value}" is ' + (f'"{cell.raw}"' if cell.raw.strip() else "blank"),
            mend="填写可以考核的指标值：数量、比例、时间，或定性指标应达到的程度",
            mend_en="write a target that can be checked",
            subject=f"{row.name.value}/target",
            related=notes(("指标值类型", row.value_type)),
            conditions=("minor",) if cell.raw.strip() else (),
        )


@check(
    "PS112",
    "indicator-name-missing",
    Severity.ERROR,
    "form",
    title="A row has a value and no third-level name",
    needs=(needs.INDICATORS,),
)
def indicator_name_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """三级指标名称缺失。

    ## 查什么
    一行填了指标值、完成值或分值，三级指标却空着。合并单元格已向下填充；错列的行由 PS041 报，预算执行率一行不算。

    ## 为什么要紧
    不知道考核的是什么，分值就没有着落。

    ## 反例
    ```form
    产出指标 | 数量指标 | | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    if not form.head.has_column("name"):
        return
    for row in form.indicators:
        if not is_blank_mark(row.name.value) or row.repair is not None or "执行率" in row.l1 + row.l2:
            continue
        filled = [cell for cell in (row.target, row.actual) if cell is not None and _says_something(cell)]
        points = value(row.points)
        if not filled and not (points is not None and points > 0):
            continue
        shown = filled[0].raw if filled else f"分值 {row.points.raw if row.points else ''}"
        level = row.l2 or row.l1
        under = f'under "{level}" ' if level else ""
        yield found(
            row.name,
            f"{f'“{level}”下' if level else ''}有一行没有三级指标名称，却填了“{shown}”",
            f'a row {under}has no third-level name but holds "{shown}"',
            mend="补上三级指标名称，或删去这一行的数值",
            mend_en="write the third-level name, or delete the values of the row",
            subject=f"{row.l1}/{row.l2}/name",
            related=notes(("指标值", row.target), ("实际完成值", row.actual), ("分值", row.points)),
        )


def _says_something(cell: Valued) -> bool:
    return cell.raw.strip() != "" and (isinstance(cell.value, Unreadable) or not unwritten(cell))


def _not_applicable(cell: Valued) -> bool:
    return isinstance(cell.value, Value) and cell.value.empty == "not-applicable"


@check(
    "PS131",
    "actual-missing",
    Severity.ERROR,
    "self-assessment",
    title="A score is given and the actual value is blank",
    needs=(needs.ACTUALS, needs.SCORES),
)
def actual_missing(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """有得分而无完成值。

    ## 查什么
    得分大于零，而实际完成值空着或只有一道横线。写“无”“未发生”的是完成值，不报；没有替换的占位符由 PS113 报。

    ## 为什么要紧
    没有完成值的得分没有依据。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 重大事故次数 | 0次 | 无 | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    for row in named(form):
        score = value(row.score)
        if row.actual is None or score is None or score <= 0 or not unwritten(row.actual):
            continue
        if value_placeholder(row.actual, row):
            continue  # PS113: what was never filled in is one cause
        state = f"是“{row.actual.raw}”" if row.actual.raw.strip() else "空着"
        yield found(
            row.actual,
            f"“{row.name.value}”得 {score} 分，实际完成值却{state}",
            f'"{row.name.value}" has a score of {score}, its actual value is '
            + (f'"{row.actual.raw}"' if row.actual.raw.strip() else "blank"),
            mend="填写实际完成值；没有完成的，得分为 0",
            mend_en="write the actual value; if nothing was done, the score is 0",
            subject=f"{row.name.value}/actual",
            related=notes(("指标值", row.target), ("得分", row.score)),
        )


@check(
    "PS132",
    "score-missing",
    Severity.WARNING,
    "self-assessment",
    title="Points and actual are given and the score is blank",
    needs=(needs.POINTS, needs.ACTUALS, needs.SCORES),
)
def score_missing(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """有完成值而无得分。

    ## 查什么
    分值和实际完成值都有，得分空着，而表中至少一半的行有得分。整张表都没有得分的，是尚未评分，不报。

    ## 为什么要紧
    漏填一格，总分就少一项。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 |
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    rows = [row for row in named(form) if (value(row.points) or 0) > 0]
    scored = sum(figure(row.score) is not None for row in rows)
    if 2 * scored < len(rows):
        return
    for score, of in by_cell(rows, "score"):
        answered = [row.actual for row in of if row.actual is not None and _says_something(row.actual)]
        answered = [one for one in answered if not _not_applicable(one)]
        if not blank(score) or len(answered) < len(of):
            continue
        name, actuals = ("、".join(texts) for texts in ((r.name.value for r in of), (a.raw for a in answered)))
        together = f"合用一个单元格的 {len(of)} 行" if len(of) > 1 else ""
        yield found(
            score,
            f"{together}“{name}”有分值和完成值“{actuals}”，没有得分",
            f'"{name}" has points and the actual "{actuals}", but no score',
            mend="按评分标准补填得分",
            mend_en="give the row its score",
            subject=f"{name}/score",
            related=notes(*(("实际完成值", one) for one in answered), ("分值", of[0].points)),
        )


@check(
    "PS133",
    "supporting-cell-blank",
    Severity.INFO,
    "form",
    title="Explanation, rule or evidence is blank",
    needs=(needs.INDICATORS, needs.GOVERNED),
)
def supporting_cell_blank(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """指标解释、评分标准或佐证材料缺失。

    ## 查什么
    表中有指标解释、评分标准或佐证材料一列，至少一半的行已填，而这一行空着。评分标准空着的，按评分规则集的公式计分。

    ## 为什么要紧
    同一张表里有的写明、有的不写，评分时无从比照。

    ## 反例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 参加培训的人数 | 每少1人扣0.5分 | 50分
     | 质量指标 | 培训合格率 | ≥ | 90 | % | 合格人数占比 | | 40分
    ```

    ## 正例
    ```target
    产出指标 | 数量指标 | 培训人数 | ≥ | 100 | 人 | 参加培训的人数 | 每少1人扣0.5分 | 50分
     | 质量指标 | 培训合格率 | ≥ | 90 | % | 合格人数占比 | 每低1%扣1分 | 40分
    ```

    ## 依据
    惯例，待核
    """
    rows = named(form)
    for label, field in _SUPPORTING:
        cells = [(row, cell) for row in rows if (cell := _text(row, field)) is not None]
        blanks = [(row, cell) for row, cell in cells if empty(cell)]
        if not blanks or 2 * len(blanks) > len(cells):
            continue
        for row, cell in blanks:
            default = f"；将按评分规则集 {view.ruleset.id} 的公式计分" if field == "rule" else ""
            yield found(
                cell,
                f"“{row.name.value}”的{label}空着，其他行已填{default}",
                f'the {field} of "{row.name.value}" is blank, other rows have one',
                mend=f"补填{label}",
                mend_en=f"write the {field}",
                subject=f"{row.name.value}/{field}",
            )


def _text(row: Indicator, field: str) -> Text | None:
    cell: Text | None = getattr(row, field)
    return cell
