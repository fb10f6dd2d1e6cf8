"""What stands around the clauses changes no score: headings, the row's points, numbers of items, sources of evidence."""

import random
import re

import pytest

from scoping import lost, otherwise, rows

BEFORE = [
    "评分标准：",
    "计分办法：",
    "评分细则：",
    "按以下标准计分：",
    "考核标准：",
    "评分办法如下：",
    "具体评分标准：",
    "满分{p}分。",
    "本项满分{p}分，",
    "分值{p}分。",
    "该指标{p}分。",
    "本项{p}分。",
    "（{p}分）",
    "{p}分。",
    "总分{p}分，",
    "基本分{p}分。",
]
BEHIND = [
    "（满分{p}分）",
    "。满分{p}分。",
    "。本项得分不超过{p}分。",
    "。最高得{p}分。",
    "。数据来源：统计台账。",
    "。以年终考核结果为准。",
    "。评价依据：工作总结、台账。",
    "。注：以审计结果为准。",
    "（以审计报告为准）",
    "。由项目单位提供佐证材料。",
    "。查阅相关资料。",
]
MARKS = (
    "①②③④⑤⑥⑦⑧⑨",
    [f"{n}." for n in range(1, 10)],
    [f"（{n}）" for n in range(1, 10)],
    [f"{n}、" for n in range(1, 10)],
)
#: So many texts of each frame, and so few of a hundred that may be refused.
TEXTS, REFUSED = 25, 3


def numbered(text, marks):
    """The clauses of a text as the items of a list; None where it has one clause, or marks of its own."""
    parts = [part.strip() for part in re.split("[；。\n]", text) if part.strip()]
    if not 1 < len(parts) <= len(marks) or re.search("[①②]|[1一A][.、)）]|（[1一]）|：", text):
        return None
    return "；".join(mark + part for mark, part in zip(marks, parts, strict=False)) + "。"


def framed(row):
    """A text in every frame."""
    yield from (words.format(p=row.points) + row.text for words in BEFORE)
    yield from (row.text.rstrip("。；") + words.format(p=row.points) for words in BEHIND)
    yield from filter(None, (numbered(row.text, marks) for marks in MARKS))


@pytest.fixture(scope="module")
def outcomes():
    """What becomes of a score in a frame: the text in it, the scores before and then."""
    known = [row for row in rows() if row.actuals and row.scores() is not None]
    some = random.Random(11).sample(known, TEXTS * 4)  # noqa: S311 - no secret
    found = [(text, row.scores(), row.scores(text)) for row in some for text in framed(row)]
    assert len(found) > 2000
    return found


def test_no_frame_changes_a_score(outcomes):
    assert [one for one in outcomes if otherwise(*one[1:])] == []


def test_nearly_every_frame_is_read(outcomes):
    unread = [text for text, before, after in outcomes if lost(before, after)]
    assert len(unread) * 100 <= len(outcomes) * REFUSED, unread
