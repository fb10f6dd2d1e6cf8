"""The skeleton is closed: whatever of its words says a thing (得, 计, 评; 不得分, 本项计0分), the score is the same."""

import random
import re

import pytest

from scoping import lost, otherwise, rows

#: Words that mean the same where the pattern stands, by what they say.
CLASSES = [
    (r"(?<![所获心值不可总合评加])(?:得|计|记)(?=\d[\d.]*分(?!钟))", "得 计 记 评 给 赋 可得 得到 获得 得分为 计为"),
    (r"(?<![该项])(?:得|计|记)满分", "得满分 计满分 记满分 给满分 得全分 得该项满分 可得满分 评满分 赋满分"),
    (r"(?<=[的者,，])不得分", "不得分 不计分 不记分 不给分 得0分 计0分 为0分 得零分 该项不得分 本项不得分 不予计分 不予得分"),
    (r"(?<![予所另])扣(?=\d[\d.]*分(?!钟))", "扣 减 扣减 扣除 减去 扣掉 扣去"),
    (r"(?<=[，；])扣完为止", "扣完为止 扣完即止 直至扣完 直至扣完为止 扣完该项分值为止 扣至0分为止 减完为止 扣光为止 至扣完为止 最多扣完本项分值"),
    (r"每(?:降低|下降|低)(?=\d[\d.]*(?:%|个百分点)|一个百分点)", "每降低 每下降 每减少 每低 每少 每差 每降"),
    (r"每(?:超过|超出|超)(?=\d|一)", "每超过 每超出 每超 每高 每多 每高出"),
    (r"[1一]个百分点", "1个百分点 一个百分点 1个点 一个点 1百分点"),
    (r"(?<![不每得])(?:低于|不足|小于)(?=\d)", "低于 不足 小于 未达到 不到 未达 未满"),
    (r"(?:（含）以上|及以上)(?=的|得|，)", "（含）以上 (含)以上 及以上 含以上 （含）及以上"),
    (r"否则(?=不得分|得|计|扣)", "否则 反之 否则的 其余 其他情况"),
    (r"的，(?=得|计|不得分|扣)", "的， 的 ， 的，则 的则 者，"),
    (r"(?:不低于|不少于|≥)(?=\d)", "不低于 ≥ 大于等于 大于或等于 >= 不小于 大于、等于"),
    (r"(?<![最高分计])(?:不高于|≤)(?=\d)", "不高于 ≤ 小于等于 小于或等于 <= 不大于 小于、等于"),
    (r"按(?:完成)?比例得分", "按比例得分 按完成比例得分 按照比例得分 按比例计分 按实际完成比例得分 按比例赋分 按完成比例计算得分"),
    (r"；", "； 。"),
]  # fmt: skip
#: What may stand between the words of a clause, or around it, and says nothing of its own.
JOINTS = [
    (r"^([^每]*)每(?=低|高|超|少|降|下降|减少|增加)", r"\1每再"),
    *((r"(?<=[，点次处项个起])(?=扣\d)", word) for word in ["则", "应", "相应", "将", "予以", "就", "直接"]),
    *((r"(?<=[，的上下])(?=得\d)", word) for word in ["则", "可", "即"]),
    *((r"(?<=[上下%])得(?=\d)", word) for word in ["的得", "时得", "的，得", "，得", "：得", "者得"]),
    (r"^(?=[≥≤]|达到\d|低于\d|高于\d|超过\d|不低于\d)", "实际完成值"),
    (r"；", "；\n"),
    (r"(?<=.{6})(?=[\u4e00-\u9fff]{4}.{3})(?<![\d.])(?=[^，。；]{2})", "\n"),
    (r"(\d%)[-—~～](\d+%)(?=[得，的])", r"\1至\2之间"),
    (r"[。；]?$", ""),
]
#: So many texts of each word.
TEXTS = 12


@pytest.fixture(scope="module")
def outcomes():
    """What becomes of a score when a word is said otherwise: the text said so, the scores before and then."""
    draw = random.Random(20)  # noqa: S311 - no secret
    known = [row for row in rows() if row.actuals]
    found = []
    for pattern, words in CLASSES:
        having = [row for row in known if re.search(pattern, row.text)]
        for word in words.split():
            for row in draw.sample(having, min(TEXTS, len(having))):
                said = re.sub(pattern, word, row.text)
                before = row.scores()
                if said != row.text and before is not None:
                    found.append((said, before, row.scores(said)))
    for pattern, words in JOINTS:
        having = [row for row in known if re.search(pattern, row.text)]
        for row in draw.sample(having, min(2 * TEXTS, len(having))):
            said = re.sub(pattern, words, row.text, count=1)
            before = row.scores()
            if said != row.text and before is not None:
                found.append((said, before, row.scores(said)))
    assert len(found) > 600
    return found


def test_no_word_changes_a_score(outcomes):
    assert [one for one in outcomes if otherwise(*one[1:])] == []


def test_nearly_every_word_is_read(outcomes):
    unread = [said for said, before, after in outcomes if lost(before, after)]
    assert len(unread) * 100 <= len(outcomes) * 2, unread
