"""Rules over one number, lowered: every clause becomes an area of the line and a term that holds there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfscore.core.records import replace
from perfscore.core.units import is_counted
from perfscore.language import plausible
from perfscore.language.areas import ZERO_WORDS, area_of
from perfscore.language.chosen import chosen
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.formula import Formula
from perfscore.language.clauses.limits import Rounding
from perfscore.language.clauses.per_unit import PerStep
from perfscore.language.clauses.proportional import Prorata
from perfscore.language.clauses.yes_no import Otherwise, Saying
from perfscore.language.direction import WANTED, tiers_rise
from perfscore.language.formulas import score_of
from perfscore.language.measured import Measured, by_calendar, measured
from perfscore.language.open_ends import and_so_on, opened
from perfscore.language.program import Need, Program, UnboundError
from perfscore.language.regions import Clause, Piece, Span
from perfscore.language.row import Row
from perfscore.language.shares import defined_at_zero, reaching, shared
from perfscore.language.statements import Statement
from perfscore.language.steps import stepped
from perfscore.language.terms import Least, NoScoreError, Nothing, Rounded, Term, inputs, number, value


def lower_numeric(row: Row) -> Program:
    """Lower a rule over one number."""
    return program_of(measured(row))


def lower_dated(row: Row) -> Program:
    """Lower a rule by the calendar."""
    return program_of(by_calendar(row))


def program_of(rule: Measured) -> Program:
    """Lower what a rule measures.

    Raises:
        UnboundError: a clause says nothing of the row's number, or the row contradicts what was read.
    """
    row, variable = rule.row, rule.variable
    clauses = _clauses(rule)
    raw: Term = Nothing("扣分的方向与指标值相反", "opposite") if _opposite(rule) else chosen(rule, clauses)
    low, high = row.bounds()
    high = _with_bonus(row, high)
    rounding = row.template.first(Rounding)
    if rounding is not None:
        raw = Rounded(raw if high is None else Least((number(high), raw)), rounding.digits)
    less = any(
        isinstance(s.outcome, Formula) and s.outcome.say().startswith(plausible.LESS) for s in row.statements
    )
    capped = row.has("cap") or row.has("most-on") or less  # nobody takes less than nothing off
    doubt = next((c.doubt for c in reversed(clauses) if c.doubt), "")
    program = Program(
        raw, low, high, _needs(rule, raw), single=_single(rule, raw), variable=variable.term,
        goal=variable.goal, direction=rule.direction, stated_floor=row.has("floor"), stated_cap=capped,
        steps="part-of-step" in row.setting.open, counted=is_counted(variable.unit),
        doubt="" if capped or row.has("uncapped") else doubt,
    )  # fmt: skip
    plausible.check(rule, program)
    return program


def _needs(rule: Measured, score: Term) -> tuple[Need, ...]:
    """What is asked for; where a formula names all that it needs, the row's own number is not asked for besides."""
    needs, own = tuple(_zero_said(rule, need) for need in rule.names.needs(rule.variable)), rule.variable.need
    beside = own is not None and len(needs) > 1 and rule.names.counted and own.name not in inputs(score)
    return needs[1:] if beside else needs


def _zero_said(rule: Measured, need: Need) -> Need:
    """An input with the rule's own words for none of it: 未开展整改, where that earns nothing beside a rate."""
    if rule.variable.need is None or need.name != rule.variable.need.name:
        return need
    said = [s.condition.text for s in rule.row.statements if isinstance(s.condition, Saying)]
    return replace(need, phrases=tuple((text, True) for text in said if ZERO_WORDS.search(text)))


def _single(rule: Measured, score: Term) -> str:
    """The input that a lone actual gives; of a ratio that the score falls with, a target to be reached is not the ratio.

    (1-差错数/总数)×10 beside ≥99%: what is 99 % is not the share of mistakes.
    """
    single, goal = rule.names.single(rule.variable), rule.row.goal
    wanted = WANTED.get(goal.sign)
    if "/" not in single or goal.value is None or wanted is None:
        return single
    at = goal.value / 100
    try:
        near, far = (value(score, {single: share}) for share in (at, at * Fraction(101, 100)))
    except NoScoreError:
        return single
    return "" if near != far and (far > near) != (wanted == "up") else single


def _with_bonus(row: Row, high: Fraction | None) -> Fraction | None:
    """Points on top of full marks: the words may lift the cap, or the row's points may hold."""
    amounts = [s.amount for s in row.statements if s.amount is not None]
    adds = [amount for amount in amounts if amount.manner == "add" and amount.points != 0]
    if high is None or row.has("cap") or not adds or not row.has_base or row.base < row.points:
        return high
    if not all(a.extra for a in adds) and row.pick("bonus", ("within-points", "on-top")) == "within-points":
        return high
    most = row.limit("most-on")
    return None if most is None else high + most


def _opposite(rule: Measured) -> bool:
    """Whether the tiers or the steps run against the target."""
    sign, row = rule.row.goal.sign, rule.row
    if rule.variable.measure == "value" and rule.variable.plain and sign:
        shown = tiers_rise(row)
        if shown and WANTED.get(sign, shown) != shown:
            return True
    kinds = {step.kind for step in row.steps if step.kind in ("short", "over") and step.amount.manner == "deduct"}
    wanted = WANTED.get(sign)
    return (wanted == "up" and kinds == {"over"}) or (
        wanted == "down" and kinds == {"short"} and row.goal.value != 0
    )


# -- clauses -----------------------------------------------------------------------------------------------


def _clauses(rule: Measured) -> list[Clause]:
    """The clauses bound to the line: the tiers, then what counts from them."""
    paying = [s for s in rule.row.statements if s.outcome is not None]
    tiers = [s for s in paying if isinstance(s.outcome, Amount) and not isinstance(s.condition, Otherwise)]
    clauses = and_so_on(rule, opened([_clause(rule, s, ()) for s in tiers], rule.direction))
    for statement in paying:
        if statement not in tiers:
            clauses.append(_clause(rule, statement, clauses))
    if rule.tolerance is not None and not any(c.award for c in clauses):
        points = rule.row.points
        clauses.append(Clause(rule.tolerance, number(points), "误差范围内", points))
    return clauses


def _clause(rule: Measured, statement: Statement, before: Sequence[Clause]) -> Clause:
    """A clause on the line; what stops it points at its place."""
    outcome = statement.outcome
    try:
        if isinstance(outcome, PerStep):
            return _stepped(rule, statement, outcome, before)
        if isinstance(outcome, Amount):
            return _fixed(rule, statement, outcome, before)
        return _computed(rule, statement, before)
    except UnboundError as stop:
        stop.span = statement.span if stop.span is None else stop.span
        raise


def _fixed(rule: Measured, statement: Statement, amount: Amount, before: Sequence[Clause]) -> Clause:
    """A fixed number of points; changes count from the base."""
    row, condition = rule.row, statement.condition
    if condition is None:
        raise UnboundError("得分没有条件", "写明得分的条件")
    area = area_of(rule, condition, [c.area for c in before])
    placed = Clause(area, Nothing("这一档只给了分值区间", "range"), statement.say(), statement=statement)
    if amount.high is not None and not isinstance(condition, Otherwise):
        return placed
    value = row.amount(amount)
    full = amount.manner == "award" and value >= row.points
    period = plausible.own_period(row, condition) if isinstance(condition, Within) and not full else ""
    if period:
        return replace(placed, term=Nothing(f"“{period}”分别计算，只有一个数", "period"), deducts=True)
    award = value if amount.manner == "award" else None
    return replace(placed, term=number(row.paid(amount)), award=award, deducts=amount.manner == "deduct")


def _stepped(rule: Measured, statement: Statement, step: PerStep, before: Sequence[Clause]) -> Clause:
    """Points step by step."""
    condition = statement.condition
    if isinstance(condition, Saying):
        raise UnboundError("数值扣分带有文字条件", "把文字条件改写成数值条件，或另列一条指标")
    area, term = stepped(rule, step, None if isinstance(condition, Otherwise) else condition, before)
    text = rule.row.goal.text
    if step.period and step.period not in text and f"/{step.period.lstrip('每个')}" not in text:
        term = Nothing(f"“{step.period}”分别计算，只有一个全年数", "period")
    return Clause(area, term, statement.say(), None, step.amount.manner == "deduct", statement)


def _computed(rule: Measured, statement: Statement, before: Sequence[Clause]) -> Clause:
    """A share, or a formula."""
    condition, outcome = statement.condition, statement.outcome
    if isinstance(condition, Saying):
        raise UnboundError("按比例计分带有文字条件", "把文字条件改写成数值条件，或另列一条指标")
    area = (Span(),) if condition is None else area_of(rule, condition, [c.area for c in before])
    if isinstance(outcome, Prorata):
        area = reaching(outcome, area, before)
        term, doubt = shared(rule, outcome, condition, area, before)
    else:
        assert isinstance(outcome, Formula)  # noqa: S101 - the callers see to the others
        term, doubt = score_of(rule.names, outcome, rule.variable)
        term = defined_at_zero(rule, term)
        goal = rule.variable.goal
        if goal is not None and not any(span.covers(Piece(point=goal)) for span in area):
            doubt = ""  # what the formula would give at the target is not what the target gets
    return Clause(area, term, statement.say(), statement=statement, doubt=doubt)
