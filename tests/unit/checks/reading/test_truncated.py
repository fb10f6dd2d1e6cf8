import pytest

from builders import levels
from layouts.paper import text, workbook
from perfscore.audit import audit
from twoblocks import LAYOUTS, drawn, found, same

each_layout = pytest.mark.parametrize("layout", LAYOUTS)
END = same("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%")
LONG = "本项目依据全县水土保持规划实施，治理沟道四十条，工程竣工后移交村级管护；经费按进度支付"


def names(term, year, target="≥40座"):
    return [("产出指标", ("数量指标", term, target), ("数量指标", year, target)), END]


@each_layout
def test_a_name_that_stops_on_a_conjunction(layout, tmp_path):
    (one,) = found("PS043", tmp_path, layout, *names("淤地坝除险加固及绿化", "淤地坝除险加固及"))
    assert levels([one]) == ["warning"]
    assert (one.recorded, one.recomputed) == ("淤地坝除险加固及", "淤地坝除险加固及绿化")
    assert one.message.startswith("指标名称“淤地坝除险加固及”疑被截断：实施期一栏为“淤地坝除险加固及绿化”")


@each_layout
def test_a_name_that_may_only_be_another_spelling(layout, tmp_path):
    (one,) = found("PS043", tmp_path, layout, *names("淤地坝除险座数情况", "淤地坝除险座数"))
    assert levels([one]) == ["info"]


def test_a_name_that_a_column_cut_is_told_with_what_was_read(tmp_path):
    (one,) = found("PS043", tmp_path, "text", *names("淤地坝除险加固", "淤地坝除险"))
    assert levels([one]) == ["warning"]
    assert "已按完整名称读取" in one.message
    (one,) = found("PS043", tmp_path, "xlsx", *names("淤地坝除险加固", "淤地坝除险"))
    assert levels([one]) == ["info"]
    (one,) = found("PS043", tmp_path, "text", *names("淤地坝除险及绿化", "淤地坝除险"))
    assert levels([one]) == ["info"]


@each_layout
@pytest.mark.parametrize(
    ("term", "year"),
    [("谷坊座数", "谷坊座数"), ("谷坊座数", "谷坊"), ("谷坊座数（座）", "谷坊座数"), ("谷坊", "沟道")],
)
def test_names_that_are_whole(layout, term, year, tmp_path):
    assert found("PS043", tmp_path, layout, *names(term, year)) == []


def test_names_of_two_indicators(tmp_path):
    rows = [
        same("产出指标", "数量指标", "谷坊加固", "≥40座"),
        same("", "数量指标", "谷坊加固及绿化", "≥12座"),
        END,
    ]
    for layout in LAYOUTS:
        assert found("PS043", tmp_path, layout, *rows) == []


@each_layout
@pytest.mark.parametrize(
    ("end", "why"),
    [("，竣工后由水保站和", "不能收尾"), ("，执行《水土保持综合治理技术", "没有收住"), ("（含监理", "没有收住")],
)
def test_a_text_that_cannot_end_there(layout, end, why, tmp_path):
    (one,) = found("PS043", tmp_path, layout, *names("谷坊座数", "谷坊座数"), 项目概况=LONG + end)
    assert levels([one]) == ["warning"]
    assert why in one.message
    assert one.subject == "项目概况/cut"


@each_layout
@pytest.mark.parametrize(
    "overview",
    [
        LONG,
        LONG + "。",
        LONG + "，技术工作全部普及",
        LONG + "，执行《水土保持法》",
        LONG + "，“两山“理念得到落实",
        "治理沟道和",
    ],
)
def test_texts_that_end(layout, overview, tmp_path):
    assert found("PS043", tmp_path, layout, *names("谷坊座数", "谷坊座数"), 项目概况=overview) == []


def test_a_goal_that_goes_on_in_the_other_block(tmp_path):
    whole = LONG + "，确保汛前全部完工并通过验收。"
    for layout in LAYOUTS:
        rows = names("谷坊座数", "谷坊座数")
        (one,) = found("PS043", tmp_path, layout, *rows, goals=(whole, whole[:-6]))
        assert "年度总体目标的文字疑被截断" in one.message
        assert found("PS043", tmp_path, layout, *rows, goals=(whole, whole[:-1])) == []
        assert found("PS043", tmp_path, layout, *rows, goals=(whole, LONG)) == []


def test_a_text_that_stops_inside_the_name_of_the_project(tmp_path):
    fields = {
        "立项依据": LONG + "。",
        "项目实施计划": LONG + "；按月支付。",
        "项目概况": LONG + "。沟道年久失修。按定额测算不能满足需要，需申请小流域治理",
    }
    rows = names("谷坊座数", "谷坊座数")
    (one,) = found("PS043", tmp_path, "xlsx", *rows, project="小流域治理专项经费", **fields)
    assert levels([one]) == ["info"]
    assert found("PS043", tmp_path, "xlsx", *rows, project="小流域治理", **fields) == []
    fields["立项依据"] = LONG
    assert found("PS043", tmp_path, "xlsx", *rows, project="小流域治理专项经费", **fields) == []


def test_a_text_and_a_name_cut_off_in_another_file(tmp_path):
    paths = [tmp_path / "上报2026.xlsx", tmp_path / "公开2026.txt"]
    paths[0].write_bytes(
        workbook([drawn(*names("沟头防护建设", "沟头防护建设"), 项目概况=LONG + "，剩余部分下年支付。")])
    )
    paths[1].write_bytes(text([drawn(*names("沟头防护", "沟头防护"), 项目概况=LONG + "，剩余部")]))
    made = [f for f in audit(paths).findings if f.code == "PS043"]
    assert {(f.at.file, f.recorded) for f in made} == {
        (str(paths[1]), "沟头防护"),
        (str(paths[1]), "…;经费按进度支付,剩余部"),
    }
    assert levels(made) == ["warning", "warning"]


def test_labels_of_funds_are_told_once_a_form(tmp_path):
    sources = [("中央财政资金", "0", "0"), ("市县（区）财政资", "300,000", "300,000")]
    (one,) = found("PS043", tmp_path, "text", *names("谷坊座数", "谷坊座数"), sources=sources)
    assert levels([one]) == ["info"]
    assert one.message.startswith("资金标签被列宽截断：“市县（区）财政资”（市县(区)财政资金）、")
    assert len(one.related) == 1
