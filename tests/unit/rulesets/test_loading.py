"""A rule set file that is wrong is told by file, line and key; nothing in it is passed over in silence."""

from __future__ import annotations

import pytest

from perfscore.core.errors import UsageError
from perfscore.core.toml import TomlFile
from perfscore.rulesets import _load, build, folder, load_ruleset, names, source, source_of

OWN = """\
schema = "perfscore.ruleset/1"
id = "own"
title = "某市口径"
title_en = "A city's"
extends = "mof-2021"

[citation]
number = "某财〔2024〕1号"
title = "办法"
status = "known"
source = "公开"

[weights]
value = { "成本指标" = "20", "产出指标" = "40", "效益指标" = "20", "满意度指标" = "10" }
status = "known"
source = "公开"

[formulas]
positive = { value = ["pass-mark:60"], status = "known", source = "公开" }

[[cases]]
target = "≥100人"
actual = "95人"
points = "10"
score = "8.75"

[[cases]]
target = "≥100人"
actual = "55人"
points = "10"
score = "0"
"""


def load(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return load_ruleset(path)


def told(tmp_path, text):
    """What is said of a file, without its path."""
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(str(tmp_path / "own.toml"))
    return message.removeprefix(str(tmp_path / "own.toml"))


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_what_is_not_said_comes_from_the_general_rule_set(tmp_path):
    own, base = load(tmp_path, OWN), load_ruleset("mof-2021")
    assert own.positive.value == ("pass-mark:60",)
    assert (own.negative, own.grades, own.limits, own.lists) == (
        base.negative,
        base.grades,
        base.limits,
        base.lists,
    )
    assert (own.id, own.general, len(own.cases)) == ("own", False, 2)


@pytest.mark.parametrize("key", ["id", "title", "title_en", "schema"])
def test_what_a_rule_set_says_of_itself_is_not_taken_from_another(tmp_path, key):
    lines = [line for line in OWN.split("\n[citation]")[0].splitlines() if not line.startswith(f"{key} ")]
    text = "\n".join(lines) + "\n\n[citation]" + OWN.split("[citation]")[1]
    assert told(tmp_path, text) == f"：{key} 缺失"


def test_cases_are_not_taken_from_another_rule_set(tmp_path):
    assert load(tmp_path, OWN.split("[[cases]]")[0]).cases == ()
    assert load_ruleset("mof-2021").cases != load_ruleset("mof-2020").cases


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8-sig")
    assert load_ruleset(path).id == "own"


def test_an_edited_file_is_read_anew_and_has_another_hash(tmp_path):
    first = load(tmp_path, OWN)
    second = load(tmp_path, OWN.replace("pass-mark:60", "pass-mark:70"))
    assert second.positive.value == ("pass-mark:70",)
    assert first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ('id = "own"', "id = own", "id = own", "TOML 写法有误"),
        ('id = "own"', 'id = "own', 'id = "own', "TOML 写法有误"),
        ('id = "own"', "id ＝ “own”", "id ＝", "TOML 写法有误"),
        ('status = "known"\nsource = "公开"\n\n[formulas]', 'source = "公开"\n\n[formulas]', "[weights]", "weights.status 缺失"),
        ('title = "办法"', "", "[citation]", "citation.title 缺失"),
        ('status = "known"\nsource = "公开"\n\n[weights]', 'status = "sure"\nsource = "公开"\n\n[weights]', '"sure"', "citation.status 只能是 confirmed、known、inferred，现为“sure”"),
        ('"成本指标" = "20"', '"成本指标" = "二十"', "value = {", "weights.value.成本指标 不是数：'二十'"),
        ('"成本指标" = "20"', '"成本指标" = "-20"', "value = {", "weights.value.成本指标 应为不小于 0 的数"),
        ('"成本指标" = "20"', '"成本指标" = "NaN"', "value = {", "weights.value.成本指标 应为不小于 0 的数"),
        ('value = { "成本指标" = "20", "产出指标" = "40", "效益指标" = "20", "满意度指标" = "10" }', "value = [20, 40]", "value = [", "weights.value 的类型不对：应为表 {…}，现为 [20, 40]"),
        ('["pass-mark:60"]', '"pass-mark:60"', "positive =", "formulas.positive.value 的类型不对：应为列表 […]"),
        ('["pass-mark:60"]', "[]", "positive =", "formulas.positive 应为非空的词语列表"),
        ('["pass-mark:60"]', "[60]", "positive =", "formulas.positive 应为非空的词语列表"),
        ("[formulas]", "[formula]", "[formula]", "formula 不是规则集的项目；可用：applies、cases"),
        ("positive =", "postive =", "postive =", "formulas.postive 不是规则集的项目；可用：equality、negative、positive"),
        ('status = "known", source', 'status = "known", sources', "positive =", "formulas.positive.sources 不是规则集的项目"),
        ("[formulas]", '[limits]\nlow_exection = { value = "90", status = "known", source = "x" }\n\n[formulas]', "low_exection", "limits.low_exection 不是规则集的项目；可用：about、"),
        ("[formulas]", '[rounding]\ndigits = { value = 9, status = "known", source = "x" }\n\n[formulas]', "digits", "rounding.digits 应在 0 到 6 之间，现为 9"),
        ("[formulas]", '[rounding]\ndigits = { value = true, status = "known", source = "x" }\n\n[formulas]', "digits", "rounding.digits.value 的类型不对：应为整数，现为 True"),
        ("[formulas]", '[rounding]\nmode = { value = "up", status = "known", source = "x" }\n\n[formulas]', "mode", "rounding.mode 只能是 half_up、"),
        ("[formulas]", '[execution]\nformula = { value = "steps", status = "known", source = "x" }\n\n[formulas]', "formula = {", "execution.formula 只能是 ratio，现为“steps”"),
        ("[formulas]", '[grades]\nvalue = ["优", "良"]\nstatus = "known"\nsource = "x"\n\n[formulas]', 'value = ["优"', "grades.value 的每一项应有 2 个值，现为 '优'"),
        ("[formulas]", '[grades]\nvalue = [["良", "80"], ["优", "90"], ["差", "0"]]\nstatus = "known"\nsource = "x"\n\n[formulas]', 'value = [["良"', "grades.value 各等级的下限要从高到低排列"),
        ("[formulas]", '[grades]\nvalue = [["优", "90"], ["差", "60"]]\nstatus = "known"\nsource = "x"\n\n[formulas]', 'value = [["优"', "最后一级的下限是 0"),
        ("[formulas]", '[verdicts]\nvalue = [["达成", "100", "80"]]\nstatus = "known"\nsource = "x"\n\n[formulas]', 'value = [["达成"', "verdicts.value “达成”的下限 100 大于上限 80"),
        ("[formulas]", '[conventions]\npart_of_step = "half"\n\n[formulas]', "part_of_step", "conventions.part_of_step 只能是 proportional、whole、started，现为“half”"),
        ("[formulas]", '[words]\nopposites = { value = [["改善"]], status = "known", source = "x" }\n\n[formulas]', "opposites", "words.opposites.value 的每一项应是两个相反的词"),
        ("[formulas]", '[words]\ndegrees = { value = ["明显"], status = "known", source = "x" }\n\n[formulas]', "degrees", "words.degrees 的类型不对：应为列表"),
        ("[formulas]", '[words]\nopposite = { value = [], status = "known", source = "x" }\n\n[formulas]', "opposite", "words.opposite 不是规则集的项目"),
        ("[formulas]", '[conventions]\nlexicon = ["a"]\n\n[formulas]', "lexicon", "conventions.lexicon 的类型不对：应为表"),
        ('points = "10"\nscore = "0"', 'points = "10"', 'actual = "55人"', "cases.2.score 缺失"),
        ('score = "8.75"', "score = 8.75", "score = 8.75", 'cases.1.score 的类型不对：应为文字或整数，小数写在引号里（"8.75"），现为 8.75'),
        ('score = "8.75"', 'score = "8.75"\nscroe = "1"', "scroe", "cases.1.scroe 不是规则集的项目"),
        ('extends = "mof-2021"', 'extends = "mof-1999"', "extends", "extends “mof-1999”不是自带的规则集；可用：hengyang-2023、mof-2020、mof-2021"),
        ('schema = "perfscore.ruleset/1"', 'schema = "perfscore.ruleset/9"', "schema", "schema 应为“perfscore.ruleset/1”"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_by_line_and_key(tmp_path, old, new, place, message):
    assert old in OWN
    text = OWN.replace(old, new, 1)
    said = told(tmp_path, text)
    assert message in said
    number = line_of(text, place)
    if message.endswith("缺失"):
        # What is missing is missed in its table.
        number = int(said.partition("第")[2].partition("行")[0])
        assert number <= line_of(text, place)
    assert said.startswith(f" 第{number}行")


def test_a_missing_key_is_told_by_its_table(tmp_path):
    text = OWN.replace('title = "办法"\n', "")
    assert told(tmp_path, text) == f" 第{line_of(text, '[citation]')}行：citation.title 缺失"


def test_a_key_of_another_table_is_no_line_for_a_missing_one(tmp_path):
    # [weights] has no status of its own; the next status in the file belongs to another table.
    text = OWN.replace('status = "known"\nsource = "公开"\n\n[formulas]', 'source = "公开"\n\n[formulas]')
    assert told(tmp_path, text) == f" 第{line_of(text, '[weights]')}行：weights.status 缺失"


def test_an_unfinished_file_is_told_as_such(tmp_path):
    assert told(tmp_path, OWN + '\n[limits]\nx = """').startswith(" 文件末尾：TOML 写法有误")


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes(OWN.encode("gb18030"))
    with pytest.raises(UsageError, match=r"不是 UTF-8 文本（第 .* 个字节）；请另存为 UTF-8"):
        load_ruleset(path)


def test_a_whole_rule_set_of_ones_own_needs_no_base(tmp_path):
    text = (folder() / "mof-2020.toml").read_text(encoding="utf-8")
    assert load(tmp_path, text).limits == load_ruleset("mof-2020").limits


@pytest.mark.parametrize("way", ["{folder}/other", "../{folder}/other", "./mof-2021", "mof-2021.toml/../mof-2021"])
def test_no_other_file_is_read_through_a_rule_set(tmp_path, way):
    """Who may write a rule set may not read the machine by it."""
    (tmp_path / "other.toml").write_text('[lists.secret]\nvalue = ["x"]\n', encoding="utf-8")
    name = way.format(folder=tmp_path)
    message = told(tmp_path, OWN.replace('"mof-2021"', f'"{name}"'))
    assert message == f" 第5行：extends “{name}”不是自带的规则集；可用：hengyang-2023、mof-2020、mof-2021"


@pytest.mark.parametrize("number", ["1E999999", "1E-999999", "1" * 30])
def test_a_number_that_no_points_could_be_is_refused(tmp_path, number):
    """Written out it would fill the memory."""
    message = told(tmp_path, OWN.replace('points = "10"', f'points = "{number}"', 1))
    assert "cases.1.points 最多 24 位整数、24 位小数" in message


@pytest.mark.parametrize(
    ("added", "words"),
    [("x = " + "[" * 9_000, "：括号套得太深"), ("x = " + "1" * 5_000, "：有一个整数太长；数写在引号里")],
)
def test_what_the_parser_cannot_take_is_told(tmp_path, added, words):
    assert told(tmp_path, f"{added}\n{OWN}").startswith(words)


def test_a_text_is_read_like_a_file(tmp_path):
    whole = build(source_of(OWN, "own.toml"))
    assert whole == load(tmp_path, OWN)
    with pytest.raises(UsageError, match=r"^own\.toml 第5行：extends “x”不是自带的规则集"):
        source_of(OWN.replace("mof-2021", "x"), "own.toml")


def test_an_unknown_name_lists_those_there_are():
    with pytest.raises(UsageError, match="没有名为“nowhere”的评分规则集。可用：hengyang-2023、mof-2020、mof-2021"):
        load_ruleset("nowhere")


@pytest.mark.parametrize("name", names())
def test_every_value_of_the_shipped_rule_sets_says_where_it_comes_from(name):
    rules = load_ruleset(name)
    settings = [
        rules.weights, rules.execution_points, rules.execution_base, rules.positive, rules.negative, rules.equality,
        rules.digits, rules.rounding, rules.grades, rules.verdicts, *rules.limits.values(), *rules.lists.values(),
    ]  # fmt: skip
    assert all(setting.source.strip() for setting in settings)
    assert rules.citation.source


def test_a_general_set_is_read_once_for_all_that_extend_it(monkeypatch):
    read = []
    whole = TomlFile.read
    monkeypatch.setattr(TomlFile, "read", lambda file, name: read.append(name) or whole(file, name))
    source._file.cache_clear()
    _load.cache_clear()
    for name in names():
        load_ruleset(name)
    assert sorted(read) == sorted(str(folder() / f"{name}.toml") for name in names())
