"""Words by which a phrase narrows or widens when a clause holds: 仅, 除…外, 不含, 或…的, 首次.

No construction of the grammar reads such a phrase, except as part of a fact in words, which is then asked for as it is
written. Everywhere else it would vanish: in text that a pattern runs over and no node keeps (`gap`), in the name of a
quantity whose number is all that counts (`scoped`), in a sentence that is no clause. There it stops the reading.

The class is closed; what is listed behind a word in `(?!…)` and before it in `(?<!…)` are nouns that contain it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from perfscore.core.lazy import lazy_pattern

_ALONE = (
    r"仅|(?<![一二两三四五六七八九十\d每几船])只(?!增|减)|唯有|单指|特指|专指"
    r"|(?<![时期年权上下有界无极局门工户受额超(])限(?!额|制|期|时|高|重|速|价|购|度|值|量)"
)
_EXCEPT = (
    r"除[^,;。]{1,14}外|(?<![扣消解清免开破排拆删去根铲废铲切驱防])除(?!尘|草|雪|虫|冰|险|湿|锈|治|害|四|旧|法|数|夕|颤|油|臭|磷|氮|杂|以)"
    r"|以外|之外|除外|例外|不[包]?含|不包括|不算|不计入|不纳入|不列入|剔除|排除|扣除(?![分该本全满\d])|不在此[列限]|\([含限非经对]"
)
_WITH = r"(?<![包富蕴内涵])含(?!量|氧|水|糖|税|硫|金量|义|油|碳)|包[含括]"
_JOINT = r"或(?!有负债|有事项)|且(?!不论)|(?<![合兼归吞火])并(?!网(?!上|络)|轨|购|联|表|列(?!入)|存|举|发症)|同时|但(?!愿)|以及其"
_GIVEN = (
    r"若(?!干)|(?<![比例譬不假])如(?!期|实|厕|意|约|数|下|何|东|皋)|如果|倘|凡|一旦|只要|除非|情况下|情形下|条件下|前提|期间|针对|属于|适用于|经[^,;。()]{2,12}的(?:[,;。)]|$)"
    r"|(?<![财神已曾途产东])经(?!费|济|营|过|常|理|办|开|验|销|贸|典|络|纪|适|编|信|管|侦|纱|度|书|幡)"
)
_TIMES = r"首次|首个|首批|首年|首月|首例|初次|第[1一]次|连续|再次"
_OTHER = (
    r"非(?!正常|法)[^,;。()]{1,10}的(?:[,;。)]|$)"
    r"|(?<![是除并莫无])非(?!税|遗|农|公|营利|盈利|物质|法|常|居民|住宅|电|煤|金融|招标|全日制|学历|机动|贫困|国有|正常|现场|洲|计划)"
)

_NARROWING = f"{_ALONE}|{_EXCEPT}|{_WITH}|{_TIMES}|{_OTHER}"
SCOPE = f"(?:{_NARROWING}|{_JOINT}|{_GIVEN})"
_SCOPE = lazy_pattern(
    SCOPE,
    needs="仅|只|唯有|单指|特指|专指|限|除|外|不|排除|在此|(|含|包|或|且|并|同时|但|以及其|若|如|倘|凡|一旦|情况下|情形下|条件下|前提|期间"
    "|针对|属于|适用于|经|首|初次|第|连续|再次|非",
)
#: The same in a note on what the scorer looks at, which may well be the papers of several years in a row.
SCOPE_OF_NOTE = f"(?!连续){SCOPE}"
#: What changes the thing itself; 或, 并, 经 … may as well join the parts of one thing that is counted.
_NARROWS = lazy_pattern(
    _NARROWING, needs="仅|只|唯有|单指|特指|专指|限|除|外|不|排除|在此|(|含|包|首|初次|第|连续|再次|非"
)
#: A clause of its own in place of a noun: 村委会同意的, 未整改; a remark in brackets.
_CLAUSE = lazy_pattern(r"[()]|[未无没不]|[^\W\d_]{2,}的[,、]?$")


#: The end of a sentence that says when the next one holds.
_WHEN = lazy_pattern(r"(?:的|者|时|之?后|情况|情形|期内)$")


def gap(excluded: str, times: str) -> str:
    """A run of open text that no node keeps: any characters but some, and no word that scopes.

    >>> re.match(gap("0-9,", "{1,9}"), "建设项目除应急外")[0]
    '建设项目'
    """
    return rf"(?:(?!{SCOPE})[^{excluded}]){times}"


#: A gap in a pattern: its other words that stop it, its characters, and how often they are repeated.
GAP = lazy_pattern(
    rf"\(\?:\(\?!(?P<stops>[^()]*\|)?(?:\(\?!连续\))?{re.escape(SCOPE)}\)(?P<set>\[[^\]]+\])\)"
    r"(?P<times>[*+]\??|\{\d*,\d*\}\??)"
)


def blind(gap: re.Match[str]) -> str:
    """A gap that does not look for a word that scopes."""
    one = f"(?:(?!{gap['stops'].removesuffix('|')}){gap['set']})" if gap["stops"] else gap["set"]
    return one + gap["times"]


@lru_cache(maxsize=16)
def _places(text: str) -> tuple[int, ...]:
    """Where words that scope begin; every gap of every pattern asks it of one text."""
    places, found = [], _SCOPE.search(text)
    while found is not None:
        places.append(found.start())
        found = _SCOPE.search(text, found.start() + 1)
    return tuple(places)


def begins(text: str, start: int, end: int) -> bool:
    """Whether a word that scopes begins within these places."""
    places = _places(text)
    next_one = bisect_left(places, start)
    return next_one < len(places) and places[next_one] < end


def scoped(text: str) -> bool:
    """Whether an open text holds a word that scopes.

    >>> scoped("满意度"), scoped("满意度(不含外聘人员)"), scoped("除尘率"), scoped("除样本村外满意度")
    (False, True, False, True)
    """
    return _SCOPE.search(text) is not None


def narrowed(text: str) -> bool:
    """Whether the name of what is counted counts only some of it."""
    return _NARROWS.search(text) is not None


def loose(text: str) -> bool:
    """Whether words that no node keeps may be a condition: they scope, negate, are a clause or a remark."""
    return scoped(text) or _CLAUSE.search(text) is not None


def remarked(sentence: str) -> bool:
    """Whether a sentence without points of its own may still say when those of another one are due."""
    return scoped(sentence) or _WHEN.search(sentence) is not None
