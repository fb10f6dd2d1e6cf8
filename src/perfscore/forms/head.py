"""Reading what stands above and below the tables of a form: title, header fields, goal, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from perfscore.core.lazy import lazy_pattern
from perfscore.core.location import Location
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.forms.cells import read_text, tidy
from perfscore.forms.grid import Piece, Row, place
from perfscore.forms.kinds import goal_inside, is_chapter, names_goal, names_tasks, title_piece, without_mark
from perfscore.forms.vocabulary import label_of, vocabulary
from perfscore.model import Text

_YEAR = lazy_pattern(r"(?<!\d)(20[0-4]\d)\s*(?=年|-20|—20)")
#: A year in a field of its own, however it is written: 2024年, 2024年度, （2024）.
_ONLY_YEAR = lazy_pattern(r"[（(]?\s*(20[0-4]\d)\s*(?:年度?)?\s*[)）]?")
_SPACED = lazy_pattern(r"\s*([\u4e00-\u9fff（）()]{2,10})[ \u3000]+(\S.*?)\s*")
#: The unit whose form a title says it is: 某某局2023年度…表.
_OWNER = lazy_pattern(
    r"([\u4e00-\u9fff（）()·]{2,24}?"
    r"(?:局|委|委员会|厅|院|校|小学|中学|大学|中心|公司|集团|政府|街道|办事处|办公室|联合会|协会|馆|站|所|队))\s*(?=20\d\d)"
)
#: A line in brackets, and the value at its end: （填报单位：某局  年度：2024）.
_OPENED = lazy_pattern(r"\s*[(（]")
_UNOPENED = lazy_pattern(r"[^(（]*[)）]\s*")
#: The project before 项目绩效 or 资金绩效 in a title.
_TITLED = lazy_pattern(
    r"\s*(?:20\d\d\s*年度?)?\s*([^\s，。：:]{2,30}?)(项目|专项资金|补[助贴]资金|专项)(?:支出|预算)?(?:重点|事前|部门|财政|预算)?绩效"
)
#: Words before 项目 that name no project of their own: a level, a kind, a unit or a place.
_ANY_PROJECT = lazy_pattern(
    r"(?:[中省市县区乡镇]级?|中央|地方|本级|[一二三]级|部门|单位|预算|财政|支出|年度|全年|当年|重点|一般|专项|政府|投资|其他|经常性|一次性"
    r"|政策|民生|资金|重大|有关|相关|全部|各|类|和|及|与|、|\d|[(（)）])*"
    r"|.*(?:局|委|委员会|厅|院|校|学|中心|公司|集团|政府|街道|办事处|办公室|联合会|协会|馆|站|所|队|处|部|会|社|省|市|县|区|乡|镇|村|旗|州|盟)"
)
#: The other language of a label is no value, nor is anything before a colon.
_VALUE = lazy_pattern(r"^[^:：]*[\u4e00-\u9fff\d][^:：]*$")
_NO_COLUMN = "总体目标栏内的文字不属于任何一列，未读入"
_GROUPS = ("fields", "foot")
#: Whose form it is by a word alone for any unit; 单位：万元 says in what the money is.
_WHOSE = lazy_pattern(
    r"(?:\s*|.*?(?<![ \u3000])[ \u3000]{2,}+)[(（]?(?:本|我|所在|受检|受评)?(?:单位|部门|学校|医院|园所|机构|科室|公司|企业|乡镇|街道|社区)\s*[:：]\s*"
    r"(?P<unit>[^\s:：][^:：]*?)\s*(?:[(（](?:公章|盖章|签章|单位公章|单位盖章|章)[)）]\s*)?(?:[ \u3000]{2,}.*)?",
    needs=":|：",
)
_MONEY = lazy_pattern(r"(?:人民币)?(?:百万|千万|[万亿千])?元|[%％]")
#: The fields that say whose form it is, best first.
UNITS = ("unit", "implementing_unit", "department")


def fields_of(rows: Sequence[Row], groups: Sequence[str] = _GROUPS) -> Iterator[tuple[str, Text]]:
    """The header fields of rows: a label and what stands right of it, or `名称：值` in one cell."""
    for row in rows:
        pieces = (*row.pieces, None)
        taken: Piece | None = None
        for piece, after, further in zip(pieces, pieces[1:], (*pieces[2:], None), strict=False):
            if piece is None or piece is taken:
                continue
            name = _field_name(piece, groups)
            # 负责人：（已签字） is looked up without its brackets, and says its value all the same.
            inside = list(_inline(piece, groups))
            if name is None or any(text.value for _, text in inside):
                yield from inside
            elif len(row.pieces) == 1 and is_chapter(piece.text):
                continue  # 四、自评结论 alone in its row is the heading of what stands below
            elif after is None or not _is_value(piece, after, further):
                yield name, Sourced("", "", row.place(piece.last_column + 1))
            else:
                taken = after
                yield name, read_text(after)


#: Groups of the vocabulary whose labels stand before a value and are none. The names of sources and levels are
#: not among them: a project's type may be 其他, its name 决策.
_LABELS = frozenset({*_GROUPS, "total", "goal", "funding", "indicators"})


def _is_value(label: Piece, after: Piece, further: Piece | None) -> bool:
    """Whether the cell right of a label holds its value, and is not the next label beside a blank one.

    A cell that is a label too is the value where there is no other reading: it touches the label, so that no blank
    cell stands between, and the next cell is a label again. Blank cells of a text may be lost.
    """
    if _has_inline(after, _GROUPS) or _is_total(after.text):
        return False
    if not _is_label(after):
        return True
    touching = label.at.line is None and label.last_column + 1 == after.column
    return touching and further is not None and _is_label(further)


def _is_total(text: str) -> bool:
    """Whether a text is the label of a total with its number behind: 自评总分：93.5."""
    label, colon, number = text.replace("：", ":").partition(":")
    return bool(colon and number.strip()) and label_of(label).named("total") is not None


def _is_label(piece: Piece) -> bool:
    return any(group in _LABELS for group, _ in piece.label.roles)


def _field_name(piece: Piece, groups: Sequence[str]) -> str | None:
    """The field that a cell names; a value may look like one (负责人), so only labels of the groups count."""
    return next((name for group in groups if (name := piece.named(group))), None)


def _has_inline(piece: Piece, groups: Sequence[str]) -> bool:
    return any(True for _ in _inline(piece, groups))


def _named_field(text: str, groups: Sequence[str]) -> str | None:
    label = label_of(text)
    return next((name for group in groups if (name := label.named(group))), None)


def _inline(piece: Piece, groups: Sequence[str]) -> Iterator[tuple[str, Text]]:
    if len(piece.text) > 200:
        return
    spaced = _SPACED.fullmatch(piece.text) if piece.at.line is not None else None
    if spaced and _VALUE.search(spaced[2]) and (name := _named_field(spaced[1], groups)):
        # A text extraction put the label and its value into one cell.
        yield name, Sourced(tidy(spaced[2]), piece.text, replace(piece.at, span=spaced.span(2)))
        return
    for (group, name), (start, end) in vocabulary().fields_in(piece.text):
        if group in groups:
            # The last bracket of a line in brackets closes all of it.
            closed = _OPENED.match(piece.text) and _UNOPENED.fullmatch(piece.text, start, end)
            last = start + len(piece.text[start:end].rstrip()) - 1 if closed else end
            yield name, Sourced(tidy(piece.text[start:last]), piece.text, replace(piece.at, span=(start, last)))
    if "fields" in groups and (owner := _WHOSE.fullmatch(piece.text)):
        first, last = owner.span("unit")
        last -= bool(_OPENED.match(piece.text) and _UNOPENED.fullmatch(owner["unit"]))
        unit = tidy(piece.text[first:last])
        if not _MONEY.fullmatch(unit):
            yield "unit", Sourced(unit, piece.text, replace(piece.at, span=(first, last)))


def title_of(row: Row) -> Text:
    """The title as printed, without the heading marks of Markdown."""
    text = read_text(title_piece(row) or row.pieces[0])
    return replace(text, value=without_mark(text.value.lstrip("#* ").rstrip("*")))


def owner_of(title: Text) -> Text | None:
    """The unit that a title names before its year."""
    match = _OWNER.match(title.value)
    if match is None:
        return None
    start = max(title.raw.find(match[1]), 0)
    return Sourced(match[1], title.raw, replace(title.at, span=(start, start + len(match[1]))))


def project_of(title: Text) -> Text | None:
    """The project that a title names: 养老服务补贴 of 某某局2023年度养老服务补贴项目绩效自评表.

    A title that says of which level, unit or place its projects are (县级项目, 某某局项目) names none.
    """
    owner = _OWNER.match(title.value)
    found = _TITLED.match(title.value, owner.end() if owner else 0)
    if found is None:
        return None
    name = found[1] + (found[2] if found[2] != "项目" else "")
    if _ANY_PROJECT.fullmatch(found[1]):
        return None
    start = max(title.raw.find(name), 0)
    return Sourced(name, title.raw, replace(title.at, span=(start, start + len(name))))


def year_of(rows: Sequence[Row]) -> Text | None:
    """The year printed in the title or in a line around it."""
    for row in rows:
        for piece in row.pieces:
            match = _YEAR.search(piece.text) if len(piece.text) < 60 else None
            if match:
                return Sourced(match[1], piece.text, replace(piece.at, span=match.span(1)))
    return None


def bare_year(text: str) -> str:
    """A year as its four digits; what is more than a year stays as it is written."""
    match = _ONLY_YEAR.fullmatch(text.strip())
    return match[1] if match else text


@frozen
class Goal:
    """The overall goal and how far it was reached; None where the form has no such label."""

    expected: Text | None = None
    actual: Text | None = None
    process: Text | None = None
    unplaced: tuple[tuple[Location, str], ...] = ()


def goal_of(rows: Sequence[Row]) -> Goal:
    """Read the rows of the goal block: labels side by side with texts below, or a label and its text."""
    labels: dict[str, Piece] = {}
    texts: dict[str, list[Piece]] = {}
    inside: dict[str, Text] = {}
    unplaced: list[tuple[Location, str]] = []
    stated = any(_goal_heads(row) for row in rows)
    for row in rows:
        tasks = names_tasks(row)
        if stated and tasks:
            continue
        heads = {"goal": row.pieces[0]} if tasks else _goal_heads(row)
        labels |= heads
        told = {} if {"goal", "goal_actual"} <= labels.keys() else _goals_inside(row)
        inside |= told
        pieces = [piece for piece in row.pieces if not (told and goal_inside(piece))]
        if not pieces:
            continue
        free = [piece for piece in pieces if not piece.named("goal") and piece not in heads.values()]
        if heads:
            # What stands left of all labels is a heading over them (项目基本情况).
            first = min(piece.column for piece in heads.values())
            _below(heads, [piece for piece in free if piece.column > first], texts)
        elif len(free) == len(labels):
            for piece, name in zip(free, sorted(labels, key=lambda n: labels[n].column), strict=True):
                texts.setdefault(name, []).append(piece)
        else:
            unplaced += [(piece.at, _NO_COLUMN) for piece in _below(labels, free, texts)]
    read = {name: _joined(texts.get(name, ()), label, labels.values()) for name, label in labels.items()}
    read |= inside
    goal, period = read.get("goal"), read.get("goal_period")
    # Where nothing stands for the year, the goal of the whole term is the one that the form has.
    goal = period if period and period.value and not (goal and goal.value) else goal
    return Goal(goal, read.get("goal_actual"), read.get("process"), tuple(unplaced))


def _goals_inside(row: Row) -> dict[str, Text]:
    """The parts of a goal whose labels stand in their cells, none where two cells say the same."""
    found: dict[str, Text] = {}
    for piece in row.pieces:
        if (inside := goal_inside(piece)) is None:
            continue
        name, start = inside
        if name in found:
            return {}
        span = (start, len(piece.text))
        found[name] = Sourced(tidy(piece.text[start:]), piece.text, replace(piece.at, span=span))
    return found


def goal_texts(rows: Sequence[Row]) -> list[Row]:
    """The rows of the goal block without what is a label by its text beside it alone."""
    return [replace(row, pieces=row.pieces[1:]) if names_tasks(row) else row for row in rows]


def _goal_heads(row: Row) -> dict[str, Piece]:
    """The labels of a goal row; a heading over others of its name (年度总体目标 before 预期目标) counts for nothing."""
    if names_goal(row) and goal_inside(row.pieces[1]) is None:
        return {"goal": row.pieces[0]}
    return {name: piece for piece in row.pieces if (name := piece.named("goal"))}


def _below(labels: Mapping[str, Piece], free: Sequence[Piece], texts: dict[str, list[Piece]]) -> list[Piece]:
    """Give each text to the last label at or left of its column; returns the texts that have none."""
    lost = []
    for piece in free:
        left = [name for name in labels if labels[name].column <= piece.column]
        if left:
            texts.setdefault(max(left, key=lambda n: labels[n].column), []).append(piece)
        else:
            lost.append(piece)
    return lost


def _joined(found: Sequence[Piece], label: Piece, labels: Iterable[Piece]) -> Text:
    """The text of a goal; an empty one has the place where it belongs.

    That is below a label that touches another one in its row, and beside any other.
    """
    if not found:
        touching = any(
            other.row == label.row
            and (other.last_column + 1 == label.column or label.last_column + 1 == other.column)
            for other in labels
        )
        row, column = (label.last_row + 1, label.column) if touching else (label.row, label.last_column + 1)
        return Sourced("", "", place(label, row, column))
    texts = [read_text(piece) for piece in found]
    if len(texts) == 1:
        return texts[0]
    return Sourced("".join(text.value for text in texts), "\n".join(text.raw for text in texts), texts[0].at)
