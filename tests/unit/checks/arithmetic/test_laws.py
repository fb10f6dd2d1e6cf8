from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import complete, findings, funding, indicator, money, section, self_assessment

amounts = st.decimals("0.01", "9999.99", places=2)
SOURCES = ("当年财政拨款", "上年结转资金", "其他资金", "单位资金")


def block(parts, total):
    rows = (money(label, *[f"{part:f}"] * 3) for label, part in zip(SOURCES, parts, strict=False))
    return complete(funding=funding(money("年度资金总额", *[f"{total:f}"] * 3), *rows))


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(parts=st.lists(amounts, min_size=1, max_size=4), tail=st.integers(-8, 8))
def test_a_total_is_right_a_tail_or_wrong_and_never_two_of_them(parts, tail):
    total = sum(parts, Decimal(0)) + Decimal(tail) / 100
    form = block(parts, total)
    wrong, rounded = findings("PS202", form), findings("PS227", form)
    inside = abs(Decimal(tail)) / 100 <= Decimal("0.005") * (len(parts) + 1)
    assert bool(wrong) == (not inside)
    assert bool(rounded) == (inside and tail != 0)


CODES = ("PS105", "PS107", "PS108", "PS111", "PS119", "PS131", "PS132", "PS201")
rows = st.lists(
    st.tuples(
        st.sampled_from(("培训人数", "培训场次", "合格率")),
        st.sampled_from(("≥100人", "", "有效")),
        st.sampled_from(("120人", "", "/")),
        st.sampled_from(("10", "40", "", "0")),
        st.sampled_from(("10", "", "9.5")),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(cells=rows, data=st.data())
def test_the_order_of_rows_changes_no_finding(cells, data):
    def counted(order):
        form = self_assessment(section("产出指标", *(indicator(*row) for row in order)))
        return Counter(finding.code for code in CODES for finding in findings(code, form))

    assert counted(cells) == counted(data.draw(st.permutations(cells)))
