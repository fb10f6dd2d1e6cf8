"""The recomputed score of one indicator row."""

from __future__ import annotations

from decimal import Decimal

from perfscore.core.location import Location
from perfscore.core.numbers import Figure, plain, round_to
from perfscore.core.rational import rational
from perfscore.core.records import replace
from perfscore.core.sourced import Unreadable
from perfscore.core.trace import Step
from perfscore.language.values import Value
from perfscore.model import Indicator, Number, Valued
from perfscore.rulesets import RuleSet
from perfscore.scoring.defaults import Given, Refused, score_by_default
from perfscore.scoring.direction import of_name
from perfscore.scoring.formulas import NAMED
from perfscore.scoring.records import RowReading, RowScore, Status
from perfscore.scoring.standing import standing
from perfscore.scoring.stated import Stated, score_by_rule


def stated_rule(indicator: Indicator, answered: Indicator | None = None) -> Stated | None:
    """The rule that a row states, or else the row of the target sheet that it answers."""
    for row, basis in ((indicator, "row"), (answered, "target-sheet")):
        if row is None or row.rule is None or row.rule.value.strip() in NO_RULE:
            continue
        target = row.target or indicator.target
        return Stated(
            text=row.rule.value,
            basis="row" if basis == "row" else "target-sheet",
            target=target.value if target is not None else None,
            unit=row.unit.value if row.unit else "",
            explanation=row.explanation.value if row.explanation else "",
            direction=of_name(indicator.name.value),
            indicator=indicator.name.value,
        )
    return None


#: What stands in a rule column where no rule is stated.
NO_RULE = frozenset({"", "无", "/", "-", "—", "——"})


def score_indicator(
    indicator: Indicator,
    form: int,
    ruleset: RuleSet,
    answered: Indicator | None = None,
    year: int | None = None,
) -> RowScore:
    """Recompute the score of an indicator; what cannot be recomputed says why.

    `answered` is the row of the matched target sheet; its rule counts where the row states none. `year` is that of
    the form, for dates that name none.

    The score is rounded once, here, as the rule set says.
    """
    stated = stated_rule(indicator, answered)
    rule = stated.text if stated else None
    values = _inputs(indicator)
    if isinstance(values, Refused):
        row, own = as_recorded(indicator, form, rule), _by_its_rule(indicator, stated, ruleset)
        if own is not None and stated is not None:
            return scored(row, own, ruleset, stated.basis)
        return refused(row, values, ruleset)
    target, actual, points = values
    direction = of_name(indicator.name.value)
    met = standing(
        target,
        actual,
        direction=direction,
        year=year,
        conventions=ruleset.conventions,
        name=indicator.name.value,
    )
    blank = as_recorded(indicator, form, rule, met=met)
    if stated is not None:
        given = score_by_rule(stated, actual, points, ruleset.conventions)
        if isinstance(given, Refused):
            return refused(blank, given, ruleset, stated.basis)
        return scored(blank, given, ruleset, stated.basis)
    given = score_by_default(target, actual, rational(points), ruleset, direction, year)
    if isinstance(given, Refused):
        return refused(blank, given, ruleset, f"ruleset:{ruleset.id}")
    return scored(blank, given, ruleset, f"ruleset:{ruleset.id}")


def _by_its_rule(indicator: Indicator, stated: Stated | None, ruleset: RuleSet) -> tuple[Given, ...] | None:
    """What the row's rule gives though target or actual is no value by itself; None where it gives no number.

    Many rules name all their numbers (≥95%得满分), so that they need no column of targets; and an actual in several parts
    (违规2次，未造成流失) is no one value, but answers a rule that asks for these parts.
    """
    points = number(indicator.points)
    if stated is None or points is None or indicator.actual is None or indicator.actual.value is None:
        return None
    given = score_by_rule(stated, indicator.actual.value, points, ruleset.conventions)
    return None if isinstance(given, Refused) else given


def as_recorded(indicator: Indicator, form: int, rule: str | None = None, *, met: bool | None = None) -> RowScore:
    """What a row records, with its rule and whether it met its target, before anything is recomputed."""
    return RowScore(
        kind="indicator",
        form=form,
        at=place(indicator),
        l1=indicator.l1,
        l2=indicator.l2,
        indicator=indicator.name.value,
        target=indicator.target.raw if indicator.target else None,
        actual=indicator.actual.raw if indicator.actual else None,
        points=number(indicator.points),
        recorded=text(indicator.score),
        rule=rule,
        met=met,
    )


def place(indicator: Indicator) -> Location:
    """Where a score of the row is, or would be, written."""
    return indicator.score.at if indicator.score is not None else indicator.row


def number(cell: Number | None) -> Decimal | None:
    """The number in a cell, or None."""
    return cell.value.value if cell is not None and isinstance(cell.value, Figure) else None


def text(cell: Number | None) -> str | None:
    """The printed text of a cell, or None when it is absent or blank."""
    return cell.raw or None if cell is not None else None


def _inputs(indicator: Indicator) -> tuple[Value, Value, Decimal] | Refused:
    """Target, actual and points of a row, or why one of them is missing."""
    target = _value(indicator.target, "指标值", "target")
    if isinstance(target, Refused):
        return target
    actual = _value(indicator.actual, "实际完成值", "actual")
    if isinstance(actual, Refused):
        return actual
    points = number(indicator.points)
    if indicator.points is None:
        return Refused("no-points", "表中没有写明分值，无从计分", "the form states no points")
    if points is None:
        what = "读不成数" if indicator.points.value is not None else "未填"
        return Refused("no-points", f"分值{what}，无从计分", "the points are missing")
    return target, actual, points


def _value(cell: Valued | None, zh: str, en: str) -> Value | Refused:
    if cell is None:
        status: Status = "no-target" if en == "target" else "no-actual"
        return Refused(status, f"表中没有{zh}列", f"the form has no {en} column")
    if isinstance(cell.value, Unreadable):
        return Refused("unreadable", f"{zh}“{cell.raw}”读不懂：{cell.value.reason}", f"the {en} cannot be read")
    return cell.value


def refused(row: RowScore, refusal: Refused, ruleset: RuleSet, basis: str = "") -> RowScore:
    """The row with the reason why it has no number, and the readings of which one must be it where they are known."""
    row = replace(row, status=refusal.status, reason=refusal.reason, reason_en=refusal.reason_en)
    if not refusal.readings:
        return row
    return replace(row, basis=basis, readings=_rounded(refusal.readings, ruleset))


def scored(row: RowScore, given: tuple[Given, ...], ruleset: RuleSet, basis: str) -> RowScore:
    """The row with its readings, each rounded once."""
    digits, readings = ruleset.digits.value, _rounded(given, ruleset)
    first = readings[0]
    assert first.step is not None  # noqa: S101 - every Given has a step
    notes = notes_used(ruleset, *_settings(first.name, ruleset), "digits")
    step = Step(
        "得分", f"{first.step.value} 取 {digits} 位小数", plain(first.points), children=(first.step, *notes)
    )
    return replace(row, basis=basis, recomputed=first.points, readings=readings, step=step)


def _rounded(given: tuple[Given, ...], ruleset: RuleSet) -> tuple[RowReading, ...]:
    digits, mode = ruleset.digits.value, ruleset.rounding.value
    return tuple(
        RowReading(one.name, round_to(one.value, digits, mode), one.interval, one.step, one.value, one.leap)
        for one in given
    )


def notes_used(ruleset: RuleSet, *settings: str) -> tuple[Step, ...]:
    """The notes of the form that a score rests on, as steps that name them."""
    return tuple(Step("本表写明", ruleset.stated[name], "") for name in settings if name in ruleset.stated)


def _settings(reading: str, ruleset: RuleSet) -> tuple[str, ...]:
    """The setting that a reading is a formula of, where the form states it."""
    name = reading.removeprefix(NAMED)
    by_direction = {"positive": ruleset.positive.value, "negative": ruleset.negative.value}
    return tuple(key for key, names in by_direction.items() if reading != name and name in names)
