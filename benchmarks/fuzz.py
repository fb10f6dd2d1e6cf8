"""Random texts held against the language: nothing is raised, and no text takes long.

    python benchmarks/fuzz.py [COUNT] [SEED]

Each text is a mixture of the language's own words, of digits of other scripts, brackets, signs, very long runs of
digits, control characters and repeated pieces. It is read as a value and as a rule; a rule that reads is scored,
proved and written as a spreadsheet formula. Time is CPU time of this process, so that a busy machine changes
little, and garbage is collected between texts; the grammars are built by other texts before the first one is timed.
"""

from __future__ import annotations

import gc
import random
import sys
import time

from perfscore import Unreadable, parse_rule, parse_value

WORDS = (
    *"每低超少高差缺漏迟且或但若如除仅的者内外前后的未不无没满分项次处天年月%个家起",
    *"，。；：、（）()[]【】{}《》≥≤＞＜>=<±-—~+×*÷/|·…“”_#&^√²³½①②⑩❶",
    "达到", "完成率", "目标值", "指标值", "扣", "得", "计", "加", "满分", "不得分", "个百分点", "分", "10", "0.5", "95", "100%",
    "1.", "（1）", "否则", "其余", "按比例得分", "按完成比例得分", "得分=", "实际完成值", "计划数", "扣完为止", "以上", "以下", "含",
    "不含", "至", "6月30日前", "12月底前", "2023年", "第三季度", "逾期", "滞后", "保留两位小数", "依次类推", "最多扣", "最高",
    "酌情", "优", "良", "发现", "发生", "一处", "一次", "除不可抗力外", "首次", "仅", "或经批准的", "万元", "亿", "万", "千",
    "百分之", "分之", "八成", "成", "半", "十", "百", "零", "两", "廿", "壹", "点", "约", "左右", "提高", "下降", "增长", "倍",
    "min(", "max(", "的绝对值", "偏离", "偏差率", "满意度", "权重", "分值的", "每次", "分别得", "正向指标", "反向指标", "1:15", "5%",
    "٣", "۵", "९", "௧", "２", "𝟗", "⑨", "Ⅳ", "ⅳ", "㊿", "\u0000", "\u0007", "\u001b", "\u200b", "\ufeff", "\ud800", "\uffff", "\n", "\t", " ", "\u3000",
    "9" * 30, "1" * 400, "0." + "3" * 50, "1," * 30 + "1", "1,000" * 20, "亿" * 20, "千万" * 15, "1E999999", "NaN", "Infinity", "-0",
)  # fmt: skip
ROWS = (
    ("≥95%", "%"), ("≤3次", "次"), ("", ""), ("按时", ""), ("6月30日前", ""), ("=0起", "起"), ("≥50万元", "万元"), ("95%-105%", "%"),
    ("100", ""), ("≥1:15", ""), ("0", "%"), ("≥0.98", "%"),
)  # fmt: skip
ACTUALS = ("92.5%", "3", "无", "", "6月15日", "0", "-1", "已完成", "60", "1/3")


def text_of(chance: random.Random) -> str:
    """A random text: a few words, many words, one word again and again, or a long one made of pieces."""
    form = chance.random()
    if form < 0.6:
        return "".join(chance.choices(WORDS, k=chance.randint(1, 12)))
    if form < 0.85:
        return "".join(chance.choices(WORDS, k=chance.randint(12, 60)))
    piece = "".join(chance.choices(WORDS, k=chance.randint(1, 8)))
    text = piece * chance.randint(2, max(2, 400 // len(piece)))
    if form < 0.97:
        return "".join(chance.choices(WORDS, k=2)) + text
    return (text * (2000 // len(text)))[:2000]


def try_out(text: str, row: tuple[str, str], actual: str) -> bool:
    """Do with a text whatever may be done with it; whether it reads as a rule."""
    target, unit = row
    for role in ("target", "actual"):
        value = parse_value(text, unit=unit, role=role)
        if not isinstance(value, Unreadable):
            value.say()
    parse_rule("达到目标值得满分，否则不得分", points=10, target=text, unit=unit)
    rule = parse_rule(text, points=10, target=target, unit=unit)
    if isinstance(rule, Unreadable):
        return False
    rule.score(actual)
    rule.score(text)
    rule.score(dict.fromkeys(rule.inputs, actual))
    rule.problems()
    rule.to_excel("A1", "B1")
    return True


def main() -> int:
    """Run and print; the exit code says whether anything was raised or took more than 200 ms."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)  # noqa: S311 - repeatable, not secret
    try_out("完成率≥90%得10分，每低1个百分点扣0.5分，扣完为止", ROWS[0], "85%")
    warming = random.Random(0)  # noqa: S311
    for _ in range(1500):  # grammars and patterns are built when the first text needs them
        try_out(text_of(warming), warming.choice(ROWS), warming.choice(ACTUALS))
    raised, slow, rules, worst = 0, 0, 0, 0.0
    gc.disable()  # what other texts have left is not this text's time
    for n in range(count):
        if n % 200 == 0:
            gc.collect()
        text, row, actual = text_of(chance), chance.choice(ROWS), chance.choice(ACTUALS)
        start = time.process_time()
        try:
            rules += try_out(text, row, actual)
        except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
            raised += 1
            print(f"raised {error!r:.120} by {text[:160]!r} {row} {actual!r}")
        spent = time.process_time() - start
        worst = max(worst, spent)
        if spent > 0.2:
            slow += 1
            print(f"{spent * 1000:.0f} ms for {len(text)} characters: {text[:200]!r} {row}")
    print(
        f"{count} texts, {rules} read as rules: {raised} raised, {slow} above 200 ms, slowest {worst * 1000:.0f} ms"
    )
    return 1 if raised or slow else 0


if __name__ == "__main__":
    sys.exit(main())
