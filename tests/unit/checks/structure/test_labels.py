from dataclasses import replace

from builders import base_table, complete, findings, indicator, levels, section, self_assessment


def labelled(label, name, *, file="表.xlsx", **parts):
    row = indicator(l1="成本指标", l2=name, l2_label=label)
    return self_assessment(section("成本指标", row, header="成本指标（20分）"), file=file, **parts)


def test_a_label_beside_its_standard_name_is_one_finding_for_the_file():
    (found,) = findings(
        "PS130",
        labelled("生态环境指标", "生态环境成本指标", project="甲"),
        labelled("生态环境成本指标", "生态环境成本指标", project="乙"),
        labelled("生态环境指标", "生态环境成本指标", project="丙"),
    )
    assert levels([found]) == ["info"]
    assert "规范名称是“生态环境成本指标”" in found.message
    assert [note.note.split()[0] for note in found.related] == ["乙", "丙"]
    assert found.form == 0


def test_a_label_that_nobody_knows():
    (found,) = findings("PS130", labelled("环保投入指标", "环保投入指标"))
    assert found.help.startswith("改用规范的分级名称：")
    assert "质量指标、时效指标" in found.help
    assert found.help.endswith("等")
    assert "规范名称" not in found.message


def test_points_brackets_marks_and_the_word_for_indicator_do_not_count():
    for label in ("经济成本", "经济成本指标（10分）", "1.经济成本指标", "（一）经济 成本指标", "经济成本指标10分"):
        assert findings("PS130", labelled(label, "经济成本指标")) == [], label


def test_the_levels_of_the_evaluation_framework():
    for label in ("项目立项", "绩效目标", "资金投入", "资金管理", "组织实施", "产出成本", "项目效益"):
        assert findings("PS130", labelled(label, label)) == [], label


def test_two_accepted_spellings_in_one_file_but_not_in_two():
    one = labelled("满意度指标", "服务对象满意度指标")
    other = labelled("服务对象满意度指标", "服务对象满意度指标")
    elsewhere = labelled("服务对象满意度指标", "服务对象满意度指标", file="另一张.xlsx")
    assert len(findings("PS130", one, other)) == 1
    assert findings("PS130", one, elsewhere) == []


def test_the_attribute_of_the_project():
    (found,) = findings("PS130", complete(attribute="专项"))
    assert levels([found]) == ["info"]
    for attribute in ("一次性项目", "延续性", "", "□新增 ☑延续", "经常性项目（常年）"):
        assert findings("PS130", complete(attribute=attribute)) == [], attribute


def test_a_table_without_levels():
    assert findings("PS130", base_table(("三公经费", {"budget": "10"})), complete()) == []


def test_a_heading_of_bonuses_is_no_level():
    heading = section("加分项", indicator(l1="加分项"))
    bonuses = (indicator(l1="加分项", role="bonus"),)
    alone = replace(self_assessment(replace(heading, indicators=())), adjustments=bonuses)
    assert findings("PS130", alone) == []
    assert levels(findings("PS130", replace(self_assessment(heading), adjustments=bonuses))) == ["info"]
