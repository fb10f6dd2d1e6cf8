import csv
import dataclasses
import io

from perfscore.report import Style, render, render_text
from reports import REPORT


def rows(table="findings", report=REPORT, **style):
    return list(csv.reader(io.StringIO(render_text(report, "csv", Style(table=table, **style)))))


def test_one_row_for_each_finding_below_the_names_of_the_columns():
    head, *body = rows()
    assert head[:3] == ["严重程度", "代码", "名称"]
    assert len(body) == len(REPORT.findings)
    assert {len(row) for row in body} == {len(head)}
    assert dict(zip(head, body[1], strict=True))["单元格"] == "H14"


def test_one_row_for_each_score():
    head, *body = rows("scores")
    assert len(body) == len(REPORT.scores)
    assert {len(row) for row in body} == {len(head)}
    row = dict(zip(head, body[1], strict=True))
    assert row["各种读法"] == "按完成比例计分 4.74；以 60% 为及格线按超过部分计分 4.34"
    assert row["重算得分"] == "4.74"
    assert row["状态"] == "已重算"


def test_texts_that_a_spreadsheet_would_run_are_led_by_an_apostrophe():
    head, *body = rows("scores")
    row = dict(zip(head, body[2], strict=True))
    assert row["指标值"] == "'=100%"
    assert row["三级指标"].startswith("'=公式样")


def test_plain_numbers_stay_numbers():
    negative = dataclasses.replace(REPORT.findings[1], recorded="-5.5%")
    head, row = rows(report=dataclasses.replace(REPORT, findings=(negative,)))
    assert dict(zip(head, row, strict=True))["表中"] == "-5.5%"


def test_english_columns():
    assert rows(lang="en")[0][0] == "severity"


def test_the_file_carries_a_byte_order_mark(tmp_path):
    path = tmp_path / "问题清单.csv"
    render(REPORT, "csv", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
