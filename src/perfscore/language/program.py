"""A rule bound to its row and lowered: terms, inputs, bounds, and the choices that the words leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Literal, Protocol, assert_never

from perfscore.core.choices import AS_WRITTEN
from perfscore.core.conventions import Conventions
from perfscore.core.lazy import lazy_pattern
from perfscore.core.rational import rational
from perfscore.core.records import frozen, replace
from perfscore.core.sourced import Unreadable
from perfscore.language.facts import Goal
from perfscore.language.statements import Template
from perfscore.language.terms import Greatest, Least, Number, Term
from perfscore.language.values import Value

Direction = Literal["up", "down", "equal", ""]
Measure = Literal["value", "late", "excess", "change-down", "change-up", "count"]
Kind = Literal["number", "count", "fact", "grade", "day"]

#: 偏差率绝对值, |偏差率|: the name itself says that the sign does not count.
_UNSIGNED = lazy_pattern(r"绝对值|\|")
#: More readings than these make a text unreadable.
MOST_READINGS = 16


class UnboundError(Exception):
    """The text cannot be read with this target and these points; it never leaves the language."""

    def __init__(self, reason: str, settle: str = "", span: tuple[int, int] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.settle = settle
        self.span = span


@frozen
class Need:
    """An input of a rule.

    Attributes:
        kind: a number, a count of events, a fact that holds or not, a grade, a day.
        mark: its list mark, for callers that name facts by it.
        unit: the canonical unit of its number; percent numbers stand as 95 for 95 %.
        target: the number that a percentage of completion is taken of.
        share: what one percent of a bare ratio is worth (formulas take ratios as fractions).
        words: the grades that are listed.
        marks: the list marks of the grades, as far as they have some.
        phrases: the conditions of a fact, each with whether it says yes or no.
        bad: whether a yes costs points.
        spoken: whether an actual must say which way it went (下降2%), because the target is no change; of a day whether a
            month that has begun counts as one.
        planned: how the rule names the target, where a caller may give it as well.
        ratio: the two names in the rule of which its percentage is the one over the other.
        delayed: whether a delay tells the day, because there is one deadline.
        wanted: the words of the target, by which a requirement written beside a fault is known.
        year: the year of a day without one; 0 where the rule names none, so that only the day of the year compares.
        costs: whether a yes takes points off, once or each time.
        unsigned: whether the number counts without its sign: a deviation to either side.
    """

    name: str
    kind: Kind = "number"
    mark: str = ""
    unit: str = ""
    target: Fraction | None = None
    scale: Fraction = rational(1)
    words: tuple[str, ...] = ()
    measure: Measure = "value"
    phrases: tuple[tuple[str, bool], ...] = ()
    bad: bool = False
    unsigned: bool = False
    wanted: str = ""
    planned: str = ""
    ratio: tuple[str, str] | None = None
    spoken: bool = False
    marks: tuple[str, ...] = ()
    year: int = 0
    delayed: bool = False
    costs: bool = False

    @property
    def signless(self) -> bool:
        """Whether its number counts without its sign."""
        return self.unsigned or _UNSIGNED.search(self.name) is not None

    @property
    def is_share(self) -> bool:
        """Whether its number is a share of one, of which 90% is 0.9."""
        return self.unit in ("", "比例", "系数") and self.target is not None and self.target <= 1

    def say(self) -> str:
        """What has to be filled in, in words.

        >>> Need("违规", kind="count", unit="起").say()
        '违规起数'
        >>> Need("档次", kind="grade", words=("优", "良")).say()
        '档次（优、良）'
        """
        match self.kind:
            case "count":
                number = f"{self.unit}数"
                return self.name if self.name.endswith(("数", "量")) else f"{self.name}{number}"
            case "fact":
                return f"是否{self.name}"
            case "grade":
                return f"{self.name}（{'、'.join(self.words)}）" if self.words else self.name
            case "day":
                return f"{self.name}（日期）"
            case "number":
                return f"{self.name}（{self.unit}）" if self.unit else self.name
        assert_never(self.kind)


@frozen
class Program:
    """One reading of a rule.

    Attributes:
        raw: the score before its bounds.
        low, high: the bounds; None where the words lift them.
        single: the input that a lone actual gives, empty where several are needed.
        variable: the term that tiers compare, with its target, for proofs.
        doubt: why no number of this reading is to be trusted, empty where there is no doubt.
        faults: the inputs that only cost points, and need not have been reported.
        alone: what a lone actual is scored by where `faults` were not reported; None where none can be.
    """

    raw: Term
    low: Fraction | None
    high: Fraction | None
    needs: tuple[Need, ...]
    single: str = ""
    variable: Term | None = None
    goal: Fraction | None = None
    direction: Direction = ""
    met: Term | None = None
    stated_floor: bool = False
    stated_cap: bool = False
    steps: bool = False
    counted: bool = False
    doubt: str = ""
    faults: tuple[str, ...] = ()
    alone: Program | None = None

    @property
    def term(self) -> Term:
        """The score with its bounds."""
        term = self.raw
        if isinstance(term, Number):
            value = term.value
            value = value if self.low is None else max(value, self.low)
            return Number(value if self.high is None else min(value, self.high))
        if self.low is not None:
            term = Greatest((Number(self.low), term))
        return term if self.high is None else Least((Number(self.high), term))


@frozen
class Setting:
    """What a rule is bound to, and the choice of a reading under way.

    Attributes:
        named: how the row's own number is asked for where the clauses name it otherwise; empty where they say it.
    """

    points: Fraction
    goal: Goal
    direction: Direction
    conventions: Conventions
    chosen: dict[str, str] = field(default_factory=dict)
    open: dict[str, tuple[tuple[str, ...], str | None]] = field(default_factory=dict)
    named: str = ""

    def pick(self, axis: str, options: tuple[str, ...], default: str | None) -> str:
        """The option of an axis in this reading; the first time, the axis is noted."""
        self.open.setdefault(axis, (options, default))
        return self.chosen.get(axis, default if default is not None else options[0])


@frozen
class Branch:
    """A reading: its choices by axis, and its program."""

    choices: tuple[tuple[str, str], ...]
    program: Program

    @property
    def name(self) -> str:
        """`part-of-step: proportional`; several axes are joined."""
        return "; ".join(f"{axis}: {option}" for axis, option in self.choices) or AS_WRITTEN


@frozen
class Readings:
    """Every reading, the default first; `undecided` are the axes without a defensible default."""

    branches: tuple[Branch, ...]
    undecided: frozenset[str]


class OnRow(Protocol):
    """A rule on its row, as far as proofs and formulas look at it: what it says, what it is held against, and how."""

    @property
    def template(self) -> Template:
        """What the text says by itself."""
        ...

    @property
    def raw(self) -> str:
        """The source text, which places count in."""
        ...

    @property
    def points(self) -> Decimal:
        """The row's points."""
        ...

    @property
    def target(self) -> Value | Unreadable | None:
        """The target as it was read."""
        ...

    @property
    def unit(self) -> str:
        """The unit cell as typed."""
        ...

    @property
    def goal(self) -> Goal:
        """What the target sets, in the unit of the row."""
        ...

    @property
    def conventions(self) -> Conventions:
        """How a text is meant where it is silent."""
        ...

    @property
    def readings(self) -> Readings:
        """Every admissible reading, lowered; the default one first."""
        ...

    def at_target(self, share: Fraction) -> OnRow | None:
        """The same rule beside a share of its target; None where that does not bind."""
        ...

    def scales(self, actual: Value | Unreadable) -> tuple[tuple[str, Value | Unreadable], ...]:
        """The readings of an actual whose scale is open beside the target."""
        ...


#: What lowers a template for a setting.
Lowering = Callable[[Setting], Program]


def enumerate_readings(lower: Lowering, setting: Setting) -> Readings | Unreadable:
    """Run the lowering for every combination of open choices."""
    first = replace_setting(setting, {})
    plain = lower(first)
    axes = dict(first.open)
    # A choice may open another one: run until no new axis shows.
    found: dict[tuple[tuple[str, str], ...], Program] = {}
    while True:
        found.clear()
        names = tuple(axes)
        combinations = list(product(*(axes[name][0] for name in names)))
        if len(combinations) > MOST_READINGS:
            return Unreadable("", "读法太多，无法确定", None, None, "写明不足一个单位怎样计、区间端点归哪一档")
        before = len(axes)
        default = _default(axes)
        for combination in combinations:
            chosen = tuple(zip(names, combination, strict=True))
            if chosen == default:
                found[chosen] = plain  # what is picked where nothing is chosen
                continue
            trial = replace_setting(setting, dict(chosen))
            found[chosen] = lower(trial)
            axes.update({k: v for k, v in trial.open.items() if k not in axes})
        if len(axes) == before:
            break
    if not all(program.doubt for program in found.values()):
        # One reading is in order at the target: the others are readings as ever.
        found = {key: replace(program, doubt="") for key, program in found.items()}
    ordered = sorted(
        found, key=lambda key: sum(1 for pair, want in zip(key, default, strict=True) if pair != want)
    )
    branches = tuple(Branch(key, found[key]) for key in ordered)
    return Readings(branches, frozenset(name for name, (_, chosen) in axes.items() if chosen is None))


def _default(axes: Mapping[str, tuple[tuple[str, ...], str | None]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, default or options[0]) for name, (options, default) in axes.items())


def replace_setting(setting: Setting, chosen: dict[str, str]) -> Setting:
    """The same row with other choices."""
    return replace(setting, chosen=chosen, open={})
