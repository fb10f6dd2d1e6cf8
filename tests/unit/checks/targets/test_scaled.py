"""PS421: the targets of a year that were copied from those of the whole term."""

from builders import findings, funding, head, indicator, levels, money, section, text
from perfscore.model import Block, TargetSheet
from three_formats import messages

LABELS = ["养护里程", "修补路面", "更换护栏"]


def sheet(period, annual, totals=("900.00", "300.00")):
    blocks = []
    for name, targets, total in zip(("period", "annual"), (period, annual), totals, strict=True):
        rows = [indicator(label, target) for label, target in zip(LABELS, targets, strict=False)]
        block = Block(
            name, funding(money(initial=total, budget=None)), text("目标"), (section("产出指标", *rows),)
        )
        blocks.append(block)
    return TargetSheet(head(kind="project-target"), blocks[1].funding, blocks[1].sections, blocks=tuple(blocks))


def scaled(*args, **parts):
    return findings("PS421", sheet(*args, **parts))


SAME = ("90公里", "≥6000平方米", "≥1200米")


def test_a_third_of_the_money_for_all_of_the_work_in_three_formats(tmp_path):
    found = messages(
        "PS421",
        """
        项目支出绩效目标表
        （2025年度）
        项目名称 | 灌区渠系改造 | 主管部门 | 某县水利局 | 实施单位 | 某灌区
        项目资金（万元） | 实施期资金总额： | 600 | 年度资金总额： | 150
         | 实施期目标 | | 年度目标
        总体目标 | 四年完成灌区渠系改造。 | | 完成当年列入计划的渠系。
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
         | 产出指标 | 数量指标 | 衬砌渠道 | ≥48公里 | 数量指标 | 衬砌渠道 | ≥48公里
         | | | 改建水闸 | ≥16座 | | 改建水闸 | ≥16座
         | | | 安装量水设施 | ≥32处 | | 安装量水设施 | ≥32处
        """,
        tmp_path,
    )
    assert found == ["年度资金 150 少于实施期资金 600，3 个数量、成本指标值却与实施期的完全相同：“衬砌渠道”等"]


def test_every_amount_is_the_same():
    (found,) = scaled(SAME, SAME)
    assert levels([found]) == ["info"]
    assert len(found.related) == 4


def test_what_says_nothing():
    assert scaled(SAME, ("90公里", "≥6000平方米", "≥400米")) == []
    assert scaled(SAME, SAME, totals=("900.00", "720.00")) == []
    assert scaled(SAME, SAME, totals=("0", "300.00")) == []
    assert scaled(SAME, SAME, totals=("900.00", "")) == []
    assert scaled(SAME[:2], SAME[:2]) == []
    rates = ("≥95%", "≤30元/公里", "≤2000元/年")
    assert scaled(rates, rates) == []
    assert scaled(SAME, SAME[:2]) == []  # other indicators in the other block
