"""Forms built by hand, for tests of scoring and checks.

Every cell gets a place of its own. A text that is no number where one belongs is `Unreadable`; "" is a blank
cell; None is a cell that the form does not have.
"""

from __future__ import annotations

import itertools

from perfscore.checks import CATALOGUE
from perfscore.checks.runner import Runner
from perfscore.checks.subjects import View
from perfscore.core.location import Location
from perfscore.core.numbers import read_figure
from perfscore.core.sourced import Sourced, Unreadable
from perfscore.language.values import parse_value
from perfscore.model import (
    BaseRow,
    BaseTable,
    Breakdown,
    FormHead,
    Funding,
    FundingRow,
    Indicator,
    Repair,
    Section,
    SelfAssessment,
    TargetSheet,
    TotalRow,
)
from perfscore.rulesets import load_ruleset
from perfscore.scoring import score_form

_rows = itertools.count(1)
L2 = {
    "产出指标": "数量指标",
    "效益指标": "社会效益指标",
    "满意度指标": "服务对象满意度指标",
    "成本指标": "经济成本指标",
}


def place(file="表.xlsx"):
    """A place that no other cell has."""
    return Location(file, sheet="表", cell=f"A{next(_rows)}")


def number(raw, at=None):
    """A cell of a number column."""
    if raw is None:
        return None
    at = at or place()
    if raw == "":
        return Sourced(None, "", at)
    figure = read_figure(raw)
    return Sourced(figure if figure is not None else Unreadable(raw, "不是数", at=at), raw, at)


def text(raw, value=None, at=None):
    """A cell of text; `value` is the name that a printed label stands for."""
    return None if raw is None else Sourced(raw if value is None else value, raw, at or place())


def valued(raw, role="target", unit=None):
    """A cell of a target or an actual value."""
    return None if raw is None else Sourced(parse_value(raw, unit=unit, role=role), raw, place())


def indicator(
    name="培训人数", target="≥100人", actual="120人", points="10", score="10", *, l1="产出指标", l2=None, **cells
):
    """A row of the indicator table; `shift` marks it as read in other columns, `l2_label` is what is printed."""
    row = place()
    l2 = L2.get(l1, "") if l2 is None else l2
    unit = cells.get("unit")
    shift, label = cells.pop("shift", 0), cells.pop("l2_label", l2)
    return Indicator(
        l1=l1,
        l2=l2,
        name=text(name),
        row=row,
        target=valued(target, unit=unit),
        actual=valued(actual, "actual", unit),
        points=number(points),
        score=number(score),
        repair=Repair(row, shift, "错列") if shift else None,
        l2_label=text(label, l2) if l2 else None,
        **{key: text(value) for key, value in cells.items()},
    )


def section(name, *rows, points=None, blanks=(), header=None, subtotals=()):
    """A first-level heading; `rows` are indicators or keyword mappings for them, `subtotals` (points, score)."""
    printed = header or (f"{name}（{points}分）" if points else name)
    at = place()
    return Section(
        name,
        Sourced(printed, printed, at),
        number(points, at),
        tuple(row if isinstance(row, Indicator) else indicator(l1=name, **row) for row in rows),
        tuple(text(one) if isinstance(one, str) else text(one[0], one[1]) for one in blanks),
        tuple(TotalRow(text("小计"), *map(number, pair)) for pair in subtotals),
    )


def money(label="年度资金总额", initial="100.00", budget="100.00", executed="100.00", **cells):
    """A row of the money block; `points`, `rate`, `score`, `reason` and `partial` are left out unless given."""
    reason = cells.pop("reason", None)
    partial = cells.pop("partial", False)
    return FundingRow(
        text(label),
        initial=number(initial),
        budget=number(budget),
        executed=number(executed),
        reason=text(reason),
        partial=partial,
        **{key: number(value) for key, value in cells.items()},
    )


def funding(total=None, *rows, **lists):
    """A money block: its total row (None: the default one), source rows, and breakdowns as `标题=[(label, amount)]`."""
    return Funding(
        money() if total is None else total,
        rows,
        tuple(
            Breakdown(text(title), tuple((text(label), number(amount)) for label, amount in items))
            for title, items in lists.items()
        ),
    )


def head(
    kind="project-self-assessment", *, columns=(), file="表.xlsx", provenance="native", money_unit="万元", **fields
):
    """The head of a form; `fields` are its header texts."""
    at = place(file)
    titles = {"base-data": "基础数据表", "unit-target": "部门整体支出绩效目标表"}
    return FormHead(
        kind=kind,
        title=Sourced(titles.get(kind, "自评表"), titles.get(kind, "自评表"), at),
        definition=kind,
        at=at,
        provenance=provenance,
        fields=tuple((name, text(raw)) for name, raw in fields.items()),
        money_unit=money_unit,
        columns=tuple((name, text(name)) for name in columns),
    )


COLUMNS = ("l1", "l2", "name", "target", "actual", "points", "score")


def self_assessment(*sections, total=None, **parts):
    """A self-assessment; `total` is (points, score), `funding`, `goal`, `goal_actual` and head fields by name."""
    funds = parts.pop("funding", None)
    texts = {name: text(parts.pop(name, None)) for name in ("goal", "goal_actual", "grade", "conclusion")}
    parts.setdefault("columns", COLUMNS)
    repairs = tuple(row.repair for one in sections for row in one.indicators if row.repair)
    row = None if total is None else TotalRow(text("总分"), *(number(one) for one in total))
    return SelfAssessment(head(**parts), funds, sections, repairs, total=row, **texts)


def target_sheet(*sections, **parts):
    """A target sheet of a whole department."""
    funds, goal = parts.pop("funding", None), parts.pop("goal", None)
    parts.setdefault("columns", COLUMNS)
    parts.setdefault("kind", "unit-target")
    return TargetSheet(head(**parts), funds, sections, goal=text(goal))


def base_table(*rows, **parts):
    """A base-data table; `rows` are (label, {column: amount}) with the level, and True for a part named by 其中."""
    return BaseTable(
        head("base-data", **parts),
        tuple(
            BaseRow(text(label), tuple((name, number(raw)) for name, raw in figures.items()), *place_in)
            for label, figures, *place_in in rows
        ),
    )


def rows_of(l1, *points, **cells):
    """Rows of one heading with these points and full scores."""
    return [indicator(f"{l1}{n}", points=one, score=one, l1=l1, **cells) for n, one in enumerate(points, 1)]


def complete(*, cost=True, **parts):
    """A form without fault: weights, totals and money agree with the general rule set."""
    sections = (
        *([section("成本指标", *rows_of("成本指标", "20"))] if cost else []),
        section(
            "产出指标",
            *(
                indicator(f"产出{l2}", points=points, score=points, l2=l2)
                for l2, points in zip(
                    ("数量指标", "质量指标", "时效指标"), ("20", "10", "10" if cost else "20"), strict=True
                )
            ),
        ),
        section("效益指标", *rows_of("效益指标", "20" if cost else "30")),
        section("满意度指标", *rows_of("满意度指标", "10")),
    )
    parts.setdefault("funding", funding(money(points="10", rate="100.00%", score="10.00")))
    parts.setdefault("total", ("100", "100.00"))
    return self_assessment(*sections, **parts)


def view(form, ruleset="mof-2021", number=0):
    """A form with its rule set and scores, as a run sees it."""
    rules = load_ruleset(ruleset)
    return View(number, form, rules, score_form(form, rules, number))


def findings(code, *forms, ruleset="mof-2021"):
    """The findings of one check, run with the checks that it looks at."""
    wanted = {code}
    while more := {other for one in wanted for other in CATALOGUE[one].after} - wanted:
        wanted |= more
    views = [view(form, ruleset, n) for n, form in enumerate(forms)]
    outcome = Runner([CATALOGUE[one] for one in sorted(wanted)]).run([], views)
    crashed = [finding.message for finding in outcome.findings if finding.code == "PS004"]
    assert not crashed, crashed
    return [finding for finding in outcome.findings if finding.code == code]


def levels(found):
    """The severities of findings, as words."""
    return [finding.severity.word for finding in found]
