"""Words that pay or compare, each said in one word: 评10分, 获得10分 and 计10分 are 得10分; 扣去2分 is 扣2分.

These words are a closed class. Their synonyms are brought into one here, before anything is read, so that no
construction has to list them; whatever a construction knows of 得, 扣, 不得分 or 扣完为止 it knows of all of them.
"""

from __future__ import annotations

from perfscore.core.lazy import lazy_pattern
from perfscore.language.clauses.frame import Saying
from perfscore.language.clauses.words import NUMBER

#: The row itself, before what it gets: 该项, 本指标.
_THIS = "(?:[该本此](?:小?项|指标|小项指标)(?:均|一律|即|则)?,?)?"
_ENDS = r"(?=[;。,)/]|$)"
#: A verb that gives, and no part of a noun or of another verb.
_GIVES = "(?:(?<![综总考测互自参])评[为定给]?|(?<![所加])(?:赋|给予?|获[得取]?|取得)|打|得到|(?<!应)可得|[得计评]分[为是]|[计记]为)"
_PAID = rf"(?={NUMBER}分(?![钟值类别数制以及]))"

PAYING: tuple[Saying, ...] = (
    # Exactly the points: 评10分, 赋10分, 得到10分, 得分为10分.
    Saying(
        "评赋给打获取到为是可",
        lazy_pattern(rf"{_GIVES}{_PAID}"),
        "得",
        lazy_pattern(r"[评赋给予定为打获得取到是]\d"),
    ),
    Saying(
        "满全",
        lazy_pattern(rf"(?:{_GIVES}|[计记得])(?:该|本|此)?(?:项|指标)?的?(?:满分|全分|全部分值|全部分数){_ENDS}"),
        "得满分",
    ),
    # Nothing: 不予计分, 本项计0分, 零分.
    Saying(
        "不零0",
        lazy_pattern(
            rf"{_THIS}(?:一律|全部|均|都)?(?:不予?(?:以|于)?(?:得|计|记|给|赋|评)(?:任何)?分|(?<![低至到于底])(?<!于0)(?<!为负)(?<!负[数分的])(?:得|计|记|评|给|赋|判|按)0分(?:计|处理)?|(?<=[的者时则,:;。]){_THIS}(?:为)?0分){_ENDS}"
        ),
        "不得分",
        lazy_pattern(r"不[予得计记给赋评]|0分"),
    ),
    # Points off: 扣去2分, 减掉2分.
    Saying(
        "扣减",
        lazy_pattern(rf"(?:扣[去掉罚减除]|(?<![)率值数额])减[去掉扣]){_PAID}"),
        "扣",
        lazy_pattern(r"[扣减][去掉罚扣减除]\d"),
    ),
    # Until nothing is left: 至扣完为止, 最多扣完本项分值.
    Saying(
        "完光",
        lazy_pattern(
            rf"(?P<lead>^|[,;。])(?:(?P<until>直至|直到|至|最多)?{_THIS}(?:分值|分数|得分)?(?:直至|直到)?[扣减](?:完|光|尽)(?:{_THIS}|该项目?的?)(?:的?(?:全部)?(?:分值|分数|得分|分))?(?(until)(?:为止|即止|为限|止)?|(?:为止|即止|为限|止)))(?=[;。,()]|$)"
        ),
        r"\g<lead>扣完为止",
        lazy_pattern("[扣减][完光尽]"),
    ),
    # So much off at most: 扣分最多10分, 扣分上限10分.
    Saying(
        "最上限",
        lazy_pattern(rf"扣分(?:最多|最高|上限|以)(?:不超过|为|是)?(?P<n>{NUMBER})分(?:为限)?{_ENDS}"),
        r"最多扣\g<n>分",
        lazy_pattern("扣分[最上以]"),
    ),
    Saying(
        "可应须将予相直",
        lazy_pattern(
            rf"(?<=[,的者上下点%次处项个起例件人])(?:可以?|应当?|须|将|予以|相应地?|直接)(?=扣{NUMBER}分)"
        ),
        "",
        lazy_pattern(r"[可以应当须将予相接地]扣\d"),
    ),
    # One more of it, where no step stands before: 每再低1个百分点.
    Saying(
        "再",
        lazy_pattern(
            r"(?<!每)(?P<before>^(?:满分|[^每扣分])*每)再(?=低|高|少|多|超|降|下降|减少|增加|上升|逾期|延|差)"
        ),
        r"\g<before>",
    ),
    Saying("则", lazy_pattern("(?<=[的者])则(?=[得计记扣不])"), ",", lazy_pattern("[的者]则")),
    # What is reached: 达到了95%, 实现95%.
    Saying("达实", lazy_pattern(r"达到了(?=\d)|实现了?(?=\d[\d.]*%)"), "达到"),
    # Signs in words: 大于、等于; after a sign before the name, 不超过 closes the range: 5%<结余率不超过10%.
    Saying("于", lazy_pattern(r"(?:大于|多于|高于)(?:或者?|、)?等于(?=-?\d)"), "≥", lazy_pattern("等于-?\\d")),
    Saying("于", lazy_pattern(r"(?:小于|少于|低于)(?:或者?|、)?等于(?=-?\d)"), "≤", lazy_pattern("等于-?\\d")),
    Saying(
        "<≤",
        lazy_pattern(
            r"(?P<low>-?\d[\d.]*[^\d,;。<≤]{0,3}[<≤][^\d,;。<≤>≥每得扣]{0,16})(?:不(?:高于|超过|大于|多于|超出?)|未超过)(?=-?\d)"
        ),
        r"\g<low>≤",
        lazy_pattern("[不未](?:高于|超|大于|多于)"),
    ),
    Saying(
        ">≥",
        lazy_pattern(
            r"(?P<high>-?\d[\d.]*[^\d,;。>≥]{0,3}[>≥][^\d,;。<≤>≥每得扣]{0,16})(?:不(?:低于|少于|小于)|达到)(?=-?\d)"
        ),
        r"\g<high>≥",
        lazy_pattern("不[低少小]于|达到"),
    ),
)
