import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.report import Style, render_text
from perfscore.report.mask import mask, mask_text
from reports import REPORT


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系电话13812345678", "联系电话***********"),
        ("138-1234-5678。", "*************。"),
        ("电话：0734-8812345", "电话：************"),
        ("（0734）8812345", "*************"),
        ("传真 8812345", "传真 *******"),
        ("负责人：张三丰 经办人：李四", "负责人：*** 经办人：**"),
        ("单位负责人（签字）：王 五", "单位负责人（签字）：***"),
        ("填报人\t欧阳小小", "填报人\t****"),
    ],
)
def test_telephones_and_names_are_hidden(text, masked):
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "负责人： 经办人： 联系电话：",
        "负责人：未填",
        "联系人签字：",
        "预算13800000000元",
        "13800000000.50",
        "4.13812345678",
        "执行数 401.95 万元",
        "负责人重视程度",
        "20230101138123456789",
    ],
)
def test_other_words_and_numbers_stay(text):
    assert mask_text(text) == text


@pytest.mark.property
@given(st.text(alphabet="负责人联系电话：: 0123456789-张三\t（）", max_size=60))
def test_masking_keeps_length_and_does_nothing_twice(text):
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert mask_text(masked) == masked


def test_every_format_of_a_masked_report_is_free_of_them():
    told = dataclasses.replace(
        REPORT.findings[1],
        message="填报人：张三丰，电话 13812345678",
        recorded="13812345678",
        fingerprint="13812345678a",
    )
    row = dataclasses.replace(REPORT.scores[1], actual="联系人：张三丰")
    report = dataclasses.replace(REPORT, findings=(told,), scores=(row,))
    for name in ("full", "concise", "json", "jsonl", "csv"):
        for table in ("findings", "scores"):
            text = render_text(report, name, Style(table=table), masked=True)
            assert "张三丰" not in text
            assert "13812345678" not in text.replace("13812345678a", "")


def test_addresses_and_identities_stay():
    masked = mask(REPORT)
    assert [finding.at for finding in masked.findings] == [finding.at for finding in REPORT.findings]
    assert [finding.fingerprint for finding in masked.findings] == [f.fingerprint for f in REPORT.findings]
    assert masked.inputs == REPORT.inputs
    assert masked.coverage == REPORT.coverage
