"""PS404, PS405, PS406: relations that are missing, misspelled, or stricter than the others."""

import pytest

from builders import findings, indicator, levels, section, self_assessment, target_sheet


def form(*pairs, l1="产出指标", l2=None, **parts):
    rows = [indicator(name, target, "已完成", l1=l1, l2=l2) for name, target in pairs]
    return self_assessment(section(l1, *rows), **parts)


# PS404


@pytest.mark.parametrize("target", ["3000册", "100%", "75人/年", "1年", "12", "3920元/人·年", "每季度6篇"])
def test_a_bare_number(target):
    assert levels(findings("PS404", form(("图书购置", target)))) == ["info"]


@pytest.mark.parametrize(
    "target",
    [
        "≥3000册", "=3000册", "不低于3000册", "3000册以上", "控制在5万元", "达到95%", "约3000册", "20-25天", "0起",
        "2025年12月底前", "2025年", "全年", "1:15", "提高5%", "是", "第3名", "",
    ],
)  # fmt: skip
def test_what_has_a_relation_or_needs_none(target):
    assert findings("PS404", form(("图书购置", target))) == []


def test_a_column_for_the_sign_or_the_direction():
    def sheet(kind):
        return target_sheet(section("产出指标", indicator("图书购置", "3000册", None, value_type=kind, unit="册")))

    assert [len(findings("PS404", sheet(kind))) for kind in ("", "定量", "正向", "反向指标")] == [1, 1, 0, 0]


def test_one_finding_for_a_form_with_all_its_places():
    (found,) = findings(
        "PS404", form(("图书购置", "3000册"), ("座席", "40个"), ("亮灯率", "≥98%"), ("好评率", "90%"))
    )
    assert found.message.startswith("指标值缺比较符，共 3 行：图书购置、座席、好评率。")
    assert [place.note.split("”")[0] for place in found.related] == ["“座席", "“好评率"]


# PS405


@pytest.mark.parametrize(
    ("target", "sign", "read"),
    [
        ("》90%", "》", "≥"),
        ("〉90%", "〉", ">"),
        ("《5次", "《", "≤"),
        ("〈5次", "〈", "<"),
        ("＞=90%", "＞=", "≥"),
        ("=>90%", "=>", "≥"),
        ("=<5次", "=<", "≤"),
        ("≥=90%", "≥=", "≥"),
        ("==100%", "==", "="),
        ("﹦100%", "﹦", "="),
    ],
)
def test_a_sign_that_is_none(target, sign, read):
    (found,) = findings("PS405", form(("农户满意度", target)))
    assert levels([found]) == ["warning"]
    assert f"写成“{sign}”，按 {read} 读取" in found.message


@pytest.mark.parametrize(
    "target", ["≥90%", ">=90%", "＞＝90%", "＜＝5次", "＞90%", "＝100%", "≧90%", "《节水手册》500册", "90%以上"]
)
def test_signs_that_will_do(target):
    assert findings("PS405", form(("农户满意度", target))) == []


def test_a_sign_in_its_own_column():
    sheet = target_sheet(section("产出指标", indicator("农户满意度", "=>90%", None, value_type="=>", unit="%")))
    assert len(findings("PS405", sheet)) == 1


# PS406


def test_a_strict_sign_among_inclusive_ones():
    (found,) = findings("PS406", form(("河道里程", "≥300公里"), ("油料成本", "<6万元"), ("达标率", "≥95%")))
    assert levels([found]) == ["info"]
    assert found.subject == "油料成本/target"
    assert "改为 ≤" in found.help


def test_several_strict_signs_are_one_finding():
    pairs = [("甲", "≥3个"), ("乙", ">3个"), ("丙", "<9个"), ("丁", "≤5个")]
    (found,) = findings("PS406", form(*pairs))
    assert found.message.startswith("共 2 行：乙、丙。")
    assert len(found.related) == 1


@pytest.mark.parametrize(
    "pairs",
    [
        [("甲", ">3个"), ("乙", "<9个")],
        [("甲", ">3个"), ("乙", "<9个"), ("丙", "≥2个")],
        [("节约率", ">0%"), ("乙", "≥9个")],
        [("甲", "高于3个"), ("乙", "≥9个")],
        [("甲", "＞=3个"), ("乙", "≥9个")],
        [("甲", "〉3个"), ("乙", "≥9个")],
        [("甲", "=3个"), ("乙", "3个"), ("丙", ">3个")],
    ],
)
def test_signs_of_one_convention(pairs):
    assert findings("PS406", form(*pairs)) == []


def test_the_same_name_in_other_forms():
    own = form(("游客满意度", ">90%"))
    others = [form(("游客满意度", "≥90%")), form(("游客满意度", "≤95%"))]
    assert len(findings("PS406", own, *others)) == 1
    assert findings("PS406", own, form(("观众满意度", "≥90%"))) == []


def test_satisfaction_in_other_forms():
    own = form(("游客", ">90%"), l1="满意度指标")
    others = [form((name, "≥90%"), l1="满意度指标") for name in ("观众", "读者")]
    (found,) = findings("PS406", *others, own)
    assert found.form == 2
    strict = [form((name, ">85%"), l1="满意度指标") for name in ("棋友", "票友", "车友")]
    assert findings("PS406", *others, own, *strict) == []
