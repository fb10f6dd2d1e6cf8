"""Checks of rows run where what they name is whole, and what they find may be gathered."""

import pytest

from builders import indicator, section, self_assessment, target_sheet
from builders import view as view_of
from perfscore.checks.arguments import ARGUMENTS, handed
from perfscore.checks.register import check, found
from perfscore.checks.runner import Runner
from perfscore.core.findings import Severity


def declared(function, **options):
    return check("PS999", "probe", Severity.INFO, "row", title="A probe", **options)(function)


def run(one, *forms):
    return Runner([one]).run([], [view_of(form, number=n) for n, form in enumerate(forms)])


def named(row, target):
    """试。"""
    yield found(
        target,
        f"“{row.name.value}”",
        row.name.value,
        mend="改",
        mend_en="mend",
        subject=f"{row.name.value}/target",
    )


ROWS = [
    indicator("有目标", "≥3个", "4个"),
    indicator("目标空着", "", "4个", score="优"),
    indicator("目标读不懂", "≥八十O分之", "4个", score=""),
    indicator("", "≥3个", "4个"),
    indicator("又一个", "≥5个", "", points=""),
]


def test_it_runs_on_the_rows_where_its_arguments_are_whole():
    outcome = run(declared(named), self_assessment(section("产出指标", *ROWS)))
    assert [one.subject for one in outcome.findings] == ["有目标/target", "又一个/target"]
    assert (sum(outcome.passed.values()), sum(outcome.found.values())) == (0, 1)


def test_it_is_skipped_where_the_form_has_no_such_column():
    outcome = run(declared(named), self_assessment(section("产出指标", indicator("甲", None, "4个"))))
    assert [one.code for one in outcome.skipped] == ["PS999"]
    assert outcome.skipped[0].reason


def test_gathered_it_is_one_finding_with_the_others_beside():
    (one,) = run(declared(named, gathered=True), self_assessment(section("产出指标", *ROWS))).findings
    assert one.message == "试，共 2 行：有目标、又一个。“有目标”"
    assert one.message_en == "A probe: 2 rows. 有目标"
    assert [related.note for related in one.related] == ["“又一个”"]
    single = run(declared(named, gathered=True), self_assessment(section("产出指标", ROWS[0]))).findings
    assert [finding.message for finding in single] == ["“有目标”"]


def test_target_sheets_have_rows_and_no_scores():
    outcome = run(declared(named), target_sheet(section("产出指标", *ROWS)))
    assert len(outcome.findings) == 2


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("target", ["≥3个", "≥5个"]),
        ("actual", ["4个", "4个", "4个"]),
        ("points", ["10", "10", "10"]),
        ("recorded", ["10", "10"]),
    ],
)
def test_each_argument_is_a_cell_that_was_read(name, texts):
    view = view_of(self_assessment(section("产出指标", *ROWS)))
    assert [cell.raw for (cell,) in handed((name,), view)] == texts


def test_a_name_of_no_class_has_no_kind():
    view = view_of(self_assessment(section("产出指标", indicator("培训合格率"), indicator("甲乙丙丁"))))
    assert [kind.name for (kind,) in handed(("kind",), view)] == ["share"]
    assert set(ARGUMENTS) >= {"row", "view", "kind", "score"}
