"""Which form of the new round is which of the old one: by kind, unit, project and year, then by what is left.

Only keys are held, never the forms: ten thousand of them take a few megabytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from perfscore.core.filenames import base_name
from perfscore.core.records import frozen
from perfscore.core.text import squash

#: Two names are near when they are so much alike.
_ALIKE: Final = 0.8
#: A name that differs in one of these is another one: 一期 and 二期, 东区 and 西区, 2023 and 2024.
_TELLING: Final = frozenset("0123456789一二三四五六七八九十百甲乙丙丁东南西北上下左右内外前后新旧男女大小")

#: Forms that have so little in common that more pairs than these come into question are other forms.
_MOST_PAIRS: Final = 250_000


@frozen
class Key:
    """What a form is told by; names are squashed.

    Attributes:
        dossier, number: where it is found again: the place of its dossier among those read, and of the form in it.
        shown: unit, project and year as printed, for notes.
    """

    kind: str
    unit: str
    project: str
    year: str
    file: str
    sheet: str
    dossier: int
    number: int
    shown: tuple[str, str, str] = ("", "", "")

    @property
    def whose(self) -> tuple[str, str, str, str]:
        """What is the same in every round, unless it is corrected."""
        return self.kind, self.unit, self.project, self.year

    @property
    def named(self) -> bool:
        """Whether it says whose it is."""
        return bool(self.unit or self.project)


def key_of(form: dict[str, object], dossier: int, number: int) -> Key:
    """The key of a form of a dossier document."""
    at = form["at"]
    file, sheet = (str(at.get(name) or "") for name in ("file", "sheet")) if isinstance(at, dict) else ("", "")
    shown = (str(form["unit"]), str(form["project"]), str(form["year"]))
    unit, project, year = map(squash, shown)
    return Key(str(form["kind"]), unit, project, year, base_name(file), sheet, dossier, number, shown)


@frozen
class Match:
    """Two forms that are one, with the words for it where they are not told by the same names."""

    old: Key
    new: Key
    note: tuple[str, str] = ("", "")


def match(old: Iterable[Key], new: Iterable[Key]) -> Iterator[Match]:
    """Pair the forms of two rounds; each is taken once, what is left over is in one round alone."""
    left = _Left(list(old), list(new))
    yield from left.by(lambda key: (*key.whose, key.file, key.sheet))
    yield from left.by(lambda key: (*key.whose, key.sheet))
    yield from left.by(lambda key: (*key.whose, key.file))
    yield from left.by(lambda key: key.whose, note=_alone)
    yield from left.in_order()
    for want, words, near in _CORRECTED:
        yield from left.by(want, near=near, note=words)
    yield from left.by(
        lambda key: (key.kind, key.file, key.sheet), near=_some_name, note=_words("文件名和表名", "file and sheet")
    )
    yield from left.last()


class _Left:
    """The forms that are not matched yet."""

    def __init__(self, old: list[Key], new: list[Key]) -> None:
        self.old = old
        self.new = new
        self.first = len(old), len(new)

    def by(
        self,
        want: Callable[[Key], Hashable],
        *,
        near: Callable[[Key, Key], bool] = lambda *_: True,
        note: Callable[[Key, Key], tuple[str, str]] = lambda *_: ("", ""),
    ) -> Iterator[Match]:
        """Pair those that have one thing in common which no other has; None is nothing to have in common."""
        groups: dict[Hashable, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
        for side, keys in enumerate((self.old, self.new)):
            for key in keys:
                if (found := want(key)) is not None:
                    groups[found][side].append(key)
        taken: list[Match] = []
        for ours, theirs in groups.values():
            taken += self._unique(ours, theirs, near, note)
        yield from self._take(taken)

    @staticmethod
    def _unique(
        ours: Sequence[Key],
        theirs: Sequence[Key],
        near: Callable[[Key, Key], bool],
        note: Callable[[Key, Key], tuple[str, str]],
    ) -> Iterator[Match]:
        if not ours or not theirs or len(ours) * len(theirs) > _MOST_PAIRS:
            return
        fits = {one: [other for other in theirs if near(one, other)] for one in ours}
        asked: dict[Key, int] = defaultdict(int)
        for others in fits.values():
            for other in others:
                asked[other] += 1
        for one, others in fits.items():
            if len(others) == 1 and asked[others[0]] == 1:
                yield Match(one, others[0], note(one, others[0]))

    def in_order(self) -> Iterator[Match]:
        """Pair forms of one name that stand as often in both rounds, in their order; nameless ones within one file."""
        groups: dict[Hashable, tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
        for side, keys in enumerate((self.old, self.new)):
            for key in keys:
                groups[key.whose][side].append(key)
        taken = []
        for ours, theirs in groups.values():
            one_file = all(len({key.file for key in keys}) == 1 for keys in (ours, theirs))
            if ours and len(ours) == len(theirs) and (ours[0].named or one_file):
                number = len(ours)
                words = (
                    f"同名的表有 {number} 张，按先后对应",
                    f"{number} forms of one name, matched in their order",
                )
                taken += [Match(one, other, words) for one, other in zip(ours, theirs, strict=True)]
        yield from self._take(taken)

    def last(self) -> Iterator[Match]:
        """Two files of one form each are what was given to be compared."""
        if self.first == (1, 1) and self.old and self.new and self.old[0].kind == self.new[0].kind:
            words = ("两次各只有一张表，直接对应", "the only form of either round")
            yield from self._take([Match(self.old[0], self.new[0], words)])

    def _take(self, taken: list[Match]) -> Iterator[Match]:
        ours, theirs = {one.old for one in taken}, {one.new for one in taken}
        if taken:
            self.old = [key for key in self.old if key not in ours]
            self.new = [key for key in self.new if key not in theirs]
        yield from taken


def near(one: str, other: str) -> bool:
    """Whether two names are one that was corrected: nearly alike, and not apart by a number or a direction.

    >>> near("湿地监侧项目", "湿地监测项目"), near("河道治理一期", "河道治理二期")
    (True, False)
    """
    if not one or not other:
        return False
    if one == other:
        return True
    blocks = SequenceMatcher(None, one, other, autojunk=False)
    if blocks.ratio() < _ALIKE and not (
        len(one) == len(other) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    ):
        return False
    apart = {
        char for kind, a, b, c, d in blocks.get_opcodes() if kind != "equal" for char in (*one[a:b], *other[c:d])
    }
    return not apart & _TELLING


def _some_name(one: Key, other: Key) -> bool:
    """Whether the project is the same but for a correction; the unit where one of the two has no project."""
    if one.project and other.project:
        return near(one.project, other.project)
    return near(one.unit, other.unit)


def _alone(one: Key, other: Key) -> tuple[str, str]:
    """Forms without any name that are the only ones of their kind."""
    if one.named or one.file == other.file:
        return "", ""
    return (
        "表中没有单位和项目名称，按两次各只有一张这样的表对应",
        "neither unit nor project: the only such form of either round",
    )


def _words(zh: str, en: str) -> Callable[[Key, Key], tuple[str, str]]:
    """Say what was corrected, and by what the two were matched nevertheless."""

    def say(one: Key, other: Key) -> tuple[str, str]:
        names = (("单位", "unit"), ("项目", "project"), ("年度", "year"))
        apart = [
            (chinese, english, a, b)
            for (chinese, english), a, b, x, y in zip(
                names, one.shown, other.shown, one.whose[1:], other.whose[1:], strict=True
            )
            if x != y
        ]
        told = "，".join(f"{chinese} {a or '（空）'} → {b or '（空）'}" for chinese, _, a, b in apart)
        told_en = ", ".join(f"{english} {a or '(blank)'} → {b or '(blank)'}" for _, english, a, b in apart)
        return f"{told}；按{zh}对应", f"{told_en}; matched by {en}"

    return say


#: What may have been corrected in a form: the year; a character of the project; the unit.
_CORRECTED: Final = (
    (
        lambda key: (key.kind, key.unit, key.project) if key.named else None,
        _words("单位和项目", "unit and project"),
        lambda *_: True,
    ),
    (
        lambda key: (key.kind, key.unit, key.year) if key.project else None,
        _words("单位、年度和相近的项目名称", "unit, year and a similar project"),
        lambda one, other: near(one.project, other.project),
    ),
    (
        lambda key: (key.kind, key.project, key.year) if key.project else None,
        _words("项目和年度", "project and year"),
        lambda one, other: not one.unit or not other.unit or near(one.unit, other.unit),
    ),
    (
        lambda key: (key.kind, key.year) if key.unit and not key.project else None,
        _words("年度和相近的单位名称", "year and a similar unit"),
        lambda one, other: near(one.unit, other.unit),
    ),
)
