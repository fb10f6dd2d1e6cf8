"""Wrong use from Python is told in words that say what is right."""

import pandas as pd
import pytest

import perfscore
from perfscore.core.errors import UsageError
from rounds_support import written


@pytest.fixture
def form(tmp_path):
    return written(tmp_path / "表.txt")


def test_a_level_that_is_none(form):
    with pytest.raises(UsageError, match="error、warning、info、never"):
        perfscore.audit(form).exit_code("foo")


@pytest.mark.parametrize("given", [None, 5])
def test_what_is_no_document(given):
    with pytest.raises(UsageError, match="不是路径"):
        perfscore.audit(given)


@pytest.mark.parametrize(
    ("options", "told"),
    [({"lang": "xx"}, "lang 不能是"), ({"sample": -1}, "sample 要是"), ({"sample": [1]}, "sample 要是")],
)
def test_options_of_a_frame(options, told):
    rows = pd.DataFrame(
        {"评分标准": ["每低1个百分点扣0.5分"], "分值": [10], "指标值": ["≥95%"], "实际完成值": ["92.3%"]}
    )
    with pytest.raises(UsageError, match=told):
        perfscore.score_frame(rows, **options)


def test_what_is_no_text():
    with pytest.raises(TypeError, match="parse_value 要给文字"):
        perfscore.parse_value(None)
    with pytest.raises(TypeError, match="parse_rule 要给文字"):
        perfscore.parse_rule(None, points=10)


def test_one_code_alone(form):
    assert {one.code for one in perfscore.audit(form, select="PS304").findings} == {"PS304"}
    assert "PS304" not in {one.code for one in perfscore.audit(form, ignore="PS304").findings}
