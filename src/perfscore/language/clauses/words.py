"""The vocabulary of the grammar: alternatives of words that mean the same, as fragments of regular expressions.

Longer words come first. Nothing here names an indicator; each list is closed and may be extended by a line.
"""

from __future__ import annotations

import re
from fractions import Fraction

#: A written number; thousands separators are gone by now.
NUMBER = r"\d+(?:\.\d+)?"

SIGNS = {
    "≥": "≥|大于或者等于|大于或等于|大于等于|高于或等于|高于等于|多于或等于|不低于|不少于|不小于|不短于|不得低于|不得少于|至少",
    "≤": "≤|小于或者等于|小于或等于|小于等于|低于或等于|低于等于|少于或等于|不超过|不超出|不高于|不大于|不多于|不得超过|不得高于"
    "|不迟于|不晚于|至多|不超",
    ">": ">|大于|高于|超过|多于|超出|超支|突破|长于|优于|超",
    "<": "<|小于|低于|少于|不足|不满|未达到|未达|未到达|达不到|不到|未满|短于",
    "=": "=|等于|为",
    "reach": "达到或超过|达到|到达|完成|实现|达",
    "within": "控制在|控制到|保持在|稳定在|在|降至|降到",
}  # fmt: skip
SIGN = "|".join(SIGNS.values())
_SIGN_OF = {word: sign for sign, words in SIGNS.items() for word in words.split("|")}


def sign_of(word: str) -> str:
    """The sign that a word stands for."""
    return _SIGN_OF[word]


#: What a deduction counts from when the words say it.
TARGET = (
    r"(?:(?:年度|年初|全年|当年|本年|预期|预定|既定|规定|设定|考核|时序|绩效|批复|批准|核定|核准|审定|下达|约定|合同|规划)的?){0,3}"
    r"(?:计划目标|目标任务|任务目标|目标要求|计划任务|任务指标|先进(?=值)|基准(?=值|价)|控制(?:目标|指标|(?=数))|要求|目标|指标|标准|计划"
    r"|预算|概算|任务书?|定额|限额|(?<=[约核审][定准])(?=[价金数总])|(?<=合同)(?=[价金])|(?<=批复)(?=[金数总]))(?:要求)?(?:值|数量?|量|金额|总额|价格?|时间|时长|时限)?"
)
#: How each of them begins.
TARGET_BEGINS = "[年全当本预既规设考时绩批核审下约合计目任指先基控要标概定限]"

SHORTFALL = (
    "低于|少于|小于|减少|降低|下降|下滑|缺少|未完成"
    "|落后|不足|减低|缩短|欠缺|未达到|未达|少|低|降|差(?!错|评)|缺|欠|减|(?<![滴泄渗])漏(?![报检登诊查缴录评记项])"
)
EXCESS = "超过|超出|高于|多于|大于|增加|增长|上升|升高|提高|上涨|延长|超额完成|超额|超支|多|高|超|增|升"
DEVIATION = "偏离|偏差|相差|浮动|变动|误差"
LATE = "延迟|滞后|逾期|推迟|超期|延期|拖延|延后|延误|拖后|迟报|迟交|迟到|推后|迟|晚|超时|拖(?![欠拉])"
#: Not in time, said of what is done: the head of a step of being late.
OVERDUE = r"(?:未能?|没有?|不能?)(?:按(?:时|期|(?:计划|要求|规定|约定|合同)的?(?:时间|期限|时限|工期))|如期|及时|准时)[^,;。:\d未没不]{0,8}?(?:的|者)?"
EVENT = "被发现|发现|检查出|查出|查到|检查到|出现|发生|存在|查实|核实|经核实|通报|被通报|被投诉|投诉|造成|产生|有|收到|接到|检出|抽查出"

#: How often something comes again; half a year has been put as a number by now.
PERIOD = r"每个?(?:(?:半|0\.5)年|年度?|学期|季度?|月|周|日|天)"

#: What must not be done: 不得迟到, 严禁吸烟.
BAN = r"(?:不得(?![\d分不已])|不准|不许|不允许|严禁|禁止(?![标牌线区])|杜绝)"

#: Words at the front of a name that say what is wrong with the number; the nouns that begin with them do not.
AMISS = (
    r"少(?!数|年|儿|先队)|多(?!媒体|功能|元|层|边|部门)|缺(?!陷)|漏|错|未(?!成年|来)|没(?!收)|不(?!良|动产|锈)|除(?!尘|草|雪|虫|冰|险|湿|锈)"
    r"|超(?!限|载|市|级|声|低能耗|高清)|低(?!保|碳|收入|龄|温|压|空|效用地)"
    r"|高(?!级|新|校|中|职|等|速|铁|层|龄|考|原|压|危|端|标准|质量|血压|技能|品质|温|素质|值)"
)

#: Words that deny, doubt or except, but not where they are a part of a noun: 未成年人, 无害化, 除雪, 若干.
WITHOUT = "无(?!害化|人机|障碍|线电?|偿|纸化|烟|疫|土栽|故|证(?![明据件书照])|照(?!片)|牌|理由|正当|序|资质)"
LACKS = f"未(?!成年)|{WITHOUT}"
NO = f"{LACKS}|不(?!良|动产|锈)"
EXCEPT = "(?<![清解免消排拆删去根铲废切驱防])除(?!雪|草|尘|虫|冰|险|湿|锈|四害)"
#: Words that hold a letter of those that pay, count or take: a gap in a name may run over them.
NOUNS = (
    "计划|设计|统计|会计|审计|计量|计生|累计(?=数)|加油|加工|参加|增加值|加班|加固|减排|减灾|减免|减负|所得|获得感|心得|登记|记录|书记|记账"
    "|按揭|按摩|扣押|各(?:类|级|项|乡镇|村|单位)"
)
SUPPOSED = "若(?!干)|如(?!厕|期|皋)"

AWARD_VERB = r"(?:可得|得|计|记|给予|给|赋|评|为|按|获得|获|取得|打)"
DEDUCT_VERB = r"(?:扣减|扣除|扣掉|倒扣|减去|减扣|扣|减|递减)"
ADD_VERB = r"(?:另外加|另加|加计|加记|加得|奖励|(?<![等金银铜大])奖(?=\d)|增加|追加|加)"

#: What a share of points is taken of.
WEIGHT = r"(?:(?:该|本|此)?(?:项|指标|小项|三级指标)?(?:的)?(?:所赋|所占|标准|权重|赋)?(?:分值|标准分(?!值)|权重分值|权重分|权重|满分|总分值|分数)|总分(?!\d))"

UNITS = (
    "平方厘米|分米|辆次|个工作日|工作日|自然日|个季度|个月|小时|分钟|千克标煤|千克标准煤|吨标准煤|吨标煤|万人次|人次|人·次|平方米|平方公里|立方米|万元|亿元|公里|公顷|公斤|千克"
    "|千米|课时|学时|万吨|毫克|千瓦时|微克|毫升|分贝|千瓦|兆瓦|床日|学分|工时|班次|平方|立方|位次|名次|万亩|批次|台次|车次|场次|户次|家次|件次|例次|米|吨|克|升|元|度|人|户|家|个|项|次"
    "|例|起|件|处|条|篇|块|台|辆|套|场|天|日|月|年|周|季度|季|亩|期|批|份|册|本|张|幅|株|棵|头|只|名|位|宗|所|村|镇|县|座|门|部|类|级|种|轮"
    "|桩|笔|档|盏|艘|架|间|栋|口|眼|根|对|组|队|班|节|岁|页|字|双|倍|成|师|生|厘米|毫米|家|款|场|秒|斤|角|TB|GB|MB|m³|m3|m2|㎡|km|kg|mg|t|h"
)
#: The further parts of a unit (元/人, 公斤每亩), and where a text may have them.
JOINED = rf"(?:(?:[/·.*]|每(?!(?:{UNITS})的?,?[扣减加得计记]))(?:{UNITS}))*"
JOINT = (
    "[/·.*每](?:(?<=[)" + "".join({unit[-1]: "" for unit in UNITS.split("|") if not unit[-1].isdigit()}) + "].)"
    "|(?<=(?:" + "|".join({unit[-2:]: "" for unit in UNITS.split("|") if unit[-1].isdigit()}) + ").))"
)
UNIT = rf"(?:[万亿千百]?(?:{UNITS})(?:[(][台套个件][)])?{JOINED})"

#: The words of a scale of judgement.
GRADE = (
    "(?:(?:非常|比较|基本|不太|不|很)?满意|(?:基本|不)?(?:合格|及格|称职)|优秀|优良|优|良好|良|[较很]?好|中等|中|一般|[较很]?差"
    "|[A-E甲乙丙丁][级等档]?)"
)

#: How grave a fault is. 一般事故 is no 重大事故.
GRAVITY = "一般|轻微|较小|较大|较重|严重|重大|特大|恶劣"

#: The words of a condition that add nothing to it.
PARTICLES = r"(?:(?:的|者|时|之间|范围内|区间内|区间|情况|情形|,)*(?:则|即|就|均|可|应|将|均可)?)"


def fraction(text: str) -> Fraction:
    """A written number, exactly."""
    return Fraction(text)


def one_of(words: str) -> re.Pattern[str]:
    """Compile a list of words."""
    return re.compile(f"(?:{words})")
