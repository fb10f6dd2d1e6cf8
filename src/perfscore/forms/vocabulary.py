"""The labels that forms are recognised by, loaded from `definitions/*.toml`.

`shared.toml` holds the labels that the form kinds have in common, each other file one kind of form: its
titles, what it requires, and labels of its own. A label is looked up in the vocabulary of all kinds, because
rows are understood before it is known which form they belong to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from perfscore.core.hanzi import SIMPLIFIED
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.text import squash
from perfscore.forms.defined import read_definitions
from perfscore.forms.labels import OF_WHICH, label_key, label_points, points_in, spellings, unbracketed, words_of
from perfscore.model import FormKind

#: A name inside a group: ("indicators", "target"), ("fields", "project"), ("l2", "数量指标").
Role = tuple[str, str]

#: Labels that hardly stand anywhere but in a performance form; three of them make a table look like one.
_TELLING = frozenset(
    [
        *(
            ("indicators", name)
            for name in ("l1", "l2", "name", "target", "actual", "points", "score", "value_type")
        ),
        *(("funding", name) for name in ("initial", "budget", "executed", "rate")),
        ("fields", "project"),
        ("goal", "goal"),
        ("goal", "goal_actual"),
        ("source", "total"),
    ]
)

_TITLE_TAIL = lazy_pattern(r"(?:[(\[【-].*|[\d.、年度]*)")
#: The number behind the label of a total that stands in one cell with it (总分:99.75分).
_COUNTED = lazy_pattern(r"[:为是]*\d{1,3}(?:\.\d+)?分?(?:/\d{1,3}分?)?$")
_LONGEST_MADE = 14
#: So many characters of a label must be left for it to be known as cut off.
_SHORTEST_CUT = 4
#: Any words before a colon: they may be made of those that labels are made of.
_ANY_FIELD = lazy_pattern(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fffA-Za-z /]{2,24}?)[\s\u3000]*(?:[(（][^()（）]*[)）])?[:：][\s\u3000]*"
)
_GAP = lazy_pattern(r"\S(?:[ \xa0]{2,}|[ \xa0]*[\u3000\t]\s*)$")
_SIMPLIFIED = {ord(char): simple for char, simple in SIMPLIFIED.items()}
_HEAD = lazy_pattern(r"[:(]")


@frozen
class Requirement:
    """Labels of which a form needs one, and how to name them to a user."""

    any: tuple[str, ...]
    say: str


@frozen
class Definition:
    """One kind of form.

    Attributes:
        titles: normalised endings of its titles.
        requirements: what must be found; all of them.
        threshold: number of different labels of the vocabulary that must be found.
        required_fields: names of header fields that a filled form has.
        evidence: labels that speak for this kind where two kinds are possible.
        excludes: labels that a form of this kind without a title never has.
    """

    id: str
    kind: FormKind
    name: str
    titles: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    threshold: int
    required_fields: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def title_fit(self, title: str) -> int:
        """Length of the longest of the titles that a normalised text ends with; 0 when it does with none.

        A note in brackets, a year or a number may follow the title.
        """
        for known in self.titles:
            place = title.rfind(known)
            if place >= 0 and _TITLE_TAIL.fullmatch(title, place + len(known)):
                return len(known)
        return 0


@frozen
class Label:
    """What the vocabulary says of one cell text.

    Attributes:
        key: the text without blanks, marks and a closing colon, for comparing.
        roles: everything that the text may name.
        points: points printed in the label, `产出指标（50分）` → "50".
        of_which: the text began with 其中.
    """

    key: str
    roles: frozenset[Role]
    points: str | None = None
    of_which: bool = False
    #: The name in each group.
    groups: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", dict(sorted(self.roles, reverse=True)) if self.roles else _NO_GROUPS)

    def named(self, group: str) -> str | None:
        """The name that the text has in a group, or None."""
        return self.groups.get(group)


#: Shared by all texts that are no label: those are most of the texts that are remembered.
_NO_ROLES: Final[frozenset[Role]] = frozenset()
_NO_GROUPS: Final[Mapping[str, str]] = {}
_NO_LABEL: Final = Label("", _NO_ROLES)


class Vocabulary:
    """All labels of all definitions, and the definitions."""

    def __init__(self, shared: Mapping[str, Any], kinds: tuple[Mapping[str, Any], ...]) -> None:
        self._roles: dict[str, set[Role]] = {}
        for source in (shared, *kinds):
            for group, name, text in _labels(source):
                self._roles.setdefault(label_key(text), set()).add((group, name))
        self.under: Mapping[str, tuple[str, ...]] = MappingProxyType(
            {name: tuple(parents) for name, parents in shared["levels"]["under"].items()}
        )
        self.internal = frozenset(map(squash, shared["noise"]["internal"]))
        self.watermarks = self.internal | frozenset(map(squash, shared["noise"]["watermarks"]))
        self.definitions = tuple(_definition(kind) for kind in kinds)
        self._last = frozenset(title[-1] for one in self.definitions for title in one.titles)
        self._adjusting: dict[str, Literal["bonus", "deduction"] | None] = {}
        self._columns: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
            (entry["name"], lazy_pattern(entry["says"]), lazy_pattern(entry["never"]))
            for entry in shared["indicators"]["likely"]
        )
        self._money: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
            (entry["name"], lazy_pattern(entry["says"])) for entry in shared["funding"]["likely"]
        )
        self._likely = tuple(
            ((entry["group"], entry["name"]), lazy_pattern(entry["says"])) for entry in shared["likely"]
        )
        self._sums = {name: _whole(texts) for name, texts in shared["sums"].items()}
        self._foreign = {name: _ends(texts) for name, texts in shared["foreign"].items()}
        self._called: dict[str, str] = {"source.total": shared["funding"]["rows"]["total"][0]} | {
            name: texts[0]
            for prefix, columns in (
                ("", shared["indicators"]["columns"]),
                ("funding.", shared["funding"]["columns"]),
            )
            for name, texts in ((prefix + column, texts) for column, texts in columns.items())
        }
        self._says = {name: _whole(texts) for name, texts in shared["roles"].items()}
        #: Keys of header and footer labels, longer ones first.
        self._field_keys = sorted(
            (key for key, of in self._roles.items() if any(group in ("fields", "foot") for group, _ in of)),
            key=len,
            reverse=True,
        )

    def label(self, text: str) -> Label:
        """Look a cell text up; a text that is no label has no roles."""
        if len(text) > 80:
            return _NO_LABEL
        key = label_key(text)
        if not key:
            return _NO_LABEL
        for candidate in spellings(key):
            roles = self._roles.get(candidate)
            if roles:
                return Label(candidate, frozenset(roles), label_points(key, roles), bool(OF_WHICH.match(key)))
        added = self._sum_like(key)
        named = frozenset([("total", added)] if added else self._made_of(key)) or _NO_ROLES
        return Label(key, named, points_in(key), bool(OF_WHICH.match(key)))

    def _made_of(self, key: str) -> Iterator[Role]:
        """What a short label that no list holds names by the words it is made of (承办单位, 经费总额)."""
        bare = OF_WHICH.sub("", words_of(key))
        if len(bare) <= _LONGEST_MADE:
            yield from (role for role, says in self._likely if says.fullmatch(bare))

    def _sum_like(self, key: str) -> str | None:
        """Whether a label that no list holds says that its row adds others; a number may stand behind it."""
        bare = words_of(key)
        counted = _COUNTED.sub("", bare).rstrip(":")
        if counted != bare and ("total", "total") in self._roles.get(counted, ()):
            return "total"
        return next((name for name, known in self._sums.items() if known.fullmatch(counted)), None)

    def names_form(self, title: str) -> bool:
        """Whether a normalised title names a kind of form, one that is read or another."""
        known = not self._last.isdisjoint(title) and any(one.title_fit(title) for one in self.definitions)
        return known or bool(self.foreign(title))

    def foreign(self, title: str) -> str:
        """The kind of form, none of those that are read, that a normalised title names, or ""."""
        return next((name for name, pattern in self._foreign.items() if pattern.search(title)), "")

    def called(self, column: str) -> str:
        """The usual label of a column: 年度指标值 of `target`, 全年执行数 of `funding.executed`."""
        return self._called.get(column, column)

    def cut_off(self, text: str) -> str:
        """The label of a source of money that a text is the beginning of, where all that begin so name one source."""
        key = label_key(text)
        if len(key) < _SHORTEST_CUT or key in self._roles:
            return ""
        whole = [known for known, roles in self._roles.items() if known.startswith(key) and _sources(roles)]
        names = {name for known in whole for name in _sources(self._roles[known])}
        return min(whole, key=len) if len(names) == 1 else ""

    def adjusting(self, text: str) -> Literal["bonus", "deduction"] | None:
        """Whether a level or a name is called a bonus or a deduction (加分项, 扣分项：材料报送不及时)."""
        head = _HEAD.split(label_key(text), 1)[0]
        if head not in self._adjusting:
            kinds: tuple[Literal["deduction", "bonus"], ...] = ("deduction", "bonus")
            self._adjusting[head] = next((kind for kind in kinds if self._says[kind].fullmatch(head)), None)
        return self._adjusting[head]

    def absent(self, text: str, *, named: bool = False) -> bool:
        """Whether a text says that there is no indicator, `named` only in more than a word for none."""
        key = unbracketed(label_key(text))
        return self._says["absent"].fullmatch(key) is not None and not (named and key in ("无", "没有", "暂无"))

    def unused(self, text: str) -> bool:
        """Whether a name is the one that a template prints for its user to replace."""
        return self._says["unused"].fullmatch(label_key(text)) is not None

    def is_grade(self, text: str) -> bool:
        """Whether a text is a grade: 优, 良好, 不合格."""
        return self._says["grade"].fullmatch(label_key(text)) is not None

    def column_like(self, key: str) -> str | None:
        """The indicator column that a header text is likely to mean where no synonym is known, or None.

        Only for a cell of a row that is a header beyond doubt.
        """
        for name, says, never in self._columns:
            if says.search(key) and not never.search(key):
                return name
        return None

    def money_like(self, key: str) -> str | None:
        """The column of a money block that a header text is likely to mean where no synonym is known, or None."""
        return next((name for name, says in self._money if says.fullmatch(key)), None)

    def never(self, name: str, key: str) -> bool:
        """Whether a header text holds a word that a column of that name never has (上年 in 完成值)."""
        return any(never.search(key) is not None for known, _, never in self._columns if known == name)

    def fields_in(self, text: str) -> tuple[tuple[Role, tuple[int, int]], ...]:
        """Header fields written as `名称：值` inside one text, with the span of each value."""
        if ":" not in text and "：" not in text:
            return ()
        # One Traditional character stands for one Simplified, so that places stay what they are.
        plain = text.translate(_SIMPLIFIED)
        # A pattern of all labels is slow to compile; only those that the text holds can match.
        squashed = squash(text)
        held = tuple(key for key in self._field_keys if f"{key}:" in squashed or f"{key}(" in squashed)
        found = [
            (match.start(), match.end(), self._role_of(match[1]))
            for match in (_field_pattern(held).finditer(plain) if held else ())
        ]
        made = self._made_fields(plain)
        if found:
            # Labels of no list beside those of the lists; what else stands before a colon is a part of a value, but
            # not behind a gap.
            free = [one for one in made if not any(first < one[1] and one[0] < end for first, end, _ in found)]
            apart = (one for one in free if one[2] is not None or _GAP.search(plain[: one[0]]))
            found = sorted([*found, *apart], key=lambda one: one[0])
        else:
            found = list(made)
        ends = [*(start for start, _, _ in found), len(text)][1:]
        return tuple(
            (role, (first, end)) for (_, first, role), end in zip(found, ends, strict=True) if role is not None
        )

    def _made_fields(self, text: str) -> Iterator[tuple[int, int, Role | None]]:
        """Any words before a colon, with what they name: where they begin, where their value does."""
        for match in _ANY_FIELD.finditer(text):
            start, role = match.start(), self._role_of(match[1])
            if role is None:
                # The value before the label may end in blanks alone: 评价单位：某局  组长：张某.
                start = max(start, match.start() + match[1].rstrip().rfind(" ") + 1)
                role = self._role_of(text[start : match.end(1)])
            yield start, match.end(), role

    def _role_of(self, text: str) -> Role | None:
        roles = self._roles.get(label_key(text)) or self.label(text).roles
        return next((role for role in sorted(roles) if role[0] in ("fields", "foot")), None)


def _sources(roles: set[Role]) -> set[str]:
    return {name for group, name in roles if group == "source"}


def _whole(patterns: Sequence[str]) -> re.Pattern[str]:
    return lazy_pattern("|".join(f"(?:{pattern})" for pattern in patterns))


def _ends(titles: Sequence[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(title) for title in titles)
    begins = dict.fromkeys(title[:2] for title in titles)
    return lazy_pattern(rf"(?:{words})(?:[(（\[【-].*|[\d.、年度]*)$", needs="|".join(begins))


def _labels(source: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """All labels of a definition file as (group, name, text)."""
    tables: list[tuple[str, Mapping[str, list[str]]]] = [
        ("fields", source.get("fields", {})),
        ("foot", source.get("foot", {})),
        ("funding", source.get("funding", {}).get("columns", {})),
        ("source", source.get("funding", {}).get("rows", {})),
        ("breakdown", source.get("funding", {}).get("breakdowns", {})),
        ("goal", source.get("goal", {})),
        ("indicators", source.get("indicators", {}).get("columns", {})),
        ("total", source.get("total", {})),
        ("base", source.get("base", {})),
        ("base_columns", source.get("base_columns", {})),
        ("base_items", source.get("base_items", {})),
    ]
    for group, table in tables:
        for name, texts in table.items():
            yield from ((group, name, text) for text in texts)
    for level in ("l1", "l2"):
        for name, texts in source.get("levels", {}).get(level, {}).items():
            yield level, name, name
            yield from ((level, name, text) for text in texts)


def _definition(source: Mapping[str, Any]) -> Definition:
    return Definition(
        id=source["id"],
        kind=cast("FormKind", source["kind"]),
        name=source["name"],
        titles=tuple(sorted({label_key(title) for title in source["titles"]}, key=len, reverse=True)),
        requirements=tuple(Requirement(tuple(r["any"]), r["say"]) for r in source["require"]),
        threshold=source["threshold"],
        required_fields=tuple(source["head"]["required"]),
        evidence=tuple(source.get("evidence", ())),
        excludes=tuple(source.get("excludes", ())),
    )


@lru_cache(maxsize=1024)
def _field_pattern(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of the labels that is followed by a colon, blanks allowed inside."""
    blank = r"[\s\u3000]*"
    spelled = "|".join(blank.join(_either_width(char) for char in key) for key in keys)
    return re.compile(rf"(?<![\u4e00-\u9fff])({spelled}){blank}(?:[(（][^()（）]*[)）]{blank})?[:：]{blank}")


def _either_width(char: str) -> str:
    wide = {"(": "[(（]", ")": "[)）]", ",": "[,，]"}
    return wide.get(char, re.escape(char))


def is_telling(role: Role) -> bool:
    """Whether a label is one that makes a table look like a performance form."""
    return role in _TELLING


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the definitions that come with the package, loaded on first use."""
    return Vocabulary(*read_definitions())


@lru_cache(maxsize=8192)
def label_of(text: str) -> Label:
    """`Vocabulary.label` of the package's vocabulary, remembered because labels repeat."""
    return vocabulary().label(text)
