"""PS1xx: how the points are spread over headings, rows and sources of money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.sums import blank, figure, named, points_sum, unreadable, value
from perfscore.checks.words import beside_sheet, doubt, notes
from perfscore.core.findings import Related, Severity
from perfscore.core.numbers import plain
from perfscore.forms.merged import by_cell, together
from perfscore.model import FundingRow, Number, Section, SelfAssessment, TargetSheet


def _weights(form: SelfAssessment | TargetSheet) -> dict[str, Decimal] | None:
    """The points of each first-level heading, printed or summed; None unless every one is known."""
    found_points: dict[str, Decimal] = {}
    for section in form.sections:
        rows = [row for row in section.indicators if row.name.value]
        if not rows and (section.points is None or section.aside):
            continue
        points = value(section.points)
        if points is None:
            points = points_sum(section.indicators)
        if points is None or not section.name:
            return None
        found_points[section.name] = found_points.get(section.name, Decimal(0)) + points
    return found_points


def _split(weights: Mapping[str, Decimal]) -> str:
    return "、".join(f"{name.removesuffix('指标')} {plain(points)}" for name, points in weights.items())


@check(
    "PS105",
    "section-weight-departs",
    Severity.WARNING,
    "form",
    title="First-level weights depart from the rule set",
    needs=(needs.POINTS, needs.COMPLETE, needs.GOVERNED),
    lowered={"presumed": Severity.INFO},
)
def section_weight_departs(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """一级指标权重偏离统一要求。

    ## 查什么
    各一级指标的分值（印在表头的，或其下各行之和）与评分规则集的权重不一致，规则集允许的其他分法也都对不上。每张表报一条，
    列出整个分法。一级指标另成体系、合计不等于应有分值的表不判。权重不是表内写明的，只作提示。

    ## 为什么要紧
    权重决定一类指标的份量；自行改变，结果就无法与其他单位比较。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 20 | 20
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 60 | 60
    满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90% | 95% | 10 | 10
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
    效益指标 | 社会效益指标 | 培训合格率 | ≥90% | 95% | 30 | 30
    满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥90% | 95% | 10 | 10
    ```

    ## 依据
    评分规则集的权重及其文号；惯例，待核
    """
    rules = view.ruleset
    weights = _weights(form)
    if not weights or form.head.kind not in rules.kinds or not weights.keys() <= rules.weights.value.keys():
        return
    if sum(weights.values()) != rules.expected_points:
        return  # PS103, or a form whose indicators carry the whole hundred
    accepted = (rules.weights.value, *rules.weight_alternatives)
    if any(weights == {name: points for name, points in one.items() if points} for one in accepted):
        return
    odd = [section for section in form.sections if _weight_differs(section, weights, rules.weights.value)]
    first = odd[0]
    yield found(
        first.header,
        f"一级指标的分法是“{_split(weights)}”，评分规则集 {rules.id} 为“{_split(rules.weights.value)}”",
        f'the first-level weights are "{_split(weights)}", rule set {rules.id} has "{_split(rules.weights.value)}"',
        mend="核对本地对权重的规定；没有另行规定的，按统一权重调整",
        mend_en="check what is prescribed locally; otherwise use the weights of the rule set",
        subject="form/weights",
        recomputed=_split(rules.weights.value),
        related=notes(*(("", section.header) for section in odd[1:])),
        conditions=(*doubt(rules.weights), "presumed"),
    )


def _weight_differs(section: Section, weights: Mapping[str, Decimal], rule: Mapping[str, Decimal]) -> bool:
    return section.name in weights and weights[section.name] != rule.get(section.name)


@check(
    "PS107",
    "points-missing",
    Severity.ERROR,
    "form",
    title="An indicator has no positive points",
    needs=(needs.POINTS, needs.ALL_SCORED),
)
def points_missing(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """指标未设分值。

    ## 查什么
    表中有分值列，而某个有三级指标名称的行分值空着、为零或为负。整列都空着的，整张表报一条。

    ## 为什么要紧
    没有分值的指标不参加评价，等于没有设。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
     | 质量指标 | 培训合格率 | ≥90% | 95% | 0 | 0
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 50 | 50
     | 质量指标 | 培训合格率 | ≥90% | 95% | 40 | 40
    ```

    ## 依据
    惯例，待核
    """
    rows = named(form)
    cells = [("、".join(row.name.value for row in of), cell) for cell, of in by_cell(rows, "points")]
    wrong = [
        (name, cell)
        for name, cell in cells
        if not unreadable(cell) and (blank(cell) or (value(cell) or Decimal(0)) <= 0)
    ]
    if len(rows) > 1 and len(wrong) == len(cells) > 0 and all(blank(cell) for _, cell in wrong):
        yield found(
            wrong[0][1],
            f"分值列整列空着（共 {len(rows)} 行）",
            f"the column of points is blank in all {len(rows)} rows",
            mend="为每项指标填写分值，使其合计为应有分值",
            mend_en="give every indicator its points",
            subject="form/points",
            related=notes(*((f"“{name}”分值空白", cell) for name, cell in wrong[1:])),
        )
        return
    for name, cell in wrong:
        state = "空着" if blank(cell) else f"是 {cell.raw}"
        yield found(
            cell,
            f"“{name}”的分值{state}",
            f'the points of "{name}" are {"blank" if blank(cell) else cell.raw}',
            mend="填写该指标的分值；不考核的指标不要列入",
            mend_en="give the indicator its points, or leave it out",
            subject=f"{name}/points",
        )


@check(
    "PS108",
    "points-concentrated",
    Severity.WARNING,
    "form",
    title="One indicator carries too many points",
    needs=(needs.POINTS, needs.GOVERNED),
    after=("PS102",),
    lowered={"presumed": Severity.INFO},
)
def points_concentrated(form: SelfAssessment | TargetSheet, view: View) -> Iterator[Yielded]:
    """单项分值过大。

    ## 查什么
    一个指标的分值超过评分规则集的上限（默认 30 分），或整张表只有一个指标。所在一类的分值与表头不符的（PS102），先改正分值，不再报。
    上限不是表内写明的，只作提示。

    ## 为什么要紧
    分值集中在一项上，一项完成就能掩盖其余各项。

    ## 反例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 30 | 30
     | 质量指标 | 培训合格率 | ≥90% | 95% | 30 | 30
    效益指标 | 社会效益指标 | 学员就业率 | ≥60% | 65% | 30 | 30
    ```

    ## 依据
    评分规则集的单项分值上限；惯例，待核
    """
    limit = view.ruleset.limits.get("single_points")
    rows = named(form)
    if limit is None or points_sum(rows) is None:
        return
    shared = {id(row) for group in together(rows) if len(group) > 1 for row in group}
    for section in form.sections:
        if view.has_found("PS102", f"{section.name}/points"):
            continue
        for row in section.indicators:
            points = value(row.points)
            if row.points is None or points is None or id(row) in shared:
                continue
            if not row.name.value or points <= limit.value:
                continue
            alone = "，全表只有这一个指标" if len(rows) == 1 and not form.lost else ""
            yield found(
                row.points,
                f"“{row.name.value}”一项占 {plain(points)} 分，超过单项上限 {plain(limit.value)} 分{alone}",
                f'"{row.name.value}" alone carries {plain(points)} points, the limit is {plain(limit.value)}',
                mend="把该指标拆成可以分别考核的几项，或调低分值",
                mend_en="divide the indicator into several, or lower its points",
                subject=f"{row.name.value}/points",
                conditions=(*doubt(limit), "presumed"),
            )


@check(
    "PS109",
    "funding-row-points",
    Severity.WARNING,
    "dossier",
    title="Points stand on the source rows of the funding block",
    needs=(needs.FUNDING_SOURCES,),
)
def funding_row_points(views: tuple[View, ...]) -> Iterator[Yielded]:
    """资金来源行重复列分值。

    ## 查什么
    预算执行率的分值只应列在年度资金总额一行；当年财政拨款、上年结转、其他资金各行也列了分值或得分的，
    一批表只报一条，列出每张表。各来源的分值合起来正是总额行分值的，不报。

    ## 为什么要紧
    照着加，资金一栏就值几十分，得分也会少加或多加。

    ## 反例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 100 | 10 | 100.00% | 10.00
    其中：当年财政拨款 | 100 | 100 | 100 | 10 | | 0
    上年结转资金 | 0 | 0 | 0 | 10 | | 0
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 正例
    ```form
    项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
    年度资金总额 | 100 | 100 | 100 | 10 | 100.00% | 10.00
    其中：当年财政拨款 | 100 | 100 | 100 | | |
    上年结转资金 | 0 | 0 | 0 | | |
    （表头）
    产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 90 | 90
    ```

    ## 依据
    惯例，待核（公开表样：执行率的分值只列在资金总额一行）
    """
    wrong = [(view, rows) for view in views if (rows := _scored_sources(view))]
    if not wrong:
        return
    view, rows = wrong[0]
    words = "、".join(f"“{row.label.value}”" for row in rows)
    forms = f"；{len(wrong)} 张表都这样填" if len(wrong) > 1 else ""
    marks = [_marks(row) for row in rows]
    (_, first), *own = marks[0]
    yield found(
        first,
        f"资金来源行{words}也列了分值或得分，只有资金总额一行应当列{forms}",
        f"source rows {words} carry points or a score besides the total row"
        + (f"; so in {len(wrong)} forms" if len(wrong) > 1 else ""),
        mend="只在年度资金总额一行保留分值、执行率和得分，其余各行清空",
        mend_en="keep points, rate and score on the total row alone",
        subject="funding/source-points",
        related=(
            *notes(*own),
            *(_marked(view, row, cells) for row, cells in zip(rows[1:], marks[1:], strict=True)),
            *(_marked(other, row, _marks(row)) for other, more in wrong[1:] for row in more),
        ),
        confirmed=True,
        form=view.number,
    )


def _marks(row: FundingRow) -> list[tuple[str, Number]]:
    """The points and the score of a source row, with their labels."""
    pairs = (("分值", row.points), ("得分", row.score))
    return [(label, cell) for label, cell in pairs if cell is not None and figure(cell) is not None]


def _marked(view: View, row: FundingRow, cells: list[tuple[str, Number]]) -> Related:
    """A source row that carries points or a score as one related place."""
    place = cells[0][1].at
    words = "，".join(f"{label} {cell.raw}" for label, cell in cells)
    return Related(place, f"{beside_sheet(view, place)} {row.label.value} {words}".strip())


def _scored_sources(view: View) -> tuple[FundingRow, ...]:
    """The source rows that carry points, or a score, besides the total row."""
    funding = getattr(view.form, "funding", None)
    if funding is None or funding.total is None or figure(funding.total.points) is None:
        return ()
    rows = tuple(
        row
        for row in funding.rows
        if not row.subtotal and ((value(row.points) or Decimal(0)) > 0 or (value(row.score) or Decimal(0)) > 0)
    )
    parts = [value(row.points) or Decimal(0) for row in rows]
    if len(rows) > 1 and sum(parts) == value(funding.total.points):
        return ()  # the points are divided among the sources
    return rows
