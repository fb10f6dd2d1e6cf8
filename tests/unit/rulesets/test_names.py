"""The classes of indicator names, over names of many trades."""

from __future__ import annotations

import pytest

from perfscore.rulesets import load_ruleset, names

NAMES = {
    "share": """
        培训合格率 学员满意度 群众满意率 政策知晓率 政策知晓度 疫苗接种率 适龄儿童入学率 净入学率 高校毕业生就业率 树木成活率 路灯亮灯率
        设备完好率 数据准确率 票据差错率 病害检出率 信访事项按期办结率 污水集中处理率 生活垃圾无害化处理率 家庭医生签约率 公交站点覆盖率
        森林覆盖率 村庄绿化率 档案完整率 系统可用率 手术成功率 快件妥投率 存货破损率 客户流失率 持证率 空气优良天数比例 党员占比 研发投入占GDP比重
        工程验收合格率（%） 公众安全感满意度指标 药品抽检合格率： 游客投诉率 药物有效率 居民幸福感认可度 供水保证率 水质达标度 床位空置率 毕业率
    """,
    "rate": """
        毛利率 资产负债率 人员控制率 “三公”经费控制率 生均比例 门诊次均费用药占比例 危房鉴定率 耳标佩戴率 义务教育巩固率 命案破案率 两癌筛查率 学前三年毛入园率
        高中阶段毛入学率 城乡居民参保率 城镇登记失业率 道路清扫率 移动电话普及率 稿件录用率 职业健康体检率 环境监测率 安全检查率 经费保障率
    """,
    "growth": """
        财政收入增长率 旅游收入增幅 满意度提升率 能耗降低率 万元GDP水耗下降幅度 案件同比下降 经费压减率 会议费变动率 存款增长额 预算偏差率 客流量涨幅
        研发投入增长比例 农民收入增速
    """,
    "completion": """
        任务完成率 预算执行率 资金到位率 危房改造开工率 设备利用率 床位使用率 税款入库率 工程进度 补贴发放率 按时完成比例 项目按时交付率
        粮食产销率 剧场上座率 物业费收缴率
    """,
    "saving": "成本节约率 采购资金节约率 公共机构节能率 节水率 经费节支率 预算节约比例",
    "price": """
        课程人均成本 亩均补贴 公用经费生均成本 伙食补助标准 学费收费标准 设备采购单价 单位成本 住宿费标准 退役军人优待金发放标准 给养标准 生均拨款标准
        救助标准 学校人均经费 户均补助 次均费用 监测设备单位造价
    """,
    "money": """
        项目总成本 办公经费 差旅费 会议费 劳务费 编外人员工资 高龄津贴 困难群众补助 取暖费 农机购置补贴 门面租金 奖学金 工程造价 招商引资签约资金 营业收入
        税收收入预算数 规模以上工业增加值 地区生产总值 挽回经济损失 贷款额 农产品交易额 专项资金支出 资金投入 养老保险费 项目支出执行数
    """,
    "persons": """
        培训人数 受益农户数 在职教职工数 志愿者数 参赛人员数 脱贫户数 农村转移就业人数 住院患者数 接待游客数 编制数 特困供养人数 聘用教师数 参训学员数 受益人口
    """,
    "acts": """
        培训次数 服务人次 放映场次 执法检查次数 安全事故起数 重大事故发生次数 信访件数 维修台次 举办班次 演练频次 运输车次 受理投诉数 生产安全事故数 校园安全事故发生数
        调解案件数 采购批次 展览期数 立案数
    """,
    "count": """
        购置设备台数 新建公厕座数 印发资料份数 信息报送条数 完成项目数 种植株数 图书册数 孵化基地数 设备采购数量 检查点位数量 标识牌安装数 示范村数 推文阅读数
        少数民族村数 出台制度数 样品总数 培育企业家数 更换路灯盏数
    """,
    "measure": """
        高标准农田建设面积 管网铺设长度 公路养护里程 粮食产量 垃圾清运量 用水量 年用电量 办公用电量 碳减排量 二氧化硫排放量 数据存储容量 库容总量 绿化面积 巡护里程数
        实施亩数 物资储备吨数 路面宽度 土方开挖深度 货运量
    """,
    "time": """
        资金拨付时间 工程完工时间 平均审批时限 施工工期 设备使用年限 故障响应时间 免费开放天数 补贴发放时效 服务期限 项目建设周期 任务完成时间节点 开放小时数
        合同期 优良天数
    """,
    "state": """
        管理制度健全性 社会影响力 生态环境 市场秩序 业务能力 政务服务水平 项目影响 工作机制 居民获得感 治安状况 采购合规性 资料完整性 科研条件 学习氛围
        队伍素质 重点群体稳定 产业发展 设备运行 社会效益 可持续影响程度
    """,
}
CASES = [(name, kind) for kind, text in NAMES.items() for name in text.split()]

#: They end as a class does and are of none.
NONE = (
    "办事效率", "抽查频率", "机组功率", "传输速率", "监控分辨率", "库存周转率", "小区容积率", "发病率",
    "静息心率", "党员作表率", "物价指数", "灌溉水利用系数", "考核分数", "技术参数", "护卫协警", "单位职工",
    "垃圾清运", "厉行节约反对浪费", "促进居民消费", "教材免费", "人均培训成本", "每公里养护成本",
)  # fmt: skip
#: Their percentage may exceed one hundred, or nobody can tell.
NO_SHARE = (
    "任务完成率", "预算执行率", "设备利用率", "义务教育巩固率", "毛入学率", "命案破案率", "执法检查率",
    "日常巡查率", "产品抽检率", "经费保障率", "农村居民人均收入占全省平均水平的比重", "参保率", "资产负债率",
    "移动电话普及率", "收入增长率", "成本节约率", "满意度提升率", "新增就业占比增幅", "人员控制率", "两癌筛查率",
    "信息采集率", "粮食产销率", "同比占比变化率",
)  # fmt: skip


@pytest.fixture(params=names())
def rules(request):
    return load_ruleset(request.param)


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_the_class_of_a_name(name, kind):
    found = load_ruleset("mof-2020").name_class(name)
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize("name", NONE)
def test_names_of_no_class(name):
    assert load_ruleset("mof-2020").name_class(name) is None


@pytest.mark.parametrize("name", NO_SHARE)
def test_names_that_are_no_shares(name):
    found = load_ruleset("mof-2020").name_class(name)
    assert found is None or found.name != "share"


def test_no_head_is_of_two_classes(rules):
    heads = [head for one in rules.names.values() for head in one.heads]
    assert [head for head in set(heads) if heads.count(head) > 1] == []


def test_every_head_can_be_reached(rules):
    """A head that holds a word which its class leaves out names nothing."""
    lost = [
        (one.name, head)
        for one in rules.names.values()
        for head in one.heads
        if rules.name_class(f"某某{head}") != one
    ]
    assert lost == []


def test_only_shares_and_savings_end_at_a_hundred(rules):
    assert {one.name for one in rules.names.values() if one.high is not None} == {"share", "saving"}
    assert all(one.high == 100 for one in rules.names.values() if one.high is not None)


def test_persons_and_acts_are_whole(rules):
    assert {one.name for one in rules.names.values() if one.whole} == {"persons", "acts"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("读者荐购图书及时到馆率", "share"),
        ("合格产品出厂率", "share"),
        ("及时响应增长率", "growth"),
        ("馆藏流通率", "rate"),
    ],
)
def test_a_word_before_a_bare_rate_says_what_it_is_of(name, kind):
    assert load_ruleset("mof-2021").name_class(name).name == kind
