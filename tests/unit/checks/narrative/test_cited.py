"""PS820 and PS822: cited documents, and the brackets round their years."""

from __future__ import annotations

import pytest

from builders import findings, indicator, levels, section, self_assessment, target_sheet
from perfscore.audit import audit


def sheet(basis, plan="", **fields):
    rows = section("产出指标", {})
    return target_sheet(rows, kind="project-target", basis=basis, plan=plan, **fields)


def found(code, *forms):
    return [(one.recorded, one.recomputed) for one in findings(code, *forms)]


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        # one number of two
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《湿地保护管理办法实施细则》（林湿发〔2021〕21号）", ("林湿发〔2021〕21号", "林湿发〔2021〕12号")),
        ("《湿地保护管理办法实施细则》林湿发[2020]12号", "《关于印发〈湿地保护管理办法实施细则〉的通知》（林湿发【2021】12号）", ("林湿发〔2021〕12号", "林湿发〔2020〕12号")),
        # one number, two titles
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《森林火灾应急预案编制指南》（林湿发〔2021〕12号）", ("林湿发〔2021〕12号",) * 2),
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《湿地保护监管办法实施细则》（林湿发〔2021〕12号）", ("林湿发〔2021〕12号",) * 2),
        # a character more
        ("《湿地保护管理办法实施细则》", "《湿地保护管理办法实施的细则》", ("湿地保护管理办法实施的细则", "湿地保护管理办法实施细则")),
    ],
)  # fmt: skip
def test_one_document_cited_in_two_ways(one, other, pair):
    assert found("PS820", sheet(one, other)) == [pair]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《湿地保护管理办法实施细则》（林湿发【2021】12号）"),
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《关于印发〈湿地保护管理办法实施细则〉的通知》（林湿发〔2021〕12号）"),
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《湿地保护管理办法实施细则》（某林发〔2021〕3号）"),  # sent on
        ("《湿地保护补助资金分配方案的通知》（林湿发〔2021〕12号）", "《湿地保护补助资金分配方案的通知》（林湿发〔2022〕9号）"),  # each year
        ("《2021年湿地保护补助资金分配方案》", "《2022年湿地保护补助资金分配方案》"),
        ("《中华人民共和国预算法》", "《中华人民共和国会计法》"),
        ("《行政单位国有资产管理办法》", "《行政事业单位国有资产管理办法》"),
        ("《省湿地保护管理办法实施细则》", "《市湿地保护管理办法实施细则》"),
        ("《某市第二中学食堂管理办法》", "《某市第中学食堂管理办法》"),
        ("《禁毒法》《戒毒条例》", "《禁毒法》、《戒毒的条例》"),
        ("根据林湿发〔2021〕12号", "《湿地保护管理办法实施细则》的要求，按林湿发〔2021〕21号"),
        ("《湿地保护管理办法实施细则》（林湿发〔2021〕12号）", "《湿地保护管理办法》（林湿发〔2021〕12号）"),
    ],
)  # fmt: skip
def test_left_alone(one, other):
    assert found("PS820", sheet(one, other)) == []


def test_within_a_file_across_its_forms():
    one, other = (
        "《湿地保护管理办法实施细则》（林湿发〔2021〕12号）",
        "《湿地保护管理办法实施细则》（林湿发〔2021〕21号）",
    )
    (finding,) = findings("PS820", sheet(one), sheet(other))
    assert finding.form == 1
    assert levels([finding]) == ["warning"]
    assert findings("PS820", sheet(one, file="甲.xlsx"), sheet(other, file="乙.xlsx")) == []


def test_a_character_alone_is_only_told():
    assert levels(findings("PS820", sheet("《湿地保护管理办法实施细则》", "《湿地保护管理办法实施的细则》"))) == [
        "info"
    ]


def test_brackets_of_numbers():
    said = "财行【2012】279号，司发通〔2014〕123号，晋财省直预[2020]33号，财行【2013】1号"
    (one,) = findings("PS822", sheet(said), sheet(said))
    assert [note.note for note in one.related] == ["财行【2012】279号", "晋财省直预[2020]33号"]
    assert one.recorded == "司发通〔2014〕123号"
    assert findings("PS822", sheet("财行〔2012〕279号，司发通〔2014〕123号")) == []
    assert findings("PS822", sheet("财行〔2012〕279号，(2012)司劳教字37号，2014年（3次），【2012】年")) == []


def test_brackets_of_names():
    def form(name, project="警察补助"):
        return self_assessment(section("产出指标", indicator(name)), project=project)

    assert findings("PS822", form("培训人数（人）"), form("培训人数（人）")) == []
    assert len(findings("PS822", form("培训人数（人）"), form("培训人数(人)"))) == 1
    (one,) = findings("PS822", form("甲", "补助（加班）"), form("乙", "补助(加班)"))
    assert (one.recorded, one.form) == ("补助(加班)", 1)


def test_a_text_file(tmp_path):
    rows = [
        "项目支出绩效目标表",
        "项目名称\t水库除险加固\t主管部门\t某局",
        "立项依据\t依据《小型水库除险加固工程管理办法》（水运管〔2021〕6号）",
        "项目实施计划\t按《小型水库除险加固工程管理办法》(水运管[2021]9号)开工",
        "一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t数量指标\t加固水库数量\t≥2座",
    ]
    path = tmp_path / "表.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    got = [(one.code, one.recorded, one.at.line) for one in audit(path).findings if one.code in ("PS820", "PS822")]
    assert got == [("PS820", "水运管〔2021〕9号", 4), ("PS822", "水运管[2021]9号", 4)]
