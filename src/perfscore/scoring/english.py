"""The reasons that the language of rules gives, in English: what a Chinese reason says, its quotations as they are.

Rules are Chinese, and so are the reasons that the language gives for them, in one place each. Here every one of them
has its English, `{}` standing for the words that it quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_ENGLISH: Final[Mapping[str, str]] = MappingProxyType({
    "每次扣分是次数不够还是另有问题没有写明": "it is not said whether too few of them cost, or something else",
    "每一期的分值与本行分值不同，各期怎样合计没有写明": "the points of each period are not the row's, and it is not said how they add up",
    "写明的几个要求合不到一起，不知按哪一个扣分": "the numbers that are required do not agree, so that it is not known which one counts",
    "写明的要求与指标值不是同一个数": "what is required is another number than the target",
    # several facts that are paid together
    "取最高分的是哪几项，没有读懂": "it was not understood of which items the highest score counts",
    "同一级别写了两次": "one level stands there twice",
    "最高一级的得分与本行分值不符": "the highest level does not give the points of the row",
    "每次得几分还是做到了得几分，没有写明": "nothing says whether the points are for each time or for having done it",
    "没有写明满足每一种项数得几分": "nothing says what each number of items gives",
    "满足几项得几分之外还有别的得分条件": "beside points for so many items there are other conditions",
    "满足同样多项写了两次": "the same number of items stands there twice",
    "“{}”扣几分由评分人酌定": 'how much "{}" costs is left to the scorer',
    "这一情形不在所列条件里": "this case is none of the conditions",
    "这一级别不在所列条件里": "this level is none of the conditions",
    "没有写明是得分还是扣分": "nothing says whether the points are earned or taken off",
    # the actual value and the facts
    "“1”可能是1%，也可能是100%": '"1" may be 1% or 100%',
    "“{}”可能是{}%，也可能是{}%": '"{}" may be {}% or {}%',
    "“{}”没有填写，请填{}": '"{}" is blank: give "{}"',
    "“{}”不是件数，请填{}": '"{}" is no number of events: give "{}"',
    "“{}”的单位与“{}”不同，请填{}": '"{}" is in another unit than "{}": give "{}"',
    "“{}”不是日期，请填{}": '"{}" is no date: give "{}"',
    "“{}”没有说明是否缺少，请填{}": '"{}" does not say whether that many are missing: give "{}"',
    "“{}”没有说明逾期多久，请填{}": '"{}" does not say how late: give "{}"',
    "评分标准要看的不止完成值一项，请填{}": 'the rule looks at more than the actual value: give "{}"',
    "缺少“{}”，请填{}": '"{}" is missing: give "{}"',
    "没有填写实际完成值": "the actual value is blank",
    "“{}”不是实际完成值": '"{}" is no actual value',
    "“{}”不是一个数": '"{}" is no number',
    "“{}”不是数：{}": '"{}" is no number: {}',
    "“{}”不是比率": '"{}" is no ratio',
    "“{}”是增减幅度，不是数值本身": '"{}" is a change, not the value itself',
    "“{}”没有说明是否逾期": '"{}" does not say whether it was late',
    "“{}”没有写到日，得分取决于是哪一天": '"{}" names no day, and the score depends on the day',
    "“{}”没有写明数值，得分无法确定": '"{}" gives no number: the score cannot be told',
    "“{}”没有说明超出多少": '"{}" does not say by how much',
    "“{}”没有说明是否{}": '"{}" does not say whether "{}"',
    "“{}”不在所列档次里：{}": '"{}" is none of the grades: {}',
    "“{}”的升降方向不明": '"{}" does not say whether it is a rise or a fall',
    "“{}”与指标值不同": '"{}" is not the target',
    "完成数与计划数要填数": "what was done and what was planned must be numbers",
    "计划数为零，或者与完成数单位不同，算不出完成率": "nothing was planned, or the two units differ: there is no rate",
    "“{}”给了两次": '"{}" is given twice',
    "规则里没有“{}”这一项": 'the rule has no "{}"',
    "单位“{}”不能换算成“{}”": 'unit "{}" cannot be converted to "{}"',
    "指标按%计，“{}”的单位不同": 'the target is in %, "{}" is in another unit',
    "实际填的是百分比，不能与指标值比较": "the actual is a percentage and cannot be compared with the target",
    "按月扣分，而实际写到日：不足一个月怎样计没有写明": "points go by the month and the actual names a day: parts of a month are not settled",
    # several readings
    "完成值没有写数量级（万、亿），有几种读法，得分不同（{}）": "the actual has no scale word (万, 亿): its readings give different scores",
    "有几种读法，得分不同（{}）": "the rule has several readings with different scores",
    "有几种读法": "the rule has several readings",
    # what a rule gives for a value
    "没有报告是否{}": 'not reported: whether "{}"',
    "没有报告{}，没有发生时得{}分": "not reported: {}; {} points if nothing of it happened",
    "没有报告扣了多少": "not reported: how much came off",
    "±的数与指标值相同，是指标值本身还是与指标值的偏差没有写明": "whether the number behind ± is the target or the distance from it is not stated",
    "“第几次”的得分没有读懂": "what each time scores: not understood",
    "“第几次及以上”是每次都扣，还是一共扣，没有写明": "from some time on: whether each costs, or all together, is not stated",
    "“{}”没有说明是增是减": '"{}" does not say whether it is more or less',
    "偏差在范围以内怎样按每单位计分没有写明": "how a deviation inside the range is scored by the unit is not stated",
    "各次扣几分没有从第一次起逐次写明": "what each time costs is not stated from the first on",
    "每升降一个单位从哪里起算没有写明": "where each rise and fall is counted from is not stated",
    "没有写明是提前就加，还是每提前一天都加": "whether being early adds once, or for each day, is not stated",
    "线性计分的两端各得几分没有写明": "what the two ends of the straight line score is not stated",
    "线性计分的区间没有写明": "the range of the straight line is not stated",
    "几项各得（扣）几分，没有逐项写明": "each of several items scores or costs, and they are not stated one by one",
    "没有报告是否满足": "not reported: whether it holds",
    "扣分的方向与指标值相反": "the deduction goes against the direction of the target",
    "这一档只给了分值区间": "this tier gives only a range of points",
    "只给了分值区间": "only a range of points is given",
    "各档只给了分值区间": "the tiers give only ranges of points",
    "“{}”分别计算，只有一个数": '"{}" are counted apart, and there is one number',
    "“{}”分别计算，只有一个全年数": '"{}" are counted apart, and there is one number for the year',
    "比列出的情形更差，怎样扣分没有写明": "worse than every case that is listed: the deduction is not stated",
    "这个数落在两档之间的空档里": "the number falls into a gap between two tiers",
    "这个数不在任何一档里": "the number is in none of the tiers",
    "这个词不在所列档次里": "the word is none of the grades",
    "这一情形不在加分条件里": "the case is none of those that add points",
    "扣到零分为止还是可为负分，没有写明": "whether what is taken off stops at zero or goes below it is not stated",
    "只写了加分，没有写明基本分": "only bonuses are stated, not the points that they add to",
    "除数为零，比率没有意义": "a division by zero: the ratio has no meaning",
    "除数为零": "a division by zero",
    "公式在达到指标值时得{}分，超过分值{}分，怎样折算没有写明": (
        "the formula gives {} at the target, more than the {} points: how it is scaled is not stated"
    ),
    "按比例算的分数{}分超过分值{}分，怎样折算没有写明": "the share of {} is more than the {} points: how it is scaled is not stated",
    "“{}”是数量，不是指标值的单位“{}”所计的比率": '"{}" is a quantity, not the rate that the unit "{}" of the target measures',
    "写明的最低分{}分不低于本行分值": "the lowest score of {} that is stated is not below the points of the row",
    "几项得分合计才是本行分值，一个完成值不能说明各项": "the points of several items make those of the row: one actual does not tell each",
    "几项扣分，“扣完{}分为止”管哪一项没有写明": "of several deductions it is not stated which one ends at {} points",
    "基本分写了数，得几分不清楚": "the basic points are a number, and what is given is not clear",
    "按比例得分只剩达到指标值的情形，没有把握读懂": "a share of the points is left only where the target is met: the rule is not surely understood",
    "限额写在几项扣分之间，管哪几项没有写明": "a limit stands between several deductions: which of them it bounds is not stated",
    "按数值得分，又按同一件事扣分，怎样合计没有写明": (
        "points for a number and deductions for the same thing: how they go together is not stated"
    ),
    # a rule beside its row
    "分值为负": "the points are negative",
    "分值不是数": "the points are no number",
    "读法太多，无法确定": "too many readings",
    "条件比较的“{}”不是指标值所说的量": 'the condition compares "{}", which is not what the target measures',
    "与上年相比的幅度不是指标值所说的量": "the change on the year before is not what the target measures",
    "偏差的范围只写了一端": "the range of the deviation has one end only",
    "没有写明误差范围": "the margin of error is not stated",
    "数值标准里夹有文字条件": "a condition in words stands among conditions on a number",
    "数值扣分带有文字条件": "a deduction by a number has a condition in words",
    "条件没有读懂": "a condition was not understood",
    "数值条件里夹的事实太多": "too many facts stand among conditions on a number",
    "两处条件说的是不是同一件事，没有写明": "whether two conditions are about the same fact is not stated",
    "数值与事实各有得分，怎样合计没有写明": "a number and a fact both give points, and how they add up is not stated",
    "这一情形得几分没有写明": "what this case gives is not stated",
    "期限没有写年份，“{}”是不是同一年的没有写明": 'the deadline has no year: whether "{}" is of the same one is not stated',
    "没有指标值，不知道按定量还是定性计分": "without a target it is not known whether the numbers or the grades count",
    "没有报告其余的条件": "the other conditions were not reported",
    "加减分的起点没有写明": "what is added to or taken off is not stated",
    "既数件数又比数值，需要两个数": "the rule counts events and compares a value: it needs two numbers",
    "既有时间条件又有数值条件，需要两个数": "the rule looks at a time and at a value: it needs two numbers",
    "按发现的件数扣分，而指标值是越多越好的数": "points go off by what is found, and the target is better the more there is",
    "得满分的条件是越多越好的数，而扣分按件数计": "full marks are for more, and points go off by what is counted",
    "写明了标准的件数，从第几件起扣分没有写明": "a standard number is stated, and not from which one on points go off",
    "既加分又扣分，起点没有写明": "points are added and taken off, from a start that is not stated",
    "写明的分值与本行分值不同，加分从几分加起没有读懂": (
        "the points in the text are not the row's: what the bonus is added to was not understood"
    ),
    "几种扣分说的是同一件事": "several deductions speak of the same thing",
    "逐项得分与逐项扣分的数额不同": "what an item gives is not what it takes off",
    "得分与扣分合不到本行的分值": "awards and deductions do not come to the row's points",
    "计件扣分带有数值条件": "a deduction by the event has a condition on a number",
    "其中几次不扣分，怎样计数没有读懂": "some events take nothing off: how they are counted was not understood",
    "计件扣分之外还有别的得分条件": "there are other conditions beside a deduction by the event",
    "按月扣分而期限写到日，不足一个月怎样计没有写明": "points go off by the month and the limit is a day: parts of a month are not settled",
    "没有写明“未按期”是过了哪一个期限": 'which time limit "未按期" means is not stated',
    "指标值是排名，要知道全体才能比较": "the target is a rank: all of the others would have to be known",
    "指标值没有数，无法与目标比较": "the target has no number to compare with",
    "条件里的小数没有写明是什么的比率": "the decimal in a condition does not say what it is a ratio of",
    "条件的单位“{}”与指标的单位“{}”不同": 'the condition is in "{}", the target in "{}"',
    "扣分的单位“{}”与指标的单位“{}”不同": 'the deduction is by "{}", the target in "{}"',
    "只写了{}指标的公式，与指标值的方向不合": 'the only formula is for "{}" targets, against the direction of this one',
    "“{}”的定义里又用到它自己": '"{}" is defined by itself',
    "公式用到目标值，而指标值没有数": "the formula uses the target, which has no number",
    "公式用到目标值，而指标值是一个区间": "the formula uses the target, which is a range",
    "指标值为零，完成率没有意义": "the target is zero: a completion rate has no meaning",
    "目标值为零，百分比没有意义": "the target is zero: a percentage has no meaning",
    "公式只给出比率，没有乘分值": "the formula gives a ratio and no points",
    "“{}”是比率，不是指标值的单位“{}”所计的量": '"{}" is a ratio, not what the target counts in "{}"',
    "公式里的除数为零": "the formula divides by zero",
    "得分没有条件": "an award has no condition",
    "“依次类推”之前的档次不足两档，无法类推": '"依次类推" follows fewer than two tiers',
    "“依次类推”的步长看不出来": 'the step of "依次类推" cannot be told',
    "没有读出得分条件": "no condition was found",
    "写明的标准与指标值不同": "the standard in the text is not the target",
    "指标值为等于，比例的方向不明": "the target is an equality: the direction of the share is not known",
    "没有写明是超过还是低于": "above or below is not stated",
    "每增减一个单位得几分，起点没有写明": "points by the unit from a start that is not stated",
    "只写了偏离指标值的几档，达到指标值时得几分没有写明": "only distances from the target have points; those at the target are not stated",
    "按这样读，达到指标值反而不得分，没有把握读懂": "read so, meeting the target gives nothing: not surely understood",
    "按这样读，差到最差也不扣分，没有把握读懂": "read so, even the worst loses nothing: not surely understood",
    "按这样读，优于指标值反而少得分，没有把握读懂": "read so, better than the target gives less: not surely understood",
    "按这样读，没有偏差反而扣分，没有把握读懂": "read so, no deviation loses points: not surely understood",
    "按这样读，在指标值的范围内反而不得分，没有把握读懂": "read so, being in the range of the target gives nothing: not surely understood",
    "按这样读，一侧的偏差再大也不扣分，没有把握读懂": "read so, no deviation to one side loses points: not surely understood",
    "没有写明是超过一次就扣，还是每超过百分之几扣": "once for any excess, or for every percent of it: not stated",
    "没有写明是每次都扣，还是达到这个数才扣": "for every event, or once there are so many: not stated",
    "只有一档，又不是满分：没有写明是每个单位得几分": "there is one tier, not of full marks: points by the unit are not stated",
    "一条标准里有几个指标，各自的满分合不到本行的分值": "several indicators in one rule, whose points do not come to the row's",
    "一条标准里有几个指标，没有写明各自的满分": "several indicators in one rule, whose points are not stated",
    "一条标准里有几个指标，没有读懂": "several indicators in one rule: not understood",
    "各项得分合计{}分，与本行分值不符": "the items add to {} points, which are not the row's",
    "文字条件和计算方法混在一起，没有读懂": "conditions in words and a calculation are mixed: not understood",
    "得分条件没有读懂": "a condition for points was not understood",
    "“否则”得几分没有读懂": 'the points of "否则" were not understood',
    "得分与扣分混在一起": "awards and deductions are mixed",
    "清单里有两项同名": "two items of the list have one name",
    "加减分项的文字条件没有读懂": "the condition of an addition or deduction was not understood",
    "同一档次写了两次": "one grade is written twice",
    # the words alone
    "从这里起没有读懂": "not understood from some words on",
    "评分标准超过{}字": "the rule is longer than {} characters",
    "没有评分标准": "there is no rule",
    "读法无法用规范的文字复述，没有把握读懂": "the reading cannot be said back in plain words: not surely understood",
    "没有写明怎样得分或扣分": "it does not say how points are given or taken off",
    "写着扣完为止，却没有写明哪一项扣分": "it says until all are taken off, and not what takes them off",
    "这些字句没有读懂，可能影响得分": "some words were not understood and may change the score",
    "评分标准有{}条以上": "the rule has more than {} clauses",
    "评分标准有{}个数字以上": "the rule has more than {} numbers",
    "评分标准有{}处停顿以上": "the rule has more than {} breaks",
    "评分标准有{}个运算符号以上": "the rule has more than {} operators",
    "括号套了{}层以上": "brackets are nested more than {} deep",
    "数字“{}”不是阿拉伯数字0-9": 'the digits "{}" are not 0-9',
    "一串数字超过{}位，不是一个数": "a run of more than {} digits is no number",
    "“{}”里有限定范围的话，没有读懂": '"{}" holds words that narrow it: not understood',
    "一句里既写了要求又写了缺失，不知扣分针对哪一个": "a sentence holds a requirement and a fault: which of them loses points is not known",
    # what no reading can settle
    "得分由评分人酌定": "the score is left to the scorer",
    "视情况给分，没有写明标准": "points by the circumstances, without a standard",
    "按程度给分，没有写明档次": "points by degree, without tiers",
    "“相应”没有定义，扣多少分无法确定": '"相应" is not defined: how much goes off cannot be told',
    "“相应扣分”没有定义": '"相应扣分" is not defined',
    "没有写明分数": "the points are not stated",
    "分数空缺": "a number of points is left blank",
    "情节轻重需要人来判断": "how grave a case is must be judged by a person",
    "与排名或平均水平比较，所需数据不在表内": "a rank or an average is compared with, which the form does not hold",
    "与排名比较，所需数据不在表内": "a rank is compared with, which the form does not hold",
    "几分之几没有读懂": "a fraction in words was not understood",
    "倒扣可以扣到零分以下，扣到哪里为止没有写明": "deductions may fall below zero, to a floor that is not stated",
    "没有写明选哪一项考核": "which of the items is assessed is not stated",
    "模板里的空白没有填": "a blank of the template is not filled in",
    "需要全表得分折算": "the scores of the whole form would be needed",
    "评价结果和换算办法没有写明": "the result and its conversion into points are not stated",
    "例外情形需要另外查明": "an exception has to be looked into",
    "乘方和开方没有读懂": "powers and roots were not understood",
})  # fmt: skip


_TEMPLATES: Final = tuple((text.split("{}"), english) for text, english in _ENGLISH.items() if "{}" in text)


@lru_cache(maxsize=4096)
def in_english(reason: str) -> str | None:
    """What a reason of the language says, in English; None for one that has none.

    >>> in_english("“92%”不是件数，请填违规起数")
    '"92%" is no number of events: give "违规起数"'
    """
    if reason in _ENGLISH:
        return _ENGLISH[reason]
    for parts, english in _TEMPLATES:
        # Only a template whose words are there is compiled.
        if reason.startswith(parts[0]) and reason.endswith(parts[-1]) and all(part in reason for part in parts):
            match = re.fullmatch("(.*?)".join(map(re.escape, parts)), reason, re.DOTALL)
            if match is not None:
                return english.format(*match.groups())
    return None
