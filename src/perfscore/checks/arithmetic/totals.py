"""PS2xx: totals of scores and of the base-data table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.arithmetic.ranges import among, possible
from perfscore.checks.causes import EXECUTION, SCORES, wrong_score
from perfscore.checks.rates import EXACT_UNITS
from perfscore.checks.register import Folded, Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import add, blank, counted, figure, points_sum, projects, sum_words
from perfscore.checks.words import notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import Figure, plain, round_to
from perfscore.core.trace import Step
from perfscore.model import (
    BaseRow,
    BaseTable,
    Form,
    Indicator,
    Ledger,
    Number,
    SelfAssessment,
    TargetSheet,
    TotalRow,
)
from perfscore.scoring.ranges import said

_WHOLE = Decimal(100)


@check(
    "PS209",
    "score-total-mismatch",
    Severity.ERROR,
    "self-assessment",
    title="The total score differs from the sum of the scores",
    needs=(needs.TOTAL_ROW, needs.SCORES, needs.COMPLETE, needs.UNWEIGHTED),
    after=(*SCORES, EXECUTION),
    lowered={"no-stated-rule": Severity.WARNING},
)
def score_total_mismatch(form: SelfAssessment, view: View) -> Iterator[Yielded]:
    """总分与各项得分之和不符。

    ## 查什么
    总分应等于各三级指标得分与预算执行得分之和；只等于不含执行得分之和的，会写明。有得分空着的表，只看总分是否在可能的
    范围之外：空着的一行介于 0 与分值之间，能重算的按重算；要靠没有写明的评分公式才能断定的，为警告。有得分读不懂的表不判。
    总分印在表头、各行又没有分值的，不知道总分加的是什么，不判；执行率没有得分栏、总分多出的又不超过各指标分值与
    100 之差的，也不判；把超过分值的得分减到分值就与表头的总分相符的，只报那一项得分（PS304）。
    一项得分已报出有错、改正后总分就相符的，写在那一条里，不另报。

    ## 为什么要紧
    等级和资金都看总分。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 91
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    总分 | | | | | 90 | 90
    ```

    ## 依据
    表内勾稽
    """
    for total in (form.total, form.final):
        if total is not None:
            yield from _score_total(form, view, total)


def _score_total(form: SelfAssessment, view: View, total: TotalRow) -> Iterator[Yielded]:
    """Compare one printed total with the scores that it may count."""
    cell, printed = total.score, figure(total.score)
    rows = list(form.indicators)
    scores = [figure(one) for one in counted(rows, "score")]
    changes = [row.worth for row in form.adjustments]
    if cell is None or printed is None or not scores or None in changes:
        return
    if None in scores:
        if all(figure(one) is not None or blank(one) for one in counted(rows, "score")) and not changes:
            yield from _by_range(form, view, total)
        return
    if total.points is None and all(row.points is None for row in rows):
        return  # a total in the head of a table without points: what it adds is not said
    funds = form.funding.total if form.funding else None
    execution = figure(funds.score) if funds else None
    if funds is not None and funds.score is not None and execution is None and not blank(funds.score):
        return
    digits = view.ruleset.digits.value
    figures = [one for one in scores if one is not None]
    without = add(figures, printed, exact=False, digits=digits)
    full = add([*figures, *([execution] if execution else [])], printed, exact=False, digits=digits)
    adjusted = sum((one for one in changes if one is not None), Decimal(0))
    # A total without execution is a matter of layout: PS104 where the points count it. So is one before or after
    # bonuses and deductions, but the final total counts them.
    bases = {adjusted} if total is form.final and total.adjusted else {adjusted, Decimal(0)}
    for base in bases:
        if any(not made.differs(printed.value - base) for made in (full, without)):
            return
    room = _room(rows, total, view.ruleset.execution_points.value)
    # Rows that were told as not read may be the money with the score of the execution.
    open_score = execution is None and (funds is not None or bool(form.unplaced))
    if open_score and 0 < printed.value - without.total <= room:
        return  # the execution has no score that was read: what the total counts for it is not said
    if total.points is None and _fits_without_excess(rows, printed, execution, digits):
        return
    cause = wrong_score(form, view, lambda right: round_to(full.total + right, printed.decimals) == printed.value)
    if cause is not None:
        note = f"总分 {cell.raw} 是按这一项改正后的得分算的：各项得分现合计 {plain(full.total)}"
        yield Folded(cause.code, Related(cell.at, note), cause.subject)
        return
    hint = f"（不含预算执行得分为 {plain(without.total)}）" if execution else ""
    words = sum_words(rows, "score") + (f" + {plain(execution.value)}（预算执行）" if execution else "")
    beside = f"，加分、扣分另计 {plain(adjusted)}" if form.adjustments else ""
    yield found(
        cell,
        f"总分印为 {cell.raw}，各项得分合计 {plain(full.total)}{hint}{beside}",
        f"the total is printed {cell.raw}, the scores add to {plain(full.total)}"
        + (f" ({plain(without.total)} without execution)" if execution else ""),
        mend="核对各行得分，或把总分改为各项得分之和",
        mend_en="check the scores of the rows, or write their sum",
        subject="total/score" if total is form.total else "final/score",
        recomputed=plain(full.total),
        tolerance=plain(full.bound),
        related=notes(*((f"“{row.name.value}”得分", row.score) for row in rows)),
        steps=Step("总分", words, plain(full.total)),
    )


def _by_range(form: SelfAssessment, view: View, total: TotalRow) -> Iterator[Yielded]:
    """A printed total that no scores of the rows without one can give."""
    cell, printed = total.score, figure(total.score)
    rows = list(form.indicators)
    room = Decimal(0)
    if view.scores.execution is None:
        room = max(_room(rows, total, view.ruleset.execution_points.value), Decimal(0))
    if cell is None or printed is None:
        return
    may = possible(rows, view, printed, execution=True, room=room)
    # A total may leave the execution out: that is a matter of layout.
    without = possible(rows, view, printed, execution=False)
    if may is None or without is None or not may.excludes(printed.value) or not without.excludes(printed.value):
        return
    open_rows = [row for row in rows if row.name.value and row.score is not None and blank(row.score)]
    yield found(
        cell,
        f"总分印为 {cell.raw}；{len(open_rows)} 行没有填得分，按已填的得分、能重算的得分和各行分值，总分应{among(may.range)}",
        f"the total is printed {cell.raw}; {len(open_rows)} rows have no score, and whatever theirs are it lies within "
        f"{said(may.range)}",
        mend="补填各行得分，并按其合计填写总分",
        mend_en="write the missing scores, and their sum as the total",
        subject="total/score" if total is form.total else "final/score",
        recomputed=said(may.range),
        tolerance=plain(may.bound),
        related=notes(*((f"“{row.name.value}”得分（空）", row.score) for row in open_rows)),
        steps=may.step,
        conditions=() if may.surely_excludes(printed.value) else ("no-stated-rule",),
    )


def _room(rows: Sequence[Indicator], total: TotalRow, usual: Decimal) -> Decimal:
    """What the points of the indicators leave to the execution rate: nothing where the total counts just them.

    Where the points were not read it may have the usual ones.
    """
    points, whole = points_sum(rows), figure(total.points)
    return usual if points is None else (_WHOLE if whole is None else whole.value) - points


def _fits_without_excess(
    rows: Sequence[Indicator], printed: Figure, execution: Figure | None, digits: int
) -> bool:
    """Whether a total in the head is right but for scores above their points: those are told, and told once."""
    scores: list[Figure] = []
    for row in rows:
        score, points = figure(row.score), figure(row.points)
        if score is not None:
            scores.append(points if points is not None and points.value < score.value else score)
    over = [*scores, *([execution] if execution else [])]
    return any(not add(one, printed, exact=False, digits=digits).differs(printed.value) for one in (over, scores))


@check(
    "PS201",
    "subtotal-mismatch",
    Severity.ERROR,
    "form",
    title="A printed subtotal differs from its rows",
    needs=(needs.COMPLETE, needs.UNWEIGHTED),
)
def subtotal_mismatch(form: Form, view: View) -> Iterator[Yielded]:
    """小计与明细不符。

    ## 查什么
    小计一行（不论叫什么）的分值、得分应等于所辖各行之和：所辖各行由分值认定，可以是一类、几类或全部指标；基础数据表中编了号的明细之和应等于上级项目，“其中”只列一部分，
    合计大于上级的才报；汇总表（一行一个项目）的资金合计应等于各项目之和。有得分空着的，只看小计是否在可能的范围之外
    （见 PS209）；此外有空格的不判，只差尾数的不报。

    ## 为什么要紧
    小计错了，总数就可能跟着错。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 38
    小计 | | | | | 90 | 90
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 38
    小计 | | | | | 90 | 88
    ```

    ## 依据
    表内勾稽
    """
    if isinstance(form, BaseTable):
        yield from _base_subtotals(form)
        return
    if isinstance(form, Ledger):
        yield from _ledger_total(form)
        return
    every = list(form.indicators)
    for section in form.sections:
        for row in section.subtotals:
            if row.over is not None:
                yield from _subtotal(section.name, row, every[slice(*row.over)], form, view)
            elif len(section.subtotals) == 1:
                yield from _subtotal(section.name, row, section.indicators, form, view)
    for row in form.subtotals:
        if row.over is not None:
            yield from _subtotal(row.label.value, row, every[slice(*row.over)], form, view)


def _subtotal(
    name: str, subtotal: TotalRow, rows: Sequence[Indicator], form: SelfAssessment | TargetSheet, view: View
) -> Iterator[Yielded]:
    """Compare a subtotal with its rows; where its points do not say which they are, with any run that ends them."""
    digits = view.ruleset.digits.value
    funds = form.funding.total if form.funding else None
    for label, label_en, field, cell in (
        ("分值", "points", "points", subtotal.points),
        ("得分", "score", "score", subtotal.score),
    ):
        printed = figure(cell)
        figures = [figure(one) for one in counted(rows, field)]
        known = [one for one in figures if one is not None]
        if cell is None or printed is None or not figures:
            continue
        if len(known) != len(figures):
            if field == "score" and isinstance(form, SelfAssessment):
                yield from _subtotal_range(name, subtotal, rows, view)
            continue
        exact = field == "points"
        execution = figure(getattr(funds, field)) if funds else None
        runs = [known, [*known, *([execution] if execution else [])]]
        if subtotal.over is None:
            runs += [known[start:] for start in range(1, len(known))] + [
                known[:end] for end in range(1, len(known))
            ]
        if any(not add(run, printed, exact=exact, digits=digits).differs(printed.value) for run in runs):
            continue
        made = add(known, printed, exact=exact, digits=digits)
        yield found(
            cell,
            f"“{name}”小计的{label}为 {cell.raw}，各行合计 {plain(made.total)}",
            f'the subtotal of "{name}" has {label_en} {cell.raw}, its rows add to {plain(made.total)}',
            mend=f"核对各行{label}和小计",
            mend_en="check the rows and their subtotal",
            subject=f"{name}/subtotal-{field}",
            recomputed=plain(made.total),
            tolerance=plain(made.bound),
            related=notes(*((f"“{row.name.value}”{label}", getattr(row, field)) for row in rows)),
            steps=Step("小计", sum_words(rows, field), plain(made.total)),
        )


def _subtotal_range(name: str, subtotal: TotalRow, rows: Sequence[Indicator], view: View) -> Iterator[Yielded]:
    """A printed subtotal that no scores of its rows without one can give."""
    cell, printed = subtotal.score, figure(subtotal.score)
    cells = counted(rows, "score")
    if cell is None or printed is None or any(figure(one) is None and not blank(one) for one in cells):
        return
    # Which rows it adds, its points say where they are the sum of theirs; else it may add fewer, or the execution.
    points, told = points_sum(rows), figure(subtotal.points)
    may = possible(rows, view, printed, execution=False)
    if (
        may is None
        or may.certain is None
        or points is None
        or told is None
        or told.value != points
        or not may.surely_excludes(printed.value)
    ):
        return
    yield found(
        cell,
        f"“{name}”小计的得分为 {cell.raw}；所辖有的行没有填得分，按已填的得分、写明的评分标准和各行分值，应{among(may.certain)}",
        f'the subtotal of "{name}" has score {cell.raw}; rows of it have none, and whatever theirs are it lies within '
        f"{said(may.certain)}",
        mend="补填各行得分，并按其合计填写小计",
        mend_en="write the missing scores, and their sum as the subtotal",
        subject=f"{name}/subtotal-score",
        recomputed=said(may.certain),
        tolerance=plain(may.bound),
        related=notes(*((f"“{row.name.value}”得分", row.score) for row in rows)),
        steps=may.step,
    )


def _ledger_total(form: Ledger) -> Iterator[Yielded]:
    """The amounts of the row that adds those of all projects."""
    listed = projects(form)
    for field, label, label_en in (
        ("initial", "年初预算数", "initial budget"),
        ("budget", "全年预算数", "budget"),
        ("executed", "执行数", "executed amount"),
    ):
        cell: Number | None = getattr(form.total, field, None)
        printed = figure(cell)
        cells = [getattr(row.money, field, None) for row in listed]
        known = [one for one in map(figure, cells) if one is not None]
        if cell is None or printed is None or not known or len(known) != len(cells):
            continue
        made = add(known, printed, exact=form.head.money_unit in EXACT_UNITS)
        if not made.differs(printed.value):
            continue
        yield found(
            cell,
            f"合计的{label}为 {cell.raw}，各项目之和 {plain(made.total)}",
            f"the {label_en} of the total row is {cell.raw}, the projects add to {plain(made.total)}",
            mend=f"核对各项目的{label}和合计",
            mend_en="check the projects and their total",
            subject=f"ledger/total-{field}",
            recomputed=plain(made.total),
            tolerance=plain(made.bound),
            related=notes(*((f"“{row.label.value}”{label}", one) for row, one in zip(listed, cells, strict=True))),
            steps=Step("合计", " + ".join(plain(one.value) for one in known), plain(made.total)),
        )


def _base_subtotals(form: BaseTable) -> Iterator[Yielded]:
    for place, parent in enumerate(form.rows):
        children: list[BaseRow] = []
        for row in form.rows[place + 1 :]:
            if row.level <= parent.level:
                break
            if row.level == parent.level + 1:
                children.append(row)
        partial = any(row.partial for row in children)
        for name, cell in parent.figures:
            printed = figure(cell)
            cells = [dict(row.figures).get(name) for row in children]
            known = [one for one in map(figure, cells) if one is not None]
            if printed is None or not known or (len(known) != len(children) and not partial):
                continue
            made = add(known, printed, exact=False)
            if not made.differs(printed.value) or (partial and made.total < printed.value):
                continue
            label = parent.label.value.rstrip(":：")
            yield found(
                cell,
                f"“{label}”为 {cell.raw}，所列明细合计 {plain(made.total)}",
                f'"{label}" is {cell.raw}, the rows below it add to {plain(made.total)}',
                mend="核对明细和合计，改正写错的一格",
                mend_en="correct the cell that is wrong",
                subject=f"base/{label}/{name}",
                recomputed=plain(made.total),
                tolerance=plain(made.bound),
                related=notes(*((row.label.value, one) for row, one in zip(children, cells, strict=True))),
                steps=Step("合计", " + ".join(str(one) for one in known), plain(made.total)),
            )
