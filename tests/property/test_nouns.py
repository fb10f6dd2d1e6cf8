"""Names are open: a word that holds a letter of the skeleton (审计, 减排, 高校, 未成年人, 违约) is a name like any other."""

import pytest

from perfscore.core.sourced import Unreadable
from perfscore.language.rules import parse_rule

#: Nouns and verbs that hold letters which pay, count, compare, deny or except.
WORDS = """会计 审计 设计 计划 计量 计生 加油站 加工 参加 增加值 加班 加固 减排 减灾 减免 减负 所得税 获得感 心得 登记 记录 书记 按揭
分公司 分类 积分 分娩 学分 分拣 分包 水分 分级 行为 作为 满意 满勤 圆满 学前教育 产前筛查 岗前培训 前台 售后 产后访视 术后 课后服务 校内
境内 室内 外资 校外 境外 外包 涉外 以工代赈 上报 上网 上访 线上 上市 下达 线下 下乡 中标 中小学 高校 高中 高血压 低保 低碳 超市 超载 超声
少儿 少数民族 多媒体 未成年人 不动产 不良贷款 无障碍 无人机 无害化 除雪 除尘 除草 非遗 非税 含氧 到位 到岗 报到 签到 差旅费 差评 温差 缺陷
缺勤 提案 第三方 第一书记 等级 高等教育 比赛 占比 对比 合同 普及 涉及 和谐 参与 并网 合并 若干 如厕 经费 限额 时限 首问负责 首诊 免疫 免费
晚点 迟到 名录 床位 单位 项目 个体 案件 条例 案例 家庭 户籍 天然气 年检 年报 日常 季度 周转 制度 违约 预约 节约 合约 落后 附近 接近 投诉
通报 整改 补助 奖补 处罚 罚款 免除 解除 清除 防控 目标管理 任务 预算 决算 概算 验收 结算 拨付 到账 入户 入库 出勤 出口 进口 竣工 复学 就业
毕业 升学 退休 参保 续贷 一次性 一站式 一卡通 一体化 双随机 三公经费 三农 四好公路 五保户 千人计划 两癌筛查 零星 零售 全覆盖 全流程 全部 基本公卫
重大 一般 特别 乙肝 甲级 丙级 A级 5A景区""".split()
#: A rule about a thing, its points, its target, its unit, and an actual that costs some of them.
FRAMES = (
    ("{}率达到95%得10分，每低1个百分点扣1分", 10, "≥95%", "%", "93%"),
    ("{}率≥95%得满分，否则不得分", 10, "≥95%", "%", "93%"),
    ("{}率95%以上得10分，90%-95%得5分，90%以下不得分", 10, "≥95%", "%", "93%"),
    ("每发现1起{}问题扣1分", 10, "0起", "起", "2起"),
    ("{}不规范的，每次扣1分", 10, "0次", "次", "2次"),
    ("存在{}行为的，每查到一次扣1分", 10, "0次", "次", "2次"),
    ("出现1次{}差错扣2分，扣完为止", 10, "0次", "次", "2次"),
    ("{}数量每少1个扣1分", 10, "≥10个", "个", "8个"),
    ("①{}规范得5分；②资料齐全得5分", 10, "", "", "①符合，②不符合"),
    ("评价要点：①{}规范；②资料齐全。每符合一项得5分", 10, "", "", "符合一项"),
    ("6月底前完成{}工作得10分，每延迟1天扣1分", 10, "6月底前", "", "7月2日"),
    ("{}合格率=合格数/总数×100%，合格率≥95%得满分，每低1个百分点扣1分", 10, "≥95%", "%", "93%"),
)


def points(frame, word):
    text, worth, target, unit, actual = frame
    rule = parse_rule(text.format(word), points=worth, target=target or None, unit=unit or None)
    return rule.reason if isinstance(rule, Unreadable) else rule.score(actual).points


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame[0])
def test_a_noun_that_holds_a_letter_of_the_skeleton_is_a_name(frame):
    plain = points(frame, "绿化")
    assert not isinstance(plain, str | None)
    assert {word: got for word in WORDS if (got := points(frame, word)) != plain} == {}
