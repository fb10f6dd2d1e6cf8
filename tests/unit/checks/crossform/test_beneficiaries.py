"""PS618: an indicator that speaks of another project's people."""

from __future__ import annotations

import pytest

from materials import KINDS, audited, found, project

VETERANS = project(
    "退役举重运动员生活补助", "产出指标 | 数量指标 | 退役举重运动员补助人数 | ≥30人 | 30人 | 90 | 90 |"
)


def unrelated(folder, *parts, kind="xlsx"):
    return found("PS618", audited(folder, kind, [VETERANS, *parts]))


def coaches(*names, title="社区体育指导人员补助", **parts):
    return project(title, *(f"产出指标 | 数量指标 | {name} | ≥30人 | 30人 | 45 | 45 |" for name in names), **parts)


@pytest.mark.parametrize("kind", KINDS)
def test_people_of_another_project(kind, tmp_path):
    (one,) = unrelated(tmp_path, coaches("退役举重运动员补助人数", "退役举重运动员满意度"), kind=kind)
    assert one.message == (
        "“社区体育指导人员补助”的指标“退役举重运动员补助人数”、“退役举重运动员满意度”写的是“退役举重运动员生活补助”的对象"
    )
    assert one.severity.word == "info"


@pytest.mark.parametrize(
    "other",
    [
        coaches("指导人员补助人数", "群众满意度"),
        coaches("退役举重运动员补助人数", title="体育馆维修"),  # pays nobody
        coaches("退役举重运动员转任社区体育指导人员人数"),
        coaches("退役举重运动员补助人数", goal="招募退役举重运动员担任社区体育指导，按月发放补助。"),
        coaches("退役举重运动员补助人数", title="困难退役举重运动员补助"),  # some of them
        coaches("退役举重运动员补助人数", unit="某区体育馆"),
    ],
)
def test_people_of_its_own(other, tmp_path):
    assert unrelated(tmp_path, other) == []
