"""Rules over a number and facts at once, lowered: what the number gives where each fact holds, and where it does not.

`满意度≥95%且无投诉得10分;满意度≥95%但有投诉得5分` is one rule over the number where nobody complained, and another one
where somebody did. Each of them is a rule like any other, and is lowered as one; the facts choose between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.units import canonical
from perfscore.language.agreement import names_in
from perfscore.language.clauses.amounts import Amount
from perfscore.language.clauses.conditions import Within
from perfscore.language.clauses.joined import Joined
from perfscore.language.clauses.yes_no import Otherwise, Saying
from perfscore.language.program import Need, Program, Setting, UnboundError
from perfscore.language.regions import Span, pieces
from perfscore.language.row import Row
from perfscore.language.statements import Element, Statement, Template
from perfscore.language.terms import All, Case, Chosen, Compare, Nothing, Term, number
from perfscore.language.told import alike, if_yes

Lower = Callable[[Template, Setting], Program]
#: Of more facts than these every combination would be too many.
_MOST_FACTS = 2
_DENIED = lazy_pattern(r"^(?:均|全年|从)?(?:不存在|未有|没有|没|未|无|不)(?:再|被)?")
_HAPPENS = lazy_pattern(r"^(?:均|全年)?(?:被)?(?:发生|发现|出现|存在|造成|产生|收到|受到|有)过?了?")


@frozen
class _Fact:
    """A fact that conditions name in several words.

    Attributes:
        cores: what it is about, with whether these words said that it holds.
        phrases: the words for it, each with whether it says that the fact holds.
    """

    name: str
    cores: tuple[tuple[str, bool], ...]
    phrases: tuple[tuple[str, bool], ...]

    def says(self, words: str) -> bool | None:
        """Whether words say that it holds; None where they are about something else."""
        return dict(self.phrases).get(words)


def is_joined(template: Template) -> bool:
    """Whether a condition asks about a number and a fact at once."""
    return any(isinstance(s.condition, Joined) for s in template.statements)


def lower_joined(row: Row, lower: Lower) -> Program:
    """Lower a rule whose conditions ask about a number and a fact at once, in the reading under way.

    Raises:
        UnboundError: whether two conditions name the same fact is open, or one of the rules cannot be lowered.
    """
    facts = _facts(row.template)
    worlds = _worlds(row, facts, lower)
    names = dict.fromkeys(program.single for program in worlds.values() if program.single)
    if len(names) > 1:
        # The number is asked for under the first of its names in the text: 患者满意度, 满意度.
        first = next(name for name in (*names_in(row.template), *names) if name in names)
        worlds = _worlds(replace(row, setting=replace(row.setting, named=first)), facts, lower)
    main = next((p for p in worlds.values() if p.needs), None)
    if main is None or any({n.name for n in p.needs} - {n.name for n in main.needs} for p in worlds.values()):
        raise UnboundError("数值标准里夹有文字条件", "把文字条件改写成数值条件，或另列一条指标")
    bad = {fact: _bad(fact, row) for fact in facts}
    needs = tuple(Need(f.name, "fact", phrases=f.phrases, bad=bad[f] is True) for f in facts)
    said = {core for fact in facts for core, _ in fact.cores}
    told = {_HAPPENS.sub("", _DENIED.sub("", n.name)) for n in main.needs if n.kind in ("fact", "count")}
    if {n.name for n in needs} & {n.name for n in main.needs} or said & told:
        raise UnboundError("几种扣分说的是同一件事", "写明各自数什么")
    low = (
        None if any(p.low is None for p in worlds.values()) else min(p.low or Fraction(0) for p in worlds.values())
    )
    high = (
        None
        if any(p.high is None for p in worlds.values())
        else max(p.high or Fraction(0) for p in worlds.values())
    )
    faults = tuple(f.name for f in facts) if all(bad.values()) else ()
    whole = Program(_chosen(facts, worlds, ()), low, high, (*main.needs, *needs), faults=faults)
    return replace(whole, alone=_alone(main, worlds, row, faults, low, high) if main.single else None)


def _worlds(row: Row, facts: Sequence[_Fact], lower: Lower) -> dict[tuple[bool, ...], Program]:
    """What the rule is over the number alone, by which of the facts hold."""
    held = product((True, False), repeat=len(facts))
    return {one: _world(row, dict(zip(facts, one, strict=True)), lower) for one in held}


def _chosen(facts: Sequence[_Fact], worlds: Mapping[tuple[bool, ...], Program], held: tuple[bool, ...]) -> Term:
    """The rule that the facts choose, as far as they are not yet settled."""
    if len(held) == len(facts):
        return worlds[held].term
    name = facts[len(held)].name
    yes, no = (_chosen(facts, worlds, (*held, holds)) for holds in (True, False))
    return if_yes(name, yes, no, Nothing(f"没有报告是否{name}", "missing"))


def _alone(
    main: Program, worlds: Mapping[tuple[bool, ...], Program], row: Row, faults: Sequence[str],
    low: Fraction | None, high: Fraction | None,
) -> Program:  # fmt: skip
    """What the row's number alone is scored by: where nothing went wrong, where something did, or whatever happened."""
    terms = [program.term for program in worlds.values()]
    same = tuple(Compare(term, "=", terms[0]) for term in terms[1:])
    whatever = Chosen((Case(All(same), terms[0]),), Nothing("没有报告其余的条件", "missing"))
    raw: Term = whatever
    if faults and row.pick("veto", ("not-occurred", "occurred")) == "not-occurred":
        raw = terms[-1]
    elif len(faults) == 1:
        raw = terms[0]
    return replace(main, raw=raw, low=low, high=high, variable=None, alone=None, faults=())


# -- facts -------------------------------------------------------------------------------------------------


def _facts(template: Template) -> tuple[_Fact, ...]:
    """The facts that conditions name together with a number; two wordings of one fact are one.

    Raises:
        UnboundError: whether two wordings are of one fact is open, or there are too many.
    """
    found: list[_Fact] = []
    for statement in template.statements:
        if not isinstance(statement.condition, Joined):
            continue
        words = statement.condition.fact.text
        holds = _DENIED.search(words) is None
        core = _HAPPENS.sub("", _DENIED.sub("", words))
        phrases = _phrases(words, core, holds=holds)
        at = next((n for n, fact in enumerate(found) if _same(fact, core, holds=holds, span=statement.span)), None)
        if at is None:
            found.append(_Fact(_affirmed(words), ((core, holds),), phrases))
            continue
        fact = found[at]
        written = any(said for _, said in fact.cores)
        name = words if holds and not written else fact.name
        found[at] = _Fact(name, (*fact.cores, (core, holds)), tuple(dict((*fact.phrases, *phrases)).items()))
    if len(found) > _MOST_FACTS:
        raise UnboundError("数值条件里夹的事实太多", "把事实另列一条指标")
    return tuple(found)


def _affirmed(words: str) -> str:
    """The fact itself: of 未发生事故, 发生事故; of 无投诉, 存在投诉."""
    if _DENIED.search(words) is None:
        return words
    rest = _DENIED.sub("", words)
    return (
        f"存在{rest}"
        if re.match(r"(?:均|全年|从)?(?:无|没有|没(?!有)|不存在|未有)", words) and not _HAPPENS.match(rest)
        else rest
    )


def _phrases(words: str, core: str, *, holds: bool) -> tuple[tuple[str, bool], ...]:
    """The words with what they say; of something that happens or is there, also that it does."""
    happens = words != core and (_HAPPENS.match(_DENIED.sub("", words)) or not words.startswith(("未", "不")))
    return (
        (words, holds),
        *(((f"存在{core}", True),) if happens else ()),
        *(((_affirmed(words), True),) if not holds else ()),
    )


def _same(fact: _Fact, core: str, *, holds: bool, span: tuple[int, int]) -> bool:
    """Whether words are about a fact that was named before: 无有效投诉, 有投诉.

    Raises:
        UnboundError: they may be, and may not: 发生投诉, 发生重大投诉.
    """
    if any(core == known for known, _ in fact.cores):
        return True
    close = any(core in known or known in core for known, _ in fact.cores)
    if close and any(said == holds for _, said in fact.cores):
        raise UnboundError("两处条件说的是不是同一件事，没有写明", "用同样的字句写同一件事", span)
    if close:
        return True
    if any(said != holds and alike(core, known) for known, said in fact.cores):
        raise UnboundError("两处条件说的是不是同一件事，没有写明", "用同样的字句写同一件事", span)
    return False


def _bad(fact: _Fact, row: Row) -> bool | None:
    """Whether the fact is a fault: True where it costs, False where it earns; None where neither shows."""
    paid: dict[bool, list[Fraction]] = {True: [], False: []}
    costs: set[bool] = set()
    for statement in row.statements:
        condition, amount = statement.condition, statement.outcome
        words = condition.fact.text if isinstance(condition, Joined) else ""
        holds = fact.says(words)
        if holds is None or not isinstance(amount, Amount):
            continue
        value = row.amount(amount)
        if amount.manner == "deduct" or value == 0:
            costs.add(holds)
        paid[holds].append(row.points - value if amount.manner == "deduct" else value)
    if paid[True] and paid[False]:
        best = {holds: max(values) for holds, values in paid.items()}
        return None if best[True] == best[False] else best[True] < best[False]
    only = bool(paid[True])
    return only if only in costs else not only


# -- one world ---------------------------------------------------------------------------------------------


def _world(row: Row, held: Mapping[_Fact, bool], lower: Lower) -> Program:
    """The rule over the number alone where the facts are settled."""
    kept: list[Element] = []
    always: list[Statement] = []
    dropped: list[Statement] = []
    for element in row.template.elements:
        condition = element.condition if isinstance(element, Statement) else None
        fact = condition.fact if isinstance(condition, Joined) else condition
        says = next(
            (
                s == value
                for f, value in held.items()
                if isinstance(fact, Saying) and (s := f.says(fact.text)) is not None
            ),
            None,
        )
        if not isinstance(element, Statement) or says is None:
            kept.append(element)
        elif isinstance(condition, Joined) and says != condition.either:
            kept.append(replace(element, condition=condition.number))
        else:
            (always if says else dropped).append(element)
    paying = [e for e in kept if isinstance(e, Statement) and e.outcome is not None]
    fixed = _fixed(always, paying, dropped, row)
    if fixed is not None:
        return Program(number(fixed), Fraction(0), row.points, ())
    bare = [one for one in dropped if not _covered(one, paying)]
    programs = [
        lower(Template((*kept, *_numbers(bare, share, row))), row.setting) for share in ((1, 2) if bare else (1,))
    ]
    if not bare:
        return programs[0]
    # Where it matters what the clause without its fact would give, nobody has said it.
    first, second = (program.term for program in programs)
    given = Chosen((Case(Compare(first, "=", second), first),), Nothing("这一情形得几分没有写明", "gap"))
    return replace(programs[0], raw=given)


def _numbers(bare: Sequence[Statement], share: int, row: Row) -> list[Statement]:
    """Clauses on a number and a fact as if they were on the number alone, and gave a part of what they give."""
    found: list[Statement] = []
    for one in bare:
        assert isinstance(one.condition, Joined)  # noqa: S101 - no other is left bare
        assert isinstance(one.outcome, Amount)  # noqa: S101
        points = (row.amount(one.outcome) or row.points) / share
        found.append(replace(one, condition=one.condition.number, outcome=Amount("award", points)))
    return found


def _fixed(
    always: Sequence[Statement], paying: Sequence[Statement], dropped: Sequence[Statement], row: Row
) -> Fraction | None:
    """What is given whatever the number; None where the number matters.

    Raises:
        UnboundError: a fact costs whatever the number, and the number costs too.
    """
    if always:
        given = [s.outcome for s in always if isinstance(s.outcome, Amount)]
        values = {_given(amount, row) for amount in given}
        others = [s for s in paying if not isinstance(s.condition, Otherwise)]
        if len(values) > 1 or (others and any(a.manner != "award" or row.amount(a) for a in given)):
            raise UnboundError("数值与事实各有得分，怎样合计没有写明", "分开写明", always[0].span)
        return values.pop()
    if all(isinstance(s.condition, Otherwise) for s in paying):
        otherwise = {_given(s.outcome, row) for s in paying if isinstance(s.outcome, Amount)}
        earns = any(isinstance(s.outcome, Amount) and _earns(s.outcome, row) for s in dropped)
        return otherwise.pop() if len(otherwise) == 1 else Fraction(0) if earns else row.points
    amounts = [s.outcome for s in paying]
    nothing = all(isinstance(a, Amount) and a.manner == "award" and not row.amount(a) for a in amounts)
    return Fraction(0) if nothing and all(_covered(one, paying) for one in dropped) else None


def _given(amount: Amount, row: Row) -> Fraction:
    value = row.amount(amount)
    return max(Fraction(0), row.points - value) if amount.manner == "deduct" else value


def _earns(amount: Amount, row: Row) -> bool:
    return amount.manner != "deduct" and row.amount(amount) > 0


def _covered(dropped: Statement, kept: Sequence[Statement]) -> bool:
    """Whether other clauses say what is given where this one would hold but for its fact; a deduction is only not made."""
    amount, condition = dropped.outcome, dropped.condition
    if not isinstance(condition, Joined) or (isinstance(amount, Amount) and amount.manner == "deduct"):
        return True
    if any(isinstance(s.condition, Otherwise) for s in kept):
        return True
    others = [s.condition for s in kept]
    mine = condition.number
    if not isinstance(mine, Within):
        return mine in others
    ranges = [one for one in others if isinstance(one, Within) and _kind(one) == _kind(mine)]
    own, spans = _span(mine), [_span(one) for one in ranges]
    inside = [piece for piece in pieces([(own,), *((span,) for span in spans)]) if own.covers(piece)]
    return all(any(span.covers(piece) is not False for span in spans) for piece in inside)


def _kind(within: Within) -> tuple[str, ...]:
    return (within.measure, *sorted({canonical(q.unit) for q in (within.low, within.high) if q is not None}))


def _span(within: Within) -> Span:
    low, high = (None if q is None else q.value for q in (within.low, within.high))
    return Span(low, within.low_in, high, within.high_in)
