"""What a row is, by the labels in it alone."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache

from perfscore.core.lazy import lazy_pattern
from perfscore.forms.grid import Piece, Row
from perfscore.forms.labels import label_key
from perfscore.forms.vocabulary import is_telling, label_of, vocabulary

_TITLE_LENGTH = 45
TITLE_CELLS = 3
_LONGEST_FIELD = 200
_SHORTEST_GOAL = 8
#: What is to be done in the year: a text beside it is the goal where the form has no other.
_TASKS = lazy_pattern(r"年度(?:主要|重点)?(?:工作|目标)?任务")
#: The number of a row before its levels.
_ORDINAL = lazy_pattern(r"\d{1,3}[.、]?")
#: How a line ends that names the table below it, whatever kind of table that is.
_NAMES_TABLE = lazy_pattern(r"(?:[表单册书卡]|台账|台帐|一览|清单|汇总)(?:[（(\[【][^（）()]*[)）\]】])?$")
_GOAL_INSIDE = lazy_pattern(r"\s*([\u4e00-\u9fff]{2,12}(?:[(（][^()（）]{1,12}[)）])?)\s*[:：]\s*(?=\S)")
#: What says beside a goal how far it was reached; alone it may be said of anything.
_DONE = lazy_pattern(r"(?:实际|全年|年度|目标)*(?:完成|达成|实现)(?:的)?(?:情况|结果)?")
#: A heading of a report (二、…情况表) names its chapter.
_CHAPTER = lazy_pattern(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
#: What may stand before a title and is no part of it: 附件, 附件1-2：, 附表2, （附1）.
_MARK = lazy_pattern(
    r"[(（\[【]?附\s*(?:[件表录]\s*(?:\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}(?!级))?|\d{1,2}(?!\d))(?:[-—－.]\d{1,2}(?!\d))*"
    r"\s*[)）\]】]?[\s:：、.．]*(?=\S)",
    needs="附",
)
_NUMERAL = lazy_pattern(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]")
_LONGEST_CHAPTER = 20
_SAYS = lazy_pattern(r"[:：，。；;]|\d")
#: Columns of the indicator table that also stand in other tables.
_COMMON = frozenset({"block", "remark", "unit"})


class RowKind(Enum):
    """What a row is, by its labels."""

    TITLE = auto()
    FIELD = auto()
    FUNDING = auto()
    GOAL = auto()
    INDICATORS = auto()
    LEVEL = auto()
    TOTAL = auto()
    FOOT = auto()
    BASE = auto()
    LABELS = auto()
    OTHER = auto()


def title_piece(row: Row) -> Piece | None:
    """The cell of a row that may be a title: a short text, not the end of a sentence, next to no label.

    A mark such as 附件2 or 单位：万元 may stand beside it.
    """
    if len(row.pieces) > TITLE_CELLS or row.roles:
        return row.pieces[0] if len(row.pieces) == 1 and _may_be_title(row.pieces[0].text) else None
    return max(
        (piece for piece in row.pieces if _may_be_title(piece.text)), key=lambda p: len(p.text), default=None
    )


def _may_be_title(text: str) -> bool:
    text = text.strip()
    if len(text) > 2 * _TITLE_LENGTH or text.endswith(("。", "；", ";", "：", ":")) or text.startswith("-"):
        return False
    return len(label_key(text)) <= _TITLE_LENGTH


def title_text(row: Row) -> str:
    """The normalised text of a row that may be a title, or ""."""
    piece = title_piece(row)
    return without_mark(label_key(piece.text).lstrip("#*").rstrip("*")) if piece else ""


def without_mark(title: str) -> str:
    """A title without the mark of the attachment that it is."""
    return _MARK.sub("", title, count=1) if _MARK.match(title) else title


def names_table(row: Row) -> bool:
    """Whether a row that stands above a table says what it is, also where no list knows that kind of table."""
    piece = title_piece(row)
    text = piece.text.strip().lstrip("#* ").rstrip("*") if piece else ""
    return _NAMES_TABLE.search(text) is not None and not is_chapter(text)


def heads_block(row: Row) -> bool:
    """Whether a row is nothing but the heading of a block below it: 四、评价结果."""
    text = row.pieces[0].text.strip()
    short = len(row.pieces) == 1 and len(text) <= _LONGEST_CHAPTER and not _SAYS.search(text)
    return short and _NUMERAL.match(text) is not None


def is_chapter(text: str) -> bool:
    """Whether a text begins like the heading of a chapter: 二、预算执行情况."""
    return _CHAPTER.match(text.strip()) is not None


def is_title(piece: Piece) -> bool:
    """Whether a cell is the title of a form."""
    return _is_title(piece.cell.shown)


@lru_cache(maxsize=8192)
def _is_title(text: str) -> bool:
    return _may_be_title(text) and _names_form(label_key(text))


@lru_cache(maxsize=128)  # asked for again by those who look at the same row
def _names_form(title: str) -> bool:
    """Whether a normalised title names a kind of form, one that is read or another."""
    return vocabulary().names_form(title)


def kind_of(row: Row) -> RowKind:
    """Say what a row is by the labels in it."""
    title = title_text(row) if len(row.pieces) <= TITLE_CELLS else ""
    if title and _names_form(title):
        return RowKind.TITLE
    if names_tasks(row):
        return RowKind.GOAL
    return (_kind_by_labels(row) if row.roles else None) or _kind_by_inline(row)


def _kind_by_labels(row: Row) -> RowKind | None:
    """The kind of a row in which cells are labels, None when that says nothing."""
    if names_columns(row):
        return RowKind.INDICATORS
    if begins_base(row):
        return RowKind.BASE
    if len(row.names("funding") & {"initial", "budget", "executed", "rate"}) >= 2:
        return RowKind.FUNDING
    first = row.pieces[0]
    money = row.names("funding")
    if (
        first.named("funding") == "label"
        and money & {"initial", "budget", "executed"}
        and money & {"points", "score"}
    ):
        return RowKind.FUNDING
    counted = len(row.pieces) > 1 and _ORDINAL.fullmatch(first.text.strip()) is not None
    rest = row.pieces[1:] if counted else row.pieces
    lead = next((piece for piece in rest if piece.named("indicators") != "block"), None)
    if lead and (lead.named("l1") or lead.named("l2")) and not lead.named("goal"):
        return RowKind.LEVEL
    if _leads(row, "fields"):
        return RowKind.FIELD
    if names_goal(row) or _leads(row, "goal") or {"goal", "goal_actual"} <= row.names("goal"):
        return RowKind.GOAL
    if first.named("total") == "total":
        return RowKind.TOTAL
    if first.named("foot"):
        return RowKind.FOOT
    if sum(any(map(is_telling, piece.label.roles)) for piece in row.pieces) >= 3:
        return RowKind.LABELS
    return None


def names_columns(row: Row) -> bool:
    """Whether a row names the columns of an indicator table beyond doubt."""
    columns = row.names("indicators") - _COMMON
    if "item" in columns:
        columns = (columns - {"item"}) | {"name"}
    if {"name", "target"} <= columns:
        # The first labels of a level may stand where the level's name should.
        columns |= {level for level in ("l1", "l2") for piece in row.pieces if piece.named(level)}
    return len(columns) >= 3 and ("name" in columns or {"l1", "l2"} <= columns)


def _kind_by_inline(row: Row) -> RowKind:
    """The kind of a row by fields that are written as `名称：值` inside a cell."""
    goals = {inside[0] for piece in row.pieces if (inside := goal_inside(piece))} if len(row.pieces) > 1 else set()
    for piece in row.pieces:
        if {"goal", "goal_actual"} <= goals:
            return RowKind.GOAL
        if len(piece.text) < _LONGEST_FIELD:
            for (group, _), _ in vocabulary().fields_in(piece.text):
                return RowKind.FIELD if group == "fields" else RowKind.FOOT
    return RowKind.OTHER


def goal_inside(piece: Piece) -> tuple[str, int] | None:
    """The part of a goal that a cell begins with the label of, and where its text begins: 预期目标：完成养护."""
    text = piece.text
    match = _GOAL_INSIDE.match(text) if (":" in text or "：" in text) and not piece.label.roles else None
    if match is None:
        return None
    name = label_of(match[1]).named("goal") or ("goal_actual" if _DONE.fullmatch(label_key(match[1])) else None)
    return (name, match.end()) if name else None


def names_goal(row: Row) -> bool:
    """Whether a row is a heading such as 绩效目标 with a text beside it: the goal, where no table is below it."""
    if len(row.pieces) != 2:
        return False
    first, text = row.pieces
    block = first.named("indicators") == "block" and "目标" in first.label.key
    return block and not text.label.roles and len(text.text.strip()) > _SHORTEST_GOAL


def names_tasks(row: Row) -> bool:
    """Whether a row is 年度主要任务 with a text beside it, and no table of tasks below it."""
    if len(row.pieces) != 2:
        return False
    first, text = row.pieces
    tasks = _TASKS.fullmatch(first.label.key) is not None
    return tasks and not text.label.roles and len(text.text.strip()) > _SHORTEST_GOAL


def _leads(row: Row, group: str) -> bool:
    """Whether a label of the group is the first or second piece: further right it is a value."""
    return any(piece.named(group) for piece in row.pieces[:2])


def begins_base(row: Row) -> bool:
    """Whether a row begins a part of a base-data table: the name of the part with its columns beside it."""
    return row.pieces[0].named("base") is not None and len(row.pieces) > 1


def divides_base(row: Row) -> bool:
    """Whether a row only names columns of base data: below the header of a part it belongs to it."""
    return all(piece.named("base_columns") for piece in row.pieces)
