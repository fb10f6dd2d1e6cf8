"""What is said in fewer words than the plain frames have, or in other ones: `5分封顶`, `98%以下至96%`, `15%以上的5分`."""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.frame import Saying
from perfscore.language.clauses.words import ADD_VERB, DEDUCT_VERB, EXCESS, NUMBER, SHORTFALL, TARGET, UNIT

#: One way or the other, of which each costs the same: 每高或低1个百分点扣0.5分.
_UP = "(?:升高|提高|上升|增加|高于?|增|升|超过?|多)"
_DOWN = "(?:降低|下降|减少|低于?|减|降|少)"
_WAY = f"(?:{_UP}|{_DOWN})"
_EACH_COSTS = rf"(?=\d[\d.]*(?:%|个百分点|{UNIT})?,?(?:各|均|都)?扣)"

#: What a formula takes off, to the end of its clause.
_TAKEN = r"(?P<what>(?=[^,;。=]*[目实指完偏超差不(])[^,;。=]*[-+×*÷/][^,;。=]*)"

_SIZE = rf"{NUMBER}(?:%|个百分点|{UNIT})"
_CHANGES = rf"(?:{DEDUCT_VERB}|{ADD_VERB})"
_BELOW, _ABOVE = "(?:低于|少于|不足)", "(?:高于|超过|超出|多于)"
_OR = "(?:或者?|[、和])"


def _outside(match: re.Match[str]) -> str:
    """So much outside a range, on either side; two sizes are two steps."""
    one = match["one"] or match["first"]
    return match[0] if one and one != match["step"] else f"每超出范围{match['step']}"


def _beyond(match: re.Match[str]) -> str:
    """So much of what is beyond the target."""
    way = "低于" if match["way"] in ("低于", "少于", "不足", "未达到") else "超过"
    return f"每{way}{match['n'] or 1}{match['u']}"


COLLOQUIAL: tuple[Saying, ...] = (
    Saying(
        "部",
        lazy_pattern(
            rf"(?:(?<=[;。,])|^)(?:对)?(?P<way>{_ABOVE}|{_BELOW}|未达到)(?:{TARGET})?的?部分的?,?(?:按)?每(?P<n>{NUMBER})?"
            rf"(?P<u>%|个百分点|{UNIT})(?=的?,?(?:{_CHANGES}))"
        ),
        _beyond,
    ),
    Saying(
        "限",
        lazy_pattern(
            rf"每(?:{_BELOW}下限(?P<one>{_SIZE})?{_OR}{_ABOVE}上限|{_ABOVE}上限(?P<first>{_SIZE})?{_OR}{_BELOW}下限)"
            rf"(?P<step>{_SIZE})"
        ),
        _outside,
    ),
    # What falls short, before what so much of it costs.
    Saying(
        "达足够",
        lazy_pattern(
            rf"(?:(?<=[;。,])|^)(?:未达到?|没有?达到|达不到|不足|不够)(?:{TARGET})?的,每?(?:差|少|低|欠|缺)(?={_SIZE},?扣)"
        ),
        "每低于",
        lazy_pattern(r"的,每?[差少低欠缺]"),
    ),
    # The number that steps count from: 95%为达标,每低1个百分点扣1分.
    Saying(
        "为",
        lazy_pattern(
            rf"(?:(?<=[;。,])|^)(?P<n>{_SIZE})为(?:达标|合格|及格|正常)(?:线|值)?,(?=(?:基础分为[\d.]+分,)?(?:每|[差少低])[^;。]*扣)"
        ),
        r"以\g<n>为标准,",
        lazy_pattern("为(?:达标|合格|及格|正常)"),
    ),
    Saying(
        "较比",
        lazy_pattern(rf"(?:较|比)(?P<goal>{TARGET}),?每(?P<way>{EXCESS}|{SHORTFALL}|节约|节省)(?=\d)"),
        r"每\g<way>\g<goal>",
    ),
    # What is saved is less than what was to be spent.
    Saying(
        "节", lazy_pattern(rf"每再?(?:节约|节省)(?P<goal>{TARGET})?(?={_SIZE},?(?:{ADD_VERB}))"), r"每低于\g<goal>"
    ),
    Saying(
        "不",
        lazy_pattern(r"(?<=[;。,])不(?:超|低|少|逾期|超期)的?不扣分?(?=[;。,]|$)"),
        "达到目标值的不扣分",
    ),
    Saying("到", lazy_pattern(rf"未到(?={NUMBER}%)"), "低于"),
    Saying("保", lazy_pattern(rf"保底(?:得分|分)?(?:为|得)?(?P<n>{NUMBER})分(?=[;。,)]|$)"), r"最低得\g<n>分"),
    # The whole of a rule: what it says of going beyond is all that there is to say.
    Saying(
        "超",
        lazy_pattern(r"^超(?:出|过|支|标)(?:目标值|指标值|预算)?(?:的|者)?,?(?=不得分[;。]?$)"),
        "不超过目标值得满分,否则",
    ),
    Saying(
        "=",
        lazy_pattern(rf"(?:(?<=[;。,:])|^)(?:应)?扣(?:减)?分(?:值|数)?={_TAKEN}(?=[,;。]|$)"),
        r"得分=分值-(\g<what>)",
        lazy_pattern("扣减?分[值数]?="),
    ),
    Saying(
        "直",
        lazy_pattern(r"[,;]?(?:直至|直到)(?:本项)?(?:得分|扣)?(?:为|至|到)?0分(?:为止)?(?=[;。,)]|$)"),
        ",扣完为止",
    ),
    Saying(
        "或",
        lazy_pattern(rf"每(?:{_UP}或者?{_DOWN}|{_DOWN}或者?{_UP}){_EACH_COSTS}"),
        "每偏离",
    ),
    # Two words for one way: 每减少或降低.
    Saying(
        "或",
        lazy_pattern(rf"每(?:{_UP}或者?(?P<up>{_UP})|{_DOWN}或者?(?P<down>{_DOWN})){_EACH_COSTS}"),
        r"每\g<up>\g<down>",
    ),
    Saying(
        "至",
        lazy_pattern(rf"(?P<high>{NUMBER}%)(?:\(不含\))?以下(?:至|-)(?P<low>{NUMBER}%)(?:\(含\))?"),
        r"\g<low>(含)-\g<high>(不含)",
    ),
    # Points without a verb: 15%以上的5分.
    Saying("以", lazy_pattern(rf"(?<=以[上下内])(?:的|者),?(?={NUMBER}分(?![钟值类别以]))"), "的得"),
    Saying("另再", lazy_pattern(rf"(?<=[个项次起例件处名])(?:另加|再加)扣(?={NUMBER}分)"), "扣"),
    # On top of what the others take off: 弄虚作假的另扣5分.
    Saying(
        "另",
        lazy_pattern(rf"(?P<fact>(?:^|(?<=[;。,]))[^\d;。,%]{{2,24}}[的者])(?:另外|另)扣(?={NUMBER}分)"),
        r"\g<fact>扣",
    ),
    # A cap behind what is added is the most that is added.
    Saying(
        "封限",
        lazy_pattern(
            rf"(?P<added>加{NUMBER}分)[,;]?(?:(?:以|为)?封顶分?为?(?P<n>{NUMBER})分|(?:(?P<m>{NUMBER})分封顶|以(?P<l>{NUMBER})分为限))(?=[;。,)(]|$)"
        ),
        r"\g<added>,最多加\g<n>\g<m>\g<l>分",
    ),
    Saying(
        "限",
        lazy_pattern(rf"(?P<added>加{NUMBER}分)[,;]?以(?P<n>{NUMBER})分为(?:上)?限(?=[;。,()]|$)"),
        r"\g<added>,最多加\g<n>分",
    ),
    # What is added counts besides the points of the row.
    Saying(
        "入",
        lazy_pattern(
            rf"(?<!另)加(?P<paid>{NUMBER}分(?:,最多加{NUMBER}分)?)(?:\(加分(?:可)?计入总分\)|[,;]加分(?:可)?计入总分(?=[,;。]|$))"
        ),
        r"另加\g<paid>",
    ),
    # Any of them that is missing is each of them.
    Saying(
        "任",
        lazy_pattern(rf"(?<!不)(?P<way>缺少|少|缺)任(?:何|意)?[1一](?P<u>{UNIT})(?:的|者)?(?=,?扣)"),
        r"每\g<way>1\g<u>",
    ),
    # What a veto is called, behind what it does.
    Saying("否", lazy_pattern(r"不得分\((?:实行|执行|即)?[一1]票否决(?:制)?\)"), "不得分"),
    # Of one deduction alone it goes without saying that it adds up, and that nothing beyond is nothing off.
    Saying(
        "累",
        lazy_pattern(
            rf"^(?P<before>[^扣]*扣{NUMBER}分)[,;](?:扣分累计|累计扣分|扣分可累计)(?=[,;。](?![^扣]*扣\d)[^扣]*(?:扣完|$)|$)"
        ),
        r"\g<before>",
    ),
    Saying(
        "超",
        lazy_pattern(rf"^(?P<before>[^扣]*每超[^扣]*扣{NUMBER}分)[,;](?:不超不扣|未超不扣)(?:分)?(?=[,;。]|$)"),
        r"\g<before>",
    ),
    Saying("封", lazy_pattern(rf"(?:以|为)?封顶(?:分)?(?:为)?(?P<n>{NUMBER})分(?=[;。,)]|$)"), r"最高得\g<n>分"),
    Saying("判认评", lazy_pattern(r"(?:直接)?(?:判定|认定|评定|判)为0分(?=[;。,)]|$)"), "不得分"),
    Saying(
        "单", lazy_pattern(rf"(?<=每)(?P<way>{_WAY})(?P<n>{NUMBER})个单位(?=,?的?[扣加减得])"), r"\g<way>\g<n>"
    ),
    # 名 and 位 are places as well: 每降1名. Before a noun they count persons.
    Saying(
        "名位",
        lazy_pattern(
            r"(?<=每)(?P<way>发现|出现|发生|有|少|缺少?|漏|新增|增加|培养|引进)(?P<n>\d+)[名位](?=(?!的|次|以|及|扣|得|加)[\u4e00-\u9fff]{2})"
        ),
        r"\g<way>\g<n>人",
    ),
    Saying(
        "推延逾晚迟",
        lazy_pattern(
            rf"(?<=每)(?P<late>推迟|延迟|逾期|延期|延后|晚|迟|超期)(?P<n>{NUMBER}(?:个月|天|日|个工作日|周|小时))"
            r"(?:到位|完成|报送|上报|提交|交付|完工|开工|竣工|办结|拨付)(?:的|者)?(?=,?扣)"
        ),
        r"\g<late>\g<n>",
    ),
    Saying("出", lazy_pattern(rf"每高出(?=(?:{NUMBER}|控制|目标|标准|限额))"), "每高于"),
)
