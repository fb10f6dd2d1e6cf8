"""PS624: the name of a unit that one form of a document writes otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from perfscore.checks.crossform.meetings import MOST_EDITS
from perfscore.checks.crossform.near_names import edits
from perfscore.checks.crossform.partners import Pair, pairs
from perfscore.checks.crossform.whose import file, unit_name
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.words import notes, whose
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.model import Text

_FIELDS: Final = ("unit", "implementing_unit", "department", "titled_unit", "assessing_unit")
#: So many forms write the usual name, and one alone the other.
_USUAL: Final = 3
#: Shorter names differ in one character because they are others.
_SHORTEST: Final = 5
#: The place before a unit's own name: 某省某市某区.
_PLACE: Final = lazy_pattern(r"^.*[省市州县区旗镇乡村]")


@frozen
class _Name:
    """A unit's name in a field of a form."""

    view: View
    text: Text


@check(
    "PS624",
    "unit-name-differs",
    Severity.WARNING,
    "dossier",
    title="The unit's name differs between cover, headers and text",
)
def unit_name_differs(views: tuple[View, ...]) -> Iterator[Yielded]:
    """单位名称前后不一。

    ## 查什么
    一份文件各张表头的单位名称（单位、实施单位、主管部门）：至少三张表写同一个名称，只有一张表写的名称与它只差一个字
    （错一字、多一字、少一字或相邻两字颠倒）的，报那一张。一张目标表和一张自评表年度、指标都相同，单位名称相差一到四个字的，也报。
    地名（省、市、县、区、乡、镇）不同的、末一字不同的（局与所是两个单位）、差的是数目、方位、大小一类字的（第一小学与
    第二小学）、一个名称是另一个去掉上级名称的简称的、有几张表都写的，不报；封面和正文里的名称不比较。

    ## 为什么要紧
    单位名称是公开材料的落款，写错一字，系统里就成了另一个单位，汇总时对不上。

    ## 反例
    ```form
    项目名称 | 免费开放 | 主管部门 | 某市博物馆
    （表头）
    产出指标 | 数量指标 | 开放天数 | ≥300天 | 310天 | 90 | 90

    项目支出绩效自评表
    项目名称 | 文物修复 | 主管部门 | 某市博物馆
    （表头）
    产出指标 | 数量指标 | 修复文物 | ≥20件 | 22件 | 90 | 90

    项目支出绩效自评表
    项目名称 | 临时展览 | 主管部门 | 某市博物馆
    （表头）
    产出指标 | 数量指标 | 举办展览 | ≥4场 | 4场 | 90 | 90

    项目支出绩效自评表
    项目名称 | 安防改造 | 主管部门 | 某市搏物馆
    （表头）
    产出指标 | 数量指标 | 更换探头 | ≥60个 | 60个 | 90 | 90
    ```

    ## 正例
    ```form
    项目名称 | 免费开放 | 主管部门 | 某市第一博物馆
    （表头）
    产出指标 | 数量指标 | 开放天数 | ≥300天 | 310天 | 90 | 90

    项目支出绩效自评表
    项目名称 | 文物修复 | 主管部门 | 某市第一博物馆
    （表头）
    产出指标 | 数量指标 | 修复文物 | ≥20件 | 22件 | 90 | 90

    项目支出绩效自评表
    项目名称 | 临时展览 | 主管部门 | 某市第一博物馆
    （表头）
    产出指标 | 数量指标 | 举办展览 | ≥4场 | 4场 | 90 | 90

    项目支出绩效自评表
    项目名称 | 安防改造 | 主管部门 | 某市第二博物馆
    （表头）
    产出指标 | 数量指标 | 更换探头 | ≥60个 | 60个 | 90 | 90
    ```

    ## 依据
    惯例，待核
    """
    for pair in pairs(views):
        if pair.alike:
            yield from _between(pair)
    files: dict[str, list[View]] = {}
    for view in views:
        files.setdefault(file(view), []).append(view)
    for own in files.values():
        yield from _odd_names(_names(own))


def _between(pair: Pair) -> Iterator[Yielded]:
    """A self-assessment of another unit than the target sheet that it follows row by row."""
    sheet, answer = pair.sheet.form.head, pair.answer.form.head
    for field in ("unit", "implementing_unit"):
        one, other = answer.field(field), sheet.field(field)
        if one is None or other is None or not one.value or not other.value:
            continue
        apart = edits(unit_name(one.value), unit_name(other.value), MOST_EDITS)
        if apart and 2 * apart < min(len(one.value), len(other.value)):
            yield found(
                one,
                f"单位名称“{one.value}”，目标表里写作“{other.value}”（{pair.bond}）",
                f'the unit "{one.value}" is called "{other.value}" in the target sheet ({pair.bond_en})',
                mend="核对单位全称，统一写法",
                mend_en="check the full name and write it alike",
                subject=f"单位/{one.value}",
                recomputed=other.value,
                related=notes(("目标表的单位", other)),
                form=pair.answer.number,
            )
            return


def _names(views: Sequence[View]) -> Mapping[str, list[_Name]]:
    """The names of units by the forms that write them, once each."""
    made: dict[str, dict[int, _Name]] = {}
    for view in views:
        for field in _FIELDS:
            text = view.form.head.field(field)
            if text is not None and (name := unit_name(text.value)):
                made.setdefault(name, {}).setdefault(view.number, _Name(view, text))
    return {name: list(own.values()) for name, own in made.items()}


def _odd_names(names: Mapping[str, Sequence[_Name]]) -> Iterator[Yielded]:
    usual = {name for name, own in names.items() if len(own) >= _USUAL and len(name) >= _SHORTEST}
    near: dict[str, list[str]] = {}
    for name in usual:
        for key in _keys(name):
            near.setdefault(key, []).append(name)
    for name, own in names.items():
        if len(own) > 1 or name in usual:
            continue
        rivals = dict.fromkeys(other for key in _keys(name) for other in near.get(key, ()))
        telling = own[0].view.ruleset.words("telling_characters")
        meant = [other for other in rivals if _slip(name, other) and _apart(name, other).isdisjoint(telling)]
        if len(meant) == 1:
            yield _finding(own[0], meant[0], names[meant[0]])


def _keys(name: str) -> Iterator[str]:
    """The name, and what is left of it without each of its characters: names with one slip share one of these."""
    yield name
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]


def _slip(name: str, usual: str) -> bool:
    """Whether a name is another one with a slip of one character behind the place and before the last character."""
    if name[-1] != usual[-1]:
        return False
    place = next((n for n, (one, other) in enumerate(zip(name, usual, strict=False)) if one != other), 0)
    found_place = _PLACE.match(usual)
    if place < (len(found_place[0]) if found_place is not None and found_place[0] != usual else 1):
        return False
    if len(name) != len(usual):
        return abs(len(name) - len(usual)) == 1
    differing = [n for n, (one, other) in enumerate(zip(name, usual, strict=True)) if one != other]
    swapped = len(differing) == 2 and differing[0] + 1 == differing[1]
    return len(differing) == 1 or (swapped and Counter(name) == Counter(usual))


def _apart(one: str, other: str) -> set[str]:
    """The characters that stand in one name and not, or not as often, in the other."""
    first, second = Counter(one), Counter(other)
    return set(first - second) | set(second - first)


def _finding(odd: _Name, usual: str, others: Sequence[_Name]) -> Yielded:
    return found(
        odd.text,
        f"“{whose(odd.view)}”的单位名称写作“{odd.text.value}”，其余 {len(others)} 张表写作“{usual}”",
        f'the unit is called "{odd.text.value}" here and "{usual}" in {len(others)} other forms',
        mend="核对单位全称，统一写法",
        mend_en="check the full name and write it alike",
        subject=f"单位/{odd.text.value}",
        recomputed=usual,
        related=tuple(Related(one.text.at, f"“{usual}”") for one in others[:_USUAL]),
        form=odd.view.number,
    )
