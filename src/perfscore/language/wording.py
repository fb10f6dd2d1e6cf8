"""One spelling for the many: numerals, percent words, quotation marks, blanks; every character keeps its source.

What this page changes never changes the meaning: `百分之九十五` becomes `95%`, `一个百分点` `1个百分点`, `八成` `80%`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from perfscore.core.lazy import lazy_pattern
from perfscore.core.numbers import plain
from perfscore.core.records import frozen
from perfscore.core.text import Normal, normalise
from perfscore.language.numerals import read_number


@frozen
class Wording:
    """A text in one spelling; `starts[i]` and `ends[i]` bound the source of the character `text[i]`."""

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the source that `text[start:end]` came from."""
        if start >= len(self.text):
            return len(self.source), len(self.source)
        return self.starts[start], self.ends[max(start, min(end, len(self.text)) - 1)]


_NUMERAL = "零〇一二两三四五六七八九十百千"
_CLASSIFIERS = (
    "个百分点|百分点|个点|个|项|次|例|起|件|处|条|篇|户|家|人|台|辆|天|日|月|年|周|季|小时|分钟|块|亩|套|场|期|批|份|册|名|"
    "位|宗|所|村|镇|县|座|张|幅|株|棵|头|只|门|部|期|平方|立方|公里|公斤|吨|元|万|亿|米|种|篇|轮|桩|笔|档|分"
)
#: A numeral inside a name: 十分满意, 一次性, 一次合格率.
_NAMES = r"分满意|次性|分重要|次[\u4e00-\u9fff]{1,5}率"
_AFTER_TENTHS = r"(?=以|\d+分|及|至|到|-|~|—|,|;|。|的|得|计|记|评|给|赋|可|获|\(|$|[一二三四五六七八九]成)"


def _share(match: re.Match[str]) -> str:
    """百分之九十五, 八成五: a share in words."""
    read = read_number(match[0])
    return match[0] if read is None else f"{plain(read.value)}%"


def _permille(match: re.Match[str]) -> str:
    """千分之五."""
    read = read_number(match[1])
    return match[0] if read is None else f"{plain(read.value)}‰"


def _part_of_ten_thousand(match: re.Match[str]) -> str:
    """万分之三, as what it is of a thousand."""
    read = read_number(match[1])
    return match[0] if read is None else f"{plain(read.value / 10)}‰"


def _part(match: re.Match[str]) -> str:
    """四分之三 is a percentage; two thirds are none, and stay a fraction of points: 2/3分值."""
    below, above = ("〇一二三四五六七八九".index(word) for word in match.groups())
    if above <= below and above * 100 % below == 0:
        return f"{above * 100 // below}%"
    of_points = _OF_POINTS.match(match.string, match.end()) or match.string.endswith(
        ("分值的", "权重的"), 0, match.start()
    )
    return f"{above}/{below}" if above <= below and of_points else match[0]


_OF_POINTS = lazy_pattern("的?(?:分值|权重|满分)")


def _place(match: re.Match[str]) -> str:
    """排名前三."""
    return f"{_numeral(match)}名"


def _interval(match: re.Match[str]) -> str:
    """`[80%,90%)` in words."""
    mark = {"[": "(含)", "]": "(含)", "(": "(不含)", ")": "(不含)"}
    return f"{match[2]}{mark[match[1]]}-{match[3]}{mark[match[4]]}"


def _numeral(match: re.Match[str]) -> str:
    read = read_number(match[1])
    return match[0] if read is None else plain(read.value)


#: A number before words that are no unit, at the beginning of a sentence: `1 计划格式每处不符合扣1分。 2 总结…`.
_BARE_MARK = lazy_pattern(r"(?:^|(?<=[。;；\n]))(\d{1,2})(?=[^\W\d_a-zA-Z])")
_MEASURED = lazy_pattern(rf"\d+(?:{_CLASSIFIERS}|[\u4e00-\u9fff]{{1,3}}[的,]?[得扣计记加减]{{1,2}}\d)")


def _numbered(match: re.Match[str]) -> str:
    """The mark of an item, where the numbers of a text run on from 1."""
    marks = list(_BARE_MARK.finditer(match.string))
    run = len(marks) > 1 and all(int(mark[1]) == n for n, mark in enumerate(marks, 1))
    plain_words = run and not any(_MEASURED.match(mark.string, mark.start()) for mark in marks)
    return f"{match[1]}、" if plain_words else match[0]


#: A number with a point at the beginning of a clause, the mark of an item or a decimal: 1.达标率…;2.85%….
_POINTED = lazy_pattern(r"(?:^|(?<=[。;；\n]))(\d{1,2})[.、](?=(\d[\d.]*)?\S)")


def _pointed(match: re.Match[str]) -> str:
    """The mark of an item, where the numbers run on from 1 and not all of them may be decimals."""
    marks = list(_POINTED.finditer(match.string))
    run = 1 < len(marks) <= len(_CIRCLED) and all(int(mark[1]) == n for n, mark in enumerate(marks, 1))
    if not run or not any(mark[2] for mark in marks):
        return match[0]
    words = any(not mark[2] or mark[0].endswith("、") for mark in marks)
    # Tiers share their ends: 1.90%以上…;2.80%-90%….
    shared = any(
        len(re.findall(rf"(?<![\d.]){re.escape(mark[2])}(?![\d.])", match.string)) for mark in marks if mark[2]
    )
    return _CIRCLED[int(match[1]) - 1] if words or (shared and len(marks) > 2) else match[0]


_NUMERALS = lazy_pattern(
    rf"(?<![统唯万任同不专逐进首{_NUMERAL}])(?<!(?<!以)[上下])(?!百分点|千分[点之]|半年[报度评])([{_NUMERAL}]+|半)(?=(?:{_CLASSIFIERS}))(?!{_NAMES})",
    needs="|".join((*_NUMERAL, "半")),
)

#: A pattern, and what is put in place of its whole match.
Rewrite = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

#: From where to where in a text, and what is to stand there.
Change = tuple[int, int, str]

#: Applied in this order.
_REWRITES: tuple[Rewrite, ...] = (
    (lazy_pattern(r"([\[(])\s*(\d[\d.]*%?)\s*,\s*(\d[\d.]*%?)\s*([\])])(?=[得计记评给赋可获扣的为,:]|\d|满分|不得)", needs="[|("), _interval),
    (lazy_pattern(r"[“”\"'‘’「」『』【】\[\]_]", needs="“|”|\"|'|‘|’|「|」|『|』|【|】|[|]|_"), ""),
    (_BARE_MARK, _numbered),
    (_POINTED, _pointed),
    (lazy_pattern(r"(?<=\d) (?=\d)", needs=" "), "\0"),
    (lazy_pattern(r" ", needs=" "), ""),
    (lazy_pattern(r"\0", needs="\0"), " "),
    (lazy_pattern(r"\n", needs="\n"), ";"),
    (lazy_pattern(r"个百分点|百分点|个百分比|个点(?!位)", needs="百分|个点"), "个百分点"),
    (lazy_pattern(r"(?<=\d)个?千分点", needs="千分点"), "‰"),
    (lazy_pattern(r"百分之([\d.]+|[零〇一二两三四五六七八九十百点]+)", needs="百分之"), _share),
    (lazy_pattern(rf"([一二三四五六七八九])成([一二三四五六七八九])?{_AFTER_TENTHS}", needs="成"), _share),
    (lazy_pattern(r"千分之([\d.]+|[零〇一二两三四五六七八九十百点]+)", needs="千分之"), _permille),
    (lazy_pattern(r"万分之([\d.]+|[零〇一二两三四五六七八九十百点]+)", needs="万分之"), _part_of_ten_thousand),
    (lazy_pattern(r"([一二三四五六七八九])分之([一二三四五六七八九])(?=[以及的得,;。]|分值|权重|$)", needs="分之"), _part),
    # In the words of every day: 这项就不得分了, 就没分了.
    (lazy_pattern(r"(?:(?:这项就?|就)(?:不[得计]|没有?)分了?|不[得计]分了|(?<=[的者则;。,:])没有?分了?)(?=[;。,]|$)", needs="就|这项|了|没"), "不得分"),
    (lazy_pattern(r"一半的?分(?![值数])|(?<=[得计记给])一半(?=[;。,)]|$)", needs="一半"), "50%分值"),
    (lazy_pattern(r"(?:一半|半数)(?=及?以[上下])|(?<=不足|不到|达到|超过|低于|未达)一半(?=的|者|,|得|计|扣|不)", needs="一半|半数"), "50%"),
    (lazy_pattern(r"(?<=\d{4}年)底(?=之?前)|(?<![\d年])年底(?=之?前)", needs="底"), "12月底"),
    (lazy_pattern(r"每(高于或低于|低于或高于|低于|少于|高于|超过)(\d+(?:\.\d+)?%)的?(?=[\d一]+(?:\.\d+)?(?:个百分点|%))", needs="每"), r"以\2为标准,每\1"),
    (lazy_pattern(r"(?<![去扣])除以", needs="除以"), "/"),
    (lazy_pattern(r",?(?:再|然后)?乘以|(?<=[率值数])乘(?=[分权\d])", needs="乘"), "×"),
    (lazy_pattern(r"一半(?=的?(?:分值|权重|满分|分$|分[,;。]))", needs="一半"), "50%"),
    (_NUMERALS, _numeral),
    (lazy_pattern(r"(?<=\d)个?千分点", needs="千分点"), "‰"),
    # 显著提高8分/有所提高5分; 30天/得5分: no rate, for points stand behind the stroke as well
    (lazy_pattern(rf"(?<=\d分|满分)/(?!{_CLASSIFIERS})(?=[^,;。/=×*]*(?:\d分|满分|不得分)(?:[/;。]|$))", needs="/"), ";"),
    (lazy_pattern(r"/(?=[得计记扣](?:\d|满分)|不得分)", needs="/"), ","),
    # W=0,100分: what stands before points is a condition.
    (lazy_pattern(r"(?<=[得计记扣加减]\d),(?=\d{3}(?!\d))|(?<=\d),(?=\d{3}(?!\d|分(?:[,;。)]|$)))", needs=","), ""),
    (lazy_pattern(r"百分比(?=扣|,扣)", needs="百分比"), "个百分点"),
    (lazy_pattern(r"[—–―‐‒─~～]+(?=±?\d)|(?<=[\d%)])[—–―‐‒─~～]+", needs="—|–|―|‐|‒|─|~|～"), "-"),
    (lazy_pattern(r"(?<![《〈])》=?(?=-?\d)(?![^《]*》)", needs="》"), ">="),
    (lazy_pattern(r">=|=>|≥=", needs="="), "≥"),
    (lazy_pattern(r"<=|=<|≤=", needs="="), "≤"),
    (lazy_pattern(r"〈(?=-?\d|[^〉]*?[≤<])(?![^〈]*〉)", needs="〈"), "<"),
    (lazy_pattern(r"零分", needs="零分"), "0分"),
    (lazy_pattern(r"(?:(?<=排名[前第])|(?<=位列[前第])|(?<=位居[前第]))([一二三四五六七八九十]+|\d+)(?=[的者得计,:])", needs="排名|位列|位居"), _place),
    (lazy_pattern(r"(?<=\d)个(?=平方|立方|公里|公斤|千克|千米|小时|吨|亩|米|元)", needs="个"), ""),
    (lazy_pattern(rf"(?<=\d)(\(不?含\))((?:{_CLASSIFIERS})+)(?=以|[-至到得计,])", needs="含)"), r"\2\1"),
    (lazy_pattern(r"\(\)", needs="()"), ""),
    (lazy_pattern(r"[:：]+", needs=":|："), ":"),
)  # fmt: skip


_BULLETS = frozenset("-–—·*●○▪■◆")


_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_NUMBERED = lazy_pattern(r"(?<![^\s:。;,\u4e00-\u9fff])[1-9](?=[\u4e00-\u9fff])(?!" + _CLASSIFIERS + ")")


def _spaced(normal: Normal) -> str:
    """Numbers with a blank on both sides that count the parts of a list become the marks of one.

    >>> _spaced(normalise("1 格式不符扣1分 2 内容不符扣2分")), _spaced(normalise("共有 3 项"))
    ('①格式不符扣1分 ②内容不符扣2分', '共有 3项')
    """
    text, source, back = normal.text, normal.source, normal.back
    if "2 " not in source and "2\u3000" not in source:
        return text

    def apart(place: int) -> bool:
        behind = source[back[place] + 1 : back[place + 1]].isspace()
        return behind and (back[place] == 0 or source[back[place] - 1] in " \u3000\n\t:：。;；,，")

    found = [match.start() for match in _NUMBERED.finditer(text) if apart(match.start())]
    if len(found) < 2 or [int(text[place]) for place in found] != list(range(1, len(found) + 1)):
        return text
    chars = list(text)
    for place, mark in zip(found, _CIRCLED, strict=False):
        chars[place] = mark
    return "".join(chars)


def _listed(normal: Normal) -> str:
    r"""Marks before the lines of a list part its sentences; a dash among them is no sign of a number.

    >>> wording("- ≥95%：10分\n- 90%-94%：8分").text
    ';≥95%:10分;90%-94%:8分'
    """
    text, source, back = _spaced(normal), normal.source, normal.back
    marks = [
        place
        for place, char in enumerate(text)
        if char in _BULLETS
        and (place == 0 or normal.broken(place))
        and source[back[place] + 1 : back[place] + 2].isspace()
    ]
    if not any(marks):  # a lone dash at the very beginning may be a sign
        return text
    chars = list(text)
    for place in marks:
        chars[place] = ";"
    return "".join(chars)


def _brackets(text: str) -> str:
    """Square and curly brackets that group arithmetic become round ones; the others are ornaments."""
    chars, opened = list(text), []
    for place, char in enumerate(text):
        if char in "[【{":
            opened.append(place)
        elif char in "]】}" and opened:
            start = opened.pop()
            before, after = text[start - 1 : start].strip(), text[place + 1 : place + 2]
            if (before and before in "=(+-×*÷/|[【{") or (after and after in "+-×*÷/)]】}"):
                chars[start], chars[place] = "(", ")"
    return "".join(chars)


def wording(text: str) -> Wording:
    """Bring a text into one spelling, with the way back.

    >>> wording("每低于一个百 分点，扣０. 4分").text
    '每低于1个百分点,扣0.4分'
    """
    normal = normalise(text)
    chars = _brackets(_listed(normal))
    ends = tuple(place + 1 for place in normal.back)
    words = Wording(text, chars, tuple(normal.back), ends)
    return rewritten(replaced(words, _lines(normal, chars)), _REWRITES)


#: Points, or nothing left, at the end of a line.
_PAID = lazy_pattern(
    r"(?:\d|满|不[得计记给]|全)分(?=[^值钟数类别制以及的,;。:)/\n])|为止(?=[^,;。:)\n])|权重分(?=[^值,;。:)\n])"
)


def _lines(normal: Normal, text: str) -> list[Change]:
    r"""A line that ends in points ends its clause.

    >>> wording("按期完成得满分\n延期1个月得8分").text, wording("得满\n分，否则不得分").text
    ('按期完成得满分;延期1个月得8分', '得满分,否则不得分')
    """
    return [(match.end(), match.end(), ";") for match in _PAID.finditer(text) if normal.broken(match.end())]


def rewritten(words: Wording, rewrites: Sequence[Rewrite]) -> Wording:
    """Rewrite a wording, pattern by pattern."""
    for pattern, change in rewrites:
        words = replaced(words, found(words.text, pattern, change))
    return words


def found(text: str, pattern: re.Pattern[str], change: str | Callable[[re.Match[str]], str]) -> list[Change]:
    """Where a pattern stands, and what is to stand there."""
    return [
        (*match.span(), match.expand(change) if isinstance(change, str) else change(match))
        for match in pattern.finditer(text)
    ]


def replaced(words: Wording, changes: Sequence[Change]) -> Wording:
    """A wording with other words in some places; what is put there comes from all of what stood there."""
    if not changes:
        return words
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for start, end, text in changes:
        out += (words.text[last:start], text)
        starts += [*words.starts[last:start], *([words.starts[start]] * len(text))]
        ends += [*words.ends[last:start], *([words.ends[end - 1]] * len(text))]
        last = end
    chars = "".join((*out, words.text[last:]))
    return Wording(words.source, chars, (*starts, *words.starts[last:]), (*ends, *words.ends[last:]))
