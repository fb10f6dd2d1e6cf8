"""From dossier documents to the forms of each unit."""

from dataclasses import replace

import pytest

from paperwork import DOSSIER, dossier, finding, of_unit
from perfscore.audit import audit
from perfscore.checks import CATALOGUE
from perfscore.core.errors import UsageError
from perfscore.report import Style
from perfscore.report.papers.findings import basis_of
from perfscore.report.papers.reading import parts_of, run_of, units_of
from perfscore.report.records import document
from workbooks_support import ROOT

STYLE = Style()


def entries_of(units):
    return [entry for unit in units for form in unit.forms for entry in form.entries]


def test_every_finding_score_and_gap_of_a_document_is_in_one_part():
    units = units_of([DOSSIER], STYLE)
    assert len(entries_of(units)) == len(DOSSIER["findings"])
    scores = [line for unit in units for form in unit.forms for line in form.scores]
    assert len(scores) == len(DOSSIER["scores"])
    codes = {check["code"] for check in DOSSIER["coverage"]["skipped_checks"]}
    said = " ".join(gap.what for unit in units for form in unit.forms for gap in form.gaps)
    assert all(code in said for code in codes)


@pytest.mark.parametrize("sample", ["hengyang-2023/自评表.xlsx", "budget/预算表.xlsx", "ledger/台账.xlsx"])
def test_nothing_of_a_sample_is_lost(sample):
    own = document(audit(ROOT / "samples" / sample), STYLE)
    units = units_of([own], STYLE)
    assert sorted(entry.message for entry in entries_of(units)) == sorted(
        one["message"] for one in own["findings"]
    )
    forms = [form for unit in units for form in unit.forms if form.kind]
    assert len(forms) == sum(form["kind"] != "budget-table" for form in own["forms"])
    missed = own["coverage"]["not_recomputed"]
    reasons = [gap.why for unit in units for form in unit.forms for gap in form.gaps]
    assert all(row["reason"] in reasons for row in missed)


def test_units_stand_in_the_order_in_which_they_come_with_their_forms_of_every_dossier():
    units = units_of([of_unit("乙局"), of_unit("甲 局"), of_unit("乙局")], STYLE)
    assert [(unit.number, unit.name) for unit in units] == [(1, "乙局"), (2, "甲局")]
    assert [form.index for form in units[0].forms] == [f"001-{n:02d}" for n in range(1, len(units[0].forms) + 1)]
    assert len(units[0].forms) == 2 * len(units[1].forms)


def test_what_concerns_no_form_belongs_to_the_unit_of_its_file_or_of_the_dossier():
    made = of_unit("甲局")
    (unit,) = units_of([made], STYLE)
    assert unit.forms[-1].kind == ""
    assert "PS001" in {entry.code for entry in unit.forms[-1].entries}
    made["forms"][0]["unit"], made["forms"][1]["unit"] = "甲局", "乙局"
    own = made["forms"][0]["at"]["file"]
    assert made["forms"][1]["at"]["file"] != own
    made["findings"] = [finding(0), finding(0, at={**finding(0)["at"], "file": own})]
    names = {unit.name: entries_of([unit]) for unit in units_of([made], STYLE)}
    assert [entry.file for entry in names["甲局"]] == [own]
    assert [entry.code for entry in names["（多个单位的材料）"]] == ["PS001"]


def test_a_form_without_a_unit_belongs_to_the_only_one_that_the_dossier_names():
    made = of_unit("甲局")
    made["forms"][1]["unit"] = ""
    assert [unit.name for unit in units_of([made], STYLE)] == ["甲局"]
    assert units_of([of_unit("")], STYLE)[0].name == "（未注明单位）"


def test_files_that_could_not_be_read_are_told_as_not_checked():
    gaps = [gap for unit in units_of([DOSSIER], STYLE) for form in unit.forms for gap in form.gaps]
    broken = [item for item in DOSSIER["inputs"] if item["status"] != "read"]
    assert broken
    for item in broken:
        assert item["file"] in {gap.place for gap in gaps if gap.what == "文件未能读取"}


def test_a_column_that_was_not_read_is_told_with_its_form():
    made = dossier()
    at = {**made["forms"][0]["at"], "cell": "K9"}
    made["coverage"]["unread_columns"] = [{"at": at, "name": "备注\n栏"}]
    (form,) = [f for u in units_of([made], STYLE) for f in u.forms if any("备注" in gap.what for gap in f.gaps)]
    assert form.place == f"{at['sheet']}!{made['forms'][0]['at']['cell']}"


def test_the_basis_is_that_of_the_manual_and_of_no_check_nothing():
    assert basis_of("PS304") == "表内勾稽"
    assert all(basis_of(code) for code in CATALOGUE)
    assert basis_of("PS999") == ""


def test_rounding_differences_and_known_findings_are_hidden_as_in_other_reports():
    made = dossier(findings=[finding(3), finding(1, known=True), finding(1)])
    assert [entry.hidden for entry in entries_of(units_of([made], STYLE))].count(True) == 2
    assert not any(entry.hidden for entry in entries_of(units_of([made], replace(STYLE, verbose=True))))
    assert [e.hidden for e in entries_of(units_of([made], replace(STYLE, rounding=True)))].count(True) == 1


def test_related_places_beyond_six_are_counted():
    place = finding(1)["related"][0]
    made = dossier(findings=[finding(1, related=[place] * 9)])
    (entry,) = entries_of(units_of([made], STYLE))
    assert len(entry.related) == 7
    assert entry.related[-1] == "另有 3 处，见审核结果"


def test_the_run_is_told():
    assert run_of(DOSSIER).rulesets == tuple(one["id"] for one in DOSSIER["run"]["rulesets"])


def test_a_document_of_another_kind_is_refused():
    with pytest.raises(UsageError, match=r"不是 perfscore\.report/1 的审核结果"):
        list(parts_of({"schema": "else"}, STYLE))


def test_what_no_document_can_hold_is_gone():
    made = dossier(findings=[finding(1, message="a\x07b\r\nc & <d>")])
    (entry,) = entries_of(units_of([made], STYLE))
    assert entry.message == "a\ufffdb\nc & <d>"


@pytest.mark.parametrize("many", [8, 9])
def test_skipped_checks_are_named_by_title_unless_there_are_very_many(many):
    made = dossier()
    codes = list(CATALOGUE)[:many]
    made["coverage"]["skipped_checks"] = [
        {"code": code, "name": CATALOGUE[code].name, "form": 0, "reason": "没有"} for code in codes
    ]
    (gap,) = [
        gap
        for unit in units_of([made], STYLE)
        for form in unit.forms[:1]
        for gap in form.gaps
        if gap.why == "没有"
    ]
    assert all(code in gap.what for code in codes)
    assert (CATALOGUE[codes[0]].title_zh in gap.what) is (many == 8)
