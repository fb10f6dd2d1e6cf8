"""What is said of two rounds: findings, values, forms, levels, what was not looked for."""

import json
from dataclasses import replace

import pytest

from perfscore.audit import audit
from perfscore.core.errors import UsageError
from perfscore.core.findings import Severity
from perfscore.report import render
from rounds_support import OWN, ROWS, changes, compared, form_text, of_reports, standings, written
from workbooks_support import SAMPLE


def row(number, **cells):
    """A row of the form with other cells."""
    names = ("l1", "l2", "name", "target", "actual", "points", "recorded")
    values = {**dict(zip(names, ROWS[number], strict=True)), **cells}
    return tuple(values[name] for name in names)


@pytest.fixture
def old(tmp_path):
    return written(tmp_path / "旧" / "表.txt")


def test_nothing_is_changed_where_nothing_changed(old):
    rounds = compared(old, old)
    assert standings(rounds) == [("still", "PS304"), ("still", "PS306")]
    assert changes(rounds) == []
    assert (rounds.summary.forms, rounds.summary.changed) == (1, 0)


def test_what_was_mended_what_stands_and_what_is_new(old, tmp_path):
    new = written(tmp_path / "新" / "改名.txt", [row(0, recorded="25"), ROWS[1], row(2, recorded="41")])
    rounds = compared(old, new)
    assert standings(rounds) == [("new", "PS304"), ("still", "PS306"), ("mended", "PS304")]
    assert changes(rounds) == [
        ("changed", "监测点位数", "recorded", "26", "25"),
        ("changed", "公众满意度", "recorded", "40", "41"),
    ]


def test_a_finding_with_other_numbers_stands_and_has_changed(old, tmp_path):
    rounds = compared(old, written(tmp_path / "新.txt", [row(0, recorded="27"), *ROWS[1:]]))
    (form,) = rounds.forms()
    assert [(one.standing, one.changes) for one in form.findings] == [
        ("still", (("recorded", "26"),)),
        ("still", ()),
    ]
    assert rounds.summary.changed == 1


def test_a_finding_of_another_level_has_changed(old):
    one, other = (audit(old, select=OWN, severity=levels) for levels in ({}, {"PS304": "info"}))
    (form,) = of_reports(one, other).forms()
    assert [finding.changes for finding in form.findings] == [(("level", "warning"),), ()]


@pytest.mark.parametrize(
    "given", [{"year": "2024"}, {"project": "湿地监测站"}, {"unit": "某局办公室", "project": "湿地监测"}]
)
def test_a_corrected_head_leaves_the_findings_the_same(old, tmp_path, given):
    """The fingerprints hold the head: what a finding is about tells it."""
    rounds = compared(old, written(tmp_path / "新.txt", **given))
    assert standings(rounds) == [("still", "PS304"), ("still", "PS306")]
    (form,) = rounds.forms()
    assert form.note[0]
    assert {change[2] for change in changes(rounds)} == {field for field in given if given[field] != "湿地监测"}


def test_a_row_that_was_renamed_keeps_its_findings(old, tmp_path):
    new = written(tmp_path / "新.txt", [row(0, name="布设点位的个数"), *ROWS[1:]])
    rounds = compared(old, new)
    assert standings(rounds) == [("still", "PS304"), ("still", "PS306")]
    assert changes(rounds) == [("changed", "布设点位的个数", "name", "监测点位数", "布设点位的个数")]


def test_a_name_that_was_filled_in_is_told():
    samples = SAMPLE.parents[1] / "project-target"
    rounds = compared(samples / "目标表.xlsx", samples / "clean" / "目标表.xlsx", select=["PS112"])
    assert ("changed", "水质检测合格率", "name", "", "水质检测合格率") in changes(rounds)
    assert {change[0] for change in changes(rounds)} == {"changed"}
    assert standings(rounds) == [("mended", "PS112")]


def test_rows_that_were_added_and_removed_are_told_with_what_stands_in_them(old, tmp_path):
    added = ("效益指标", "生态效益指标", "水质达标率", "≥95%", "96%", "10", "10")
    (form,) = compared(old, written(tmp_path / "新.txt", [*ROWS[:2], added])).forms()
    assert [
        (one.change, one.name, dict(one.values).get("target")) for one in form.rows if one.kind == "indicator"
    ] == [
        ("added", "水质达标率", "≥95%"),
        ("removed", "公众满意度", "≥90%"),
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"target": "≥25个"}, ("target", "≥20个", "≥25个")),
        ({"actual": "22个"}, ("actual", "21个", "22个")),
        ({"points": "24"}, ("points", "25", "24")),
        ({"target": "≥ 20 个", "points": "25.00"}, None),  # only written in another way
    ],
)
def test_values_are_told_old_and_new(old, tmp_path, cells, told):
    rounds = compared(old, written(tmp_path / "新.txt", [row(0, **cells), *ROWS[1:]]))
    found = [change[2:] for change in changes(rounds)]
    assert (told in found) if told else (found == [])


def test_the_order_of_rows_changes_nothing(tmp_path):
    rows = [("产出指标", "数量指标", f"点位{name}数", "≥20个", "21个", "5", "6") for name in "甲乙丙"]
    one, other = written(tmp_path / "1.txt", rows), written(tmp_path / "2.txt", rows[::-1])
    rounds = compared(one, other)
    assert {standing for standing, _ in standings(rounds)} == {"still"}
    assert changes(rounds) == []


def test_the_targets_of_a_target_sheet_are_compared(tmp_path):
    lines = form_text(title="项目支出绩效目标表").replace("\t实际完成值", "").replace("\t得分", "").splitlines()
    rows = ["产出指标\t数量指标\t监测点位数\t≥20个\t50", "效益指标\t社会效益指标\t公众满意度\t≥90%\t40"]
    (tmp_path / "旧.txt").write_text("\n".join([*lines[:3], *rows]), encoding="utf-8")
    rows[0] = rows[0].replace("≥20个", "≥15个")
    (tmp_path / "新.txt").write_text("\n".join([*lines[:3], *rows]), encoding="utf-8")
    rounds = compared(tmp_path / "旧.txt", tmp_path / "新.txt")
    assert changes(rounds) == [("changed", "监测点位数", "target", "≥20个", "≥15个")]


def test_forms_that_came_and_went(tmp_path):
    for name, projects in (("旧", ("湿地监测", "河道治理")), ("新", ("湿地监测", "植树造林"))):
        for project in projects:
            written(tmp_path / name / f"{project}.txt", project=project)
    rounds = compared(tmp_path / "旧", tmp_path / "新")
    summary = rounds.summary
    assert (summary.forms, summary.forms_added, summary.forms_removed) == (1, 1, 1)
    assert sorted(standings(rounds)) == sorted(
        [
            *[("still", code) for code in OWN],
            *[("new", code) for code in OWN],
            *[("unseen", code) for code in OWN],
        ]
    )
    assert not rounds.apart


def test_other_documents_are_told_of(tmp_path):
    for name, project in (("旧", "河道治理"), ("新", "植树造林")):
        for number in "甲乙":
            written(tmp_path / name / f"{project}{number}.txt", project=f"{project}{number}标段", unit=f"{name}局")
    assert compared(tmp_path / "旧", tmp_path / "新").apart


def test_what_was_not_looked_for_is_not_mended(old):
    rounds = of_reports(audit(old, select=OWN), audit(old, select=["PS304"]))
    assert [(one.standing, one.why[0]) for form in rounds.forms() for one in form.findings] == [
        ("still", ""),
        ("unseen", "这次没有做这项检查"),
    ]


def test_a_check_that_was_skipped_is_not_mended(old, tmp_path):
    """Without a column of scores nothing can be said of scores."""
    text = form_text([row[:6] for row in ROWS]).replace("\t得分", "")
    (tmp_path / "新.txt").write_text(text, encoding="utf-8")
    rounds = compared(old, tmp_path / "新.txt")
    assert all(standing == "unseen" for standing, _ in standings(rounds))
    assert all("跳过" in one.why[0] for form in rounds.forms() for one in form.findings)


def test_what_is_said_of_files_is_compared_by_the_file(tmp_path):
    for name in ("旧", "新"):
        written(tmp_path / name / "表.txt")
    (tmp_path / "旧" / "坏.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "旧" / "坏了.pdf").write_bytes(b"%PDF-1.7")
    written(tmp_path / "新" / "坏.pdf", project="河道治理")
    rounds = compared(tmp_path / "旧", tmp_path / "新", select=["PS001"])
    assert standings(rounds) == [("mended", "PS001"), ("unseen", "PS001")]


def test_two_forms_of_one_name_in_a_dossier_keep_their_findings(tmp_path):
    """Their fingerprints count on from one form to the other."""
    for name in "甲乙":
        written(tmp_path / "旧" / f"{name}.txt")
    written(tmp_path / "新" / "甲.txt", [row(0, recorded="25"), *ROWS[1:]])
    written(tmp_path / "新" / "乙.txt")
    rounds = compared(tmp_path / "旧", tmp_path / "新", select=["PS304"])
    assert {
        form.new.file.rpartition("/")[2]: [one.standing for one in form.findings] for form in rounds.forms()
    } == {
        "乙.txt": ["still"],
        "甲.txt": ["mended"],
    }


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 0), ("warning", 1), ("info", 1)])
def test_the_exit_code_is_that_of_what_is_new_or_stands(old, fail_on, code):
    assert compared(old, old).exit_code(fail_on) == code


def test_the_exit_code_says_that_there_is_no_form(old, tmp_path):
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    assert compared(old, tmp_path / "空.txt").exit_code("info") == 3


def test_what_cannot_be_read_is_wrong_use(old, tmp_path):
    with pytest.raises(UsageError, match="找不到这个文件"):
        compared(old, tmp_path / "没有.txt")


def results(folder, reports, parts=2):
    """A folder of results as a batch run writes it."""
    (folder / "parts").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    for number in range(parts):
        lines = [json.dumps(report.to_dict(), ensure_ascii=False) for report in reports[number::parts]]
        (folder / "parts" / f"{number:04}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", ["json", "jsonl", "results"])
def test_what_was_written_is_compared_as_what_was_audited(tmp_path, kind):
    reports = []
    for number, name in enumerate("甲乙丙"):
        path = written(tmp_path / "材料" / f"{name}.txt", project=f"{name}山治理", unit=f"{name}局")
        reports.append(audit(path, select=OWN))
        written(
            tmp_path / "新" / f"{name}.txt",
            [row(0, recorded="25"), *ROWS[1:]][: 3 - number],
            project=f"{name}山治理",
            unit=f"{name}局",
        )
    if kind == "results":
        old = results(tmp_path / "结果", reports)
    else:
        old = tmp_path / f"上次.{kind}"
        render(audit(tmp_path / "材料", select=OWN), kind, old)
    stored, audited = compared(old, tmp_path / "新"), compared(tmp_path / "材料", tmp_path / "新")
    assert sorted(standings(stored)) == sorted(standings(audited))
    assert sorted(changes(stored)) == sorted(changes(audited))
    assert stored.summary == audited.summary


def test_a_round_of_an_earlier_version_is_compared_by_fingerprints(old):
    """It has neither subjects nor rows of targets nor the checks that were left out."""
    report = audit(old, select=OWN)
    document = json.loads(json.dumps(report.to_dict()))
    for finding in document["findings"]:
        del finding["subject"]
    for form in document["forms"]:
        del form["targets"], form["funding"]
    del document["run"]["left_out"]
    before = old.with_name("上次.json")
    before.write_text(json.dumps(document, indent=1), encoding="utf-8")
    assert standings(compared(before, old)) == [("still", "PS304"), ("still", "PS306")]


def test_a_remark_of_the_last_round_is_shown_and_a_rejection_counts(old):
    report = audit(old, select=OWN)
    document = report.to_dict()
    document["findings"][0]["waiver"] = {
        "verdict": "不采纳", "waived": True, "reason": "按规定", "person": "王小明", "date": "2026-03-01",
    }  # fmt: skip
    before = old.with_name("上次.json")
    before.write_text(json.dumps(document, indent=1), encoding="utf-8")
    rounds = compared(before, old)
    (form,) = rounds.forms()
    assert form.findings[0].verdict.reason == "按规定"
    assert [one.counts for one in form.findings] == [False, True]
    assert (rounds.summary.rejected, rounds.summary.counting) == (1, {Severity.WARNING: 1})


def test_a_rejection_of_other_numbers_counts_no_longer(old, tmp_path):
    report = audit(old, select=["PS304"])
    document = report.to_dict()
    document["findings"][0]["waiver"] = {
        "verdict": "不采纳", "waived": True, "reason": "", "person": "", "date": "",
    }  # fmt: skip
    before = tmp_path / "上次.json"
    before.write_text(json.dumps(document, indent=1), encoding="utf-8")
    new = written(tmp_path / "新.txt", [row(0, recorded="30"), *ROWS[1:]])
    assert [one.counts for form in compared(before, new, select=["PS304"]).forms() for one in form.findings] == [
        True
    ]


def test_remarks_on_a_copy_are_no_findings_of_the_form(old):
    report = audit(old, select=OWN)
    stale = replace(report.findings[0], code="PS091", fingerprint="0" * 12)
    assert standings(of_reports(report, replace(report, findings=(*report.findings, stale)))) == [
        ("still", "PS304"),
        ("still", "PS306"),
    ]


def test_the_sample_is_the_same_as_itself():
    report = audit(SAMPLE)
    rounds = of_reports(report, report)
    assert rounds.summary.standings == {"still": len(report.findings)}
    assert changes(rounds) == []
