"""Persons in texts: their names behind labels and wherever they recur, and the numbers by which they are reached.

What is hidden is as long as what stood there, so that places inside a text stay right. Nothing is hidden that is not
behind a label, of a shape that only such a number has, or known from elsewhere: figures and indicator names stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cached_property
from itertools import pairwise
from typing import Final

from perfscore.core.lazy import lazy_pattern
from perfscore.core.records import frozen

_ROLES: Final = "负责人|经办人|经手人|联系人|联络人|填报人|填表人|报送人|审核人|审批人|复核人|校对人|制表人|评价人|评分人|责任人|法定代表人|法人代表"
_LABEL: Final = rf"(?:{_ROLES})员?(?:[（(][^（()）]{{0,6}}[)）])?(?:签字|签章|签名|姓名)?"
_HAN_CHAR: Final = "\u4e00-\u9fff"
#: A word in place of a name that says there is none, or begins another label.
_NO_NAME: Final = (
    "未填|空白|缺失|签字|签章|签名|盖章|电话|单位|日期|时间|手机|联系|姓名|职务|部门|身份|邮箱|地址|备注|意见"
)
_HAN: Final = rf"(?!{_ROLES}|{_NO_NAME})[{_HAN_CHAR}]"
#: 王 五 is written with a blank, 买买提·艾力 with a point.
_ANY_NAME: Final = rf"(?:{_HAN}[ 　]+{_HAN}(?![{_HAN_CHAR}])|(?:{_HAN}){{2,4}}(?:[·•](?:{_HAN}){{1,6}})*)"
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉"
    "岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮"
    "蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴"
    "陆荣翁荀羊惠甄曲封芮储靳邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎乔苍双闻莘"
    "翟谭劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎连习艾容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄东欧沃利蔚越师"
    "巩聂晁勾敖融冷辛阚那简饶曾沙养丰关相查后荆红游竺权盖益桓公肖岳帅涂亢况有琴商佘佟代付闫覃涂邸冼仝晋楚"
)  # fmt: skip
_COMPOUND: Final = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|长孙|宇文|轩辕|南宫"
#: Characters of words about work, money and time, which given names do not hold: 负责人金额, 负责人高度重视.
_NOT_GIVEN: Final = (
    "度率数量额费款项目标值分表单位部门间日期程序案责职务称号址话件等级类型况说范围据或的是否及与为在有无未不已将被由对于其之此该各每"
    "总重视管面向到落实施制组领导签字章名人员意见融质满支收出算应当可能须需会议季后内外"
    "监督检查考核评审批复报送填写办公室科局处股所站校院厅委式况既"
)
#: Words of two other characters that are no name.
_NO_PERSON: Final = (
    "成本|全年|全部|全程|金额|安全|经济|经常|时效|和经办|高质|高效|常年|明确|明显|计划|任务|方案|方法|方便|向上|相关|党建|双方|关于|"
    "别人|本人|何人|许多|应急|通过|强化|强调|有关"
)
_GIVEN: Final = rf"(?![{_NOT_GIVEN}])[{_HAN_CHAR}]"
#: A name that is one by itself.
_NAME: Final = rf"(?!{_NO_PERSON})(?:(?:{_COMPOUND})(?:{_GIVEN}){{1,2}}|(?:[{_SURNAMES}])(?:{_GIVEN}){{1,2}})"
_BEHIND: Final = rf"(?![{_HAN_CHAR}·•])"
_NO_LABEL: Final = r"(?!\s*[:：])"

#: Every label of a person holds one of these: without one the long patterns below are not compiled.
_ROLE: Final = lazy_pattern(_ROLES)
_AFTER_COLON: Final = lazy_pattern(rf"({_LABEL}[ 　]*[:：\t]\s*)({_ANY_NAME}(?:[ 　]*[、/][ 　]*{_ANY_NAME})*)")
_BARE: Final = lazy_pattern(
    rf"({_LABEL}(?:[ 　]*(?:为|是|[:：]))?[ 　]*[（(【\[]?[ 　]*)({_NAME}(?:[、/]{_NAME})*){_BEHIND}{_NO_LABEL}"
)
_REVERSED: Final = lazy_pattern(rf"(?<![{_HAN_CHAR}])(){_NAME}(?=[（(](?:[{_HAN_CHAR}]{{0,4}})(?:{_ROLES})[)）])")
#: A cell that is a label and nothing else: the name stands in the next one.
_LABEL_CELL: Final = lazy_pattern(
    rf"[{_HAN_CHAR}（()）及和、/]{{0,10}}?(?:{_LABEL}|姓名)(?:[及和与、/]?(?:联系)?(?:电话|方式))?\s*[:：]?"
)
_NUMBER_CELL: Final = lazy_pattern(
    r"[^0-9]{0,10}(?:电话|手机|座机|传真|联系方式|身份证|银行卡|账号|帐号|卡号|QQ|邮箱|微信)(?:号码|号)?[^0-9]{0,6}",
    re.IGNORECASE,
)
_NAMES_IN_CELL: Final = lazy_pattern(rf"(?<![{_HAN_CHAR}])(?:{_ANY_NAME}){_BEHIND}")
_STRICT: Final = lazy_pattern(_NAME)

_NOT_MONEY: Final = r"(?!\d|\.\d|\s*[元万亿])"
_DIGIT_BEFORE: Final = r"(?<!\d)(?<!\d[.,])"
_NUMBERS: Final = tuple(
    lazy_pattern(pattern)
    for pattern in (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        # Identity cards: six digits of a place, eight of a birthday, three and a check digit.
        rf"{_DIGIT_BEFORE}[1-9]\d{{5}}[ -]?(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ -]?\d{{3}}[\dXx](?![\dA-Za-z])",
        # Bank cards of this country begin with 62.
        rf"{_DIGIT_BEFORE}62\d{{2}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?{_NOT_MONEY}",
        # Mobiles: eleven digits before 元 or 万 are an amount.
        rf"(?:{_DIGIT_BEFORE}|(?<=\+86)|(?<=0086))(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:(?:[- ]?\d{{4}}){{2}}|[- ]?\d{{8}}|\d{{2}}[- ]\d{{6}}){_NOT_MONEY}",
        r"(?<!\d)(?<!\d\.)(?:\+86[- ]?)?(?:[（(]0\d{2,3}[)）][ -]?|0\d{2,3}[-－—– ]?)\d{3,4}[ -]?\d{4}(?:[-转]\d{1,5})?(?!\d|\.\d)",
        r"\+86[- ]?\d{2,3}[- ]?\d{3,4}[- ]?\d{4}(?!\d|\.\d)",
    )
)
#: Numbers without a shape of their own are personal only after a word that says so.
_LABELLED: Final = lazy_pattern(
    r"((?:电话|手机|座机|传真|联系方式|身份证|银行卡|银行账户|银行帐户|账号|帐号|卡号)(?:号码|号)?[\s:：]*)"
    r"(\d[\d\- －—]{5,}[\dXx])"
)
_QQ: Final = lazy_pattern(r"(QQ(?:号码|号|群)?[\s:：]*)([1-9]\d{4,11})(?!\d)", re.IGNORECASE)
_WECHAT: Final = lazy_pattern(r"(微信(?:号码|号)?[\s:：]*)([A-Za-z\d][\w-]{4,19})", re.ASCII)
_FEWEST_DIGITS: Final = 5
#: What may stand before and behind a name of two characters inside a sentence; 高峰 in 高峰时段 is none.
_LEAD: Final = "由经是与和及向给让请被为叫名因"
_TRAIL: Final = "同主局科处股所校院书厅县市副老等负签填审说报提已于在的，。"


@frozen
class Found:
    """What was found of persons: names that are known by themselves, other names, and numbers."""

    names: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __or__(self, other: Found) -> Found:
        return Found(self.names | other.names, self.loose | other.loose, self.numbers | other.numbers)


def found_in(texts: Iterable[str]) -> Found:
    """The persons that texts name behind labels."""
    names: set[str] = set()
    loose: set[str] = set()
    for text in texts:
        if _ROLE.search(text) is None:
            continue
        for pattern in (_AFTER_COLON, _BARE):
            for match in pattern.finditer(text):
                _sort(re.split(r"[ 　]*[、/][ 　]*", match[2]), names, loose)
        _sort([match[0] for match in _REVERSED.finditer(text)], names, loose)
    return Found(frozenset(names), frozenset(loose))


def found_in_rows(rows: Iterable[Sequence[str]]) -> Found:
    """The persons of a table: what stands in the cell behind one that is a label, and inside cells."""
    result = Found()
    for row in rows:
        personal = [
            text
            for text in row
            if _ROLE.search("".join(text.split())) or "姓名" in text or _NUMBER_CELL.fullmatch(text)
        ]
        if not personal:
            continue
        names: set[str] = set()
        loose: set[str] = set()
        numbers: set[str] = set()
        for label, text in pairwise(row):
            squashed = "".join(label.split())
            if _LABEL_CELL.fullmatch(squashed) and not _LABEL_CELL.fullmatch("".join(text.split())):
                _sort([match[0] for match in _NAMES_IN_CELL.finditer(text)], names, loose)
                numbers.update(_long_numbers(text))
            elif _NUMBER_CELL.fullmatch(squashed):
                numbers.update(_long_numbers(text))
        result |= found_in(personal) | Found(frozenset(names), frozenset(loose), frozenset(numbers))
    return result


def _long_numbers(text: str) -> Iterator[str]:
    for match in re.finditer(r"\d[\d \-－—]*[\dXx]", text):
        if sum(char.isdigit() for char in match[0]) > _FEWEST_DIGITS:
            yield match[0]


def _sort(candidates: Iterable[str], names: set[str], loose: set[str]) -> None:
    for one in candidates:
        plain = re.sub(r"\s", "", one)
        if _STRICT.fullmatch(plain) or "·" in plain or "•" in plain:
            names.add(plain)
        elif not set(plain[1:]) & set(_NOT_GIVEN):
            loose.add(plain)


@frozen
class Mask:
    """Hides persons in texts; `kept` are words that are no names, whatever stands before them."""

    found: Found = field(default_factory=Found)
    kept: frozenset[str] = frozenset()

    @cached_property
    def _recurring(self) -> re.Pattern[str] | None:
        parts: list[str] = []
        for name in sorted((self.found.names | self.found.loose) - self.kept, key=lambda one: (-len(one), one)):
            spaced = r"[ 　]*".join(map(re.escape, name))
            if name in self.found.names and len(name) > 2:
                parts.append(spaced)
            else:
                before = rf"(?:(?<![{_HAN_CHAR}])|(?<=[{_LEAD}]))"
                behind = rf"(?=$|[^{_HAN_CHAR}]|[{_TRAIL}])" if name in self.found.names else _BEHIND
                parts.append(f"{before}{spaced}{behind}")
        numbers = sorted(self.found.numbers, key=lambda one: (-len(one), one))
        parts += [rf"(?<![\d.]){re.escape(number)}(?![\d.])" for number in numbers]
        return re.compile("|".join(parts)) if parts else None

    def text(self, text: str) -> str:
        """The text without persons, as long as it was."""
        if "人" in text:
            text = _AFTER_COLON.sub(_second, text)
            text = _BARE.sub(_second, text)
            text = _REVERSED.sub(_whole, text)
        text = _LABELLED.sub(_second, text)
        text = _QQ.sub(_second, text)
        text = _WECHAT.sub(_second, text)
        for pattern in _NUMBERS:
            text = pattern.sub(_whole, text)
        return self._recurring.sub(_whole, text) if self._recurring is not None else text


def _second(match: re.Match[str]) -> str:
    return match[1] + re.sub(r"[^、/]", "*", match[2])


def _whole(match: re.Match[str]) -> str:
    return "*" * len(match[0])
