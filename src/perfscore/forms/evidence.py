"""What the values below a header say of its columns: which of several is meant, and what one of unknown words is.

Points add up to the total, a score is never above its points, targets carry relation signs, levels are words of a
closed list. Nothing is taken that fits two columns alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from perfscore.core.lazy import lazy_pattern
from perfscore.core.units import is_known
from perfscore.forms.cells import figure_in, piece_type
from perfscore.forms.grid import Piece, Row
from perfscore.forms.labels import words_of
from perfscore.forms.stacks import Stack
from perfscore.forms.vocabulary import vocabulary

#: Sums that points add up to: with and without the ten points of the execution.
_WHOLES = (Decimal(100), Decimal(90))
_MOST = Decimal(100)
_FEW = 2
#: Columns of texts: of two the first is read, since a text is judged by nobody.
_TEXTS = frozenset({"reason", "rule", "explanation", "evidence", "remark", "value_type", "unit"})
#: Columns whose words may also be said of the names of indicators.
_NEXT_TO_NAME = frozenset({"block", "explanation"})
_SCORING = lazy_pattern(r"扣|得\d|满分|不得分|赋分|计分|记\d")
_BARE = lazy_pattern(r"[≥≤><=＞＜＝]*\s*-?[\d.,]+")
_ABOUT = lazy_pattern(r"(?:本|该|此)指标|(?:主要|用以|用于)?(?:考察|考核|反映|衡量|评价)")
_VALUES = frozenset({"signed", "value", "percent", "number", "formula"})
_LONGEST_UNIT = 6
#: What a column of units holds of a date whose year stands in the column before it: 2024 | 年11月30日前.
_REST_OF_DATE = lazy_pattern(r"年(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:之?以?前|底|末|初|内)?")
_OFFICE = lazy_pattern(
    r"[\u4e00-\u9fff、()（）]+(?:部门?|科室?|股|室|处室?|局|厅|办|中心|委|院|校|学|所|会|公司|大?队|组|站)",
    needs="部|科|股|室|处|局|厅|办|中心|委|院|校|学|所|会|公司|队|组|站",
)
_SHORTEST_RULE = 8


class Evidence:
    """The cells below each column of a header, gathered when they are first asked for."""

    def __init__(self, stacks: Sequence[Stack], body: Sequence[Row], *, sums: bool = False) -> None:
        self._firsts = [stack.first for stack in stacks]
        self._body = body
        self._sums = sums

    @cached_property
    def cells(self) -> Sequence[Mapping[int, Piece]]:
        """The cell of each row by column; rows that add others are left out unless they are asked for (`sums`)."""
        found: list[dict[int, Piece]] = [{} for _ in self._firsts]
        for row in self._body:
            if len(row.pieces) < _FEW or (not self._sums and _adds(row)):
                continue
            for piece in row.pieces:
                place = bisect_right(self._firsts, piece.column) - 1
                if place >= 0:
                    found[place].setdefault(row.number, piece)
        return found

    def numbers(self, place: int) -> Mapping[int, Decimal]:
        """The numbers of a column by row; none where more than one cell in ten is something else."""
        found: dict[int, Decimal] = {}
        others = 0
        for number, piece in self.cells[place].items():
            kind = piece_type(piece)
            if kind == "blank":
                continue
            figure = figure_in(piece.text, "分") if kind in ("number", "value") else None
            if figure is None or figure.percent:
                others += 1
            else:
                found[number] = figure.value
        return found if others * 10 <= len(found) else {}

    def percents(self, place: int) -> Mapping[int, Decimal]:
        """The rates of a column in percent by row, with the sign or without."""
        read = {number: figure_in(piece.text) for number, piece in self.cells[place].items()}
        return {number: figure.value for number, figure in read.items() if figure is not None}

    def kinds(self, place: int) -> list[str]:
        """The types of the cells of a column that hold something."""
        return [kind for piece in self.cells[place].values() if (kind := piece_type(piece)) != "blank"]

    def texts(self, place: int) -> list[str]:
        """The texts of the cells of a column that hold something."""
        return [piece.text for piece in self.cells[place].values() if piece_type(piece) != "blank"]

    def adds_up(self, place: int) -> bool:
        """Whether the numbers of a column are points: they add up to a hundred, with or without the execution."""
        numbers = list(self.numbers(place).values())
        if len(numbers) < _FEW or not all(0 <= number <= _MOST for number in numbers) or _counts(numbers):
            return False
        total = sum(numbers)
        # A total that stands above or below its rows may count the execution besides.
        return total in _WHOLES or any(
            end in _WHOLES and total - end in _WHOLES for end in (numbers[0], numbers[-1])
        )


def _adds(row: Row) -> bool:
    return any(piece.named("total") for piece in row.pieces[:2])


def _counts(numbers: Sequence[Decimal]) -> bool:
    """Whether numbers only count the rows: 1, 2, 3."""
    return all(after - before == 1 for before, after in pairwise(numbers))


def settle(name: str, rivals: Sequence[int], evidence: Evidence) -> int | None:
    """The one of several columns of a name whose values are what the name says, or None."""
    filled = [place for place in rivals if evidence.texts(place)]
    if len(filled) < _FEW:
        return filled[0] if filled else rivals[0]
    if name in _TEXTS or all(_same(filled[0], place, evidence) for place in filled[1:]):
        return filled[0]
    if name == "points":
        return _only(place for place in filled if evidence.adds_up(place))
    if name in ("l1", "l2"):
        return _only(place for place in filled if _is_level(evidence, place, name))
    if name == "name":
        finest = max(filled, key=lambda place: len(set(evidence.texts(place))))
        return finest if is_over(evidence, filled[0], finest) else filled[0]
    kinds = frozenset({"number", "formula"}) if name == "score" else _VALUES
    return _only(place for place in filled if _mostly(evidence, place, kinds))


def is_over(evidence: Evidence, place: int, name: int) -> bool:
    """Whether a column left of that of the names says one thing of several of them: it holds their level."""
    groups, named = (len(set(evidence.texts(one))) for one in (place, name))
    return place < name and groups * 10 <= named * 8


def _only(places: Iterable[int]) -> int | None:
    found = list(places)
    return found[0] if len(found) == 1 else None


def _same(one: int, other: int, evidence: Evidence) -> bool:
    here, there = evidence.cells[one], evidence.cells[other]
    return {n: p.text for n, p in here.items()} == {n: p.text for n, p in there.items()}


def _mostly(evidence: Evidence, place: int, kinds: frozenset[str]) -> bool:
    held = evidence.kinds(place)
    return bool(held) and sum(kind in kinds for kind in held) * 2 > len(held)


def holds_words(evidence: Evidence, place: int) -> bool:
    """Whether most cells of a column are words."""
    return _mostly(evidence, place, frozenset({"text"}))


def _names_nothing(leaf: Piece) -> bool:
    """Whether a header cell is in no list that names columns; a label of the goal (目标) names none."""
    return all(group == "goal" for group, _ in leaf.label.roles)


def guess(
    stacks: Sequence[Stack], names: Sequence[str], evidence: Evidence
) -> tuple[list[str], list[tuple[int, str]]]:
    """Name columns of unknown words by their values, where one column alone can be meant.

    Args:
        stacks: the header cells over each column.
        names: the names by words; "" is unknown.
        evidence: the cells below.

    Returns:
        The names, and the places that were named here.
    """
    found = list(names)
    unknown = [
        place
        for place, name in enumerate(names)
        if not name and _names_nothing(stacks[place].leaf) and not _foreign(stacks[place].leaf.text)
    ]
    guessed: list[tuple[int, str]] = []
    if "points" in found and not evidence.adds_up(found.index("points")):
        # 权重 beside points of unknown words: the column whose numbers add up is the one.
        adding = [place for place in unknown if evidence.adds_up(place)]
        if len(adding) == 1:
            found[found.index("points")] = ""
            found[adding[0]] = "points"
            guessed.append((adding[0], "points"))
    again = True
    while again:
        again = False
        for name, test in _TESTS.items():
            if name in found:
                continue
            fitting = [
                place
                for place in unknown
                if not found[place]
                and not vocabulary().never(name, words_of(stacks[place].leaf.text))
                and test(evidence, found, place)
            ]
            if len(fitting) == 1:
                found[fitting[0]] = name
                guessed.append((fitting[0], name))
                again = True
        if not again and "name" not in found:
            # 绩效指标 or 指标内容 over the names themselves.
            fitting = [n for n, name in enumerate(found) if name in _NEXT_TO_NAME and _is_name(evidence, found, n)]
            if len(fitting) == 1:
                found[fitting[0]] = "name"
                again = True
    return found, guessed


def _foreign(text: str) -> bool:
    """Whether a header speaks of another year than the form's."""
    return any(word in text for word in ("上年", "去年", "上一年", "上半年", "历史", "下年", "次年"))


def _is_level(evidence: Evidence, place: int, level: str) -> bool:
    held = evidence.cells[place].values()
    known = sum(piece.named(level) is not None for piece in held)
    return bool(known) and known * 2 > len(held)


def _is_l1(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    later = names.index("l2") if "l2" in names else len(names)
    return place < later and _is_level(evidence, place, "l1")


def _is_l2(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    first = names.index("l1") if "l1" in names else -1
    return place > first and _is_level(evidence, place, "l2")


def _is_name(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Texts that differ from row to row, right of the levels and left of the values."""
    last = max((n for n, name in enumerate(names) if name in ("l1", "l2")), default=-1)
    first = min(
        (n for n, name in enumerate(names) if name in ("target", "actual", "value_type", "unit")), default=0
    )
    texts = evidence.texts(place)
    return (
        last < place < first
        and len(texts) >= _FEW
        and len(set(texts)) * 10 >= len(texts) * 8
        and _mostly(evidence, place, frozenset({"text"}))
        and not _is_level(evidence, place, "l1")
        and not _is_level(evidence, place, "l2")
        and not _is_explanation(evidence, names, place)
        and not _is_rule(evidence, names, place)
    )


def _is_points(evidence: Evidence, _: Sequence[str], place: int) -> bool:
    return evidence.adds_up(place)


def _is_score(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Numbers of which none is above its points, and that are not the points that were lost."""
    if "points" not in names:
        return False
    points, scores = evidence.numbers(names.index("points")), evidence.numbers(place)
    both = [row for row in scores if row in points]
    if len(both) < _FEW or any(not 0 <= scores[row] <= points[row] for row in both):
        return False
    return sum(scores[row] for row in both) * 2 >= sum(points[row] for row in both)


def _is_target(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Values with relation signs; without signs, values left of the actual ones."""
    kinds = evidence.kinds(place)
    if "signed" in kinds and not evidence.adds_up(place):
        return True
    if place and names[place - 1] == "value_type" and _mostly(evidence, place, _VALUES):
        return True
    left = place < names.index("actual") if "actual" in names else False
    right = place > names.index("name") if "name" in names else False
    return left and right and _mostly(evidence, place, _VALUES) and not evidence.adds_up(place)


def _is_actual(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Values right of the targets that are no points and no score; where the targets are words, words."""
    if "target" not in names or place < names.index("target") or evidence.adds_up(place):
        return False
    kinds = evidence.kinds(place)
    if len(kinds) < _FEW or ("signed" in kinds and _mostly(evidence, place, frozenset({"signed"}))):
        return False
    if "points" in names and _is_score(evidence, names, place):
        return any(kind in ("value", "percent") for kind in kinds)
    return _mostly(evidence, place, _VALUES)


def are_rules(texts: Sequence[str]) -> bool:
    """Whether most texts say what gives or takes points."""
    scoring = sum(len(text) > _SHORTEST_RULE and _SCORING.search(text) is not None for text in texts)
    return len(texts) >= _FEW and scoring * 2 > len(texts)


def are_explained(texts: Sequence[str]) -> bool:
    """Whether the texts are sentences that say what their indicator is about, and nothing of points."""
    about = sum(len(text) > _SHORTEST_RULE and _ABOUT.search(text) is not None for text in texts)
    return len(texts) >= _FEW and about * 2 > len(texts) and not any(map(_SCORING.search, texts))


def _is_rule(evidence: Evidence, _: Sequence[str], place: int) -> bool:
    return are_rules(evidence.texts(place))


def _is_explanation(evidence: Evidence, _: Sequence[str], place: int) -> bool:
    return are_explained(evidence.texts(place))


def _is_sign(evidence: Evidence, _: Sequence[str], place: int) -> bool:
    return _mostly(evidence, place, frozenset({"sign"}))


def _is_unit(evidence: Evidence, names: Sequence[str], place: int) -> bool:
    """Units, most of them known, beside targets that are bare numbers: a short word may be a department's or a person's."""
    if "target" not in names:
        return False
    targets = evidence.texts(names.index("target"))
    bare = sum(_BARE.fullmatch(text.strip()) is not None for text in targets) * 2 > len(targets)
    return bare and are_units(evidence.texts(place))


def are_units(texts: Sequence[str]) -> bool:
    """Whether texts are units, most of them known, or what is left of a date behind its year."""
    plain = [text for text in texts if not _REST_OF_DATE.fullmatch(text.strip())]
    return (
        len(plain) >= _FEW
        and all(len(text) <= _LONGEST_UNIT for text in plain)
        and sum(is_known(words_of(text)) for text in plain) * 2 > len(plain)
    )


def are_offices(texts: Sequence[str]) -> bool:
    """Whether most texts are the names of departments (质控办), which 单位 may mean as well as units."""
    named = sum(_OFFICE.fullmatch(text.strip()) is not None and not is_known(words_of(text)) for text in texts)
    return named * 2 > len(texts)


#: The names that values can give, each with its test; what is certain comes before what needs it.
_TESTS: Mapping[str, Callable[[Evidence, Sequence[str], int], bool]] = MappingProxyType({
    "l1": _is_l1,
    "l2": _is_l2,
    "value_type": _is_sign,
    "points": _is_points,
    "target": _is_target,
    "score": _is_score,
    "actual": _is_actual,
    "name": _is_name,
    "unit": _is_unit,
    "rule": _is_rule,
    "explanation": _is_explanation,
})  # fmt: skip
