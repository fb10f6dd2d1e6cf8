"""Parts of a text that describe: `评价内容:反映…的情况。`, `(数据来源:病案统计室)`, `达标率是指…占…的比例。`.

Such a part is closed on its label or its verb, which say what it is, and open on the rest. It holds no number, no points, and no
word that lets something off or narrows it: what does belongs to a clause, under whatever label it stands. Bare points
behind it are for what it says (考核内容:制度健全。得5分).
"""

from __future__ import annotations

import pyparsing as pp

from perfscore.language.clauses.scope import gap, narrowed
from perfscore.language.clauses.terminals import regex

_OF = "(?:评价|考核|考评|考察|评估|评分|评议|检查|抽查|指标|绩效|计分|扣分)"
_LABEL = (
    rf"(?:{_OF}(?:内容|要点|目的|说明|解释|释义|含义|定义|内涵|依据|对象|周期|频次|频率|部门|单位|主体|方式|形式)"
    r"|(?:数据|资料|信息|材料|依据|取数|证据)(?:来源|出处|提供)(?:部门|单位|科室)?|(?:统计|计算|取数)口径"
    r"|责任(?:部门|单位|科室|人)|(?:佐证|证明|支撑)材料):"
)
#: A definition in words: 所称及时率,是指….
_NAME = gap(r"\d,;。:()得计记扣加减每指", "{2,16}?")
_MEANS = rf"(?:(?:所称|其中)?(?P<name>{_NAME}),?(?:是指|系指|即指|指的是))"
_PAYS = "得分|扣|[加减满计记评打]分|分值|[得计记加减]\\d|否则|否决|酌情|视情|[免豁]|例外|不[得计予算列再]"
_WHEN = "若(?!干)|如果|一旦|只要|除非|凡|但|不足|超|以[上下内外]|最[高低多少]"
#: What is done at once is no number: 组织验收并1次通过.
_WORD = rf"(?:(?!{_PAYS}|{_WHEN})[^\d;。%‰=①-⑳❶-❿]|1次(?=[\u4e00-\u9fff]{{2}}))"
_BARE = (
    r"[;。)]*(?:可?[得计记扣减加给赋](?=\d|满|分值|[一二三四五六七八九十]分)|满分|不|(?:全部)?[符满]合|\(?\d[\d.]*分"
    r"|达不?到|未|否则|其[他余它])"
)
_PART = regex(
    rf"(?:{_LABEL}|{_MEANS})(?P<said>(?:{_WORD}){{2,80}})(?=[;。)]|$)(?!{_BARE})", needs=":|指"
).set_name("description")


def _described(tokens: pp.ParseResults) -> str:
    if narrowed(tokens[0]["said"]):
        raise pp.ParseException("what counts, and what does not")
    return ""


_STOPS = r"\d;。,:"
_UNIT = regex(rf"(?:计量|计算|数据)?单位:{gap(_STOPS, '{1,8}')}(?=[;。)]|$)", needs="单位")
_PART.set_parse_action(_described)
GRAMMAR = (_UNIT | _PART).set_name("description")
GRAMMAR.set_parse_action(lambda _: "")
