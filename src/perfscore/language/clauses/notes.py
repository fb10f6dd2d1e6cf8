"""Words that carry no rule: preambles, sources of evidence, the points repeated. A closed, explained vocabulary."""

from __future__ import annotations

import re
from fractions import Fraction

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.language.clauses.scope import SCOPE_OF_NOTE, gap
from perfscore.language.clauses.terminals import first_of, regex
from perfscore.language.clauses.words import DEDUCT_VERB, GRADE, LATE, NUMBER, PERIOD, UNIT, fraction


@frozen
class Stated:
    """The points as the rule repeats them; checked against the row.

    Attributes:
        base: whether they are called the base (基础分), which points are added to and taken from.
        each: for what they are, where it comes again: 每月.
    """

    points: Fraction
    base: bool = False
    each: str = ""

    def say(self) -> str:
        """`该指标分值为10分`, `基础分为5分`."""
        if self.base:
            return f"基础分为{plain(self.points)}分"
        if self.each:
            return f"{self.each}为{plain(self.points)}分"
        return f"该指标分值为{plain(self.points)}分"


STATED = regex(
    rf"(?:(?:该|本|此)(?:项|三级|项目)?(?:指标)?(?:的)?|指标|总)?"
    rf"(?:分值|权重分值|权重分|权重|满分|总分|(?P<base>基本分|基础分|基准分|标准分|起评分|起始分|底分)|共计?|合计|总计)(?:为|是|共|计|:|=)*(?P<n>{NUMBER})分(?=[,;。:]|$)"
    rf"|(?P<per>每(?:个?[月季期年]度?|次))(?:为|计|满分)?(?P<each>{NUMBER})分(?=[,;。](?:每再?)?(?:{LATE})[^,;。]*扣)"
    rf"|以(?P<from>{NUMBER})分(?:作?为)(?:基本|基础|基准|标准)分(?=[,;。:]|$)",
    needs=r"[值重分共计][为是共计:=]*\d|分作?为[基标]|每[^,;。]{1,4}\d",
).set_name("stated points")
STATED.set_parse_action(
    lambda t: Stated(
        fraction(t[0]["n"] or t[0]["each"] or t[0]["from"]), bool(t[0]["base"] or t[0]["from"]), t[0]["per"] or ""
    )
)

#: What the scorer looks at, what the indicator is about, how the text is organised.
LEADS = (
    r"考察|考核(?!不|未)|评价(?!不|未)|反映|衡量|主要(?:考察|考核|反映|评价|用于|是指)|用以|用于(?:反映|考核|评价)"
    r"|该(?:项)?指标(?:主要|用|是指|为)|本(?:项)?指标(?:主要|用|是指)"
    r"|指标说明|指标解释|指标含义|查看|查阅|查验|[检核抽]查(?!发现|不|出|未|率)"
    r"|对照|参照|依据|根据(?!.*(?:结果|程度|情况|效果|表现))|按照(?:以下|下列)|结合|通过(?:查|检|核|抽|问)"
    r"|以(?:实际|年末|财务|统计)" + gap(r"\d,;。扣得", "{0,12}") + r"为准"
    r"|数据来源|资料来源|佐证|备注|注:|说明:|评分标准|评分细则|计分标准|计分方法|计分办法|评分办法"
    r"|评分方法|扣分标准|评价标准|评分规则|得分计算|计算公式|计算方法|定量指标|定性指标|正向指标|反向指标|数量指标"
)
SCORING = r"得分|扣|加分|减分|满分|分值|权重|得\d|计\d|记\d|\d分|%的|否则|酌情|视情|比例得|每|除外|除非|如果|若|但|且|不足|未|不|超"
#: How somebody looks, looking, and what is done with what was found.
_HOW = "(?:现场|实地|实际|入户|上门|随机|随时|书面|电话|网上|线上|不?定期|日常|全面|重点|集中|逐一)"
_LOOK = (
    "(?:查看|查阅|查验|查证|检查|核查|核对|抽查|抽检|抽样|抽测|实查|巡查|调阅|翻阅|走访|访谈|询问|听取|统计|清点|测量"
    "|看(?![护守管])|查(?![处出实获明办]))(?!发现|不|出|未|到|结果|率[,每])"
)
#: What is looked at is a thing by its last character, or the looking itself; 合格, 齐全, 到位 may be conditions.
_SEEN = "(?<=[案账帐料录件表证据统告同单册簿片况数率度量果书图像频号志卡票查看验检测访谈问取对阅样计点])"
_RECKON = "(?:计算|核算|测算|统计|衡量|考核|评价|对比|比较|比对)(?:平均值)?"
#: The next clause has a step of its own, or a number of its own before its points.
_STEP_NEXT = "(?=[,:;。](?:[^\\d,;。:()得扣每]{0,14})每)"
_OWN_NEXT = "(?=[,:;。](?:[^\\d,;。:()得扣每]{0,20})(?:每|\\d(?![\\d.]*分)))"
#: A sample by its size is no number to reach; what follows is measured on it.
_FEW, _RATE = gap(r"\d,;。:()得扣", "{0,6}"), gap(r"\d,;。:()得扣每", "{1,16}") + "[率度](?:=|为|达到?|在|≥|\\d)"
_PAYS = r"得分|[扣得计记]\d|扣|加分|减分|满分|分值|权重|\d|否则|酌情|视情"
_FOR_EXAMPLE = r"\((?:例如|譬如|如)" + gap(r"()\d", "{1,20}") + r"\)"
#: A clause headed by a verb of looking or reckoning that pays nothing itself, before a clause with a step or a number
#: of its own. Before points alone, or a fact, its words may be their condition.
PREAMBLE = (
    rf"(?:{_HOW})*{_LOOK}(?:(?!{SCORING}|有|具备|达到|符合|{SCOPE_OF_NOTE})[^\d;。:,])*{_SEEN}{_OWN_NEXT}"
    rf"|(?:按照?|根据|依据)(?!(?:相应|实际|同等|完成)?比例)(?:(?!{_PAYS}|{SCOPE_OF_NOTE})[^;。:,]){{1,40}}?"
    rf"(?:{_FOR_EXAMPLE}(?:(?!{_PAYS}|{SCOPE_OF_NOTE})[^;。:,]){{0,24}}?)?"
    rf"(?:{_RECKON}(?:计分|评分)?|(?<!比例)(?<![成行]率)(?:计分|评分)){_STEP_NEXT}"
    rf"|(?:根据|依据|按照?)(?:(?!{_PAYS}|{SCOPE_OF_NOTE})[^;。:,]){{1,20}}?[表录册账单](?:计分|评分|得分)(?=,[^,;。]*[每1一])"
    rf"|(?:按照?|以)(?:(?!{_PAYS}|{SCOPE_OF_NOTE})[^;。:,]){{1,24}}?(?:考核|衡量|评价|统计)(?=:[^\d,;。:()=]{{1,20}}=)"
    rf"|以(?!上年|去年|[^,;。]{{0,20}}(?:[最较更就从取][高低大小优差多少好早晚]|[高低大小优差多少]的?者|得分|分数))"
    rf"(?:(?!{_PAYS}|{SCOPE_OF_NOTE})[^;。:,]){{1,20}}?为(?:准|依据)(?=[,;。:)]|$)"
    rf"|(?:共|{_HOW})*(?:抽取|抽查|抽检|抽样|抽测)(?:{NUMBER})(?:{UNIT}){_FEW}(?=,(?:得分=|每(?:发现|出现|有|查出)|{_RATE}))"
    r"|在此(?:基础|基数|基准)(?:之)?上(?=,?每)"
)
_HEADED = "(?=[现实入上随书电网线不定日全重集逐查检核抽巡调翻走访询听统清测看按根依以共在])"
_LOOKS = "(?=[^;。]*?(?:[看查检核阅访谈问取计量点测抽]|衡量|评价|对比|比较|比对|评分|为准|为依据|在此))"
#: Who judges, before the words that the judgement may give: 由客户根据服务态度打分,优秀…
_WHO = gap(r"\d,;。:()得扣", "{1,20}?")
_JUDGED = (
    rf"由{_WHO}(?:[或和、]{_WHO})?(?:打分|评分|评价|评定|评级|考评)"
    rf"(?=[,:]{GRADE}(?:的|者|,)?(?:得|计|为|给|\d|扣|减))"
)
_LATE_DONE = gap(r"\d,;。:()得计记扣每未", "{0,6}?")
#: When it is due each time, before what a delay costs: 每月26日-28日网上报送报表,迟报一天扣0.5分.
_DUE = (
    r"(?:每个?(?:季度?|月|年度?|周|半年|学期)(?:末月|首月|次月|末)?|次月|下月)(?:\d+月)?\d+[日号]?(?:-\d+[日号])?(?:之前|以前|前|之间|期间|内)?"
    + gap(r"\d,;。:()得扣", "{0,20}")
    + rf"(?=[,;。](?:每[^\d,;。]{{1,4}}\d[\d.]*分[,;。])?(?:每再?)?(?:{LATE})[^,;。\d一]{{0,6}}[\d.一]+个?(?:工作)?[天日周月小])"
)
#: How the other notes begin.
_NOTED = (
    "[资信佐证备注说考评查反衡主用该本指检核抽对参依根结通定质标其具利公方办符设令记]|数[据量]|扣分标|计[分算]|得分[计标]|按[照以下如标规方办排名档等区超]"
    "|为[:,]|以[实年财统上下]|下列|如下|正向|同[一类]|单个|相同|上述|并?另扣|满足"
)
NOTE = first_of(
    ("由", _JUDGED),
    (_HEADED + _LOOKS, PREAMBLE),
    (r"(?:每|次月|下月)[^,;。\d]*\d", _DUE),
    # How often somebody looks, before what is found or measured.
    (
        "每",
        rf"{PERIOD}(?:{_HOW})*(?:抽查|检查|巡查|督查|抽检|抽样)(?:1次)?(?=,(?![^;。]*(?:{PERIOD}|[当本各每][季月周日天年期次]))[^,;。]{{0,24}}?\d(?![\d.]*分))",
    ),
    # How many there are, before what each of them gives or costs: 共4项,每满足1项得1分.
    ("共", r"共(?:有|计)?\d+[项条个点](?:内容|要求|指标)?(?=[,:;]每)"),
    # What each step of a delay counts anyway: 逾期完成的,每逾期10天….
    ("[逾延超拖推迟滞误晚]", rf"(?:{LATE}){_LATE_DONE}的,?(?=每(?:{LATE}|超|多|增加|拖))"),
    # What a letter of a formula stands for: D升为升类断面个数.
    (
        "(?:其中:?)?[A-Za-z]",
        r"(?:其中:?)?[A-Za-z]\d?[\u4e00-\u9fff]{1,2}(?:为|是|表示|代表|指)"
        + gap(r"\d,;。:()扣得分", "{2,30}")
        + "(?=[,;。]|$)",
    ),
    # What is punished besides costs no points here.
    (
        "(?=[^;。,]{0,4}严重)",
        gap(r"\d,;。:()", "{0,4}?") + "严重的?,?另行(?:处罚|处理|处分|追责|追究(?:责任)?)(?=[,;。]|$)",
    ),
    (
        _NOTED,
        rf"(?:数据来源|资料来源|信息来源|佐证材料|证明材料|备注|注|说明|考核依据|评价依据):(?:(?!{SCORING}|{SCOPE_OF_NOTE})[^;。])*(?=[;。]|$)"
        rf"|查(?:现场|资料|台账|记录|文件|档案|系统)(?:(?!{SCORING}|{SCOPE_OF_NOTE})[^;。:,])*(?=[;。:,]|$)"
        rf"|(?:{LEADS})(?:(?!{SCORING}|{SCOPE_OF_NOTE})[^;。:,])*?(?=[;。:]|,(?!(?:各|可)?(?:得|计|记|给|扣|减|加|赋|满分|不得分|不扣分|不计分|\(?\d+(?:\.\d+)?分))|$)"
        r"|(?:定量|定性|数量|质量|正向|反向)?指标(?:计分|评分)?(?:原则)?:"
        r"|(?:评分标准|评分细则|计分标准|计分方法|计分办法|评分办法|评分方法|扣分标准|具体标准|得分标准|标准|其中|具体|利用率|计分原则)(?:如下|为)?:"
        r"|(?:按)?(?:以下|下列|如下)(?:标准|规则|方法|办法)?(?:计分|评分|得分)?(?:[:,]|$)"
        r"|按(?:排位|排名|名次|档次?|等级|以下标准|区间)(?:打分|计分|评分|得分)(?=[,;。:]|$)"
        r"|按超过(?:部分)?的?比重(?:赋分|得分|计分)(?=[,;。:]|$)"
        r"|(?:符合|满足)(?:要求|条件)?的?,?各?得(?:(?:该项|相应|对应)的?)?(?:分数|分值|分),?(?:否则|反之|不(?:符合|满足)(?:要求|条件)?的?),?不得分"
        r"|(?:同一|单个|相同|同类)"
        + gap(r"\d;。,", "{1,12}")
        + r"不(?:得)?(?:重复|累计)(?:扣分|计分|记分|计算|加分)"
        r"|(?:以上|上述)(?:各项|内容|指标|情形|几项)?(?:均|都)(?:为|是|属于?)(?:扣分|减分)项(?=,满分)"
        r"|并?另扣总分[\d.]+分"
        r"|(?:具体)?(?:计算)?(?:公式|方法|办法)?(?:如下|为)[:,]"
        r"|(?:满足|符合)(?:以下|下列)(?:条件|要求)" + gap(r"\d", "{0,6}") + r"[:,]"
        r"|(?:具体)?(?:计算|统计|核算)?(?:公式|方法|办法)(?:如下|为)?[:,]?(?=得分|[^\d,;。]{1,20}=)"
        # What a letter stands for in the conditions: 设完成率为X.
        r"|[设令记]" + gap(r"\d,;。:()", "{2,14}?") + r"(?:为|=)[A-Za-z](?=[,;。:])",
    ),
).set_name("note")
NOTE.set_parse_action(lambda _: "")

#: Between a condition and its points: what the failure is called, that a formula follows.
FILLER = regex(
    r"(?:(?:,)?(?:(?:[当本]?[月季年]度?)?(?:考核|评定|评价|考评)(?:结果|等次)?)?(?:为|视为|视同|属于|属|判定为|评定为|认定为|即为)(?!0|不得|满)"
    + gap(r"\d,;。得计扣记", "{1,14}?")
    + r"(?=,|的?(?:得|计|记|扣|不得分)),?"
    r"|,?按超(?:过|出)(?:部分)?的?(?:比重|比例)(?:赋分|得分|计分),?(?=计算公式|公式|得分=)"
    r"|,?(?:按|依)(?:照)?(?:以下|下列|如下)?公式(?:计算)?(?:得分|计分)?[:,]?)",
    needs="为|视同|属|公式|按超",
)

#: A clause of its own that leaves its points to the scorer, beside clauses that do not.
_LEFT_OPEN = lazy_pattern(r"(?:(?<=[;。])|^)[^,;。\d]{2,20}?的?,?酌情扣减?分(?=[;。]|$)")
_ELSEWHERE = lazy_pattern(r"[扣得计记加减]\d")


def judgeable(text: str) -> str:
    """A text without the judgement of clauses that stand apart from those with points of their own."""
    if "酌情" not in text or _ELSEWHERE.search(text) is None:
        return text
    return _LEFT_OPEN.sub(lambda match: match[0].replace("酌情", "□□"), text)


COMPARED = "与排名或平均水平比较，所需数据不在表内"
AMONG_OTHERS = (COMPARED, "与排名比较，所需数据不在表内")
#: A place among others (前20%, 前10名), which is no number to reach; 提前5天, 3月前 and the like are none.
_RANK = r"(?<![提目之以日月底末年此])前\d+(?:\.\d+)?(?:%|名|位(?!数)|强)"
RANK = lazy_pattern(_RANK, needs="前")
#: Words of places that may be tiers of the row's own rank.
PLACES = lazy_pattern(r"排[名序](?![^;。]*前[\d.]+%)|前\d+(?:名|位)", needs="排|前")
#: What is in proportion (按未完成比例扣减相应分值) is told how much.
_RELATIVE = (
    rf"(?<!比例)(?<!比例扣)(?:{DEDUCT_VERB})(?:除|减)?"
    "(?:一定|相应|部分|适当|适量|对应)(?:的)?(?:分|比例分|权重)"
)
_RESULTS = "(?:结果|情况|程度|效果|表现|评价|评分)"
#: A change against an average is a number of the row itself: 与前三年平均数相比,下降≥10%.
_COMPARISON = (
    r"(?:排名|排序|(?<!计算)平均(?:值|水平|数|分(?![/÷]\d))(?!相比,?(?:下降|降低|减少|上升|升高|增长|增加|提高)[\d≥≤<>不])"
    r"|计算平均(?!值,每)|前\d+名|(?:历史|行业|上年|同期)水平)(?!.{0,8}率)"
)
#: Judgement left to the scorer, and other texts that no reading can settle: the words, with some that each of their
#: matches holds, and what would settle them.
REFUSALS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (lazy_pattern(pattern, needs=needs), reason, settle)
    for needs, pattern, reason, settle in (
        ("酌|适当|裁量", r"酌情|酌量|酌减|适当(?:扣|减|加|给|得)|自由裁量", "得分由评分人酌定", "写明每种情形扣几分"),
        ("由", r"由(?:评价|考核|评审|专家)(?:人员|组|小组|者)?(?:确定|评定|打分)", "得分由评分人酌定", "写明每种情形扣几分"),
        ("视", r"视[^,;。:\d觉频力野为同]{0,6}?(?:情况|情形|程度|质量|情节|效果)", "视情况给分，没有写明标准", "写明每种情形得几分或扣几分"),
        ("程度|情节|轻重|优劣",
         r"(?:按|根据|依据|依照|视)(?:[^\d,;。]{0,12})?(?:程度|情节|轻重|优劣)(?!.{0,40}(?:得|计|记)\d)", "按程度给分，没有写明档次", "写明各档次及其分值"),
        ("一定|相应|部分|适当|适量|对应",
         _RELATIVE, "“相应”没有定义，扣多少分无法确定", "写明扣分的数额或比例"),
        ("相应|适当|适量", r"(?:相应|适当|适量)(?:扣|减|加|给)(?:减|除)?(?:分|记分)", "“相应扣分”没有定义", "写明扣分的数额或比例"),
        ("高|较|低|中等|分档", r"得(?:高|较高|低|较低|中等)分|分档(?:得|计)分(?!.*\d)|(?<![取按以就]最)高分", "没有写明分数", "写明各档的分值"),
        ("_|×|X|*|…|..| 分",
         r"(?:扣|得|计|记|加|减)\s*(?:_|×|X|\*|…|\.\.)+\s*分|[扣得加]分值?_|(?:扣|加|得) 分", "分数空缺", "填上分数"),
        ("情节|严重的|轻微的",
         r"情节(?:较|特别|一般)?(?:轻|重|严重|恶劣)|(?:较|特别)?严重的(?!,?另行(?:处罚|处理|处分|追责|追究))|轻微的", "情节轻重需要人来判断", "写明轻重的界限"),
        ("排名|排序|平均|前|水平",
         _COMPARISON, COMPARED, "写明作比较的数值"),
        ("前", _RANK, AMONG_OTHERS[1], "写明作比较的数值"),
        ("分之", r"\d分之[\d一二三四五六七八九]", "几分之几没有读懂", "写成百分数"),
        ("得基",
         r"得基[本准]分(?!\d).*基[本准]分\D{0,2}\d|基[本准]分\D{0,2}\d.*得基[本准]分(?!\d)", "基本分写了数，得几分不清楚", "写明得几分"),
        ("倒扣", rf"(?<!不)倒扣{NUMBER}分", "倒扣可以扣到零分以下，扣到哪里为止没有写明", "写明最低得几分"),
        ("择|选", r"(?:二者|两者|三者|其中)(?:择|选)其?一(?:进行)?考核", "没有写明选哪一项考核", "写明所考核的指标"),
        ("…|...|**|__|XX|××", r"…|\.{3,}|\*{2,}|_{2,}|X{2,}|×{2,}", "模板里的空白没有填", "填好空白处"),
        ("分制|适用指标", r"(?:100分制|百分制)(?:折算|换算)|适用指标", "需要全表得分折算", "写明本行怎样计分"),
        ("根据",
         rf"根据[^\d,;。]{{0,16}}{_RESULTS}(?:进行)?(?:折算|评价|评分|打分|确定|赋分|给分|得分|计分)", "评价结果和换算办法没有写明", "写明结果与得分的对应"),
        ("除外|除非|特殊|不可抗力|另行|情况说明|经批准",
         r"除外|除非|特殊(?:情况|原因)|不可抗力|另行(?:规定|确定|通知)|情况说明|经批准的?(?:除外|不扣)", "例外情形需要另外查明", "写明例外是否发生"),
        ("√|^|次方|平方根|开方|²|³|的平方",
         r"√|\^|次方|平方根|开方|(?<=[率值数额量分度)])[²³]|的平方(?!米|公里)", "乘方和开方没有读懂", "改写成加减乘除的公式"),
        ("分值", r"分值区间|分值(?:的)?\d+(?:%)?-\d+%?\(?含?", "只给了分值区间", "写明区间内怎样定分"),
    )
)  # fmt: skip
