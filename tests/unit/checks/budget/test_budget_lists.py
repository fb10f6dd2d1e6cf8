"""Lists without codes: balanced tables, economic classes, projects, 三公经费, 政府采购."""

import pytest

from budget_checked import KINDS, all_found, found
from perfscore.audit import audit

kinds = pytest.mark.parametrize("kind", KINDS)

BALANCE = """
2025年部门收支总表
单位：万元
收入||支出||
项目|本年预算数|项目|本年预算数
一、财政拨款收入|300.00|一、科学技术支出|280.00
二、事业收入|20.00|二、卫生健康支出|25.00
三、其他收入||三、住房保障支出|35.00
本年收入合计|320.00|本年支出合计|340.00
上年结转结余|60.00|年终结转结余|40.00
收入总计|380.00|支出总计|380.00
"""


@kinds
def test_a_balanced_table_is_left_alone(kind):
    assert all_found(kind, BALANCE) == []


@kinds
@pytest.mark.parametrize(
    ("code", "change", "recorded", "recomputed"),
    [
        ("PS702", ("二、事业收入|20.00", "二、事业收入|25.00"), "320.00", "325"),
        ("PS704", ("上年结转结余|60.00", "上年结转结余|50.00"), "380.00", "370"),
        ("PS704", ("年终结转结余|40.00", "年终结转结余|41.00"), "380.00", "381"),
    ],
)
def test_a_total_of_one_side(kind, code, change, recorded, recomputed):
    (one,) = found(code, kind, BALANCE.replace(*change))
    assert (one.recorded, one.recomputed) == (recorded, recomputed)


@kinds
def test_the_two_sides_differ(kind):
    table = BALANCE.replace("年终结转结余|40.00", "年终结转结余|30.00").replace(
        "支出总计|380.00", "支出总计|370.00"
    )
    (one,) = found("PS703", kind, table)
    assert one.message.startswith("《2025年部门收支总表》“支出总计”为 370.00，收入总计为 380.00，相差 10")


def test_sides_that_differ_by_a_unit_of_the_last_digit_are_a_tail():
    table = BALANCE.replace("支出总计|380.00", "支出总计|380.01")
    assert all_found("xlsx", table) == []
    assert len(found("PS227", "xlsx", table)) == 1


def test_income_and_expenditure_of_the_year_may_differ():
    assert found("PS703", "xlsx", BALANCE) == ()


def test_rows_without_marks_may_stand_below_one_another():
    flat = """
2025年部门收支总表
单位：万元
收入||支出||
项目|预算数|项目|预算数
财政拨款收入|1000.00|教育支出|900.00
经费拨款|800.00|卫生健康支出|150.00
非税收入|210.00|住房保障支出|50.00
事业收入|100.00|其他支出|
本年收入合计|1100.00|本年支出合计|1100.00
"""
    assert all_found("xlsx", flat) == []


def test_negative_rows_and_parts_of_a_row_add_up():
    table = """
2025年部门收支总表
单位：万元
收入||支出||
项目|预算数|项目|预算数
一、财政拨款收入|1000.00|一、教育支出|1020.00
（一）经费拨款|800.00|二、卫生健康支出|-20.00
（二）非税收入|200.00||
本年收入合计|1000.00|本年支出合计|1000.00
上年结转|50.00|年终结转|50.00
其中：一般公共预算|30.00||
单位资金|20.00||
收入总计|1050.00|支出总计|1050.00
"""
    assert all_found("xlsx", table) == []


ECONOMIC = """
2025年基本支出预算表
单位：万元
部门预算经济科目|合计|人员经费|公用经费
工资福利支出|250.00|250.00|
基本工资|130.00|130.00|
绩效工资|70.00|70.00|
住房公积金|50.00|50.00|
商品和服务支出|42.00||42.00
水费|4.00||4.00
物业管理费|30.00||30.00
培训费|8.00||8.00
合计|292.00|250.00|42.00
"""


@kinds
def test_economic_classes_without_codes(kind):
    assert all_found(kind, ECONOMIC) == []
    (one,) = found("PS708", kind, ECONOMIC.replace("物业管理费|30.00||30.00", "物业管理费|36.00||36.00"))
    assert "“商品和服务支出”合计为 42.00，其下各项之和为 48" in one.message
    (other,) = found("PS702", kind, ECONOMIC.replace("合计|292.00|250.00", "合计|392.00|350.00"))
    assert other.recomputed == "292"


CODED = """
2025年基本支出预算表
单位：万元
经济科目编码|科目名称|合计|人员经费|公用经费
310|资本性支出|12.00||12.00
31002|办公设备购置|7.00||7.00
31007|信息网络及软件购置更新|5.00||5.00
303|对个人和家庭的补助|3.20|3.20|
30305|生活补助|3.20|3.20|
合计||15.20|3.20|12.00
"""


@kinds
def test_economic_classes_with_codes(kind):
    assert all_found(kind, CODED) == []
    (one,) = found("PS708", kind, CODED.replace("31002|办公设备购置|7.00||7.00", "31002|办公设备购置|9.00||9.00"))
    assert one.recomputed == "14"


PROJECTS = """
2025年项目支出预算表
单位名称：某县图书馆
单位：万元
项目名称|合计|一般公共预算|政府性基金|单位资金
某县图书馆|90.00|80.00||10.00
免费开放补助|55.00|50.00||5.00
古籍保护|20.00|18.00||2.00
流动书车|15.00|12.00||3.00
"""
SPENT = """
2025年部门支出总表
单位名称：某县图书馆
单位：万元
科目编码|科目名称|合计|基本支出|项目支出
207|文化旅游体育与传媒支出|290.00|200.00|90.00
20701|文化和旅游|290.00|200.00|90.00
2070104|图书馆|290.00|200.00|90.00
合计||290.00|200.00|90.00
"""


@kinds
def test_projects_against_their_unit_and_against_the_other_table(kind):
    assert all_found(kind, SPENT, PROJECTS) == []
    wrong = PROJECTS.replace("古籍保护|20.00|18.00", "古籍保护|26.00|24.00")
    assert all_found(kind, SPENT, wrong) == ["PS702"]
    less = PROJECTS.replace("古籍保护|20.00|18.00||2.00\n", "").replace(
        "图书馆|90.00|80.00||10.00", "图书馆|70.00|62.00||8.00"
    )
    (one,) = found("PS725", kind, SPENT, less)
    assert "为 90.00，《2025年项目支出预算表》的合计为 70.00" in one.message


def test_a_choice_of_projects_need_not_be_all_of_them():
    less = PROJECTS.replace("古籍保护|20.00|18.00||2.00\n", "").replace(
        "图书馆|90.00|80.00||10.00", "图书馆|70.00|62.00||8.00"
    )
    assert found("PS725", "xlsx", SPENT, less.replace("项目支出预算表", "重点项目支出预算表")) == ()


def test_projects_of_this_year_and_of_what_was_carried_over():
    less = PROJECTS.replace("古籍保护|20.00|18.00||2.00\n", "").replace(
        "图书馆|90.00|80.00||10.00", "图书馆|70.00|62.00||8.00"
    )
    carried = """
2025年项目支出预算表（上年结转）
单位名称：某县图书馆
单位：万元
项目名称|合计|一般公共预算|政府性基金|单位资金
某县图书馆|20.00|18.00||2.00
古籍保护|20.00|18.00||2.00
"""
    assert found("PS725", "xlsx", SPENT, less, carried) == ()


def test_units_above_projects_are_not_projects():
    table = PROJECTS.replace(
        "古籍保护|20.00|18.00||2.00", "乡镇分馆管理中心|20.00|18.00||2.00\n古籍保护|20.01|18.01||2.00"
    )
    assert found("PS702", "xlsx", SPENT, table) == ()


THREE = """
2025年“三公”经费支出预算表
单位：万元
项目|合计|一般公共预算|政府性基金预算
“三公”经费合计|31.00|31.00|
1.因公出国（境）费用|5.00|5.00|
2.公务接待费|6.00|6.00|
3.公务用车购置及运行维护费|20.00|20.00|
其中：公务用车运行维护费|8.00|8.00|
公务用车购置费|12.00|12.00|
"""


@kinds
def test_three_public_in_rows(kind):
    assert all_found(kind, THREE) == []
    (one,) = found("PS709", kind, THREE.replace("费合计|31.00|31.00", "费合计|33.00|33.00"))
    assert one.recomputed == "31"
    (one,) = found("PS709", kind, THREE.replace("购置费|12.00|12.00", "购置费|10.00|10.00"))
    assert "购置费与运行维护费之和为 18" in one.message


COLUMNS = """
2025年“三公”经费支出预算表
单位：万元
单位名称|合计|因公出国（境）费用|公务接待费|公务用车购置及运行费|公务用车购置费|公务用车运行费
水文局|31.00|5.00|6.00|20.00|12.00|8.00
"""


def test_three_public_in_columns_that_are_not_understood_are_left_alone():
    assert found("PS709", "xlsx", COLUMNS) == ()


PROCURED = """
2025年政府采购预算表
单位：万元
采购项目|合计|货物类|工程类|服务类
办公设备|10.00|10.00||
食堂改造|48.00|8.00|40.00|
物业服务|30.00|||30.00
合计|88.00|18.00|40.00|30.00
"""


@kinds
def test_procurement_in_columns(kind):
    assert all_found(kind, PROCURED) == []
    (one,) = found("PS712", kind, PROCURED.replace("食堂改造|48.00", "食堂改造|43.00"))
    assert (one.recorded, one.recomputed) == ("43.00", "48")


def procured(tmp_path, sentence):
    path = tmp_path / "预算.txt"
    path.write_text(f"{SPENT.strip().replace('|', chr(9))}\n\n九、政府采购情况\n\n{sentence}\n", encoding="utf-8")
    return [one for one in audit(path).findings if one.code == "PS712"]


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年政府采购预算总额 1,206.40 万元，其中：货物类采购预算 32.00 万元，工程类采购预算 1,148.00 万元，服务类采购预算 20.00 万元。",
        "政府采购支出合计86万元。其中:政府采购货物支出50.5万元、政府采购工程支出0万元、政府采购服务支出30万元。",
    ],
)
def test_procurement_in_a_sentence(tmp_path, sentence):
    (one,) = procured(tmp_path, sentence)
    assert one.severity.word == "warning"
    assert one.message.startswith("正文写政府采购总额")


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年政府采购预算总额7.70万元。其中：政府采购货物预算4.76万元、政府采购工程预算0万元、政府采购服务预算2.94万元。",
        "政府采购预算总额7.71万元，其中：货物4.76万元、工程0万元、服务2.94万元。",
        "政府采购预算总额90万元，其中：货物40万元、工程20万元，比上年增加5万元，服务20万元。",
        "政府采购预算总额90万元，其中：货物40万元、服务20万元。",
        "政府采购预算总额0.9亿元，其中：货物400万元、工程200万元、服务200万元。",
        "政府采购支出总额90万元，授予中小企业合同货物40万元、工程20万元、服务10万元。",
    ],
)
def test_procurement_in_a_sentence_that_is_right_or_says_something_else(tmp_path, sentence):
    assert procured(tmp_path, sentence) == []


FINAL = """
财政拨款收入支出决算总表
公开04表
部门：某县水文站
单位：万元
收入|||支出|||
项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款
栏次||1|栏次||2|3|4
一、一般公共预算财政拨款|1|900.00|十一、城乡社区支出|43|90.00||90.00
二、政府性基金预算财政拨款|2|100.00|十二、农林水支出|44|860.00|860.00|
本年收入合计|27|1,000.00|本年支出合计|59|950.00|860.00|90.00
年初财政拨款结转和结余|28|50.00|年末财政拨款结转和结余|60|100.00|80.00|20.00
一般公共预算财政拨款|29|40.00||61||
政府性基金预算财政拨款|30|10.00||62||
总计|32|1,050.00|总计|64|1,050.00|940.00|110.00
"""


def test_final_accounts_whose_blank_rows_have_numbers():
    assert all_found("text", FINAL) == []
    (one,) = found("PS704", "text", FINAL.replace("结余|60|100.00|80.00", "结余|60|110.00|90.00"))
    assert "支出总计" not in one.message
    assert "“总计”合计为 1050.00，本年合计与结转之和为 1060" in one.message


def test_a_total_below_several_lists_covers_more_than_the_last():
    table = """
基本支出决算表
公开06表
部门：某县水文站
单位：万元
人员经费|||公用经费|||||
科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数
301|工资福利支出|800.00|302|商品和服务支出|150.00|307|债务利息及费用支出|
30101|基本工资|500.00|30201|办公费|100.00|30701|国内债务付息|
30102|津贴补贴|300.00|30202|印刷费|50.00|310|资本性支出|50.00
303|对个人和家庭的补助|200.00|30203|咨询费||31002|办公设备购置|50.00
30302|退休费|200.00|30204|手续费||31003|专用设备购置|
人员经费合计||1,000.00|公用经费合计|||||200.00
"""
    assert all_found("text", table) == []
    assert all_found("text", table.replace("30202|印刷费|50.00", "30202|印刷费|55.00")) == ["PS708"]


def test_totals_called_subtotal_of_the_year_and_total():
    table = BALANCE.replace("本年收入合计", "本年收入小计").replace("本年支出合计", "本年支出小计")
    table = table.replace("收入总计", "收入合计").replace("支出总计", "支出合计")
    assert all_found("xlsx", table) == []
    assert all_found("xlsx", table.replace("支出合计|380.00", "支出合计|388.00")) == ["PS703"]
