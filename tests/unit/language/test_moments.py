from datetime import date

import pytest

from perfscore.language.moments import Moment, read_moment


@pytest.mark.parametrize(
    ("text", "said", "precise"),
    [
        ("12月底", "12月底", True),
        ("十二月底", "12月底", True),
        ("2023年12月31日", "2023年12月31日", True),
        ("2023-12-31", "2023年12月31日", True),
        ("2023/1/5", "2023年1月5日", True),
        ("20231231", "2023年12月31日", True),
        ("2023.12", "2023年12月", False),
        ("23年12月", "2023年12月", False),
        ("二〇二三年五月", "2023年5月", False),
        ("2023年度", "2023年", False),
        ("第三季度末", "第三季度底", True),
        ("Q3", "第三季度", False),
        ("下半年", "下半年", False),
        ("3月中旬", "3月中旬", False),
        ("年末", "年底", True),
        ("本年度", "当年", False),
        ("次年3月", "次年3月", False),
        ("每月5日", "每月5日", True),
        ("每季度末月25日", "每季度末月25日", True),
        ("春节", "春节", True),
        ("下午3点", "15时00分", True),
    ],
)
def test_moments(text, said, precise):
    found = read_moment(text)
    assert found is not None
    moment, end = found
    assert end == len(text)
    assert moment.say() == said
    assert moment.precise is precise
    again = read_moment(said)
    assert again is not None
    assert again[0] == moment


@pytest.mark.parametrize("text", ["5天", "1年", "13月", "2月32日", "中", "月底", "末", "25:00", "保障", ""])
def test_what_is_no_moment(text):
    found = read_moment(text)
    assert found is None or found[1] < len(text)


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        (Moment(2023), "2023-01-01", "2023-12-31"),
        (Moment(2023, 2), "2023-02-01", "2023-02-28"),
        (Moment(month=2), "2024-02-01", "2024-02-29"),
        (Moment(2023, 12, part="底"), "2023-12-21", "2023-12-31"),
        (Moment(2023, 3, part="中旬"), "2023-03-11", "2023-03-20"),
        (Moment(quarter=3), "2024-07-01", "2024-09-30"),
        (Moment(half=2), "2024-07-01", "2024-12-31"),
        (Moment(part="底"), "2024-12-01", "2024-12-31"),
        (Moment(part="初"), "2024-01-01", "2024-01-31"),
        (Moment(part="中"), "2024-06-01", "2024-07-31"),
        (Moment(month=3, relative="次年"), "2025-03-01", "2025-03-31"),
        (Moment(2023, 5, 6), "2023-05-06", "2023-05-06"),
    ],
)
def test_the_days_that_a_moment_covers(moment, first, last):
    assert moment.bounds(2024) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "moment",
    [Moment(event="春节"), Moment(every="月", day=5), Moment(clock="07:30"), Moment(2023, 2, 30), Moment(day=5)],
)
def test_moments_without_days(moment):
    assert moment.bounds(2024) is None


def test_without_a_year_there_are_no_days():
    assert Moment(month=3).bounds() is None
