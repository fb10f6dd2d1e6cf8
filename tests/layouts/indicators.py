"""Draws the table of indicators: its header band, its levels, its columns in their order."""

from __future__ import annotations

import random
import re
from decimal import Decimal, InvalidOperation

from layouts.content import Content, Part, Row
from layouts.paper import Paper
from layouts.words import Wording

_QUANTITY = re.compile(r"([≥≤<>=]?)(-?[\d.]+)(\D.*)?")
LEVELS = ("l1", "l2", "name")
#: Columns that no field of the model takes, with their headers.
EXTRA = {"number": "序号", "last": "上年实际值", "share": "完成率", "weight": "权重（%）"}


def split(target: str, how: str) -> dict[str, str]:
    """A target over its columns: sign, number and unit, or number and unit."""
    found = _QUANTITY.fullmatch(target)
    if how == "none" or not found:
        return {"target": target, "value_type": "", "unit": ""}
    sign, number, unit = found[1], found[2], found[3] or ""
    if how == "unit":
        return {"target": sign + number, "unit": unit}
    return {"value_type": sign, "target": number, "unit": unit}


def _columns(content: Content, chosen: dict[str, str], draw: random.Random) -> list[list[str]]:
    """The columns after the levels, as groups that stay together."""
    if content.kind == "project-target":
        made = [["target"]]
    elif content.kind == "unit-target":
        made = [["value_type", "target", "unit"], ["explanation"], ["rule"], ["remark"]]
    else:
        how = {"none": ["target"], "unit": ["target", "unit"], "sign-and-unit": ["value_type", "target", "unit"]}
        made = [how[chosen["split"]], ["actual"]]
        made += [["points"]] if chosen["points"] == "column" else []
        made += [["score"]]
        made += [] if chosen["reason"] == "omitted" else [["reason"]]
    if chosen["order"] == "shuffled":
        draw.shuffle(made)
    for choice, column in (("extra-last", "last"), ("extra-rate", "share"), ("extra-weight", "weight")):
        if chosen.get(choice) == "yes":
            made.insert(draw.randrange(len(made) + 1), [column])
    if chosen["extra-remark"] == "yes" and content.kind != "unit-target":
        made.append(["remark"])
    return made


def _head(column: str, say: Wording) -> str:
    return say.script(EXTRA[column]) if column in EXTRA else say.say(column)


def indicators(content: Content, chosen: dict[str, str], say: Wording, draw: random.Random) -> Paper:
    """The table with its total row."""
    if chosen["blocks"] == "2":
        return _two_blocks(content, chosen, say)
    edge = int(chosen["block"] == "yes")
    groups = _columns(content, chosen, draw)
    columns = [
        *(["number"] if chosen["extra-number"] == "yes" else []),
        *LEVELS,
        *(one for g in groups for one in g),
    ]
    at = {column: n for n, column in enumerate(columns, edge)}
    made = Paper()
    band = int(chosen["band"])
    _header(made, band, at, groups, chosen, say)
    row = band
    if chosen.get("total") == "first":
        row = _total(made, row, content, at, say)
    row = _rows(made, row, content, chosen, at, say)
    if edge:
        made.put(0, 0, say.script("绩效指标"), "label", rows=row)
    if chosen.get("total") == "foot":
        _total(made, row, content, at, say)
    return made


def _header(
    made: Paper, band: int, at: dict[str, int], groups: list[list[str]], chosen: dict[str, str], say: Wording
) -> None:
    left, right = min(at.values()), max(at.values())
    if band == 3:
        made.put(0, left, say.script("绩效指标及完成情况"), "label", cols=right - left + 1)
    top = band - 2
    over = {}
    if band >= 2:
        over |= dict.fromkeys(LEVELS, ("绩效指标", LEVELS))
        over |= {
            one: ("年度指标值", group) for group in groups if "target" in group and len(group) > 1 for one in group
        }
    for column, col in at.items():
        if column in over:
            title, group = over[column]
            if column == group[0]:
                made.put(top, col, say.script(title), "label", cols=len(group))
            made.put(band - 1, col, _head(column, say), "label")
        elif band == 1:
            made.put(0, col, _head(column, say), "label")
        elif chosen["merges"] == "yes" or chosen["band-at"] == "top":
            made.put(top, col, _head(column, say), "label", rows=2)
        else:
            made.put(band - 1, col, _head(column, say), "label")


def _total(made: Paper, row: int, content: Content, at: dict[str, int], say: Wording) -> int:
    if content.total is None:
        return row
    made.put(row, 0, say.say("total"), "label")
    for column, said in zip(("points", "score"), content.total, strict=True):
        if column in at:
            made.put(row, at[column], said)
    return row + 1


def section_label(part: Part, chosen: dict[str, str], say: Wording) -> str:
    """A first-level label with its points."""
    name = say.script(part.l1)
    behind = {"break": f"\n({part.points}分)", "behind": f"（{part.points}分）"}.get(
        chosen.get("section-points", ""), ""
    )
    return name + behind if part.points else name


def _levels(chosen: dict[str, str]) -> str:
    return "first" if chosen["levels"] == "merged" and chosen["merges"] == "no" else chosen["levels"]


def _rows(
    made: Paper, row: int, content: Content, chosen: dict[str, str], at: dict[str, int], say: Wording
) -> int:
    levels, number = _levels(chosen), 0
    for part in content.parts:
        label = section_label(part, chosen, say)
        weights = _weights(part)
        blank = chosen["blank"] == "inside" and part is content.parts[-1]
        row += blank
        if levels == "merged":
            made.put(row, at["l1"], label, "label", rows=len(part.rows))
        for n, one in enumerate(part.rows):
            first = n == 0 or part.rows[n - 1].l2 != one.l2
            if levels != "merged" and (levels == "repeated" or n == 0):
                made.put(row, at["l1"], label, "label")
            if first or levels == "repeated":
                same = 1
                while levels == "merged" and n + same < len(part.rows) and part.rows[n + same].l2 == one.l2:
                    same += 1
                made.put(row, at["l2"], say.script(one.l2), "label", rows=same)
            number += bool(one.name)
            _cells(made, row, one, chosen, at, {"number": str(number), "weight": weights[n]}, say)
            row += 1
    return row


def _cells(
    made: Paper,
    row: int,
    one: Row,
    chosen: dict[str, str],
    at: dict[str, int],
    extra: dict[str, str],
    say: Wording,
) -> None:
    behind = f"（{one.points}分）" if chosen.get("points") == "name" and one.points else ""
    made.put(row, at["name"], one.name + behind)
    said = {name: getattr(one, name) for name in ("value_type", "target", "unit", "actual", "points", "score", "reason",
                                                   "explanation", "rule", "remark")}  # fmt: skip
    if chosen.get("split", "none") != "none":
        said |= split(one.target, chosen["split"])
    if one.name:
        said |= {"number": extra["number"], "weight": extra["weight"], "last": _last(one), "share": _share(one)}
        if "remark" in at and not one.remark and int(extra["number"]) % 3 == 1:
            said["remark"] = "资料已归档"
    for column, col in at.items():
        if column not in LEVELS and said.get(column):
            made.put(row, col, said[column], under=_head(column, say))


def _weights(part: Part) -> list[str]:
    """The share of each row in its section, where it comes out even."""
    try:
        points = [Decimal(row.points or 0) for row in part.rows]
    except InvalidOperation:
        return ["" for _ in part.rows]
    whole = sum(points)
    shares = [100 * one / whole if whole else Decimal() for one in points]
    return [
        str(share.quantize(Decimal(1))) if share and share == share.quantize(Decimal(1)) else ""
        for share in shares
    ]


def _last(row: Row) -> str:
    """What was reached the year before: the number of the target, in its unit."""
    found = _QUANTITY.fullmatch(row.target)
    return f"{found[2]}{found[3] or ''}" if found else ""


def _share(row: Row) -> str:
    """The share of the target that was reached, where both are numbers of one unit and it comes out even."""
    target, actual = _QUANTITY.fullmatch(row.target), _QUANTITY.fullmatch(row.actual)
    if not target or not actual or target[3] != actual[3] or not Decimal(target[2]):
        return ""
    share = 100 * Decimal(actual[2]) / Decimal(target[2])
    return f"{share.normalize():f}%" if share == share.quantize(Decimal("0.01")) else ""


def _two_blocks(content: Content, chosen: dict[str, str], say: Wording) -> Paper:
    """The indicators of the whole term on the left, those of the year on the right: two lists, not pairs."""
    made = Paper()
    made.put(0, 0, say.say("l1"), "label", rows=2)
    made.put(0, 1, say.script("实施期绩效指标"), "label", cols=3)
    made.put(0, 4, say.script("年度绩效指标"), "label", cols=3)
    for col, column in enumerate(("l2", "name", "target") * 2, 1):
        made.put(1, col, say.say(column), "label")
    row, levels = 2, _levels(chosen)
    for part in content.parts:
        if levels == "merged":
            made.put(row, 0, section_label(part, chosen, say), "label", rows=len(part.rows))
        for n, one in enumerate(part.rows):
            if levels != "merged" and (levels == "repeated" or n == 0):
                made.put(row, 0, section_label(part, chosen, say), "label")
            same = [other for other in part.rows if other.l2 == one.l2]
            term = same[(same.index(one) + 1) % len(same)]
            for col, said in ((1, term), (4, one)):
                made.put(row, col, say.script(said.l2), "label")
                made.put(row, col + 1, said.name)
                made.put(row, col + 2, said.target)
            row += 1
    return made
