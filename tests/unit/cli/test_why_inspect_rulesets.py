"""`perfscore why`, `inspect` and `rulesets` from the words to the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfscore.cli import main

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
BOOK = str(SAMPLES / "hengyang-2023" / "自评表.xlsx")
WHOLE = str(SAMPLES / "hengyang-2023" / "整体自评表.xlsx")
TARGET = str(SAMPLES / "hengyang-target" / "目标表.xlsx")
NO_FORM = str(SAMPLES / "README.md")


def run(capsys, *words):
    code = main(words)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


def test_why_shows_the_cell_its_steps_and_its_findings(capsys):
    code, out, err = run(capsys, "why", BOOK, "强制隔离戒毒生活补贴!H17")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"{BOOK} 强制隔离戒毒生活补贴!H17"
    assert lines[1] == "    保障强制隔离戒毒人员基本生活 得分：“4.34”"
    assert "分值 5  填报 4.34  重算 4.74  依据 规则集 mof-2021" in lines[3]
    assert "按完成比例计分 = 5 × 94.75% ÷ 100% = 4.7375" in out
    assert "警告 PS301[得分与重算不符]" in out
    assert "以 60% 为及格线 = 5 × (94.75% − 60%) ÷ (100% − 60%) = 4.34375" in out
    assert lines[-1].startswith("    改法：")


def test_why_by_another_rule_set(capsys):
    out = run(capsys, "why", BOOK, "强制隔离戒毒生活补贴!H17", "--ruleset", "hengyang-2023")[1]
    assert "填报 4.34  重算 4.34" in out
    assert "没有发现涉及这一格" in out


def test_why_of_a_row_that_was_not_recomputed_gives_the_reason(capsys):
    out = run(capsys, "why", WHOLE, "部门整体支出绩效自评表!H17")[1]
    assert "填报 10  重算 —" in out
    assert "目标为 0，完成值填的是百分比" in out


def test_why_of_a_blank_score(capsys):
    out = run(capsys, "why", WHOLE, "部门整体支出绩效自评表!H18")[1]
    assert "履职工作任务完成时间 得分：（空）" in out
    assert "填报 （空）  重算 5.00" in out
    assert "PS132[有完成值而无得分]" in out


def test_why_of_a_cell_that_no_form_reads(capsys):
    code, out, _ = run(capsys, "why", BOOK, "强制隔离戒毒生活补贴!Z99")
    assert code == 0
    assert out.splitlines()[1] == "    没有表用到这一格"


def test_why_of_a_row_with_a_rule_of_several_readings(capsys, tmp_path):
    rows = [
        ["项目支出绩效自评表"],
        ["项目名称", "道路养护"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "评分标准"],
        ["产出指标", "质量指标", "验收合格率", "≥95%", "92.3%", "10", "8.5", "达标得满分，每低1个百分点扣0.5分，扣完为止"],
        ["效益指标", "社会效益指标", "出行条件", "改善", "改善", "10", "10", ""],
    ]  # fmt: skip
    path = tmp_path / "表.txt"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    code, out, _ = run(capsys, "why", str(path), "4:7")
    assert code == 0
    assert "分值 10  填报 8.5  重算 8.65  依据 本行评分标准" in out
    assert "    评分标准：达标得满分，每低1个百分点扣0.5分，扣完为止" in out
    lines = [line.strip() for line in out.splitlines()]
    for reading in ("不足一个单位：按比例 8.65", "不足一个单位：只计整数 9.00", "不足一个单位：进一 8.50"):
        assert reading in lines
    assert "PS303[得分取决于读法]" in out


def test_why_in_english(capsys):
    out = run(capsys, "why", WHOLE, "部门整体支出绩效自评表!I4", "--lang", "en")[1]
    assert "recorded 9.40  recomputed 9.45  basis rule set mof-2021" in out
    assert "mend: " in out


@pytest.mark.parametrize("command", [["why", NO_FORM, "3"], ["inspect", NO_FORM]])
def test_nothing_recognised_is_exit_code_3(capsys, command):
    code, out, err = run(capsys, *command)
    assert (code, out) == (3, "")
    assert "没有识别出表；看读到了什么：perfscore inspect" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["why", "没有.xlsx", "A1"], "没有.xlsx：找不到这个文件"),
        (["why", BOOK, "H17"], "有 8 张工作表含绩效表，请写明是哪一张"),
        (["why", BOOK], "缺少参数 CELL"),
        (["inspect", "没有.xlsx"], "没有.xlsx：找不到这个文件"),
        (["inspect", BOOK, "--stage", "ast"], "--stage 不能是“ast”；可用的有 tables、form、model、rules"),
        (["rulesets", "shwo"], "ACTION 不能是“shwo”；可用的有 list、show、test、new"),
        (["rulesets", "show"], "rulesets show 要写明规则集的名字；可用：hengyang-2023、mof-2020、mof-2021"),
        (["rulesets", "new"], "rulesets new 要写明规则集的名字"),
        (["rulesets", "list", "mof-2020"], "rulesets list 列出全部，不带名字"),
        (["rulesets", "test", "nowhere"], "没有名为“nowhere”的评分规则集"),
    ],
)  # fmt: skip
def test_wrong_use_is_exit_code_2(capsys, words, told):
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert f"错误 error：{told}" in err or told in err


@pytest.mark.parametrize("stage", ["tables", "form", "model", "rules"])
def test_every_stage_shows_something(capsys, stage):
    code, out, err = run(capsys, "inspect", TARGET, "--stage", stage)
    assert (code, err) == (0, "")
    assert len(out.splitlines()) > 5


def test_inspect_shows_the_model_unless_told_otherwise(capsys):
    assert run(capsys, "inspect", TARGET)[1] == run(capsys, "inspect", TARGET, "--stage", "model")[1]


def test_rule_sets_are_listed(capsys):
    code, out, _ = run(capsys, "rulesets", "list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["hengyang-2023", "mof-2020", "mof-2021"]


def test_a_rule_set_is_shown_with_its_sources(capsys):
    out = run(capsys, "rulesets", "show", "hengyang-2023")[1].splitlines()
    assert out[0].startswith("hengyang-2023  衡阳市2023年度自评所见口径")
    line = out.index("正向指标  pass-mark:60")
    assert out[line + 1].endswith("（由实例推断）")
    assert any(text.startswith("也认可的分法  成本指标 20") for text in out)


def test_all_shipped_rule_sets_pass_their_cases(capsys):
    code, out, _ = run(capsys, "rulesets", "test")
    assert code == 0
    assert "不符  " not in out
    assert out.count("个算例，0 个不符") == 3


def test_a_rule_set_is_started_edited_and_tried(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "rulesets", "new", "mycity", "--from", "mof-2020")
    assert (code, out) == (0, "已写 mycity.toml：改好后运行 perfscore rulesets test mycity.toml\n")
    assert run(capsys, "rulesets", "test", "mycity.toml")[0] == 0
    path = tmp_path / "mycity.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('score = "9.50"', 'score = "9.00"'), encoding="utf-8")
    code, out, _ = run(capsys, "rulesets", "test", "mycity.toml")
    assert code == 1
    assert "不符  mycity  ≥100人 → 95人，10 分：9.50（应为 9.00）  未达标，按比例" in out
    assert "1 个算例，1 个不符" in out
    path.write_text(text.split("[[cases]]")[0], encoding="utf-8")
    assert run(capsys, "rulesets", "test", "mycity.toml")[1] == "mycity：没有算例\n"


def test_a_wrong_rule_set_is_told_by_line_wherever_it_is_used(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(capsys, "rulesets", "new", "mycity")
    path = tmp_path / "mycity.toml"
    text = path.read_text(encoding="utf-8").replace("# [formulas]", "[formulas]")
    path.write_text(text.replace("# positive", "positive").replace('["ratio"]', '["ration"]'), encoding="utf-8")
    for words in (["rulesets", "test", "mycity.toml"], ["audit", BOOK, "--ruleset", "mycity.toml"]):
        code, out, err = run(capsys, *words)
        assert (code, out) == (2, "")
        assert "行：formulas.positive 没有名为“ration”的公式；可用：ratio、" in err
    path.write_text(text.replace("[weights]", "[weight]"), encoding="utf-8")
    for words in (["rulesets", "show", "mycity.toml"], ["score", BOOK, "--ruleset", "mycity.toml"]):
        code, _, err = run(capsys, *words)
        assert code == 2
        assert "：weight 不是规则集的项目；可用：applies、cases" in err
