"""Which fact each name of a rule was taken for, and why: what a reader needs to trust a reading or to correct it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from perfscore.core.records import frozen
from perfscore.language.agreement import agrees, names_in, spoken_role
from perfscore.language.clauses.formula import Definition
from perfscore.language.program import OnRow

#: The row's actual, its target or its points; a quantity that the text defines; another fact.
Role = Literal["actual", "target", "points", "defined", "fact"]

#: What a name was recognised by.
Cause = Literal["agrees", "spoken", "same", "only", "defined", "due", "elsewhere"]

#: In Chinese and in English; {} is the name that it goes with.
_ROLES: dict[Role, tuple[str, str]] = {
    "actual": ("完成值", "the actual value"),
    "target": ("指标值", "the target"),
    "points": ("分值", "the points"),
    "defined": ("标准里定义的量", "a quantity that the rule defines"),
    "fact": ("另一项事实", "a fact of its own"),
}
_CAUSES: dict[Cause, tuple[str, str]] = {
    "agrees": ("与指标名称相合", "it agrees with the indicator's name"),
    "spoken": ("说的就是它", "the words say so"),
    "same": ("与“{}”是同一个量", "the same quantity as {}"),
    "only": ("标准里没有别的量", "the rule names no other quantity"),
    "defined": ("标准里写有它的算法", "the rule says how it is computed"),
    "due": ("“{}”要达到的", "what “{}” is held against"),
    "elsewhere": ("不是本行的完成值", "the row's actual is not about it"),
}


@frozen
class Binding:
    """A name of a rule, what it was taken for, and because of what.

    Attributes:
        name: as written.
        role: what it is; a `fact` is something that the row's own cells do not say.
        because: what it was recognised by; `beside` is the name that it goes with, for `same`.
    """

    name: str
    role: Role
    because: Cause
    beside: str = ""

    def why(self, *, english: bool = False) -> str:
        """The reason in words."""
        return _CAUSES[self.because][english].format(self.beside)

    def say(self, *, english: bool = False) -> str:
        """`群众满意度 → 完成值（与指标名称相合）`."""
        role, why = _ROLES[self.role][english], self.why(english=english)
        return f"{self.name} → {role} ({why})" if english else f"{self.name} → {role}（{why}）"


def listed(names: Iterable[Binding], *, english: bool = False) -> str:
    """All of them in one line, empty where there are none."""
    return ("; " if english else "；").join(one.say(english=english) for one in names)


def bindings(rule: OnRow, indicator: str) -> tuple[Binding, ...]:
    """Every name of a rule with its role, in reading order; words without a name (每低1个百分点) have none."""
    return tuple(dict.fromkeys(_bindings(rule, indicator)))


def _bindings(rule: OnRow, indicator: str) -> Iterator[Binding]:
    program = rule.readings.branches[0].program
    own = program.single or (program.alone.single if program.alone is not None else "")
    defined = {e.name for e in rule.template.elements if isinstance(e, Definition)}
    facts = {need.name for need in program.needs if need.name != own}
    due = {need.planned: need.name for need in program.needs if need.planned}
    written = names_in(rule.template)
    for name in written:
        spoken = spoken_role(name)
        if name in defined:
            yield Binding(name, "defined", "defined")
        elif name in facts:
            yield Binding(name, "fact", "elsewhere")
        elif name in due:
            yield Binding(name, "target", "due", due[name])
        elif spoken is not None:
            yield Binding(name, spoken, "spoken")
        elif own:
            yield _own(name, own, written, indicator)
    for need in program.needs:
        if need.name in facts and need.name not in written:
            yield Binding(need.name, "fact", "elsewhere")


def _own(name: str, own: str, written: tuple[str, ...], indicator: str) -> Binding:
    if indicator and agrees(name, indicator):
        return Binding(name, "actual", "agrees")
    if name != own and own in written:
        return Binding(name, "actual", "same", own)
    return Binding(name, "actual", "only")
