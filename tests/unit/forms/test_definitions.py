from importlib.resources import files
from pathlib import Path

import pytest

from forms_support import sheet, workbook
from perfscore.core.errors import UsageError
from perfscore.forms.defined import read_definitions
from perfscore.forms.recognise import recognise

SHIPPED = Path(str(files("perfscore.forms") / "definitions"))


def told(folder, file, old, new):
    """What is said of the definitions after an edit of one of them."""
    for entry in SHIPPED.glob("*.toml"):
        source = entry.read_text(encoding="utf-8")
        if entry.name == file:
            assert old in source
            source = source.replace(old, new, 1)
        (folder / entry.name).write_text(source, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_definitions(folder)
    line = next(
        (n for n, text in enumerate((folder / file).read_text(encoding="utf-8").splitlines(), 1) if new in text),
        None,
    )
    return str(caught.value), line


def test_the_shipped_definitions_are_right():
    shared, kinds = read_definitions()
    assert "indicators" in shared
    assert len(kinds) == len(list(SHIPPED.glob("*.toml"))) - 1


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("shared.toml", '\npoints = ["分值"', '\npoint = ["分值"', "不是表样定义的项目"),
        ("shared.toml", "[goal]", "[gaol]", "gaol 不是表样定义的项目"),
        ("shared.toml", "never = ", "naver = ", "indicators.likely.1.naver 不是表样定义的项目"),
        ("shared.toml", "watermarks = [", "watermark = [", "noise.watermark 不是表样定义的项目"),
        ("unit_target.toml", "threshold = 5", 'threshold = "5"', "threshold 的类型不对"),
        ("unit_target.toml", "evidence = [", "evidences = [", "evidences 不是表样定义的项目"),
        (
            "unit_target.toml",
            'any = ["indicators.name"]',
            'any = ["indicators.nmae"]',
            "“indicators.nmae”没有定义",
        ),
        (
            "unit_target.toml",
            'required = ["unit", "year"]',
            'required = ["unit", "yaer"]',
            "“fields.yaer”没有定义",
        ),
        ("unit_target.toml", 'kind = "unit-target"', 'kind = "unit-goal"', "“unit-goal”不是已知的表"),
    ],
)
def test_a_slip_in_a_definition_is_told_by_file_and_line(tmp_path, file, old, new, said):
    message, line = told(tmp_path, file, old, new)
    assert message.startswith(file)
    assert said in message
    if line is not None:
        assert f"第{line}行" in message


def _form(*columns, cells=("1.25",)):
    return workbook(
        sheet(
            ("项目支出绩效自评表",),
            ("项目名称", "甲项目", "主管部门", "乙局", "实施单位", "丙所"),
            ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", *columns, "得分"),
            ("产出指标", "数量指标", "巡查次数", "≥30次", "31次", "10", *cells, "10"),
        )
    )


def _unread(document):
    return [text.raw for match in recognise(document) for text in match.extract().head.unread]


def test_a_column_that_nothing_was_read_from_is_named():
    assert _unread(_form("扣分")) == ["扣分"]


def test_an_empty_unknown_column_and_known_ones_are_not():
    assert _unread(_form("扣分", cells=("",))) == []
    assert _unread(_form(cells=())) == []
