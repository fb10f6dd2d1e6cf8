"""`perfscore.toml`: where it is found, what it changes, and what is said of a wrong one."""

import pytest

from perfscore.audit import audit
from perfscore.cli import main
from perfscore.config import NAME, nearest, read_config
from perfscore.core.errors import UsageError

FORM = "\n".join(
    "\t".join(row)
    for row in (
        ("项目支出绩效自评表",),
        ("项目名称", "湿地监测", "主管部门", "某局"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "数量指标", "监测点位数", "≥20个", "21个", "25", "26"),
        ("", "质量指标", "数据有效率", "≥90%", "95%", "25", "25"),
        ("效益指标", "社会效益指标", "公众满意度", "≥90%", "92%", "40", "40"),
    )
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    (tmp_path / "甲" / "乙" / "表.txt").write_text(FORM, encoding="utf-8")
    return tmp_path


def configured(folder, text):
    path = folder / NAME
    path.write_text(text, encoding="utf-8")
    return path


def codes(folder, text, **given):
    report = audit(folder / "甲" / "乙" / "表.txt", config=configured(folder, text), **given)
    return {finding.code: finding.severity.word for finding in report.findings}


def test_the_nearest_above_all_inputs_is_found(folder):
    assert nearest([folder / "甲" / "乙" / "表.txt"]) is None
    above = configured(folder, "")
    assert nearest([folder / "甲" / "乙" / "表.txt", folder / "甲"]) == above
    inner = configured(folder / "甲" / "乙", "")
    assert nearest([folder / "甲" / "乙" / "表.txt"]) == inner
    assert nearest([folder / "甲" / "乙" / "表.txt", folder / "甲"]) == above
    assert nearest([]) is None


def test_checks_are_left_out_and_chosen(folder):
    assert codes(folder, "")["PS304"] == "warning"  # a text is never above it
    assert "PS304" not in codes(folder, '[checks]\nignore = ["PS304"]')
    assert set(codes(folder, '[checks]\nselect = ["PS3"]')) <= {"PS304", "PS301", "PS302"}


def test_what_is_given_goes_before_what_is_configured(folder):
    text = '[checks]\nselect = ["PS1"]\n[severity]\nPS304 = "info"'
    assert codes(folder, text, select=["PS304"]) == {"PS304": "info"}
    assert codes(folder, text, select=["PS304"], severity={"PS304": "warning"}) == {"PS304": "warning"}


def test_a_threshold_goes_before_that_of_the_rule_set(folder):
    assert codes(folder, "", select=["PS108"]).keys() == {"PS108"}  # 40 of 90 points in one row
    assert codes(folder, "[limits]\nsingle_points = 40", select=["PS108"]) == {}
    assert codes(folder, '[limits]\nsingle_points = "39.5"', select=["PS108"]).keys() == {"PS108"}
    assert codes(folder, 'ruleset = "mof-2020"\n[limits]\nsingle_points = 40', select=["PS108"]) == {}


def test_a_rule_set_beside_the_configuration_is_found_from_anywhere(folder, monkeypatch):
    (folder / "本地.toml").write_text(
        'schema = "perfscore.ruleset/1"\nid = "local"\ntitle = "本地"\ntitle_en = "local"\nextends = "mof-2020"\n'
        '[citation]\nnumber = "无"\ntitle = "无"\nstatus = "inferred"\nsource = "无"\n[applies]\nkinds = ["project-self-assessment"]\n',
        encoding="utf-8",
    )
    monkeypatch.chdir(folder / "甲")
    path = configured(folder, 'ruleset = "本地.toml"')
    report = audit(folder / "甲" / "乙" / "表.txt", config=path)
    assert [record.id for record in report.run.rulesets] == ["local"]
    assert report.run.config == str(path)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n\n[limits]\nsingle_points = 1.5", 4, "小数写在引号里"),
        ("[limits]\nsingle_points = true", 2, "应为不小于 0 的数"),
        ('[limits]\nsingle_points = "-1"', 2, "应为不小于 0 的数"),
        ('[limits]\nsingle_points = "三十"', 2, "应为不小于 0 的数"),
        ("[limits]\nsinglepoints = 30", 2, "不是规则集的阈值"),
        ('[checks]\nignore = "PS104"', 2, "应为代码或名称的列表"),
        ('[checks]\nignore = ["PS994"]', 2, "没有检查项"),
        ("[checks]\nskip = []", 2, "不是配置文件的项目"),
        ('[severity]\nPS304 = "fatal"', 2, "只能是 error、warning、info"),
        ('[severity]\nPS994 = "info"', 2, "没有检查项"),
        ("severity = 3", 1, "应为表"),
        ("ruleset = 3", 1, "应为规则集的 id"),
        ("check = 1", 1, "不是配置文件的项目"),
    ],
)
def test_a_wrong_one_is_told_with_file_line_and_key(folder, text, line, words):
    with pytest.raises(UsageError) as caught:
        codes(folder, text)
    assert f"{NAME} 第{line}行：" in str(caught.value)
    assert words in str(caught.value)


def test_one_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(UsageError, match="读不了"):
        read_config(tmp_path / NAME)
    (tmp_path / NAME).write_bytes("[检查]".encode("gbk"))
    with pytest.raises(UsageError, match="不是 UTF-8"):
        read_config(tmp_path / NAME)


def test_score_and_why_and_fill_use_the_configuration_as_audit_does(folder, capsys):
    configured(folder, 'ruleset = "hengyang-2023"')
    form = str(folder / "甲" / "乙" / "表.txt")
    for words in (["score", form], ["why", form, "4"], ["fill", form, "-o", str(folder / "评分.xlsx")]):
        assert main(words) == 0
        assert "采用配置文件" in capsys.readouterr().err
        assert main([*words, "--config", "none", *(["--force"] if words[0] == "fill" else [])]) == 0
        assert "采用配置文件" not in capsys.readouterr().err
    main(["score", form])
    assert "规则集 hengyang-2023" in capsys.readouterr().out
