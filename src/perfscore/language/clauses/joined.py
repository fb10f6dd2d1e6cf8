"""A number and a fact in one condition: `满意度≥95%且无投诉`, `接种率低于90%或者发生暴发流行`, `未发生事故且达到目标值`."""

from __future__ import annotations

import re

import pyparsing as pp

from perfscore.core.records import frozen
from perfscore.language.clauses.conditions import RANGE, SUBJECT
from perfscore.language.clauses.ranges import Within
from perfscore.language.clauses.terminals import regex
from perfscore.language.clauses.words import EVENT
from perfscore.language.clauses.yes_no import (
    AGAINST,
    AGAINST_JOINED,
    AND,
    JOINS,
    OR,
    STANDS,
    WHOLE,
    Against,
    Saying,
)


@frozen
class Joined:
    """A condition on the row's number and one on a fact: both hold, or with `either` one of them is enough."""

    number: Within | Against
    fact: Saying
    either: bool = False

    def say(self) -> str:
        """`满意度≥95%且无投诉`."""
        return f"{self.number.say()}{'或' if self.either else '且'}{self.fact.say()}"


#: Points open here.
PAYS = (
    r"(?=[的者时]?,?(?:则|均|一律|即|就|[该本此]项)*(?:(?:[得计记给赋扣减加为]{1,2}|扣除)(?:(?:[本该此]项)?(?:指标)?的?(?:分值|权重分?|满分|基[本础准]分|标准分|总分)的?)?\d|\d[\d.]*分|[得计记]?满分"
    r"|得全分|不(?:予?|能|给)?[得计记给扣]分|扣[完光除]|1票否决))"
)
#: A fact is asked for as it is written: any words may stand in it but those of one more condition.
_FACT = rf"(?P<fact>(?:(?!{JOINS}|除)[^\d,;。:()≥≤<>=每]){{2,36}}?)(?<![的者])"
#: A comma alone joins nothing but what did not happen: 达到100%,无差错得5分. What is approved (或经批准的) is let off.
_BEHIND = regex(
    rf"(?:的?,?(?:(?P<or>{OR})(?!经)|{AND})|,(?=未|无|没有))(?:其中)?{_FACT}{PAYS}", needs=f"{JOINS}|,[未无没]"
)
_STATES = "健全|齐全|完整|完善|规范|到位|合格|完成|及时|有效"
#: Before the number a fact must be told from the name of another quantity: 满意率或好评率≥90%.
_TELLS = rf"(?=(?:{EVENT}|[未无没不已]|按[时期要规计]|及时|如期|准时|全部|均)|[^\d,;。:()≥≤<>=]{{1,24}}?(?:{_STATES})的?,?(?:{JOINS}))"
_AHEAD = regex(rf"(?:若|如|凡)?{_TELLS}{_FACT}的?,?(?:(?P<or>{OR})|{AND})", needs=JOINS)


def _made(tokens: pp.ParseResults) -> tuple[list[object], Saying, bool]:
    """The tokens of the number, the fact, and whether one of the two is enough."""
    fact = next(one for one in tokens if isinstance(one, re.Match) and "fact" in one.re.groupindex)
    number = [one for one in tokens if one is not fact]
    held = number[-1]
    if not isinstance(held, Within | Against) or STANDS.match(f"{fact['fact']},") or _is_fact(held):
        raise pp.ParseException("several ranges, or two standings: 完成或超额完成目标值")
    return number, Saying(fact["fact"]), fact["or"] is not None


def _is_fact(held: Within | Against) -> bool:
    """Whether a standing may as well be a fact: 不及时或足额拨付."""
    return isinstance(held, Against) and WHOLE.fullmatch(held.text) is not None


GRAMMAR = (
    AGAINST_JOINED + _BEHIND | SUBJECT + RANGE + _BEHIND | _AHEAD + AGAINST | _AHEAD + SUBJECT + RANGE
).set_name("a number and a fact")
GRAMMAR.set_parse_action(_made)
