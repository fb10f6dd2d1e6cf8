"""What stands around the clauses of a rule: headings, the row's own points, remarks in brackets at its end.

`具体评分标准:…`, `预算完成率:…`, `(10分)…`, `本项10分。…`, `…(满分10分)`. Said in the words that the constructions know
(`评分标准:`, `该指标分值为10分`), so that none of them is lost and the points are still held against the row's.
"""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.frame import Saying
from perfscore.language.clauses.scope import gap
from perfscore.language.clauses.words import NUMBER

#: What a heading says it is about, and how the name of an indicator ends.
_HEAD = "(?:标准|办法|方法|细则|规则|原则|方式|公式)"
_MEASURE = "(?:率|数|量|度|性|额|比|占比|比重|比例|情况|时间|时限|进度|面积|成本|质量|水平|支出|人次)"
#: What a row is about, before a colon; a circumstance (疫情影响:) may be when the rest holds.
_MATTER = "(?:管理|建设|工作|事故|培训|验收|服务|安全|机制|制度|公开|档案|报送|整改|清淤|覆盖|响应|分工|任务)"
_OPEN = gap(r"\d,;。:()=≥≤<>/×÷*+|得计扣未不没无如若凡当", "{0,18}?")
#: Labels that say more than what is judged.
_OTHER_LABEL = (
    "[与同较比和按以]|加分|减分|扣分|奖励|奖惩|定量|定性|正向|反向|数据|资料|信息|佐证|证明|支撑|备注|说明|评价|评分|计分|考核[内要目说依对周部单主方]|指标"
    r"|[^\d,;。:()]{0,12}(?:来源|依据|内容|要点|口径|说明|情形|如下|[^\W\d_]项|第?[一二三四五]档|[优良中差好]):"
)
#: Behind a heading comes a clause; points alone are for what stands before them.
_CLAUSE = rf"(?![≥≤<>=±\d]|[小大低高少多][于]|不[低高少多大小]于|(?:可)?[得计扣减加按每]|满分|不|[1一]票|\(?{NUMBER}分|有?(?:下列|以下)|[①1]|\(1\)|$)"
_THIS = "(?:[该本此]小?(?:项|指标|项指标)(?:得分)?)"
_POINTS = rf"(?:满分|分值|权重|共|计|为|总分|:)*(?P<n>{NUMBER})分"
_WORTH = r"该指标分值为\g<n>分;"

#: A quantity that a clause compares under its name.
_QUANTITY = lazy_pattern(
    r"(?P<name>[\u4e00-\u9fff]{2,12}(?:率|度|数|量|额|值|比例|占比|比重|时间|成本))(?=[≥≤<>=\d(]|达|低|高|不[低高少超]|超|小于|大于|为|在|每|控制|完成)"
)


def _heading(match: re.Match[str]) -> str:
    """The name of the indicator before its clauses; where they compare another quantity, it is a part of several."""
    name = match["name"]
    others = {found["name"] for found in _QUANTITY.finditer(match.string, match.end())}
    if any(other not in name and name not in other for other in others):
        return match[0]
    return f"注:{name};" + (f"该指标分值为{match['n']}分;" if match["n"] else "")


FRAMING: tuple[Saying, ...] = (
    Saying(
        ":",
        lazy_pattern(
            rf"(?:^|(?<=[;。]))(?:具体|详细|考核|考评|评价|评分|计分|记分|打分|得分|扣分|绩效|本项|主要|的|及|和|与){{1,4}}{_HEAD}(?:如下|为|是)?:"
        ),
        "评分标准:",
    ),
    Saying(
        ":,",
        lazy_pattern(
            rf"^(?!{_OTHER_LABEL})(?P<name>{_OPEN}(?:{_MEASURE}(?:考核|指标|方面)?|{_MATTER}(?=[(:])))"
            rf"(?:(?:\((?P<n>{NUMBER})分\))?:|,(?![≥≤<>=±\d])){_CLAUSE}(?=[^:]*$)"
        ),
        _heading,
        lazy_pattern(r"^[^\d,;。:()=≥≤<>得计扣未不没无]{2,24}[(:,]"),
    ),
    # The row's points before its clauses, and behind them.
    Saying("(", lazy_pattern(rf"^\({_THIS}?{_POINTS}\)[,;。:]?(?!.*[;。,]\({NUMBER}分\))"), _WORTH),
    Saying("该本此", lazy_pattern(rf"(?:^|(?<=[;。])){_THIS}{_POINTS}(?:[,;。:]|$)"), _WORTH),
    Saying("分", lazy_pattern(rf"^(?P<n>{NUMBER})分[。;](?=.)(?!{NUMBER}分)"), _WORTH),
    Saying(
        "(",
        lazy_pattern(rf"[。;]?\((?:{_THIS}|满分|分值|共|计|总分)+(?:为|是|:)?(?P<n>{NUMBER})分\)[;。]?$"),
        r";该指标分值为\g<n>分",
    ),
    Saying("(", lazy_pattern(rf"(?<=[^满]分|为止)[。;]?\((?P<n>{NUMBER})分\)[;。]?$"), r";该指标分值为\g<n>分"),
    # No more off than there is: 扣分不超过本项分值.
    Saying(
        "超",
        lazy_pattern(
            r"(?:累计|合计|总)?扣分(?:总数|总额|合计|累计)?(?:最多|最高)?(?:以)?不(?:得|能|可)?超过?(?:[该本此]小?(?:项|指标)(?:指标)?的?)?(?:总?分值|满分|分数|总分|权重)(?=[;。,)]|$)"
        ),
        "扣完为止",
    ),
)
