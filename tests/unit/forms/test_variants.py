"""The project form in the layouts of several provinces: other words, other columns, other order."""

from __future__ import annotations

from forms_support import figure, lines, sheet, text, workbook
from perfscore.core.sourced import Unreadable
from perfscore.forms import recognise

N = None


def only(document):
    (match,) = recognise(document)
    return match.extract()


def money(row):
    return [figure(getattr(row, name)) for name in ("initial", "budget", "executed", "points", "rate", "score")]


def test_sign_value_and_unit_in_three_columns_and_amounts_with_reasons():
    form = only(
        workbook(
            sheet(
                ["项目支出绩效自评表"],
                ["（2023年度）"],
                ["项目名称", N, "510000220000001-信息化运维"],
                ["主管部门", N, "某厅", N, N, "实施单位（盖章）", N, "某中心"],
                ["项目基本情况", "1.项目年度目标完成情况", "项目年度目标", N, N, "年度目标完成情况"],
                [N, N, "保障系统运行。", N, N, "全年系统运行稳定。"],
                ["预算执行情况（10分）", "年度预算数（万元）", N, "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"],
                [N, "总额", N, "100.00", "90.00", "81.00", "90.00%", "10", "9", "合同尾款未付"],
                [N, "其中：财政资金", N, "100.00", "90.00", "81.00", "90.00%", "/", "/", "/"],
                [N, "单位资金", N, "0.00", "0.00", "0.00", "", "/", "/", "/"],
                ["绩效指标（90分）", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"],
                [N, "产出指标", "数量指标", "运维系统数", "≥", "5", "个", "6", "20", "20", ""],
                [N, N, "质量指标", "系统可用率", "≥", "99", "%", "99.5", "20", "20", ""],
                [N, N, "时效指标", "完成时限", "定性", "12月底前", N, "按时", "10", "10", ""],
                [N, "效益指标", "社会效益指标", "支撑能力", "定性", "优良中低差", N, "优", "20", "20", ""],
                [N, "满意度指标", "服务对象满意度指标", "用户满意度", "≥", "90", "%", "95", "20", "19", ""],
                ["合计", N, N, N, N, N, N, N, "100", "98"],
                ["评价结论", "项目自评98分。"],
                ["项目负责人：甲", N, N, "财务负责人：乙"],
                merges=[(5, 1, 2, 1), (7, 1, 4, 1), (11, 1, 6, 1), (7, 2, 1, 2), (8, 2, 1, 2), (17, 1, 1, 8)],
            )
        )
    )  # fmt: skip
    assert [(row[2], row[3], row[4]) for row in lines(form)] == [
        ("运维系统数", "≥5个", "6"),
        ("系统可用率", "≥99%", "99.5"),
        ("完成时限", "12月底前", "按时"),
        ("支撑能力", "优良中低差", "优"),
        ("用户满意度", "≥90%", "95"),
    ]
    first = next(iter(form.indicators))
    assert (first.value_type.value, first.unit.value, first.target.at.cell) == ("≥", "个", "F12")
    assert money(form.funding.total) == ["100.00", "90.00", "81.00", "10", "90.00%", "9"]
    assert form.funding.total.reason.value == "合同尾款未付"
    assert [row.label.value for row in form.funding.rows] == ["其中：财政资金", "单位资金"]
    assert form.funding.rows[0].points.value is None
    assert (form.goal.value, form.goal_actual.value) == ("保障系统运行。", "全年系统运行稳定。")
    assert (figure(form.total.points), figure(form.total.score)) == ("100", "98")
    assert form.conclusion.value == "项目自评98分。"
    assert form.head.text("finance_leader") == "乙"
    assert form.head.money_unit == "万元"
    assert form.unplaced == ()


def test_no_points_column_and_execution_points_in_the_header():
    form = only(
        workbook(
            sheet(
                ["2022年度养老项目自评表"],
                ["单位名称：某局", N, N, N, N, "填报日期：2023年3月1日"],
                ["项目名称", N, "养老服务"],
                ["主管部门", N, "某厅", N, "项目实施单位", N, "某局"],
                [
                    "预算执行情况（万元）（20分）",
                    N,
                    N,
                    "预算数(A)",
                    "执行数(B)",
                    "执行率(B/A)",
                    "得分(20分*执行率)",
                ],
                [N, "年度财政资金总额", N, "200", "190", "95%", "19"],
                [
                    "年度绩效目标(80分)",
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "年初目标值(A)",
                    "实际完成值(B)",
                    "得分",
                ],
                [N, "产出指标（40分）", "数量指标", "机构数", "10个", "10个", "20"],
                [N, N, "质量指标", "达标率", "≥90%", "92%", "20"],
                [N, "效益指标", "社会效益指标", "覆盖率", "100%", "100%", "20"],
                [N, "满意度指标", "服务对象满意度指标", "老人满意度", "≥90%", "91%", "20"],
                ["总分", N, N, N, N, N, "99"],
                ["偏差大或目标未完成原因分析", "无"],
                ["改进措施及结果应用方案", "无"],
                merges=[(5, 1, 2, 3), (7, 1, 5, 1)],
            )
        )
    )
    assert form.head.kind == "project-self-assessment"
    assert form.head.text("unit") == "某局"
    assert form.head.text("year") == "2022"
    assert {row.points for row in form.indicators} == {None}
    assert not form.head.has_column("points")
    assert [figure(row.score) for row in form.indicators] == ["20", "20", "20", "20"]
    assert money(form.funding.total) == [None, "200", "190", "20", "95%", "19"]
    assert form.funding.total.initial is None
    assert figure(form.sections[0].points) == "40"
    assert form.total.points is None
    assert figure(form.total.score) == "99"
    assert form.head.text("deviation") == "无"


BEIJING = """\
项目支出绩效自评表
项目名称\t某项目
主管部门\t某委\t\t实施单位\t某中心
项目资金（万元）\t\t年初预算数(A)\t全年执行数(B)\t分值(10分)\t执行率(B/A)\t得分\t得分计算方法
\t年度资金总额\t50\t45\t10\t90%\t9\t执行率×分值
\t其中：本年财政拨款\t50\t45\t—\t90%\t—\t
年度总体目标\t年初设定目标\t\t\t全年实际完成情况
\t目标文字。\t\t\t完成文字。
绩效指标\t一级指标\t二级指标\t三级指标\t分值\t年度指标值(A)\t全年实际值(B)\t得分计算方法\t得分\t未完成原因分析
\t产出指标（50分）\t数量指标\t活动场次\t15\t10场\t10场\t完成得满分\t15\t
\t\t成本指标\t成本控制\t35\t≤50万元\t45万元\t\t35\t
\t效果指标（30分）\t社会效益\t影响力\t30\t提升\t提升\t\t28\t佐证不足
\t满意度指标（10分）\t满意度指标\t群众满意度\t10\t≥90%\t93%\t\t10\t
总分\t\t\t\t100\t\t\t\t97\t
"""


def test_points_before_the_target_and_old_level_names():
    form = only(text(BEIJING))
    assert lines(form) == [
        ("产出指标", "数量指标", "活动场次", "10场", "10场", "15", "15"),
        ("产出指标", "成本指标", "成本控制", "≤50万元", "45万元", "35", "35"),
        ("效益指标", "社会效益指标", "影响力", "提升", "提升", "30", "28"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10"),
    ]
    assert form.sections[1].header.value == "效果指标（30分）"
    assert next(iter(form.indicators)).rule.value == "完成得满分"
    assert list(form.indicators)[2].l2_label.raw == "社会效益"
    assert money(form.funding.total) == ["50", None, "45", "10", "90%", "9"]
    assert (figure(form.total.points), figure(form.total.score)) == ("100", "97")
    assert form.repairs == ()


def test_a_header_of_two_rows():
    form = only(
        text(
            "项目支出绩效自评表\n项目名称\t某项目\n"
            "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t\t\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n"
            "\t\t\t\t指标性质\t指标值\t度量单位\n"
            "\t产出指标\t数量指标\t培训人次\t≥\t100\t人次\t120\t50\t50\t\n"
            "\t效益指标\t社会效益指标\t知晓率\t≥\t90\t%\t95\t30\t30\t\n"
            "\t满意度指标\t服务对象满意度指标\t学员满意度\t≥\t90\t%\t98\t10\t10\t\n"
            "总分\t\t\t\t\t\t\t\t90\t90\t\n"
        )
    )
    assert [row[2:] for row in lines(form)] == [
        ("培训人次", "≥100人次", "120", "50", "50"),
        ("知晓率", "≥90%", "95", "30", "30"),
        ("学员满意度", "≥90%", "98", "10", "10"),
    ]
    assert (figure(form.total.points), figure(form.total.score)) == ("90", "90")


def test_transfer_funds_have_no_scores_at_all():
    form = only(
        text(
            "附件2\n转移支付区域（项目）绩效目标自评表\n（2022年度）\n转移支付(项目)名称\t农业补助\n"
            "中央主管部门\t某部\n地方主管部门\t某厅\t资金使用单位\t某县\n"
            "资金情况（万元）\t\t全年预算数(A)\t全年执行数(B)\t预算执行率(B/A×100%)\n"
            "\t年度资金总额：\t1000\t900\t90%\n\t其中：中央财政资金\t800\t800\t100%\n\t地方资金\t200\t100\t50%\n"
            "总体目标完成情况\t年初设定目标\t\t全年实际完成情况\n\t目标一。\t\t完成一。\n"
            "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t全年完成值\t未完成原因和改进措施\n"
            "\t产出指标\t数量指标\t面积\t≥10万亩\t11万亩\t\n\t\t质量指标\t合格率\t100%\t100%\t\n"
            "\t效益指标\t经济效益指标\t增收\t≥100元\t120元\t\n说明\t无\n注：1.按项目填报。\n"
        )
    )
    assert form.head.title.value == "转移支付区域（项目）绩效目标自评表"
    assert form.head.text("implementing_unit") == "某县"
    assert {(row.points, row.score) for row in form.indicators} == {(None, None)}
    assert money(form.funding.total) == [None, "1000", "900", None, "90%", None]
    assert [row.label.value for row in form.funding.rows] == ["其中：中央财政资金", "地方资金"]
    assert (form.goal.value, form.goal_actual.value) == ("目标一。", "完成一。")
    assert form.total is None


def test_words_where_an_amount_belongs():
    form = only(text(BEIJING.replace("年度资金总额\t50\t45", "年度资金总额\t50\t详见附表")))
    executed = form.funding.total.executed
    assert isinstance(executed.value, Unreadable)
    assert (executed.raw, executed.at.line, executed.at.column) == ("详见附表", 5, 4)


def table(*rows, title="项目支出绩效自评表"):
    return only(text("\n".join([title, "项目名称\t某项目", *rows])))


HEADER = "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施"


def test_subtotals_are_kept_apart():
    form = table(
        HEADER,
        "\t产出指标\t数量指标\t场次\t10场\t10场\t30\t30\t",
        "\t\t质量指标\t合格率\t≥95%\t90%\t20\t18\t",
        "\t\t小计\t\t\t\t50\t48\t",
        "\t效益指标\t社会效益指标\t知晓率\t≥90%\t95%\t30\t30\t",
        "总分\t\t\t\t\t\t80\t78\t",
    )
    assert [row.name.value for row in form.indicators] == ["场次", "合格率", "知晓率"]
    (subtotal,) = form.sections[0].subtotals
    assert (figure(subtotal.points), figure(subtotal.score)) == ("50", "48")
    assert form.sections[1].subtotals == ()
    assert figure(form.total.score) == "78"


def test_header_words_without_a_known_synonym():
    form = table(
        "一级指标\t二级指标\t三级指标\t2023年设定的绩效目标值\t截止年底完成值情况\t指标分值情况\t自评得分情况\t未达标原因及措施",
        "产出指标\t数量指标\t场次\t≥10场\t8场\t50\t40\t天气原因",
    )
    assert lines(form) == [("产出指标", "数量指标", "场次", "≥10场", "8场", "50", "40")]
    assert next(iter(form.indicators)).reason.value == "天气原因"
    assert dict(form.head.columns)["target"].value == "2023年设定的绩效目标值"


def test_of_two_years_the_later_one_is_the_actual():
    form = table(
        "一级指标\t二级指标\t三级指标\t年度指标值\t2022年实际完成值\t2023年实际完成值\t分值\t得分",
        "产出指标\t数量指标\t场次\t≥10场\t8场\t11场\t50\t50",
    )
    assert lines(form)[0][4] == "11场"


def test_execution_as_a_row_of_the_indicator_table():
    form = table(
        HEADER,
        "\t预算执行率（10分）\t\t预算执行率\t100%\t95%\t10\t9.5\t",
        "\t产出指标\t数量指标\t场次\t10场\t10场\t50\t50\t",
    )
    assert [section.name for section in form.sections] == ["预算执行率", "产出指标"]
    assert lines(form)[0][2:] == ("预算执行率", "100%", "95%", "10", "9.5")


def test_a_page_that_repeats_only_title_and_header_goes_on():
    form = table(
        HEADER,
        "\t产出指标\t数量指标\t场次\t10场\t10场\t30\t30\t",
        "",
        "项目支出绩效自评表",
        HEADER,
        "\t\t质量指标\t合格率\t≥95%\t95%\t20\t20\t",
        "总分\t\t\t\t\t\t50\t50\t",
    )
    assert [(row.l1, row.l2) for row in form.indicators] == [("产出指标", "数量指标"), ("产出指标", "质量指标")]
    assert [at.line for at in form.head.continued] == [6]


def test_marks_beside_the_title():
    form = only(
        workbook(
            sheet(
                ["附件2", N, N, "2023年项目支出绩效自评表", N, "单位：万元"],
                ["项目名称", "某项目"],
                ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
                ["产出指标", "数量指标", "场次", "10场", "10场", "50", "50"],
            )
        )
    )
    assert form.head.title.value == "2023年项目支出绩效自评表"
    assert form.head.title.at.cell == "D1"
    assert form.head.money_unit == "万元"


def test_points_in_brackets_without_their_unit():
    form = table(HEADER, "\t产出指标（50）\t数量指标\t场次\t10场\t10场\t50\t50\t")
    assert figure(form.sections[0].points) == "50"


def test_a_form_without_a_first_level_column():
    form = table(
        "二级指标\t三级指标\t指标值\t完成值\t分值\t得分",
        "数量指标\t场次\t10场\t10场\t50\t50",
        "社会效益指标\t知晓率\t≥90%\t95%\t30\t30",
    )
    assert [section.name for section in form.sections] == ["产出指标", "效益指标"]


def test_second_level_names_unknown_to_the_vocabulary():
    form = table(
        HEADER,
        "\t产出指标\t工程进度类\t场次\t≥10场\t10场\t50\t50\t",
        "\t效益指标\t带动就业\t就业人数\t≥5人\t6人\t30\t30\t",
    )
    assert [(row.l2, row.name.value) for row in form.indicators] == [
        ("工程进度类", "场次"),
        ("带动就业", "就业人数"),
    ]
    assert form.repairs == ()


def test_goal_labels_one_below_the_other_and_totals_by_their_ending():
    form = only(
        workbook(
            sheet(
                ["2023年度部门整体支出绩效自评表"],
                ["部门（单位）名称", N, "某局"],
                [
                    "部门预算执行情况（万元）",
                    N,
                    "年初预算数",
                    "全年预算数",
                    "全年执行数",
                    "分值",
                    "执行率",
                    "得分",
                ],
                [N, "年度支出总额", "100", "120", "110", "10", "91.67%", "9.17"],
                [N, "基本支出", "50", "50", "50", N, "100%", N],
                ["年度目标", "目标文字描述内容"],
                ["年度目标完成情况", "完成文字"],
                ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分", "备注"],
                [N, "履职效能", "工作任务", "任务完成率", "100%", "100%", "90", "90"],
                ["合计", "90", "90"],
            )
        )
    )
    assert (form.goal.value, form.goal_actual.value) == ("目标文字描述内容", "完成文字")
    assert figure(form.funding.total.rate) == "91.67%"
    assert lines(form)[0][:3] == ("履职效能指标", "工作任务", "任务完成率")
    assert (figure(form.total.points), figure(form.total.score)) == ("90", "90")
    assert form.repairs[0].shift == 5


def goal_form(head, text):
    """A short form whose goal has a row of labels and, where given, a row of texts below."""
    rows = [
        ["项目支出绩效自评表"],
        ["项目名称", N, "养老服务"],
        ["年度总体目标", *head],
        *([[N, *text]] if text is not None else []),
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        [N, "产出指标", "数量指标", "床位数", "≥10张", "10张", "90", "90"],
    ]
    return only(workbook(sheet(*rows, merges=[(3, 2, 1, 3), (3, 5, 1, 4), (4, 2, 1, 3), (4, 5, 1, 4)])))


def test_a_blank_goal_below_its_label_has_its_place_there():
    labels = ["预期目标", N, N, "实际完成情况", N, N, N]
    form = goal_form(labels, [N, N, N, "已经完成。", N, N, N])
    assert (form.goal.value, form.goal.at.cell) == ("", "B4")
    assert form.goal_actual.value == "已经完成。"
    form = goal_form(labels, ["完成改造。", N, N, N, N, N, N])
    assert (form.goal_actual.value, form.goal_actual.at.cell) == ("", "E4")


def test_a_blank_goal_beside_its_label_has_its_place_there():
    form = goal_form([N] * 7, None)
    assert (form.goal.value, form.goal.at.cell) == ("", "B3")
