"""Forms as wholes: full marks throughout, and a grade that rounding decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from perfscore.checks import needs
from perfscore.checks.register import Found, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import add, counted, figure, named, projects
from perfscore.checks.words import speaks, whose
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, plain
from perfscore.core.text import squash
from perfscore.core.trace import Step
from perfscore.model import Ledger, LedgerRow, SelfAssessment, Text
from perfscore.scoring.form import is_graded

#: So many other forms are named.
_NAMED = 8


def _is_full(form: SelfAssessment, view: View) -> bool:
    """Whether all indicators of a form, enough of them to say something, were read and have full marks."""
    least = view.ruleset.limits.get("full_marks_rows")
    if least is None or form.lost or len(named(form)) < least.value:
        return False
    points = [figure(cell) for cell in counted(form.indicators, "points")]
    scores = [figure(cell) for cell in counted(form.indicators, "score")]
    if len(points) != len(scores) or None in points or None in scores:
        return False
    pairs = [
        (one.value, other.value)
        for one, other in zip(points, scores, strict=True)
        if one is not None and other is not None
    ]
    return all(one == other and one > 0 for one, other in pairs)


@check(
    "PS325",
    "all-full-marks",
    Severity.INFO,
    "dossier",
    title="Every indicator has full marks",
)
def all_full_marks(views: tuple[View, ...]) -> Iterator[Yielded]:
    """各项均为满分。

    ## 查什么
    一张自评表的指标不少于五个、每个都得满分；一次审核合为一条，写明几张表中有几张如此。汇总表（或一次审核的自评表）不少于二十个项目、
    其中 95% 以上为最高等级的，也报一条。旁边另写有“存在问题”的，一并指出。有行没有读入、得分或分值空着的表不算。从不高于提示。

    ## 为什么要紧
    每一项都满分，要么目标定得太低，要么没有认真自评；各地复核都先抽这样的表。

    ## 反例
    ```form
    产出指标 | 数量指标 | 新建公厕 | ≥6座 | 6座 | 20 | 20
    产出指标 | 质量指标 | 验收合格率 | =100% | 100% | 20 | 20
    产出指标 | 时效指标 | 按期开放率 | ≥95% | 96% | 10 | 10
    效益指标 | 社会效益指标 | 服务人次 | ≥9000人次 | 9500人次 | 30 | 30
    满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 10 | 10
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 新建公厕 | ≥6座 | 6座 | 20 | 20
    产出指标 | 质量指标 | 验收合格率 | =100% | 100% | 20 | 20
    产出指标 | 时效指标 | 按期开放率 | ≥95% | 76% | 10 | 8
    效益指标 | 社会效益指标 | 服务人次 | ≥9000人次 | 9500人次 | 30 | 30
    满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 10 | 10
    ```

    ## 依据
    惯例，待核
    """
    own = [(view, view.form) for view in views if isinstance(view.form, SelfAssessment)]
    full = [(view, form) for view, form in own if _is_full(form, view)]
    if full:
        yield _forms(full, len(own))
    graded = [
        (view.ruleset.grades.value[0][1], total.value)
        for view, form in own
        if form.result is not None and is_graded(form) and (total := figure(form.result.score)) is not None
    ]
    top = sum(value >= edge for edge, value in graded)
    if not full and own and _mostly(top, len(graded), own[0][0]):
        yield _graded(own[0][0], "自评表", "forms", top, len(graded), "forms/top-grade")
    for view in views:
        if isinstance(view.form, Ledger):
            graded = [
                (edge, value) for row in projects(view.form) if (pair := _row(row, view)) for edge, value in [pair]
            ]
            top = sum(value >= edge for edge, value in graded)
            if _mostly(top, len(graded), view):
                yield _graded(view, "项目", "projects", top, len(graded), "ledger/top-grade")


def _row(row: LedgerRow, view: View) -> tuple[Decimal, Decimal] | None:
    total = figure(row.total)
    return None if total is None else (view.ruleset.grades.value[0][1], total.value)


def _mostly(top: int, number: int, view: View) -> bool:
    """Whether so many of so many projects are more than can be expected; of few projects none is."""
    limits = view.ruleset.limits
    if "top_grade_projects" not in limits or "top_grade_share" not in limits:
        return False
    return number >= view.ruleset.limit("top_grade_projects") and top * 100 > number * view.ruleset.limit(
        "top_grade_share"
    )


def _forms(full: Sequence[tuple[View, SelfAssessment]], number: int) -> Found:
    """One finding for all forms with full marks throughout, at the first of them."""
    (view, form), *others = full
    count = len(named(form))
    said = f"“{squash(whose(view))}”的 {count} 个指标都得满分"
    if others:
        said = f"{number} 张自评表中有 {len(full)} 张各项都是满分，如{said}"
    troubles = [text for _, one in full for text in _troubles(one, view.ruleset.words("troubles"))]
    told = "，表中却另写有存在的问题" if troubles else ""
    cell = form.total.score if form.total is not None and form.total.score is not None else None
    return found(
        cell if cell is not None else form.head.at,
        f"{said}{told}",
        f"every indicator has full marks ({len(full)} of {number} forms)",
        mend="复核指标值是否偏低、完成值是否属实",
        mend_en="check whether the targets are low and the actual values true",
        subject="forms/full-marks",
        form=view.number,
        related=(
            *(Related(one.head.at, squash(whose(other))) for other, one in others[:_NAMED]),
            *(Related(text.at, f"“{squash(text.value)[:20]}…”") for text in troubles[:1]),
        ),
    )


def _troubles(form: SelfAssessment, words: tuple[str, ...]) -> Iterator[Text]:
    texts = (form.conclusion, form.goal_actual)
    return (text for text in texts if text is not None and speaks(text, words))


def _graded(view: View, what: str, what_en: str, top: int, number: int, subject: str) -> Found:
    name = view.ruleset.grades.value[0][0]
    share = plain(Fraction(top * 100, number), 1)
    return found(
        view.form.head.at,
        f"{number} 个{what}中有 {top} 个（{share}%）总分在“{name}”的范围",
        f"{top} of {number} {what_en} ({share} %) have the top grade",
        mend="复核自评是否从宽、指标值是否偏低",
        mend_en="check whether the self-assessment was lenient",
        subject=subject,
        form=view.number,
    )


@check(
    "PS327",
    "grade-at-edge",
    Severity.INFO,
    "self-assessment",
    title="Rounding decides the grade",
    needs=(needs.TOTAL_ROW, needs.SCORES, needs.COMPLETE, needs.UNWEIGHTED, needs.GOVERNED),
    after=("PS209",),
)
def grade_at_edge(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """得分处于等级边界。

    ## 查什么
    印出的总分正好到了一个等级的下限（如 90.00），各项得分（含预算执行）相加却略低于它（如 89.996），差额在舍入的尾差之内。
    尾差之外的是总分算错（PS209），不在此列；有得分空着的、总分另计加分扣分的，不判。从不高于提示。

    ## 为什么要紧
    差一点点，等级就差一档；应当按没有舍入的总分定等级，或写明先舍入后定级。

    ## 反例
    ```form
    产出指标 | 数量指标 | 管网巡查里程 | ≥800公里 | 719.97公里 | 60 | 53.998
    效益指标 | 社会效益指标 | 受益户数 | ≥900户 | 900户 | 30 | 29.998
    满意度指标 | 服务对象满意度指标 | 用户满意度 | ≥95% | 57% | 10 | 6.00
    总分 | | | | | 100 | 90.00
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 管网巡查里程 | ≥800公里 | 719.97公里 | 60 | 54.00
    效益指标 | 社会效益指标 | 受益户数 | ≥900户 | 900户 | 30 | 30.00
    满意度指标 | 服务对象满意度指标 | 用户满意度 | ≥95% | 57% | 10 | 6.00
    总分 | | | | | 100 | 90.00
    ```

    ## 依据
    评分规则集的等级（财预〔2020〕10号，条文待核；分档见公开说明）；是否先舍入未见明文，惯例，待核
    """
    cell = form.total.score if form.total is not None else None
    printed = figure(cell)
    scores = [figure(one) for one in counted(form.indicators, "score")]
    if cell is None or printed is None or not scores or None in scores or form.adjustments or not is_graded(form):
        return
    if view.has_found("PS209") or any(topic == "grades" for topic, _ in form.head.unread_notes):
        return
    funds = form.funding.total if form.funding is not None else None
    execution = figure(funds.score) if funds is not None else None
    figures = [one for one in scores if one is not None] + ([execution] if execution is not None else [])
    made = add(figures, printed, exact=False, digits=view.ruleset.digits.value)
    if made.differs(printed.value) or not _fine(figures, printed):
        return
    edge = next(
        (
            (name, edge)
            for name, edge in view.ruleset.grades.value
            if edge > 0 and made.total < edge <= printed.value
        ),
        None,
    )
    if edge is None:
        return
    name, least = edge
    words = " + ".join(plain(one.value) for one in figures)
    yield found(
        cell,
        f"总分印为 {cell.raw}，达到“{name}”的下限 {plain(least)}；各项得分合计 {plain(made.total)}，不到 {plain(least)}，"
        f"等级由舍入决定",
        f'the total {cell.raw} reaches the edge of "{name}" ({plain(least)}); the scores add to {plain(made.total)}',
        mend="写明先舍入还是先定级，并核对等级",
        mend_en="say whether totals are rounded before they are graded, and check the grade",
        subject="total/edge",
        recomputed=plain(made.total),
        tolerance=plain(made.bound),
        related=() if form.grade is None else (Related(form.grade.at, f"等级 {form.grade.value}"),),
        steps=Step("总分", words, plain(made.total)),
    )


def _fine(figures: Sequence[Figure], printed: Figure) -> bool:
    """Whether the scores are written with more decimals than the total, so that their sum is the finer number."""
    return max(one.decimals for one in figures) > printed.decimals
