"""Small words that several formats share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfscore.checks import CATALOGUE
from perfscore.core.location import Location
from perfscore.outcome import Coverage
from perfscore.report.style import Style
from perfscore.scoring.records import RowKind, Status

#: Families and checks that lay two texts or cells side by side, of which none was computed.
_COMPARING = ("PS4", "PS6", "PS04", "PS126", "PS127", "PS812", "PS816", "PS82")

_BASES = {
    "row": ("本行评分标准", "the row's own rule"),
    "target-sheet": ("目标表的评分标准", "the rule of the target sheet"),
    "ruleset": ("规则集 {}", "rule set {}"),
    "mixed": ("各行不同", "differs by row"),
}
_KINDS = {
    "indicator": "指标",
    "execution": "预算执行率",
    "section": "一级指标",
    "total": "总分",
}
_STATUS: dict[Status, tuple[str, str]] = {
    "recomputed": ("已重算", "recomputed"),
    "joint": ("与上行合并计分", "scored with the row above"),
    "unreadable": ("读不懂", "unreadable"),
    "no-rule": ("没有评分标准", "without a rule"),
    "no-target": ("没有指标值", "without a target"),
    "no-actual": ("没有完成值", "without an actual value"),
    "no-points": ("没有分值", "without points"),
    "no-facts": ("还要填别的数", "waiting for more facts"),
    "not-comparable": ("不能比较", "not comparable"),
    "unusable": ("完成值不合评分标准", "with an actual that the rule cannot use"),
    "undecided": ("得分未定", "undecided"),
}


def check_name(code: str, name: str, style: Style) -> str:
    """What a check is called: the Chinese title in a Chinese text, in an English one the name that options take."""
    check = CATALOGUE.get(code)
    return style.say(check.title_zh, name) if check else name


def tag_of(code: str, name: str, style: Style) -> str:
    """Code and name together, `PS304[得分超过分值]`."""
    return f"{code}[{check_name(code, name, style)}]"


def number(value: Decimal | None) -> str | None:
    """A Decimal with its digits, without exponent."""
    return None if value is None else format(value, "f")


def basis_words(basis: str, style: Style) -> str:
    """Say by which rule a row was scored."""
    kind, _, name = basis.partition(":")
    return style.say(*_BASES[kind]).format(name) if kind in _BASES else basis


def kind_words(kind: RowKind, style: Style) -> str:
    """Say what kind of row a score belongs to."""
    return style.say(_KINDS[kind], kind)


def status_words(status: Status, style: Style) -> str:
    """Say whether a row was recomputed."""
    return style.say(*_STATUS[status])


def not_recomputed(coverage: Coverage) -> Iterator[tuple[Status, int]]:
    """How many indicators were not recomputed, by what is in the way."""
    yield "unreadable", coverage.unreadable
    yield "no-rule", coverage.no_rule
    yield "no-target", coverage.no_target
    yield "no-actual", coverage.no_actual
    yield "no-points", coverage.no_points
    yield "no-facts", coverage.no_facts
    yield "not-comparable", coverage.not_comparable
    yield "unusable", coverage.unusable
    yield "undecided", coverage.undecided


def beside(place: Location, at: Location) -> str:
    """A place as it is named beside another one: the cell alone in the same sheet, all of it in another file."""
    if place.file != at.file:
        return str(place)
    return place.cell if place.cell is not None and place.sheet == at.sheet else place.place


def other_label(code: str, style: Style) -> str:
    """What the other value of a finding is called: recomputed, or only compared with the recorded one."""
    if code.startswith(_COMPARING):
        return style.say("对照", "compared with")
    return style.say("重算", "recomputed")
