"""The quick path reads the shapes that most forms hold; that it reads them rightly is a property test."""

from __future__ import annotations

import pytest

from perfscore.language.values.quick import read_quick


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("≥95%", "≥95%"),
        ("≥48公斤/月/人", "≥48公斤/人/月"),
        ("=365天", "=365天"),
        ("》90%", "≥90%"),
        ("不低于3次", "≥3次"),
        ("80%以上", "≥80%"),
        ("≤12.5万元", "≤12.5万元"),
        ("3小时", "3小时"),
        ("=2023年", "=2023年"),
        ("2023年12月31日前", "2023年12月31日前"),
        ("12月底前", "12月底前"),
        ("有效维护", "有效维护"),
        ("及时、完整", "及时、完整"),
        ("无", "无"),
    ],
)
def test_common_shapes_need_no_grammar(text: str, said: str) -> None:
    value = read_quick(text)
    assert value is not None
    assert value.say() == said


@pytest.mark.parametrize(
    "text",
    [
        "20231231",
        "3天以下",
        "≥80%以上",
        "15日",
        "三家",
        "未发生",
        "不低于上年",
        "春节前",
        "全程",
        "万元",
        "正负",
        "、",
        "5级",
    ],
)
def test_what_may_be_something_else_is_left_to_the_constructions(text: str) -> None:
    assert read_quick(text) is None
