"""What the columns of a header are called: from the whole stack of cells over a column, and from the values below.

A name is a column of the indicator table (`target`), or of another group with the group before it (`source.total`,
`fields.project`), which is how a wide table holds money, fields and goals beside its indicators.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.forms.evidence import Evidence, are_offices, guess, holds_words, is_over, settle
from perfscore.forms.finest import ITEM, finest_names
from perfscore.forms.grid import Piece, Row
from perfscore.forms.labels import POINTS_IN_NAME, words_of
from perfscore.forms.ledger import project_columns
from perfscore.forms.nested import nested_columns
from perfscore.forms.stacks import Stack
from perfscore.forms.vocabulary import Label, label_of, vocabulary

#: Groups in which a header cell may be named; the first that knows it wins.
_GROUPS = ("indicators", "fields", "source", "goal", "breakdown", "funding")
_YEAR = lazy_pattern(r"(?<!\d)(20\d\d)(?!\d)")
#: Amounts that make a table with indicators a wide one.
_AMOUNTS = frozenset({"funding.initial", "funding.budget", "funding.executed"})
#: Headings over several columns that name none of them.
SPANNING = frozenset({"年度预算申请", "整体绩效目标", "绩效目标", "年度绩效目标", "预算申请", "整体支出绩效目标"})
#: Other such headings are made of these words alone.
_HEADING = lazy_pattern(
    r"(?:年度|实施期|中长期|中期|三年|项目|部门|单位|整体|支出|绩效|指标|目标|预算|申请|自评|评价|考核|完成|得分|评分|情况|基本|信息|内容|体系"
    r"|及|和|与|、|设定|执行)+"
)
_LONGEST_HEADING = 16
_WEIGHT = lazy_pattern(r"^(?!.*分值).*(?:权重|權重|权数|權數|比重|占比)")
#: Who gives a score: the unit itself, or who reviews it.
_SELF = lazy_pattern(r"自评|自我|自查|自测|自核|自打")
_REVIEWER = lazy_pattern(
    r"考评|考核|核定|核实|核查|复核|复评|复审|评审|评定|审核|审定|抽查|抽评|终评|他评|互评|上级|主管|领导|财政|专家|第三方|评价组|考核组|评委"
)
#: Columns that the unit and its reviewer may both fill.
_GIVEN = ("score", "actual", "reason")
_FEW = 2
#: Numbers that add up to so much are no points, however wrong: the hundreds of several sections.
_SHARES = 150


@frozen
class Named:
    """The names of a header's columns, one for each stack, "" for a column of unknown meaning.

    Attributes:
        wide: money, fields or goals stand in columns beside the indicators.
        guessed: the columns whose words no list knows, named by their values.
        open: names that several columns may have and that none was given.
        words: the names by words alone, in which a column of a second block has the name of the first.
    """

    names: tuple[str, ...]
    wide: bool = False
    guessed: tuple[tuple[str, Piece], ...] = ()
    open: tuple[tuple[str, tuple[Piece, ...]], ...] = field(default=())
    words: tuple[str, ...] = ()


def is_heading(piece: Piece) -> bool:
    """Whether a cell is a label of some column or a heading over several."""
    return bool(column_name(piece.label)) or piece.named("indicators") == "block" or spans(piece.label.key)


def spans(key: str) -> bool:
    """Whether a label is a heading over several columns that names none of them."""
    return key in SPANNING or (0 < len(key) <= _LONGEST_HEADING and _HEADING.fullmatch(key) is not None)


def column_name(label: Label) -> str:
    """The column that a label names, with its group unless it is one of the indicators (`source.total`)."""
    for group in _GROUPS:
        name = label.named(group)
        if name and (group, name) != ("indicators", "block"):
            return name if group == "indicators" else f"{group}.{name}"
    return ""


def names_of(stacks: Sequence[Stack], body: Sequence[Row]) -> Named:
    """Name the columns of a header of an indicator table.

    Args:
        stacks: the header cells over each column.
        body: the rows below, by which columns of unknown words and rivals of one name are told apart.
    """
    names = _with_levels(stacks, [_by_words(stack) for stack in stacks])
    sources = sum(name.startswith("source.") for name in names)
    wide = sources >= 2 or "fields.project" in names or len(_AMOUNTS & set(names)) >= 2
    if not wide:
        names = ["block" if stack.leaf.named("indicators") == "block" else "" if "." in name else name
                 for stack, name in zip(stacks, names, strict=True)]  # fmt: skip
    evidence = Evidence(stacks, body)
    names = [
        "" if name == "unit" and are_offices(evidence.texts(place)) else name for place, name in enumerate(names)
    ]
    again = () if wide else _again(stacks)
    if again and (sided := _sided(stacks, names, again, evidence)) is not None:
        return sided
    names = _without_reviewers(stacks, names)
    words = tuple("" if name == ITEM else name for name in names)
    if wide:
        names = project_columns(stacks, names, evidence)
    names = nested_columns(names, evidence)
    names = finest_names(stacks, names, evidence)
    names, undecided = _one_each(stacks, names, evidence)
    likely = _likely(stacks, names, evidence)
    names, guessed = guess(stacks, likely, evidence)
    names = _without_weights(stacks, _given_up(names, words, undecided), evidence)
    return Named(
        tuple(names),
        wide,
        tuple((name, stacks[place].leaf) for place, name in guessed),
        tuple((name, tuple(stacks[place].leaf for place in places)) for name, places in undecided.items()),
        words,
    )


def _without_weights(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence) -> list[str]:
    """Take 权重 for no points where its numbers are shares of their sections, or the names carry the points.

    Shares of sections add up to a hundred in each of them; `植树数量（8分）` says the points of its row.
    """
    found = list(names)
    if "points" in names:
        place = names.index("points")
        weights = not evidence.adds_up(place) and _WEIGHT.search(stacks[place].leaf.text)
        named = evidence.texts(names.index("name")) if "name" in names else []
        carried = sum(POINTS_IN_NAME.search(text) is not None for text in named) * 2 > len(named)
        if weights and (carried or sum(evidence.numbers(place).values()) >= _SHARES):
            found[place] = ""
    return found


def _given_up(names: Sequence[str], words: Sequence[str], undecided: Collection[str]) -> list[str]:
    """Give a name that the values took from one of two columns to the other, which had it by its words, too."""
    found = list(names)
    for place, word in enumerate(words):
        if not found[place] and word and word not in found and word not in undecided:
            others = sum(other == word and not name for name, other in zip(found, words, strict=True))
            found[place] = word if others == 1 else ""
    return found


def _again(stacks: Sequence[Stack]) -> tuple[int, ...]:
    """The places of the columns that print the texts of those left of them once more, under another heading."""
    texts = [words_of(stack.leaf.text) for stack in stacks]
    for length in range(len(texts) // 2, 1, -1):
        for first in range(len(texts) - 2 * length + 1):
            second = first + length
            if texts[first:second] != texts[second : second + length]:
                continue
            over = [stacks[place].headings for place in (first, second)]
            if length > _FEW or (all(over) and over[0][-1] != over[1][-1]):
                return tuple(range(second, second + length))
    return ()


def _sided(
    stacks: Sequence[Stack], names: Sequence[str], again: Sequence[int], evidence: Evidence
) -> Named | None:
    """The names of a header with two sides of targets: what the first side's columns are, those of the second are.

    None where the columns that come again hold what was reached: then they are rivals.
    """
    first = [f"again.{place}" if place in again else name for place, name in enumerate(names)]
    first = finest_names(stacks, first, evidence)
    first, undecided = _one_each(stacks, first, evidence)
    first, guessed = guess(stacks, _likely(stacks, first, evidence), evidence)
    of_side = [first[place - len(again)] for place in again]
    if undecided or "target" not in of_side or {"actual", "score", "points"} & set(of_side):
        return None
    words = [*first]
    for place, name in zip(again, of_side, strict=True):
        first[place], words[place] = "", name
    named = tuple((name, stacks[place].leaf) for place, name in guessed)
    return Named(tuple(first), guessed=named, words=tuple(words))


def _with_levels(stacks: Sequence[Stack], names: list[str]) -> list[str]:
    """Take the first labels of the levels for the names of their columns where they stand in place of those."""
    if not {"name", "target"} <= set(names):
        return names
    missing = {"l1", "l2"} - set(names)
    found = list(names)
    for place, stack in enumerate(stacks):
        level = next((name for name in ("l1", "l2") if name in missing and stack.leaf.named(name)), None)
        if not names[place] and level is not None and not stack.leaf.named("indicators"):
            found[place] = level
    return found


def _by_words(stack: Stack) -> str:
    """The name by the words of a stack: the cell above the values, read with the headings over it."""
    leaf = stack.leaf
    # How far a heading reaches that is not merged is not known well enough to make points of the money of them.
    money = any(heading.named("funding") and heading.cell.merge[1] > 1 for heading in stack.headings)
    if money and (name := leaf.named("funding")) and name != "label":
        return f"funding.{name}"
    if name := column_name(leaf.label):
        return name
    for heading in reversed(stack.headings):
        if name := column_name(label_of(heading.text + leaf.text)):
            return name
    if name := next((name for heading in reversed(stack.headings) if (name := _alone(heading, leaf))), ""):
        return name
    # 类别 and 项目 under 考核项目: the finer of them names the rows.
    grouped = any(column_name(heading.label) in ("name", ITEM) for heading in stack.headings)
    return ITEM if grouped and not leaf.label.roles else ""


def _alone(heading: Piece, leaf: Piece) -> str:
    """The name of a heading over one column only: a formula or a number of the column stands below it."""
    if heading.cell.merge[1] > leaf.cell.merge[1] or heading.column != leaf.column:
        return ""
    return column_name(heading.label) if len(leaf.text) <= 2 or not leaf.text[:1].isalpha() else ""


def _one_each(
    stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence
) -> tuple[list[str], dict[str, list[int]]]:
    """Leave each name to one column: the latest year's of several, else the one whose values are what it says."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(name, []).append(place)
    found = list(names)
    undecided: dict[str, list[int]] = {}
    for name, rivals in places.items():
        if len(rivals) == 1 or name == "block":
            continue
        years = [_year(stacks[place].leaf) for place in rivals]
        latest = [place for place, year in zip(rivals, years, strict=True) if year == max(years)]
        kept = latest[0] if len(latest) == 1 else settle(name, rivals, evidence)
        if kept is None and name == "points":
            # 分值 beside 权重, where neither adds up: the form's points are wrong, and its weights are none.
            plain = [place for place in rivals if not _WEIGHT.search(stacks[place].leaf.text)]
            kept = plain[0] if len(plain) == 1 else None
        if kept is None:
            undecided[name] = rivals
        under = kept if name == "name" and {"l1", "l2"}.isdisjoint(names) else None
        for place in rivals:
            if place != kept:
                level = under is not None and "l1" not in found and is_over(evidence, place, under)
                found[place] = "l1" if level else ""
    return found, undecided


def _without_reviewers(stacks: Sequence[Stack], names: Sequence[str]) -> list[str]:
    """Take the names from the columns of the reviewer beside those of the unit itself: 自评 and 考评 over two 得分.

    What stands under a heading of the reviewer is theirs, where another heading is of the unit; of two columns of scores
    the one that says 自评 is the unit's.
    """
    found = list(names)
    over = [_who("".join(heading.text for heading in stack.headings)) for stack in stacks]
    if "self" in over:
        found = ["" if who == "reviewer" else name for who, name in zip(over, found, strict=True)]
    for name in _GIVEN:
        rivals = [place for place, known in enumerate(found) if known == name]
        whose = [_who(stacks[place].leaf.text) for place in rivals]
        if len(rivals) > 1 and whose.count("self") == 1 and whose.count("reviewer") == len(rivals) - 1:
            for place, who in zip(rivals, whose, strict=True):
                found[place] = name if who == "self" else ""
    return found


def _who(text: str) -> str:
    """Whose a column is by its words: the unit's own (self), the reviewer's, or "" where they do not say."""
    if _SELF.search(text):
        return "self"
    return "reviewer" if _REVIEWER.search(text) else ""


def _year(piece: Piece) -> int:
    match = _YEAR.search(piece.text)
    return int(match[1]) if match else 0


def _likely(stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence) -> list[str]:
    """Name columns whose text is no synonym by the words in them, where no other column has that name.

    A column of points by its name whose numbers add up to nothing (权重) gives way to one whose numbers do.
    """
    found = list(names)
    for place, stack in enumerate(stacks):
        if names[place] or stack.leaf.label.roles:
            continue
        name = vocabulary().column_like(words_of(stack.leaf.text))
        if name in ("points", "score") and holds_words(evidence, place):
            continue
        if name == "l1" and ("name" not in found or not is_over(evidence, place, found.index("name"))):
            continue
        if name == "points" and name in found and evidence.adds_up(place):
            other = found.index(name)
            if not evidence.adds_up(other):
                found[other] = ""
        if name and name not in found:
            found[place] = name
    return found


def enough(named: Named) -> bool:
    """Whether the columns that a table of indicators cannot be without have names."""
    return "name" in named.names and not {"target", "actual", "points"}.isdisjoint(named.names)
