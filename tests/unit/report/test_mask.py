import dataclasses

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore import audit
from perfscore.cli import main
from perfscore.core.persons import Found, Mask, found_in_rows
from perfscore.report import Style, render_text
from perfscore.report.mask import mask, mask_text
from perfscore.services.annotate import annotate
from perfscore.services.fill import fill, lines
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
        ("项目负责人张三", "项目负责人**"),
        ("负责人（张三）", "负责人（**）"),
        ("联系人 李小明 13812345678", "联系人 *** ***********"),
        ("李四（项目负责人）", "**（项目负责人）"),
        ("负责人为王强。", "负责人为**。"),
        ("经办人：张三、李四", "经办人：**、**"),
        ("+86 138 1234 5678", "*****************"),
        ("8613812345678", "*************"),
        ("138-12345678", "************"),
        ("+86-734-8812345", "***************"),
        ("430104198001011234", "******************"),
        ("身份证号：43010419800101123X", "身份证号：******************"),
        ("6222 0212 3456 7890 123", "***********************"),
        ("账号：12345678", "账号：********"),
        ("QQ：12345678", "QQ：********"),
        ("邮箱：zhang.san@163.com", "邮箱：*****************"),
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
        "负责人高度重视",
        "负责人金额",
        "负责人满意度",
        "负责人成本控制情况",
        "负责人和经办人签字",
        "联系人方式：无",
        "责任人应当完成",
        "审核人员培训率",
        "130 120 110 99 100",
        "统一社会信用代码 91430400MA4L2XXX1Y",
        "100000000000",
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


def test_names_recur_without_their_label():
    found = found_in_rows(
        [
            ["项目负责人", "张三", "联系电话", "8812345"],
            ["联系人及电话", "李四光 13812345678"],
            ["负责人", "买买提·艾力"],
            ["填报人：高峰", "日期"],
        ]
    )
    hide = Mask(found)
    assert hide.text("由张三负责，李四光复核，买买提·艾力签字") == "由**负责，***复核，******签字"
    assert hide.text("请拨8812345。") == "请拨*******。"
    for words in ("高峰时段拥堵指数", "张三丰纪念馆", "财务科长", "金额88123456", "得分8812345.5"):
        assert hide.text(words) == words


def test_what_stands_beside_a_label_and_is_no_name_is_none():
    assert found_in_rows([["负责人", "无"], ["负责人", "财务科"], ["负责人", "联系电话"]]) == Found()


@pytest.fixture
def personal(tmp_path):
    folder = tmp_path / "张三丰材料"
    folder.mkdir()
    path = folder / "张三丰-自评表.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "张三丰"
    for row in (
        ["项目支出绩效自评表"],
        ["项目名称", "培训", "项目负责人", "张三丰", "联系电话", "13812345678"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "培训人数", "≥100人", "张三丰培训了八十人", 50, 60],
        ["产出指标", "质量指标", "合格率", "≥90%", "13812345678", 40, 40],
        ["总分", None, None, None, None, 90, 100],
    ):
        book.active.append(row)
    book.save(path)
    return path


def test_a_masked_report_names_nobody_in_texts_files_folders_and_sheets(personal):
    other = personal.with_name("李四光-自评表.xlsx")
    other.write_bytes(personal.read_bytes())
    report = audit([personal, other])
    for name in ("full", "concise", "json", "jsonl", "csv", "markdown"):
        text = render_text(report, name, Style(), masked=True)
        assert "张三丰" not in text
        assert "13812345678" not in text
        assert "60" in text
    inputs = mask(report).inputs
    assert len({record.file for record in inputs}) == 2


def test_a_masked_copy_says_what_it_leaves(personal):
    out = personal.with_name("审核.xlsx")
    copy = annotate(personal, out, masked=True)
    assert any("--mask" in note for note in copy.notes)
    book = openpyxl.load_workbook(out)
    own = book.worksheets[0]
    assert own["D2"].value == "张三丰"
    added = [cell.value for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row]
    added += [cell.comment.text for row in own.iter_rows() for cell in row if cell.comment]
    words = "\n".join(str(value) for value in added if value is not None)
    assert "培训了八十人" in words
    assert "13812345678" not in words
    assert "张三丰" not in words.replace("'张三丰'!", "").replace("张三丰!", "")  # the sheet has to be found


def test_a_masked_copy_that_is_drawn_again_is_masked_throughout(personal):
    text = personal.with_suffix(".txt")
    text.write_text(
        "项目支出绩效自评表\n项目负责人\t张三丰\t联系电话\t13812345678\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t培训人数\t≥100人\t120人\t50\t60\n",
        encoding="utf-8",
    )
    out = personal.with_name("重绘.xlsx")
    annotate(text, out, masked=True)
    book = openpyxl.load_workbook(out)
    texts = [
        str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    ]
    assert "***" in texts
    assert not any("张三丰" in one or "13812345678" in one for one in texts)


def test_a_filled_copy_lists_nobody_and_says_what_it_leaves(personal):
    out = personal.with_name("评分.xlsx")
    filled = fill(personal, out, masked=True)
    listed = [*lines("", (*filled.written, *filled.kept, *filled.unchecked, *filled.unscored)), *filled.notes]
    assert any("--mask" in note for note in filled.notes)
    assert any("已填 60" in one for one in listed)
    assert not any("张三丰" in one or "13812345678" in one for one in listed)
    assert openpyxl.load_workbook(out).worksheets[0]["D2"].value == "张三丰"


@pytest.mark.parametrize("command", [["why", "{path}", "E4", "--mask"], ["fill", "{path}", "--mask"]])
def test_why_and_fill_take_the_option(personal, command, capsys):
    assert main([word.format(path=personal) for word in command]) in (0, 1)
    shown = capsys.readouterr()
    words = (shown.out + shown.err).replace(str(personal.parent), "").replace("张三丰-自评表-评分.xlsx", "")
    assert "培训人数" in words
    assert "张三丰" not in words
    assert "13812345678" not in words
