"""Long patterns tried without what a text does not need: the same matches, for less to compile."""

import gc
import random
import re
from collections import Counter
from copy import copy
from re import _constants, _parser

import pytest

from perfscore.language import shapes, template  # noqa: F401 - their patterns are looked at
from perfscore.language.clauses import conditions, joint, limits, proportional, terminals
from perfscore.language.clauses.scope import GAP, SCOPE
from perfscore.language.clauses.terminals import LeanPattern
from perfscore.language.clauses.words import JOINED, UNIT, UNITS
from perfscore.language.wording import wording

TEXTS = (
    "完成率达到92%得满分，每低1个百分点扣0.5分，扣完为止",
    "达到目标值得满分，除应急项目外未完成年度任务的不得分",
    "建设项目除应急外完成目标任务得10分，其他项目或设备未按时完成的扣5分",
    "满意度80%(含)-90%得8分，90%以上且不含复查得10分，80%(不含80%)以下不得分",
    "≥5元/人得10分，每增加1元/人·次扣2分，38公斤每亩以上每亩得1分",
    "查看佐证资料，反映连续三年的实际支出；说明：根据经审计的决算数",
    "如果仅部分完成建设内容，视为部分完成，按比例得分",
    "前2季度完成投资≥100万元且≤200万元(台)得5分，超过目标值10%以上如不可抗力不扣分",
    "若完成值与目标值一致得满分，该项目若偏离则每偏离1个百分点扣1分，最低得0分",
    "每季度的经费每低于计划3个百分点扣1分，发现1起含重大的事故该项不得分",
    "2023年6月30日前如期完成得满分，每推迟1个月扣权重分的10%，同一项目或事项不重复扣分",
    "如未按要求及时收治人员，每下降1%扣1分；未能及时或全部办结，每减少1件扣1分",
)


def _leans():
    """Every pattern of the grammar that is tried without some of it, untried."""
    found = {one._source: one for one in gc.get_objects() if isinstance(one, LeanPattern)}
    for one in found.values():
        fresh = copy(one)
        vars(fresh).update(_held=frozenset(), _grown=0)
        for kept in ("_lean", "_whole", "_gaps"):
            vars(fresh).pop(kept, None)
        found[one._source] = fresh
    return [found[source] for source in sorted(found)]


#: What these need is asked for by their action, or by what has to follow them.
_ASKED_ELSEWHERE = {proportional._LINE.pattern, joint._BOTH.pattern}
LEANS = [one for one in _leans() if one._source not in _ASKED_ELSEWHERE]
PATTERNS = [one._source for one in LEANS if SCOPE in one._source or UNITS in one._source]


def _told(match):
    if match is None:
        return None
    named = {name: said for name, said in match.groupdict().items() if not name.startswith("gap")}
    return match.span(), {name: said for name, said in named.items() if said is not None}


@pytest.mark.parametrize("lean", LEANS, ids=lambda one: one._source[:40])
def test_what_a_lean_pattern_gives_is_what_the_whole_one_gives(lean):
    whole = re.compile(lean._source)
    for text in (wording(each).text for each in TEXTS):
        for rest in (text, text[1:], text.replace("除", ""), text.replace("。", "或")):
            for place in range(len(rest)):
                assert _told(lean.match(rest, place)) == _told(whole.match(rest, place)), rest[place:]


def _sample(parsed, chance):
    """Some text that a parsed pattern may match."""
    said = ""
    for op, value in parsed:
        if op is _constants.LITERAL:
            said += chr(value)
        elif op is _constants.BRANCH:
            said += _sample(chance.choice(value[1]), chance)
        elif op is _constants.SUBPATTERN:
            said += _sample(value[3], chance)
        elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            times = chance.randint(value[0], min(value[1], value[0] + 2))
            said += "".join(_sample(value[2], chance) for _ in range(times))
        elif op is _constants.ASSERT and value[0] > 0:
            said += _sample(value[1], chance)
        elif op is _constants.IN:
            kind, code = chance.choice(value)
            if value[0][0] is _constants.NEGATE:
                said += "甲"
            elif kind is _constants.CATEGORY:
                said += "5" if code is _constants.CATEGORY_DIGIT else "子"
            else:
                said += chr(code if kind is _constants.LITERAL else code[0])
        elif op in (_constants.ANY, _constants.NOT_LITERAL):
            said += "甲"
    return said


def _asked(lean):
    """The patterns, and the parts of patterns, that wait for what a text holds, with what tells whether it does."""
    return [*([(lean._source, lean._needs)] if lean._needs is not None else []), *lean._parts]


#: A number that waits for what stands before it is not among them.
ASKED = {source: needed for lean in LEANS for source, needed in _asked(lean) if source != conditions.PLAIN}


@pytest.mark.parametrize("source", ASKED, ids=lambda one: one[:40])
def test_whatever_is_matched_holds_what_the_pattern_waits_for(source):
    parsed, whole, chance = _parser.parse(source), re.compile(source), random.Random(1)  # noqa: S311 - no secret
    samples = (_sample(parsed, chance) for _ in range(600))
    found = [said for said in samples if whole.match(said) is not None]
    assert found or "(?<=" in source, "what is looked back for is not sampled"
    assert [said for said in found if not ASKED[source](said)] == []


def test_many_patterns_have_gaps_and_units():
    assert sum(SCOPE in source for source in PATTERNS) >= 12
    assert sum(JOINED in source for source in PATTERNS) >= 6


@pytest.mark.parametrize("source", PATTERNS)
def test_every_gap_is_known_and_stands_where_one_match_passes_it_once(source):
    assert source.count(SCOPE) == len(GAP.findall(source))
    whole = LeanPattern(source)
    whole._hold(frozenset(), everything=True)
    lean = whole._lean
    lean.match("")
    names = {number for name, number in lean.groupindex.items() if name.startswith("gap")}
    found = set()

    def walk(parsed, *, passed):
        for op, value in parsed:
            if op is _constants.SUBPATTERN:
                if value[0] in names:
                    assert passed
                    found.add(value[0])
                walk(value[3], passed=passed)
            elif op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
                walk(value[2], passed=passed and value[1] == 1)
            elif op is _constants.BRANCH:
                for branch in value[1]:
                    walk(branch, passed=passed)
            elif op is _constants.ASSERT_NOT:
                walk(value[1], passed=False)
            elif op is _constants.ASSERT:
                walk(value[1], passed=passed)

    walk(_parser.parse(lean.pattern), passed=True)
    assert found == names


def test_a_text_without_words_that_scope_asks_for_no_whole_pattern(monkeypatch):
    asked = []
    monkeypatch.setattr(LeanPattern, "_whole", property(lambda self: asked.append(self._source)))
    template.read_template.__wrapped__("完成率达到91%得满分，每低1个百分点扣0.5分，扣完为止")
    assert asked == []


def test_no_longer_unit_begins_with_a_single_character_before_it():
    units = UNITS.split("|")
    for n, unit in enumerate(units):
        assert len(unit) > 1 or not [
            later for later in units[n + 1 :] if len(later) > 1 and later.startswith(unit)
        ]


def test_a_pattern_grows_by_what_texts_need_and_soon_takes_all(monkeypatch):
    compiled = Counter()
    ours = terminals.lazy_pattern
    monkeypatch.setattr(terminals, "lazy_pattern", lambda source: compiled.update([source]) or ours(source))
    lean = LeanPattern(rf"\d+(?:{UNIT})(?:减[^,]+|加[^,]+)?", parts={"减[^,]+": "减", "加[^,]+": "加"})
    texts = ("5人", "5人减1", "5平方米", "5人加1", "5公里加1", "5立方米/人")
    assert [lean.match(text)[0] for text in texts] == list(texts)
    assert len(compiled) <= 2 + terminals._GROWS + 2
    sizes = sorted(map(len, compiled))
    assert sizes[0] < sizes[-1] / 4


def test_what_needs_a_word_is_tried_where_the_word_is():
    lean = LeanPattern(r"a+(?:b|c)d", needs="[bc]d")
    assert lean.match("xaabd", 1).span() == (1, 5)
    assert lean.match("aaa") is None
    assert "_lean" in vars(lean)
    untried = LeanPattern(r"a+(?:b|c)d", needs="[bc]d")
    assert untried.match("aaa") is None
    assert "_lean" not in vars(untried)


SAID = (
    "不足1个单位按比例扣分", "超过部分不满1%的不扣分", "按比例扣分", "以100%为标准", "预算执行率以95%为目标值", "合格率目标值为95%",
    "目标值:100", "计划数是30个", "合格率95%,每降低1个百分点扣1分", "设备数量30台;每少1台扣1分", "及时度90,每下降1%",
)  # fmt: skip


@pytest.mark.parametrize("text", SAID)
@pytest.mark.parametrize("element", [limits.PART, limits.STANDARD])
def test_every_match_holds_what_its_pattern_needs(element, text):
    whole = re.compile(element.pattern)
    for place in range(len(text)):
        assert _told(element.re_match(text, place)) == _told(whole.match(text, place))


def test_the_texts_above_are_read_by_one_of_the_two():
    assert all(limits.PART.re_match(text) or limits.STANDARD.re_match(text) for text in SAID)
