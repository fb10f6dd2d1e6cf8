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
from perfscore.language.regions import Area, Clause, Piece, Span
from perfscore.language.row import FULL, MISSED, Row
from perfscore.language.shares import defined_at_zero, reaching, shared
from perfscore.language.statements import Statement
from perfscore.language.steps import stepped
from perfscore.language.terms import Least, NoScoreError, Nothing, Rounded, Term, inputs, number, value


def lower_numeric(row: Row) -> Program:
    """Lower a rule over one number."""
    return program_of(measured(_without_examples(row)))


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
    high = row.with_bonus(high)
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


#: What adds points for being worse than a one-sided target.
_WRONG_WAY = frozenset([("short", "up"), ("over", "down")])


def _opposite(rule: Measured) -> bool:
    """Whether the tiers or the steps run against the target."""
    sign, row = rule.row.goal.sign, rule.row
    if rule.variable.measure == "value" and rule.variable.plain and sign:
        shown = tiers_rise(row)
        if shown and WANTED.get(sign, shown) != shown:
            return True
    kinds = {step.kind for step in row.steps if step.kind in ("short", "over") and step.amount.manner == "deduct"}
    wanted = WANTED.get(sign)
    if any(step.amount.manner == "add" and (step.kind, wanted) in _WRONG_WAY for step in row.steps):
        return True
    return (wanted == "up" and kinds == {"over"}) or (
        wanted == "down" and kinds == {"short"} and row.goal.value != 0
    )


# -- clauses -----------------------------------------------------------------------------------------------


def _clauses(rule: Measured) -> list[Clause]:
    """The clauses bound to the line: the tiers, then what counts from them."""
    paying = [s for s in rule.row.statements if s.outcome is not None]
    _said_once(paying)
    tiers = [s for s in paying if isinstance(s.outcome, Amount) and not isinstance(s.condition, Otherwise)]
    made = [_clause(rule, s, ()) for s in tiers]
    stepped_from = next((n for n, s in enumerate(paying) if isinstance(s.outcome, PerStep)), len(paying))
    missing = [c for c in made if c.statement in paying[stepped_from:] and _misses(rule, c)]
    clauses = and_so_on(rule, opened([c for c in made if c not in missing], rule.direction))
    own = _without(rule, [c.statement for c in missing])
    for statement in paying:
        if statement not in tiers:
            clauses.append(_clause(own, statement, clauses))
    clauses += (replace(c, award=None, deducts=True) for c in missing)
    if rule.tolerance is not None and not any(c.award for c in clauses):
        points = rule.row.points
        clauses.append(Clause(rule.tolerance, number(points), "误差范围内", points))
    return clauses


def _without_examples(row: Row) -> Row:
    """The row without clauses that only show what another one gives."""
    shown = [s for s in row.statements if _example(row, s)]
    kept = tuple(e for e in row.template.elements if e not in shown)
    return replace(row, template=replace(row.template, elements=kept)) if shown else row


def _example(row: Row, statement: Statement) -> bool:
    """Whether a clause only shows what the share before it gives: 按完成百分比计分,完成80%计为80分 in a row of 100."""
    share = Prorata()
    shared = any(s.condition is None and s.outcome == share for s in row.statements)
    within, amount = statement.condition, statement.outcome
    if not shared or not isinstance(within, Within) or not isinstance(amount, Amount) or amount.manner != "award":
        return False
    low = within.low
    return (
        low is not None and low.unit == "%" and low.value < FULL and amount.points == row.points * low.value / FULL
    )


def _said_once(paying: Sequence[Statement]) -> None:
    """One range has one score.

    Raises:
        UnboundError: the text gives it two.
    """
    paid: dict[Within, Amount] = {}
    for one in paying:
        if isinstance(one.condition, Within) and isinstance(one.outcome, Amount):
            within = replace(one.condition, subject="")
            if paid.setdefault(within, one.outcome) != one.outcome:
                raise UnboundError("同一个条件写了两次，得分不同", "核对各档的界限和分值", one.span)


def _misses(rule: Measured, clause: Clause) -> bool:
    """Whether a clause pays beyond the target alone, so that steps before it count from the target all the same."""
    within, goal = clause.statement.condition if clause.statement is not None else None, rule.variable.goal
    if not clause.award or not isinstance(within, Within):
        return False
    if within.measure:
        return within.exact and within.measure in MISSED
    return bool(goal) and rule.direction in ("up", "down") and _all_worse(clause.area, goal, rule.direction)


def _all_worse(area: Area, goal: Fraction | None, direction: str) -> bool:
    ends = [span.high if direction == "up" else span.low for span in area]
    return goal is not None and all(
        end is not None and (end < goal if direction == "up" else end > goal) for end in ends
    )


def _without(rule: Measured, left_out: Sequence[Statement | None]) -> Measured:
    """The rule without clauses that say nothing of where its steps count from."""
    if not left_out:
        return rule
    kept = tuple(e for e in rule.row.template.elements if e not in left_out)
    return replace(rule, row=replace(rule.row, template=replace(rule.row.template, elements=kept)))


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
