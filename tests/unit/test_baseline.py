"""An earlier report as the baseline: what stands, what is new, what is gone."""

import json
import shutil

import openpyxl
import pytest

import perfscore
from perfscore.audit import audit
from perfscore.cli import main
from perfscore.core.errors import UsageError
from perfscore.core.findings import Severity
from perfscore.services.annotate import annotate
from workbooks_support import SAMPLE

HEAD = [
    ("项目支出绩效自评表",),
    ("项目名称", "湿地监测", "主管部门", "某局"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
]
ROWS = [
    ("产出指标", "数量指标", "监测点位数", "≥20个", "21个", "25", "26"),
    ("", "质量指标", "数据有效率", "≥90%", "85%", "25", "25"),
    ("效益指标", "社会效益指标", "公众满意度", "≥90%", "92%", "40", "40"),
]
OWN = ("PS304", "PS306")


def rejected(path, code, verdict, reason="按规定"):
    """Type a verdict into the results sheet beside the first finding of a check."""
    book = openpyxl.load_workbook(path)
    sheet = book["审核结果"]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "处理意见" for cell in row))
    column = {cell.value: cell.column for cell in heads}
    row = next(
        row for row in range(heads[0].row + 1, sheet.max_row + 1)
        if str(sheet.cell(row, column["代码"]).value).startswith(code)
    )  # fmt: skip
    sheet.cell(row, column["处理意见"]).value = verdict
    sheet.cell(row, column["说明"]).value = reason
    book.save(path)


def written(path, rows):
    path.write_text("\n".join("\t".join(row) for row in [*HEAD, *rows]), encoding="utf-8")
    return path


@pytest.fixture(params=["json", "jsonl"])
def before(request, tmp_path):
    """A form with two wrong scores, and its report."""
    form = written(tmp_path / "表.txt", ROWS)
    report = tmp_path / f"上次.{request.param}"
    perfscore.render(audit(form, select=OWN), request.param, report)
    return form, report


def test_nothing_is_new_where_nothing_changed(before):
    form, earlier = before
    report = audit(form, select=OWN, baseline=earlier)
    assert len(report.findings) == len(report.baseline.still) == 2
    assert all(finding.known for finding in report.findings)
    assert report.baseline.gone == ()
    assert report.count(Severity.ERROR) == 0
    assert report.exit_code("info") == 0


def test_a_row_that_is_inserted_makes_nothing_new(before):
    form, earlier = before
    written(form, [("产出指标", "数量指标", "巡护次数", "≥12次", "12次", "5", "5"), *ROWS])
    report = audit(form, select=OWN, baseline=earlier)
    assert [finding.known for finding in report.findings] == [True, True]


def test_what_was_mended_is_gone_and_what_is_wrong_anew_counts(before):
    form, earlier = before
    mended = ("产出指标", "数量指标", "监测点位数", "≥20个", "21个", "25", "25")
    wrong = ("效益指标", "社会效益指标", "公众满意度", "≥90%", "92%", "40", "41")
    written(form, [mended, ROWS[1], wrong])
    report = audit(form, select=OWN, baseline=earlier)
    assert [(one.code, one.place) for one in report.baseline.gone] == [("PS304", "第4行")]
    assert [finding.subject for finding in report.findings if finding.counts] == ["公众满意度/score"]
    assert report.exit_code("warning") == 1  # a text is never above warning


def test_what_was_not_looked_for_is_not_gone(before, tmp_path):
    form, earlier = before
    other = written(tmp_path / "另一张.txt", ROWS[2:])
    assert audit(form, select=["PS304"], baseline=earlier).baseline.unseen == 1
    against = audit(other, select=OWN, baseline=earlier).baseline
    assert (against.gone, against.unseen) == ((), 2)


def test_a_finding_that_a_reviewer_rejected_is_no_baseline(before):
    form, earlier = before
    text = earlier.read_text(encoding="utf-8").replace('"waiver": null', '"waiver": {"waived": true}', 1)
    earlier.write_text(text, encoding="utf-8")
    assert sorted(finding.known for finding in audit(form, select=OWN, baseline=earlier).findings) == [False, True]


def test_on_the_screen_known_ones_are_counted_and_told_on_request(before, capsys):
    form, earlier = before
    words = ["audit", str(form), "--select", "PS304", "--select", "PS306", "--baseline", str(earlier)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "没有新问题" in out
    assert "原有 2 条仍在（未列出，加 -v 显示），0 条已消除" in out
    assert "监测点位数" not in out
    main([*words, "-v"])
    assert "基线中已有（不计入）" in capsys.readouterr().out
    main([*words, "-f", "json"])
    assert json.loads(capsys.readouterr().out)["baseline"] == {
        "file": str(earlier),
        "still": 2,
        "gone": [],
        "unseen": 0,
    }


@pytest.mark.parametrize(
    "text", ["{", "{}", '{"schema": "x", "findings": []}', "[1]", '{\n"schema": 1\n}', "代码,名称"]
)
def test_another_file_is_refused(tmp_path, text):
    form = written(tmp_path / "表.txt", ROWS)
    other = tmp_path / "别的.json"
    other.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"别的\.json：不是本程序的报告"):
        audit(form, baseline=other)
    with pytest.raises(UsageError, match="找不到这个文件"):
        audit(form, baseline=tmp_path / "没有.json")


def marked(report):
    return [finding.known for finding in report.findings], [(one.code, one.place) for one in report.baseline.gone]


def test_the_earlier_document_itself_is_audited(tmp_path):
    (tmp_path / "旧").mkdir()
    old = written(tmp_path / "旧" / "表.txt", ROWS)
    new = written(tmp_path / "表.txt", [(*ROWS[0][:6], "25"), *ROWS[1:]])
    report = audit(new, select=OWN, baseline=old)
    assert marked(report) == ([True], [("PS304", "第4行第7格")])
    assert report.baseline.file == str(old)


def test_a_folder_of_results_is_a_baseline(before, tmp_path):
    form, _ = before
    results = tmp_path / "结果"
    (results / "parts").mkdir(parents=True)
    (results / "manifest.json").write_text("{}", encoding="utf-8")
    whole = json.dumps(audit(form, select=OWN).to_dict(), ensure_ascii=False)
    (results / "parts" / "0001.jsonl").write_text(f"{whole}\n{whole}\n", encoding="utf-8")
    assert marked(audit(form, select=OWN, baseline=results)) == ([True, True], [])


def test_an_annotated_copy_is_a_baseline_and_what_was_rejected_in_it_is_none(tmp_path):
    book, copy = tmp_path / "自评表.xlsx", tmp_path / "旧" / "自评表.xlsx"
    copy.parent.mkdir()
    shutil.copy(SAMPLE, book)
    annotate(book, copy)
    first = next(one for one in audit(book).findings if one.code == "PS304")
    rejected(copy, first.code, "不采纳")
    report = audit(book, baseline=copy)
    assert [one.fingerprint for one in report.findings if one.counts] == [first.fingerprint]


@pytest.mark.parametrize("content", [b"", "关于报送材料的通知，请各单位按时报送。".encode()])
def test_another_file_that_cannot_be_audited_is_new(tmp_path, content):
    first, second = tmp_path / "甲.txt", tmp_path / "乙.txt"
    for path in (first, second):
        path.write_bytes(content)
    perfscore.render(audit(first), "json", tmp_path / "上次.json")
    (again,) = audit(first, baseline=tmp_path / "上次.json").findings
    (other,) = audit(second, baseline=tmp_path / "上次.json").findings
    assert (again.code, again.known) == (other.code, True)
    assert not other.known


def test_an_annotated_copy_is_the_file_that_it_is_of(tmp_path):
    for name in ("甲.txt", "甲-审核2.txt"):
        (tmp_path / name).write_text("通知", encoding="utf-8")
    perfscore.render(audit(tmp_path / "甲.txt"), "json", tmp_path / "上次.json")
    assert [one.known for one in audit(tmp_path / "甲-审核2.txt", baseline=tmp_path / "上次.json").findings] == [
        True
    ]


def test_of_files_with_one_name_only_those_of_the_same_folder_were_looked_for(tmp_path):
    """The forms of another town have the same names; they are not mended because this town's are audited."""
    for town in ("白沙乡", "大湾乡", "松岭镇"):
        (tmp_path / "全县" / town).mkdir(parents=True)
        rows = [("产出指标", "数量指标", f"{town}监测点位数", "≥20个", "21个", "25", "26"), *ROWS[1:]]
        written(tmp_path / "全县" / town / "表.txt", rows)
    perfscore.render(audit(tmp_path / "全县", select=["PS304"]), "json", tmp_path / "上次.json")
    town = tmp_path / "这次" / "白沙乡"
    town.mkdir(parents=True)
    mended = written(town / "表.txt", ROWS[2:])
    against = audit(mended, select=["PS304"], baseline=tmp_path / "上次.json").baseline
    assert ([one.file for one in against.gone], against.unseen) == (
        [str(tmp_path / "全县" / "白沙乡" / "表.txt")],
        2,
    )
    elsewhere = written(tmp_path / "表.txt", ROWS[2:])
    against = audit(elsewhere, select=["PS304"], baseline=tmp_path / "上次.json").baseline
    assert (against.gone, against.unseen) == ((), 3)


def test_a_file_with_the_name_of_an_unreadable_one_elsewhere_is_new(tmp_path):
    for town in ("白沙乡", "大湾乡"):
        (tmp_path / "旧" / town).mkdir(parents=True)
        (tmp_path / "新" / town).mkdir(parents=True)
        written(tmp_path / "旧" / town / "表.txt", ROWS)
        written(tmp_path / "新" / town / "表.txt", ROWS)
    (tmp_path / "旧" / "白沙乡" / "表.txt").write_bytes(b"")
    (tmp_path / "新" / "大湾乡" / "表.txt").write_bytes(b"")
    perfscore.render(audit(tmp_path / "旧", select=["PS001"]), "json", tmp_path / "上次.json")
    report = audit(tmp_path / "新", select=["PS001"], baseline=tmp_path / "上次.json")
    assert [one.known for one in report.findings] == [False]
    assert [one.file for one in report.baseline.gone] == [str(tmp_path / "旧" / "白沙乡" / "表.txt")]


def test_files_that_were_all_moved_are_known_by_their_names(before, tmp_path):
    _, earlier = before
    (tmp_path / "别处").mkdir()
    moved = written(tmp_path / "别处" / "表.txt", ROWS[1:])
    assert [one.code for one in audit(moved, select=OWN, baseline=earlier).baseline.gone] == ["PS304"]
