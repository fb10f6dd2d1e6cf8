"""Frames of several clauses, said in the plain frames that the constructions read.

`每提高或降低1个百分点相应增加或扣减0.5分` says two steps at once, `每低一个档次（5个百分点为一档）扣2分` says in a bracket
how large its step is. Such a frame is closed on its function words and open on names, and means exactly what the plain
frames say that stand in its place; every word of it goes into them, so that nothing vanishes.
"""

from __future__ import annotations

import re

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.colloquial import COLLOQUIAL
from perfscore.language.clauses.effects import EFFECTS
from perfscore.language.clauses.frame import Saying
from perfscore.language.clauses.framing import FRAMING
from perfscore.language.clauses.paying import PAYING
from perfscore.language.clauses.per_unit import PAID
from perfscore.language.clauses.scope import gap, scoped
from perfscore.language.clauses.tiers_said import TIERS_SAID
from perfscore.language.clauses.words import (
    ADD_VERB,
    DEDUCT_VERB,
    DEVIATION,
    EXCESS,
    GRADE,
    LATE,
    NUMBER,
    SHORTFALL,
    TARGET,
    UNIT,
    WEIGHT,
)
from perfscore.language.numerals import read_number
from perfscore.language.wording import Wording, replaced, wording

_STEP = rf"{NUMBER}(?:%|‰|个百分点|{UNIT}|分(?![值别钟]))"
_WAY = rf"(?:{DEVIATION}|{SHORTFALL}|{EXCESS})"
_RUNG = "(?:档次|档|等次|等级|层次|台阶|级)"
_RUNG_SIZE = rf"(?:(?:以|按|每)?(?P<size>{_STEP})(?:为|算|计)1?个?{_RUNG}|(?:每|1)?个?{_RUNG}(?:为|是|=|:)(?P<sized>{_STEP}))"


def _rung(match: re.Match[str]) -> str:
    """A step of rungs: there is no part of a rung."""
    return f"按档计算,每{match['way']}{match['size'] or match['sized']}"


def _score_bounds(match: re.Match[str]) -> str:
    """The bounds of a score, each as a limit of its own."""
    low, high = match["low"] or match["last"] or match["least"], match["high"] or match["first"] or match["most"]
    return ",".join(f"最{way}{n}分" for way, n in (("低", low), ("高", high)) if n)


def _both_ways(match: re.Match[str]) -> str:
    """Two steps in one; unless the ways and the verbs are pairs, the words stay as they are."""
    ways = [bool(re.fullmatch(EXCESS, match[way])) for way in ("one", "other")]
    verbs = [bool(re.fullmatch(ADD_VERB, match[verb])) for verb in ("pays", "costs")]
    if ways[0] == ways[1] or verbs[0] == verbs[1]:
        return match[0]
    start, step = match["start"] or "", match["step"]
    first, second = match["points"], match["then"] or match["points"]
    return f"每{match['one']}{start}{step}{match['pays']}{first}分,每{match['other']}{start}{step}{match['costs']}{second}分"


def _undone(match: re.Match[str]) -> str:
    """A share that was not done is what is missing from all of it; a name that narrows stays as it is."""
    if scoped(match["thing"]):
        return match[0]
    return f"以100%为标准,{match['thing'].strip('的')}{match['state']}率每低于{match['step']}"


def _numeral(match: re.Match[str]) -> str:
    """A numeral before a classifier that no list holds: 每减少两道."""
    read = read_number(match["n"])
    return match[0] if read is None else f"{match['lead']}{read.value}"


_OPEN = gap(r"\d,;。:()每扣得", "")
_FACTOR = r"[^\d,;。:()=<>≤≥|+\-×*÷/%]{2,20}"
#: What reaches a number, before it.
REACHED = "[≥≤<>=]|达到?|完成|不低于|低于|高于|超过|为"
_NO_LESS, _NO_MORE = "(?:不[低少小]于|≥)", "(?:不[高大多]于|不超过|≤)"
_BASE = r"(?:基础|基本|基准|标准)分"
#: What the base is, said apart from the clause that pays it: 分值的80%为基础分.
_BASE_SHARE = lazy_pattern(
    rf"(?P<lead>^|[;。,])(?:以)?{WEIGHT}的?(?P<share>{NUMBER})%(?:作?为|是|即){_BASE}(?=[;。,]|$)"
)


def _base_paid(match: re.Match[str]) -> str:
    found = _BASE_SHARE.search(match.string)
    return match[0] if found is None else f"得分值的{plain_share(found)}"


def plain_share(found: re.Match[str]) -> str:
    """The share of the points that a text calls its base."""
    return f"{found['share']}%"


def _base_said(match: re.Match[str]) -> str:
    """The definition goes into the clauses that pay the base."""
    if _PAYS_BASE.search(match.string) is None and "得分值的" not in match.string:
        return match[0]
    return f"{match['lead']}注:基础{match['share']}%;"


_PAYS_BASE = lazy_pattern(rf"(?:[得计记])(?:(?:该|本|此)(?:项|指标)?(?:分数|分值|得分)?的?)?{_BASE}(?=[,;。]|$)")

#: Words of a scale, each with its share of the points: 好(100%)、较好(80%)、差(0).
_SHARE_LIST = lazy_pattern(rf"[^\W\d_]{{1,8}}\(100%\)(?:[,、;/][^\W\d_]{{1,8}}\((?:{NUMBER}%|0)\))+[。;]?$")


def _listed_share(match: re.Match[str]) -> str:
    whole = _SHARE_LIST.match(match.string) is not None
    return f"得分值的{match['share']}%" if whole and match["share"] else "不得分" if whole else match[0]


SAYINGS: tuple[Saying, ...] = (
    Saying(
        "档等层台级",
        lazy_pattern(rf"每(?P<way>{_WAY}?(?:{TARGET})?)1个?{_RUNG}[,:]?\({_RUNG_SIZE}\)"),
        _rung,
    ),
    Saying(
        "档等层台级",
        lazy_pattern(rf"(?:以|按|每)(?P<size>{_STEP})(?P<sized>)为1个?{_RUNG}[,;。]每(?P<way>{_WAY})1个?{_RUNG}"),
        _rung,
    ),
    Saying(
        "每",
        lazy_pattern(
            rf"每(?P<one>{EXCESS}|{SHORTFALL})(?:或者?|[、/和])?\(?(?P<other>{EXCESS}|{SHORTFALL})\)?(?P<start>{TARGET})?"
            rf"(?P<step>{_STEP})的?,?(?:则|应|将|就|相应|对应|分别|各|地)*(?P<pays>{ADD_VERB}|{DEDUCT_VERB})分?(?:或者?|[、/和])?"
            rf"\(?(?P<costs>{ADD_VERB}|{DEDUCT_VERB})分?\)?(?P<points>{NUMBER})分?(?:\((?P<then>{NUMBER})分?\))?分?"
        ),
        _both_ways,
        lazy_pattern(r"[加计记得励奖减除掉扣去]分?(?:或者?|[、/和])?\(?[另加奖增追扣倒减递]"),
    ),
    Saying(
        "未没不",
        lazy_pattern(
            rf"每(?:有|存在|出现)?(?P<step>{NUMBER}(?:%|个百分点))的?(?P<thing>[^\d,;。:()每扣得未没不]{{0,8}}?)"
            rf"(?:未能?|没有|不)(?P<state>[^\d,;。:()每扣得减]{{1,6}}?)的?,?(?={PAID})",
            needs="每",
        ),
        _undone,
        lazy_pattern(r"\d(?:%|个百分点)的?[^\d,;。:()每扣得]*[未没不]"),
    ),
    Saying(
        "每",
        lazy_pattern(
            rf"(?P<lead>每(?:{SHORTFALL}|{EXCESS}))(?P<n>[两二三四五六七八九十]+)(?=[\u4e00-\u9fff]{{1,2}}的?,?(?:则|各)?[扣减加]\d)"
        ),
        _numeral,
    ),
    Saying(
        "每",
        lazy_pattern(
            rf"每(?P<one>{EXCESS}|{SHORTFALL})(?:或者?|[、/和])?\(?(?P<other>{EXCESS}|{SHORTFALL})\)?(?P<start>{TARGET})?"
            rf"(?P<step>{_STEP})的?,?(?:则|应|将|就|相应|对应|分别|各|地)*(?P<pays>{ADD_VERB}|{DEDUCT_VERB})(?P<points>{NUMBER})分[、,和或]?"
            rf"(?P<costs>{ADD_VERB}|{DEDUCT_VERB})(?P<then>{NUMBER})分"
        ),
        _both_ways,
        lazy_pattern(r"\d分[、,和或]?[另加奖增追扣倒减递]\D{0,2}\d"),
    ),
    # Two ways of one step: 每超过(降低)1个百分点扣1分.
    Saying(
        "(",
        lazy_pattern(
            rf"每(?:(?:{EXCESS})\((?:或)?(?:{SHORTFALL})\)|(?:{SHORTFALL})\((?:或)?(?:{EXCESS})\))(?={_STEP}[^;。]*?[扣减])"
        ),
        "每偏离",
        lazy_pattern(r"每[^\d,;。()]{1,4}\([^\d,;。()]{1,5}\)\d"),
    ),
    # So much at most either way.
    Saying(
        "加减扣",
        lazy_pattern(
            rf"(?P<most>最多|最高|累计最多)(?:加[、和]?[减扣]|[减扣][、和]?加)分?(?:不超过|各)?(?P<n>{NUMBER})分"
            rf"|加[、和]?[减扣]分?(?:最多|最高|上限为?|累计不超过|不超过)+(?P<m>{NUMBER})分"
        ),
        lambda match: f"最多加{match['n'] or match['m']}分,最多扣{match['n'] or match['m']}分",
    ),
    # Behind a change, 最多5分 is of the change; 最高5分 is of the score.
    Saying(
        "多累合",
        lazy_pattern(
            rf"(?:(?P<cost>[扣减])|(?P<pay>加))(?P<n>{NUMBER})分(?P<stop>[,;])(?:最多|累计|合计)+(?:不超过|不得超过)?(?P<most>{NUMBER})分(?=[;。,]|$)"
        ),
        lambda match: (
            f"{match['cost'] or '加'}{match['n']}分{match['stop']}最多{match['cost'] or '加'}{match['most']}分"
        ),
    ),
    # What the target is, before how the score is worked out in a bracket: 接种率达到目标值(接种率/95%×6计算得分).
    Saying(
        "(",
        lazy_pattern(
            rf"(?:^|(?<=[;。]))(?P<duty>{_OPEN}{{2,20}}?(?:(?:达到?|完成|≥|不低于){TARGET}|(?:达到?|≥|不低于){NUMBER}%?))"
            rf"\((?:按照?)?(?P<sum>(?:实际)?{_FACTOR}[/÷]{NUMBER}%?[×*]{NUMBER}分?)(?:计算|折算)?(?:得分|计分)\)(?=[,;。]|$)"
        ),
        r"注:\g<duty>;得分=\g<sum>",
        lazy_pattern(r"[/÷]\d[\d.]*%?[×*]"),
    ),
    # Beyond a band around the target is beyond either end of it.
    Saying(
        "±",
        lazy_pattern(
            rf"(?P<band>{TARGET}±{NUMBER}(?:%|个百分点|{UNIT})?(?:\(含\))?(?:的?(?:范围|区间))?(?:以?内|之间|之内)[^;。±\d每]{{0,12}}(?:满分|{NUMBER}分)[,;。])每超出?(?={NUMBER})"
        ),
        r"\g<band>每超出范围",
    ),
    # Beyond either end of a range.
    Saying(
        "限",
        lazy_pattern(
            r"每(?:[低少]于下限或者?(?:高于|多于|超[过出])上限|(?:高于|多于|超[过出])上限或者?[低少]于下限)"
        ),
        "每超出范围",
    ),
    # A tier may be called by its grade behind its range as well: 90%以上(优秀)得5分.
    Saying(
        "(",
        lazy_pattern(
            rf"(?<=[%分上下内)])\((?:{GRADE}|[一二三四甲乙丙丁A-E][档等级])\)(?=的?,?(?:[得计记扣]|不得分|满分|\d))"
        ),
        "",
    ),
    # What is late, before a step of being late.
    Saying(
        "逾延迟滞超晚",
        lazy_pattern(
            rf"(?:(?<=[;。,])|^)(?:如|若)?(?:{LATE})(?:完成|完工|竣工|办结|报送|上报|提交|交付|支付)?的,?每(?=(?:再)?(?:{LATE})[^;。]*[扣减])"
        ),
        "每",
    ),
    # That points come off, before the step that says how many.
    Saying("扣", lazy_pattern(r"(?<=[的者])(?:相应|予以|给予)?扣分[,:;](?=每)"), ","),
    # What is done early, before a step of being early.
    Saying(
        "提",
        lazy_pattern(
            r"(?:(?<=[;。,])|^)(?:如|若)?(?:项目|工程|任务|工作)?提[前早](?:完成|完工|竣工|办结|报送|上报|提交|交付)?的,?每(?=(?:再)?提[前早])"
        ),
        "每",
    ),
    # What a part of a step counts, between the step and its points.
    Saying(
        "不未",
        lazy_pattern(
            rf"(?P<step>每[^;。()每]{{1,20}}?)\((?P<part>(?:不足|不到|不满|未满)[^()]{{2,24}})\)(?P<pays>,?[扣减加]{NUMBER}分)"
        ),
        r"\g<step>\g<pays>,\g<part>",
    ),
    # A step holds its own end, and steps go on by themselves.
    Saying(
        "每",
        lazy_pattern(rf"(?P<step>每{_WAY}(?:{TARGET})?{_STEP})\(含\)(?=,?[扣减加])", needs="(含)"),
        r"\g<step>",
    ),
    Saying(
        "推",
        lazy_pattern(
            rf"(?P<step>每(?:{SHORTFALL}|{EXCESS})[^;。,每]{{1,20}},?[扣减加]{NUMBER}分)[,;]?(?:依此|以此|依次)类推(?=[,;。]|$)"
        ),
        r"\g<step>",
    ),
    # Points are taken from the points.
    Saying(
        "中内里",
        lazy_pattern(rf"[从在](?:{WEIGHT}|总分|该项得分|本项得分|基本分|基础分)[中内里](?P<verb>[扣减])"),
        r"\g<verb>",
    ),
    # A share of a proportion.
    Saying(
        "成行",
        lazy_pattern(
            rf"(?P<by>按照?[^\d,;。:()×*]{{0,8}}(?:完成|达成|执行)(?:比例|率|进度))[×*](?P<n>{NUMBER})%(?=[得计记赋给]分|计算得分|折算得分)"
        ),
        r"\g<by>的\g<n>%",
    ),
    # What a score is, in words of arithmetic.
    Saying(
        "占与",
        lazy_pattern(
            rf"(?P<lead>得分(?:为|是|等于|=)|[按以])照?(?P<top>{_FACTOR}?)(?:占|与)(?P<bottom>{_FACTOR}?)(?:的|之)(?:百分比|比例|比重|比值|比率|比)(?=×)"
        ),
        lambda match: f"{'按' if match['lead'] in '按以' else '得分='}{match['top']}/{match['bottom']}",
    ),
    # Half of the points, behind a condition on the row's number; what is worked out may be halved itself.
    Saying(
        "减",
        lazy_pattern(
            rf"(?P<held>{NUMBER}(?:%|个百分点|{UNIT})?(?:\([不]?含\))?(?:以[上下内])?的?,?|未(?:完成|达标|达到)(?:{TARGET})?的?,?)(?:[该本此]项)?(?:得分|分值)减半(?=[,;。]|$)"
        ),
        r"\g<held>得分值的50%",
        lazy_pattern(r"\A[^每×*÷/]*\Z(?<!比例)"),
    ),
    # What a tier is worth, behind its name or its range: 达标(≥95%)=满分.
    Saying("=", lazy_pattern(rf"(?<=[)标格])=(?=满分|{NUMBER}分(?:[,;。]|$))"), "得"),
    # What a formula gives is bounded: 得分不低于0、不高于15; 低于0的按0分计.
    Saying(
        "低少小高超大",
        lazy_pattern(
            rf"(?<=[,;。])(?:最终|该项|本项|指标)?(?:得分(?:{_NO_LESS}(?P<low>{NUMBER})分?(?:[、,且]{_NO_MORE}(?P<high>{NUMBER})分?)?"
            rf"|{_NO_MORE}(?P<first>{NUMBER})分?(?:[、,且]{_NO_LESS}(?P<last>{NUMBER})分?)?)(?=[;。]|$|,(?!得(?!分[不≥≤低高])|[计记扣满不否]))"
            rf"|(?:得分|结果|计算结果)?(?:[低小少]于(?P<least>{NUMBER})分?的?,?[按以计](?P=least)分(?:计(?:算|分)?)?"
            rf"|(?:超过|[高大]于)(?P<most>{NUMBER})分?的?,?[按以计](?P=most)分(?:计(?:算|分)?)?)(?=[,;。]|$))"
        ),
        _score_bounds,
        lazy_pattern(r"[×*÷/]"),
    ),
    Saying(
        "础本准",
        lazy_pattern(rf"(?<=[得计记]){_BASE}\((?:即|为)?{WEIGHT}的?(?P<share>{NUMBER})%\)"),
        r"分值的\g<share>%",
    ),
    # A ratio without a name before the tiers that compare it: (实际量/计划量)×100%,达到100%得满分.
    Saying(
        "/÷",
        lazy_pattern(
            rf"(?:^|(?<=[;。]))(?P<of>\(?{_FACTOR}[/÷]{_FACTOR}\)?[×*]100%)[,;。:]"
            rf"(?=(?:{REACHED})?{NUMBER}%|每(?:{SHORTFALL}|{EXCESS}))"
        ),
        r"完成率=\g<of>;",
    ),
    # A level that is required is the level: 合格率要求达到97%.
    Saying("要", lazy_pattern(r"(?:(?<=[率度数量值,;。:])|^)要求(?P<next>达到?|不[低少]于|≥)(?=\d)"), r"\g<next>"),
    Saying(
        "上下内",
        lazy_pattern(
            r"(?P<lead>(?:^|(?<=[;。,:])|[得计记扣]))(?P<n>[二两三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九])"
            r"(?=(?![级等类档流般线层甲期])[\u4e00-\u9fff]{1,2}(?:及?以[上下内]))"
        ),
        _numeral,
    ),
    # A change that is required is where the steps count from: 压缩往年陈欠20%,每差1%扣5分.
    Saying(
        "压降减提增节",
        lazy_pattern(
            rf"(?:^|(?<=[;。,]))(?P<lead>{_OPEN}{{0,10}}?)(?P<verb>压缩|压减|压降|削减|降低|减少|节约|提高|提升|增长)"
            rf"(?P<name>{_OPEN}{{0,8}}?)(?P<n>{NUMBER}%)[,;。]?(?=每(?:少|差|低|欠|未))"
        ),
        r"以\g<lead>\g<name>\g<verb>率\g<n>为标准,",
    ),
    # What a ratio is multiplied by at the end is the points, whatever else 考核分 may be.
    Saying("考", lazy_pattern(r"(?<=[*×])考核分(?=[;。,]|$)"), "分值"),
    Saying("正", lazy_pattern(r"正、?负(?:向)?(?:偏差|偏离)(?=超|大于|高于|在|控制)"), "偏差率"),
    Saying(
        "均都",
        lazy_pattern(
            rf"每(?P<way>偏离|偏差|相差|浮动|变动)(?P<rest>[^;。()每]{{2,30}}?)\((?:正偏离[、和或]负偏离|正偏差[、和或]负偏差|正、?负偏[离差]"
            rf"|(?:{EXCESS})(?:{TARGET})?[、或和](?:{SHORTFALL})(?:{TARGET})?|(?:{SHORTFALL})(?:{TARGET})?[、或和](?:{EXCESS})(?:{TARGET})?)"
            r"[均都](?:要|应)?(?:扣分?|计算?|算)\)"
        ),
        r"偏差每\g<way>\g<rest>",
    ),
    Saying("%", lazy_pattern(rf"\((?:(?P<share>{NUMBER})%|0)\)"), _listed_share, _SHARE_LIST),
    Saying("础本准", _PAYS_BASE, _base_paid),
    Saying("础本准", _BASE_SHARE, _base_said),
)


def plainly(text: str) -> Wording:
    """A rule text in one spelling and in the plain frames, with the way back.

    >>> plainly("每提高或降低1个百分点相应增加或扣减0.5分").text
    '每提高1个百分点增加0.5分,每降低1个百分点扣减0.5分'
    """
    words = wording(text)
    for saying in (*FRAMING, *PAYING, *EFFECTS, *TIERS_SAID, *SAYINGS, *COLLOQUIAL):
        if saying.stands_in(words.text):
            words = replaced(words, [(*m.span(), saying.said(m)) for m in saying.pattern.finditer(words.text)])
    return words
