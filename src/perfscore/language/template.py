"""From a text to its statements: what no reading can settle is refused, the rest is read and said back."""

from __future__ import annotations

from functools import lru_cache

from perfscore.core.numbers import unfit_digits
from perfscore.core.sourced import Unreadable
from perfscore.language.again import said_again
from perfscore.language.bounds import LONGEST, SHORTEN, too_much
from perfscore.language.clauses import notes
from perfscore.language.glued import read_back, spelled
from perfscore.language.places import all_ranked
from perfscore.language.pointed import whole
from perfscore.language.reader import Reader
from perfscore.language.statements import Template
from perfscore.language.wording import Wording


def _read(words: Wording) -> Template | Unreadable:
    return read_back(whole(words) or Reader(words).read())


@lru_cache(maxsize=4096)
def read_template(text: str) -> Template | Unreadable:
    """Read a rule text by itself; nothing but the text enters, so that each distinct text is read once."""
    if len(text) > LONGEST:
        return Unreadable(text, f"评分标准超过{LONGEST}字", None, None, SHORTEN)
    words = spelled(text)
    if not words.text:
        return Unreadable(text, "没有评分标准", None, None, "填写评分标准")
    if much := too_much(words.text):
        return Unreadable(text, much, None, None, SHORTEN)
    if (unfit := unfit_digits(words.text)) is not None:
        return Unreadable(text, unfit[1], words.span(*unfit[0]), None, "用阿拉伯数字写明分值和界限")
    if (listed := said_again(words, read_template)) is not None:
        return listed
    settled, placed = notes.judgeable(words.text), None
    for pattern, reason, settle in notes.REFUSALS:
        match = pattern.search(settled)
        if match is not None and not (reason in notes.AMONG_OTHERS and notes.PLACES.match(settled, match.start())):
            return Unreadable(text, reason, words.span(*match.span()), None, settle)
        placed = placed or match
    template = _read(words)
    if placed is not None and (isinstance(template, Unreadable) or not all_ranked(template.elements)):
        return Unreadable(text, notes.COMPARED, words.span(*placed.span()), None, "写明作比较的数值")
    if isinstance(template, Template) and _read(spelled(template.say())) != template:
        # What cannot be said back in plain words has not been understood.
        settle = "改写成“条件+得（扣）几分”的句式"
        return Unreadable(text, "读法无法用规范的文字复述，没有把握读懂", None, None, settle)
    return template
