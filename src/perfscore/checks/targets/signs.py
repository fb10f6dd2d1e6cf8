"""PS4xx: the relation of a target: is there one, is it a proper sign, does it agree with the others?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from perfscore.checks import needs
from perfscore.checks.register import Yielded, check, found
from perfscore.checks.subjects import View
from perfscore.checks.targets.common import SIGNS, plain_number, under
from perfscore.core.findings import Related, Severity
from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen
from perfscore.core.sourced import Sourced
from perfscore.core.text import squash
from perfscore.language.values import Value
from perfscore.model import Indicator, Valued

_RUN = lazy_pattern(r"[≥≤>＞﹥<＜﹤=＝﹦]+")
_SLIP = lazy_pattern(r"[》《〉〈]")
_STRICT_SIGN = lazy_pattern(r"[>＞﹥<＜﹤](?![=＝])")
#: Two characters that are one sign on any keyboard.
_TYPED = (">=", "<=", "＞＝", "＜＝")
_TAKEN_IN: Final = {">": "≥", "<": "≤"}
#: So many rows are named.
_NAMED = 3


@check(
    "PS404",
    "operator-missing",
    Severity.INFO,
    "row",
    title="A numeric target has no relation sign",
    needs=(needs.GOVERNED,),
    gathered=True,
)
def operator_missing(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """指标值缺比较符。

    ## 查什么
    指标值只是一个数（带不带单位都算），没有 ≥、≤、= 一类的符号，也没有“不低于”“以内”“达到”一类的字样。
    一张表报一条，列出各行。零、日期和时段、约数、区间、变动幅度、单列了比较符或“正向”“反向”的不报。

    ## 为什么要紧
    没有比较符，就看不出多了好还是少了好，正好等于才算达到还是不低于就行。

    ## 反例
    ```form
    产出指标 | 数量指标 | 购置图书册数 | 3000册 | 3200册 | 50 | 50
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 购置图书册数 | ≥3000册 | 3200册 | 50 | 50
    产出指标 | 质量指标 | 图书丢失数 | 0册 | 0册 | 20 | 20
    ```

    ## 依据
    惯例，待核
    """
    said, name = own_target.value, row.name.value
    if not plain_number(said) or said.relation is not None or not said.number or said.word:
        return
    stated = "" if row.value_type is None else squash(row.value_type.value)
    if "approximate" in said.notes or "向" in stated or "定性" in stated:
        return
    if any(word in squash(own_target.raw) for word in view.ruleset.words("target_verbs")):
        return
    yield found(
        own_target,
        f"“{name}”的指标值 {own_target.raw} 没有比较符",
        f'the target of "{name}", {own_target.raw}, has no relation sign',
        mend="写明比较符：越多越好的写 ≥，越少越好的写 ≤，必须正好的写 =",
        mend_en="write the relation: ≥, ≤ or =",
        subject=f"{name}/target",
        related=view.again(row),
    )


@check(
    "PS405",
    "operator-nonstandard",
    Severity.WARNING,
    "row",
    title="The relation sign is not a proper one",
)
def operator_nonstandard(row: Indicator, own_target: Sourced[Value], view: View) -> Iterator[Yielded]:
    """比较符书写不规范。

    ## 查什么
    比较符写成了书名号、尖括号（》90%、〈5）、次序颠倒或重复的符号（=>、≥=、==）、全角半角混写的 ＞= 、小型等号 ﹦；并说明按什么读取。
    >=、<= 两个字符连写的不报。

    ## 为什么要紧
    按符号计分的系统认不出来，》究竟是 > 还是 ≥ 也要猜。

    ## 反例
    ```form
    满意度指标 | 服务对象满意度指标 | 农户满意度 | 》90% | 95% | 10 | 10
    ```

    ## 正例
    ```form
    满意度指标 | 服务对象满意度指标 | 农户满意度 | ≥90% | 95% | 10 | 10
    产出指标 | 数量指标 | 发放《节水手册》 | ≥500册 | 520册 | 10 | 10
    ```

    ## 依据
    惯例，待核
    """
    said, name = own_target.value, row.name.value
    written = "" if said.relation not in SIGNS else _odd_sign(row, own_target)
    if not written:
        return
    read = SIGNS[str(said.relation)]
    yield found(
        own_target,
        f"“{name}”的指标值 {own_target.raw}：比较符写成“{written}”，按 {read} 读取",
        f'"{name}", {own_target.raw}: the sign "{written}" was read as {read}',
        mend=f"改用规范的比较符，如本意是 {read}，写成 {read}",
        mend_en=f"write {read} if that is meant",
        subject=f"{name}/target",
        recomputed=said.say(),
        related=view.again(row),
    )


def _odd_sign(row: Indicator, target: Valued) -> str:
    """The sign as written where it is no proper one, of the sign's own column or of the value; "" otherwise."""
    cells = [target.raw] if row.value_type is None else [row.value_type.raw, target.raw]
    for raw in cells:
        if isinstance(target.value, Value) and "slip-sign" in target.value.notes and (slip := _SLIP.search(raw)):
            return slip[0]
        run = _RUN.search(raw)
        if run is not None and ("﹦" in run[0] or (len(run[0]) > 1 and run[0] not in _TYPED)):
            return run[0]
    return ""


@frozen
class _Bound:
    """A target that is a bound of a number, with the form that it stands in."""

    view: View
    row: Indicator
    target: Valued
    strict: bool
    sign: str


@check(
    "PS406",
    "operator-strict",
    Severity.INFO,
    "dossier",
    title="A strict sign is used where others are inclusive",
    needs=(needs.ROW_TARGETS, needs.GOVERNED),
)
def operator_strict(views: Sequence[View]) -> Iterator[Yielded]:
    """使用严格不等号。

    ## 查什么
    指标值用 > 或 <，而同一张表的上下限指标值，或一同审核的各表中同名的指标、满意度指标，至少一半用 ≥ 或 ≤。
    一张表报一条，列出各行。大于零（>0）是说必须有，不报；“高于”“不足”等字样不报。

    ## 为什么要紧
    写成 >90%，正好 90% 就不算达到；多半只是符号没有写全。

    ## 反例
    ```form
    产出指标 | 数量指标 | 巡查河道里程 | ≥300公里 | 320公里 | 20 | 20
     | 成本指标 | 巡查船油料成本 | <6万元 | 5.5万元 | 20 | 20
     | 质量指标 | 水质达标率 | ≥95% | 96% | 20 | 20
    ```

    ## 正例
    ```form
    产出指标 | 数量指标 | 巡查河道里程 | ≥300公里 | 320公里 | 20 | 20
     | 成本指标 | 巡查船油料成本 | ≤6万元 | 5.5万元 | 20 | 20
     | 质量指标 | 水质达标率 | ≥95% | 96% | 20 | 20
    ```

    ## 依据
    惯例，待核
    """
    bounds = [bound for view in views for bound in _bounds(view)]
    alike = _Alike(bounds)
    by_form: dict[int, list[tuple[_Bound, str]]] = {}
    for bound in bounds:
        if bound.strict and (why := alike.reason(bound)):
            by_form.setdefault(bound.view.number, []).append((bound, why))
    for number, strict in by_form.items():
        (first, why), *others = strict
        name = first.row.name.value
        count = f"共 {len(strict)} 行：{_named(one.row.name.value for one, _ in strict)}。" if others else ""
        yield found(
            first.target,
            f"{count}“{name}”的指标值 {first.target.raw} 用了 {first.sign}，{why}：正好等于时不算达到",
            f'"{name}", {first.target.raw}: a strict sign where others are inclusive ({len(strict)} rows)',
            mend=f"如果正好等于也算达到，改为 {_TAKEN_IN[first.sign]}",
            mend_en=f"write {_TAKEN_IN[first.sign]} if the boundary itself is to pass",
            subject=f"{name}/target" if not others else "operator-strict",
            related=(
                *first.view.again(first.row),
                *(place for one, reason in others for place in _places(one, reason)),
            ),
            form=number,
        )


def _places(bound: _Bound, why: str) -> tuple[Related, ...]:
    name = bound.row.name.value
    own = Related(bound.target.at, f"“{name}”指标值 {bound.target.raw}，{why}")
    return own, *bound.view.again(bound.row)


class _Alike:
    """How many bounds are inclusive and strict, by form, by name and among those of satisfaction."""

    def __init__(self, bounds: Iterable[_Bound]) -> None:
        self.counts = Counter((key, bound.strict) for bound in bounds for key, _ in self._keys(bound))

    def _keys(self, bound: _Bound) -> Iterator[tuple[tuple[str, object], str]]:
        yield ("form", bound.view.number), "同表"
        yield ("name", squash(bound.row.name.value)), "各表同名指标"
        if under(bound.row, "满意度"):
            yield ("satisfaction", ""), "各表满意度指标"

    def reason(self, bound: _Bound) -> str:
        """Beside which bounds the strict one stands out, "" where it does not."""
        for key, words in self._keys(bound):
            inclusive, strict = self.counts[key, False], self.counts[key, True]
            if inclusive >= strict:
                return f"{words}的上下限 {inclusive + strict} 个中有 {inclusive} 个用 ≥ 或 ≤"
        return ""


def _bounds(view: View) -> Iterator[_Bound]:
    for row in view.rows:
        said = None if row.target is None else row.target.value
        if row.target is None or not isinstance(said, Value) or said.kind != "bound" or not said.number:
            continue
        if view.repeats(row):
            continue
        strict = said.relation in _TAKEN_IN and _STRICT_SIGN.search(row.target.raw) is not None
        if strict or said.relation in (">=", "<="):
            yield _Bound(view, row, row.target, strict, str(said.relation))


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:_NAMED]) + (" 等" if len(listed) > _NAMED else "")
