"""PS624: a unit's name that one form writes otherwise."""

from __future__ import annotations

import pytest

from builders import complete, findings
from materials import KINDS, audited, found, project

USUAL = "某市气象探测中心"


def forms(*units):
    return [project(f"第{n}个观测站", unit=unit) for n, unit in enumerate(units)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", ["某市气像探测中心", "某市气象测中心", "某市气象探测测中心", "某市气象测探中心"])
def test_one_form_with_a_slip(odd, kind, tmp_path):
    (one,) = found("PS624", audited(tmp_path, kind, forms(USUAL, odd, USUAL, USUAL)))
    assert one.message == f"“第1个观测站”的单位名称写作“{odd}”，其余 3 张表写作“{USUAL}”"
    assert (one.severity.word, one.recomputed) == ("warning", USUAL)


@pytest.mark.parametrize(
    "units",
    [
        (USUAL, USUAL, "某市气像探测中心"),  # two are no usage
        (USUAL, USUAL, USUAL, "某市气像探测中心", "某市气像探测中心"),
        (USUAL, USUAL, USUAL, "气象探测中心"),
        (USUAL, USUAL, USUAL, "012-某市 气象探测中心"),
        (USUAL, USUAL, USUAL, "苏市气象探测中心"),
        (USUAL, USUAL, USUAL, "某市气象探测中队"),
        (USUAL, USUAL, USUAL, "某市气象服务中心"),
        ("某市第一小学", "某市第一小学", "某市第一小学", "某市第三小学"),
        ("某市东郊苗圃", "某市东郊苗圃", "某市东郊苗圃", "某市西郊苗圃"),
    ],
)
def test_units_that_are_others_or_named_in_short(units, tmp_path):
    assert found("PS624", audited(tmp_path, "xlsx", forms(*units))) == []


def test_each_file_by_itself():
    own = [complete(project=f"站{n}", unit=USUAL) for n in range(3)]
    assert findings("PS624", *own, complete(project="站", unit="某市气像探测中心", file="另一份.xlsx")) == []
    assert len(findings("PS624", *own, complete(project="站", unit="某市气像探测中心"))) == 1
