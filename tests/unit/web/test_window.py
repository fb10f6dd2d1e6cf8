"""The window from outside: what comes in, what is told, what is written, what is taken away, who may."""

import io
import json
import os
import re
import signal
import time
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote

import openpyxl
import pytest

import perfscore as ps
from perfscore.core.errors import UsageError
from perfscore.web.limits import Limits
from web_support import FORM, URL, WHOLE, Visitor, opened, small

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("window")) as (made, client):
        yield made, client


@pytest.fixture
def visitor(here):
    return Visitor(*here).enter()


@pytest.fixture(scope="module")
def sample(here):
    """A dossier that was audited, for tests that only read."""
    return Visitor(*here).enter().audited({"自评表.xlsx": FORM.read_bytes()})


def name_of(reply):
    told = reply.headers["content-disposition"]
    return unquote(re.search(r"filename\*?=(?:utf-8'')?\"?([^\";]+)", told)[1])


# -- the report


def test_the_report_says_what_the_audit_says(visitor, sample):
    page = visitor.report(sample).text
    report = ps.audit(str(FORM))
    assert page.count('<article class="finding') == len(report.findings)
    assert "场所运转持续性”得 20 分，分值只有 10 分" in page
    assert 'class="form' in page  # the forms are drawn


def test_the_report_is_in_the_language_that_the_browser_chose(visitor, sample):
    visitor.client.get("/lang/en")
    page = visitor.report(sample).text
    assert 'lang="en"' in page
    assert "annotated copy" in page
    visitor.client.get("/lang/zh")
    assert "标注副本" in visitor.report(sample).text


def test_files_of_a_folder_keep_their_folders_and_one_dossier_checks_them_together(visitor):
    key = visitor.audited({"甲/自评表.xlsx": FORM.read_bytes(), "乙/自评表.xlsx": FORM.read_bytes()})
    page = visitor.report(key).text
    assert "甲/自评表.xlsx" in page
    assert "乙/自评表.xlsx" in page


def test_each_file_alone_is_asked_for(visitor, here):
    key = visitor.audited({"a.txt": small()}, alone=True)
    assert here[0].desk.get(key).options.alone


def test_a_rule_set_is_chosen(visitor):
    key = visitor.audited({"自评表.xlsx": FORM.read_bytes()}, ruleset="hengyang-2023")
    assert "规则集 hengyang-2023" in visitor.report(key).text
    assert visitor.client.post("/d", json={"ruleset": "../../etc/passwd"}).status_code == 400


def test_persons_are_hidden_on_the_page_and_in_what_is_taken(visitor):
    form = small().decode().replace("实施单位\t青山县交通局", "实施单位\t青山县交通局\t负责人\t王小明")
    key = visitor.audited({"表.txt": form.encode()}, masked=True)
    assert "王小明" not in visitor.report(key).text
    assert "王小明" not in visitor.take(key, "json").text
    both = visitor.audited({"王小明的.txt": form.encode(), "王小明坏.xlsx": b"PK"}, masked=True)
    visitor.put(both, "王小明旧.txt", form.encode(), part="old")
    assert "王小明" not in visitor.client.get(f"/d/{both}/compare", headers=HTML).text
    assert "王小明" not in name_of(visitor.client.get(f"/d/{both}/compare/book"))
    archive = zipfile.ZipFile(io.BytesIO(visitor.take(both, "all").content))
    assert not [name for name in archive.namelist() if "王小明" in name]
    assert "王小明" not in archive.read("说明.txt").decode("utf-8-sig")
    open_ = visitor.audited({"表.txt": form.encode()})
    assert "王小明" in visitor.report(open_).text


def test_what_is_passed_over_is_told(visitor):
    key = visitor.audited({"表.txt": small(), "~$表.xlsx": b"lock", "照片.jpg": b"\xff\xd8"})
    page = visitor.report(key).text
    assert "忽略 1 个临时文件" in page
    assert "照片.jpg" in page


# -- remarks


def test_a_remark_is_on_the_page_in_the_copy_and_in_the_next_audit(visitor, tmp_path):
    key = visitor.audited({"自评表.xlsx": FORM.read_bytes()})
    number = next(n for n, one in enumerate(ps.audit(str(FORM)).findings) if one.code == "PS304")
    reply = visitor.write(key, number, verdict="不采纳", reason="经核实无误", person="审核员甲")
    assert reply.status_code == 200
    assert reply.json()["version"] == 1
    assert "经核实无误" in visitor.report(key).text
    taken = visitor.take(key, "annotated")
    assert name_of(taken) == "自评表-审核.xlsx"
    copy = tmp_path / "自评表-审核.xlsx"
    copy.write_bytes(taken.content)
    again = next(one for one in ps.audit(copy).findings if one.code == "PS304")
    assert (again.waiver.verdict, again.waiver.reason, again.waiver.person) == ("不采纳", "经核实无误", "审核员甲")
    assert again.waived
    for kind in ("problems-xlsx", "papers-xlsx", "ledger", "xlsx"):
        assert in_book(visitor.take(key, kind).content, "经核实无误"), kind
    assert "经核实无误" in visitor.take(key, "json").text
    assert "经核实无误" in visitor.take(key, "csv").text
    assert "经核实无误" in visitor.take(key, "html").text


def in_book(data, words):
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return any(words in str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_a_remark_comes_back_with_the_same_file_under_another_name_after_the_end(tmp_path):
    kept = tmp_path / "kept.sqlite"
    for round_, name in enumerate(("a.txt", "b/另一个名字.txt")):
        folder = tmp_path / str(round_)
        folder.mkdir()
        with opened(folder, remarks=kept) as here:
            visitor = Visitor(*here).enter()
            key = visitor.audited({name: small(39)})
            if round_ == 0:
                assert visitor.remarks(key) == {}
                visitor.write(key, 0, verdict="属实", reason="记下了")
            else:
                assert visitor.remarks(key)["0"]["reason"] == "记下了"
                assert "记下了" in visitor.report(key).text
        assert list((folder / "desk").iterdir()) == []


def test_a_remark_of_an_annotated_copy_is_there_and_can_be_changed_and_taken_back(visitor):
    key = visitor.audited({"自评表.xlsx": FORM.read_bytes()})
    visitor.write(key, 0, verdict="待核实", reason="第一次")
    copy = visitor.take(key, "annotated").content
    again = visitor.audited({"自评表-审核.xlsx": copy})
    assert visitor.remarks(again)["0"] | {"date": ""} == {
        "verdict": "待核实", "reason": "第一次", "person": "", "date": "", "version": 0,
    }  # fmt: skip
    assert visitor.write(again, 0, verdict="属实", reason="第二次").json()["version"] == 1
    assert "第二次" in visitor.report(again).text
    assert "第一次" not in visitor.report(again).text
    assert visitor.write(again, 0, version=1).json()["version"] == 2
    assert "第二次" not in visitor.report(again).text
    assert "第一次" not in visitor.report(again).text


def test_two_windows_that_write_one_remark_are_told_of_each_other(visitor):
    key = visitor.audited({"表.txt": small(39)})
    assert visitor.write(key, 0, verdict="属实", reason="甲").status_code == 200
    late = visitor.write(key, 0, verdict="不采纳", reason="乙")
    assert late.status_code == 409
    assert late.json()["now"]["reason"] == "甲"
    assert "另一个窗口" in late.json()["problem"]
    assert visitor.write(key, 0, version=1, verdict="不采纳", reason="乙").status_code == 200
    assert visitor.remarks(key)["0"]["reason"] == "乙"


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ({"verdict": "随便"}, "处理意见只能是"),
        ({"reason": "字" * 2_001}, "最多 2000 个字"),
        ({"person": "名" * 61}, "最多 60 个字"),
        ({"version": "1"}, "读不懂"),
        ({"reason": 3}, "读不懂"),
    ],
)
def test_a_remark_that_cannot_be_is_refused(visitor, sample, remark, words):
    told = visitor.client.put(f"/d/{sample}/remarks/0", json={"version": 0, **remark})
    assert told.status_code in (400, 413)
    assert words in told.json()["problem"]


def test_a_remark_at_no_finding_is_refused(visitor, sample):
    assert visitor.write(sample, 9_999, verdict="属实").status_code == 400
    assert visitor.client.put(f"/d/{sample}/remarks/0", content=b"{").status_code == 400
    assert visitor.client.put(f"/d/{sample}/remarks/0", content=b"[1]").status_code == 400
    assert visitor.client.put(f"/d/{sample}/remarks/0", content=b" " * 50_000).status_code == 413


PAIR = (
    "项目支出绩效自评表\n（2023年度）\n项目名称\t{project}\n实施单位\t青山县交通局\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t合格率\t≥95%\t96%\t10\t{first}\n"
    "产出指标\t质量指标\t合格率\t≥95%\t96%\t10\t{second}\n"
)


def numbers_of(visitor, key, code):
    """The numbers of the findings of a check, in the order of the report."""
    page = visitor.report(key).text
    return [int(number) for number in re.findall(rf'data-number="(\d+)"[^>]*data-check="{code}"', page)]


def test_a_remark_stays_with_its_row_whatever_else_is_dropped(visitor):
    one = PAIR.format(project="道路", first=20, second=10).encode()
    two = PAIR.format(project="道路", first=21, second=22).encode()
    together = visitor.audited({"a.txt": one, "b.txt": two})
    page = visitor.report(together).text
    places = {
        number: re.search(rf'id="f{number}".*?<h4>.*?</h4>', page, re.DOTALL)[0]
        for number in numbers_of(visitor, together, "PS304")
    }
    chosen = next(
        number for number, head in places.items() if "b.txt" in page and "第6行" in head and number != min(places)
    )
    assert visitor.write(together, chosen, verdict="不采纳", reason="只说这一行").status_code == 200
    alone = visitor.audited({"换了名字.txt": two})
    said = {number: one["reason"] for number, one in visitor.remarks(alone).items()}
    heads = visitor.report(alone).text
    assert list(said.values()) == ["只说这一行"]
    assert "第6行" in re.search(rf'id="f{next(iter(said))}".*?<h4>.*?</h4>', heads, re.DOTALL)[0]
    assert visitor.remarks(visitor.audited({"a.txt": one})) == {}


def test_a_remark_says_nothing_of_other_numbers(visitor):
    """The same form beside another target sheet, or by another rule set, has other findings at the same places."""
    form = small(33)
    key = visitor.audited({"表.txt": form})
    number = numbers_of(visitor, key, "PS105")[0]
    visitor.write(key, number, verdict="不采纳", reason="本地另有规定")
    other = visitor.audited({"表.txt": form}, ruleset="mof-2021")
    again = numbers_of(visitor, other, "PS105")[0]
    assert str(again) not in visitor.remarks(other)
    assert str(number) in visitor.remarks(visitor.audited({"表.txt": form}))


def test_the_first_page_counts_as_the_report_does(visitor):
    form = small(32)
    key = visitor.audited({"首页数.txt": form})
    number = numbers_of(visitor, key, "PS307")[0]
    before = re.search(r"首页数.txt.*?</tr>", visitor.client.get("/", headers=HTML).text, re.DOTALL)[0]
    visitor.write(key, number, verdict="不采纳", reason="x")
    after = re.search(r"首页数.txt.*?</tr>", visitor.client.get("/", headers=HTML).text, re.DOTALL)[0]
    was, now = (int(re.search(r"警告 (\d+)", text)[1]) for text in (before, after))
    assert now == was - 1


def test_remarks_that_cannot_be_written_now_are_told(visitor, sample, here):
    import sqlite3

    path = here[0].remarks._path
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    try:
        told = visitor.write(sample, 0, verdict="属实", reason="x")
    finally:
        held.execute("ROLLBACK")
        held.close()
    assert told.status_code == 400
    assert "处理意见存取不了" in told.json()["problem"]


# -- what is taken away


@pytest.mark.parametrize(
    ("kind", "name", "head"),
    [
        ("annotated", "自评表-审核.xlsx", b"PK"),
        ("problems-docx", "自评表-问题清单.docx", b"PK"),
        ("problems-xlsx", "自评表-问题清单.xlsx", b"PK"),
        ("papers-docx", "自评表-审核底稿.docx", b"PK"),
        ("papers-xlsx", "自评表-审核底稿.xlsx", b"PK"),
        ("ledger", "自评表-台账.xlsx", b"PK"),
        ("html", "自评表-网页报告.html", b"<!doctype html>"),
        ("xlsx", "自评表-审核结果.xlsx", b"PK"),
        ("csv", "自评表-发现.csv", b"\xef\xbb\xbf"),
        ("json", "自评表-数据.json", b"{"),
        ("all", "自评表-全部结果.zip", b"PK"),
    ],
)
def test_everything_can_be_taken_away(visitor, sample, kind, name, head):
    taken = visitor.take(sample, kind)
    assert taken.status_code == 200, taken.text
    assert name_of(taken) == name
    assert taken.content.startswith(head)
    assert taken.headers["content-type"] == "application/octet-stream"
    assert taken.headers["content-disposition"].startswith("attachment")


def test_nothing_that_was_taken_stays(visitor, here, sample):
    visitor.take(sample, "all")
    made = here[0].desk.get(sample).folder / "made"
    assert not [one for one in made.iterdir() if one.name.startswith("take-")]


def test_a_form_with_blank_scores_is_filled_and_one_without_says_so(visitor, sample):
    blank = FORM.parent / "unscored" / "自评表.xlsx"
    key = visitor.audited({"自评表.xlsx": blank.read_bytes()})
    taken = visitor.take(key, "filled")
    assert name_of(taken) == "自评表-评分.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(taken.content))
    assert book["强制隔离戒毒生活补贴"]["H21"].value == 40
    refused = visitor.take(sample, "filled")
    assert refused.status_code == 422
    assert "没有需要填入的空格" in refused.json()["problem"]


def test_copies_of_several_files_are_an_archive_with_what_could_not_be_written(visitor):
    key = visitor.audited(
        {"甲/表.xlsx": WHOLE.read_bytes(), "乙/表.xlsx": FORM.read_bytes(), "坏.xlsx": b"PK\x03\x04"}
    )
    taken = visitor.take(key, "annotated")
    assert name_of(taken).endswith("-标注副本.zip")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert sorted(archive.namelist()) == ["表(2)-审核.xlsx", "表-审核.xlsx", "说明.txt"]
        assert archive.read("说明.txt").decode("utf-8-sig").startswith("坏.xlsx：")
    everything = visitor.take(key, "all")
    with zipfile.ZipFile(io.BytesIO(everything.content)) as archive:
        assert "没有需要填入的空格" in archive.read("说明.txt").decode("utf-8-sig")


def test_what_does_not_exist_cannot_be_taken(visitor, sample):
    assert visitor.take(sample, "passwd").status_code == 422
    open_ = visitor.new()
    assert visitor.take(open_, "json").status_code == 404


def test_one_copy_with_something_to_say_of_the_others_is_an_archive(visitor):
    blank = FORM.parent / "unscored" / "自评表.xlsx"
    key = visitor.audited({"空.xlsx": blank.read_bytes(), "满.xlsx": FORM.read_bytes()})
    taken = visitor.take(key, "filled")
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert archive.namelist() == ["空-评分.xlsx", "说明.txt"]
        assert "满.xlsx" in archive.read("说明.txt").decode("utf-8-sig")


def test_a_rejected_finding_is_not_counted_in_the_working_paper(visitor):
    key = visitor.audited({"底稿.txt": small(31)})
    visitor.write(key, numbers_of(visitor, key, "PS307")[0], verdict="不采纳", reason="x")
    book = openpyxl.load_workbook(io.BytesIO(visitor.take(key, "papers-xlsx").content))
    words = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any("另有不采纳 1 条" in word for word in words)


def test_an_unknown_kind_leaves_nothing(visitor, here, sample):
    visitor.take(sample, "passwd")
    assert not list((here[0].desk.get(sample).folder / "made").glob("take-*"))


# -- the round before


def test_two_rounds_are_compared_and_remarks_are_carried_over(visitor, here):
    first = visitor.audited({"表.txt": small(37)})
    assert visitor.write(first, 0, verdict="属实", reason="上次写的").status_code == 200
    copy = visitor.take(first, "annotated").content
    key = visitor.audited({"表.txt": small(36)})
    assert "拖入上次的文件" in visitor.client.get(f"/d/{key}/compare", headers=HTML).text
    assert visitor.put(key, "表-审核.xlsx", copy, part="old").status_code == 200
    page = visitor.client.get(f"/d/{key}/compare", headers=HTML).text
    assert "仍存在" in page
    assert "上次写的" in page
    assert ">37<" in page
    assert ">36<" in page
    book = visitor.client.get(f"/d/{key}/compare/book")
    assert name_of(book) == "表-与上次相比.xlsx"
    assert book.content.startswith(b"PK")
    visitor.client.post(f"/d/{key}/compare/forget")
    assert here[0].desk.get(key).old == {}
    assert visitor.client.get(f"/d/{key}/compare/book").status_code == 400


def test_remarks_of_the_last_round_are_taken_where_nothing_is_said(visitor):
    first = visitor.audited({"自评表.xlsx": WHOLE.read_bytes()})
    for number in (0, 1):
        visitor.write(first, number, verdict="属实", reason=f"上次{number}")
    copy = visitor.take(first, "annotated").content
    changed = openpyxl.load_workbook(WHOLE)
    changed.properties.title = "第二次"
    buffer = io.BytesIO()
    changed.save(buffer)
    key = visitor.audited({"自评表.xlsx": buffer.getvalue()})
    visitor.write(key, 0, verdict="待核实", reason="这次写的")
    visitor.put(key, "自评表-审核.xlsx", copy, part="old")
    assert visitor.client.post(f"/d/{key}/compare/carry").json() == {"taken": 1}
    said = visitor.remarks(key)
    assert (said["0"]["reason"], said["1"]["reason"]) == ("这次写的", "上次1")
    assert visitor.client.post(f"/d/{key}/compare/carry").json() == {"taken": 0}


def test_a_report_as_json_is_a_round_before(visitor, tmp_path):
    old = tmp_path / "上次.json"
    report = ps.audit([(tmp_path / "表.txt")]) if (tmp_path / "表.txt").write_bytes(small(39)) else None
    ps.render(report, "json", old)
    key = visitor.audited({"表.txt": small(39)})
    visitor.put(key, "上次.json", old.read_bytes(), part="old")
    assert "仍存在" in visitor.client.get(f"/d/{key}/compare", headers=HTML).text


def test_a_file_of_the_last_round_that_cannot_be_read_is_no_dead_end(visitor):
    key = visitor.audited({"表.txt": small(29)})
    visitor.put(key, "照片.jpg", b"\xff\xd8\xff", part="old")
    page = visitor.client.get(f"/d/{key}/compare", headers=HTML)
    assert page.status_code == 422
    assert "照片.jpg" in page.text
    assert 'id="forget"' in page.text
    visitor.client.post(f"/d/{key}/compare/forget")
    visitor.put(key, "照片.jpg", small(28), part="old")
    assert "仍存在" in visitor.client.get(f"/d/{key}/compare", headers=HTML).text


def test_rounds_of_different_forms_are_told(visitor):
    key = visitor.audited({"表.txt": small(29)})
    visitor.put(key, "自评表.xlsx", FORM.read_bytes(), part="old")
    page = visitor.client.get(f"/d/{key}/compare", headers=HTML).text
    assert "没有一张对得上" in page


# -- bad input


def test_a_file_that_is_no_form_says_so_and_the_others_are_audited(visitor):
    key = visitor.audited({"表.txt": small(39), "信.txt": "你好".encode(), "坏.xlsx": b"PK\x03\x04 broken"})
    page = visitor.report(key).text
    assert "PS001" in page
    assert "坏.xlsx" in page
    assert "信.txt" in page


def test_a_zip_bomb_is_refused_with_a_reason(visitor):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 300_000_000)
    key = visitor.audited({"炸弹.xlsx": buffer.getvalue(), "表.txt": small()})
    page = visitor.report(key).text
    assert "PS001" in page
    assert "炸弹.xlsx" in page


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path):
    limits = Limits(file=1_000, dossier=1_500, all=2_000, files=3)
    with opened(tmp_path, limits=limits) as here:
        visitor = Visitor(*here).enter()
        key = visitor.new()
        large = visitor.put(key, "大.xlsx", b"0" * 1_001)
        assert large.status_code == 413
        assert "一个文件最多" in large.json()["problem"]
        assert visitor.put(key, "1.txt", b"0" * 900).status_code == 200
        assert "合计最多" in visitor.put(key, "2.txt", b"0" * 900).json()["problem"]
        other = visitor.new()
        visitor.put(other, "1.txt", b"0" * 900)
        third = visitor.new()
        assert "存放的材料太多" in visitor.put(third, "1.txt", b"0" * 900).json()["problem"]
        assert visitor.put(third, "1.txt", b"0" * 10).status_code == 200
        assert visitor.put(third, "2.txt", b"0" * 10).status_code == 200
        assert visitor.put(third, "3.txt", b"0" * 10).status_code == 200
        assert "一次最多 3 个文件" in visitor.put(third, "4.txt", b"0" * 10).json()["problem"]
        assert [one.name for one in here[0].desk.get(key).folder.rglob("*") if one.is_file()] == ["1.txt"]


def test_names_of_files_lead_nowhere_else(visitor, here):
    key = visitor.new()
    for name in (
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/shadow",
        "CON.xlsx",
        "a:b.xlsx",
        "x/../../y.txt",
    ):
        assert visitor.client.put(f"/d/{key}/files/{name.replace('/', '%2F')}", content=b"x").status_code == 200
    folder = here[0].desk.get(key).folder
    inside = folder / "files"
    assert len([one for one in inside.rglob("*") if one.is_file()]) == 6
    assert all(one.is_relative_to(inside) for one in folder.rglob("*") if one.is_file())


def test_two_files_of_one_name_are_two(visitor, here):
    key = visitor.new()
    assert visitor.put(key, "表.txt", small(40)).json()["name"] == "表.txt"
    assert visitor.put(key, "表.txt", small(39)).json()["name"] == "表(2).txt"
    assert visitor.put(key, "表.txt/里.txt", b"x").status_code == 413


def test_nothing_is_added_to_what_is_audited_and_nothing_is_audited_that_has_no_file(visitor):
    key = visitor.audited({"表.txt": small()})
    assert visitor.put(key, "b.txt", small()).status_code == 413
    empty = visitor.new()
    told = visitor.client.post(f"/d/{empty}/audit")
    assert (told.status_code, told.json()["problem"]) == (400, "还没有文件（no file yet）")
    nothing = visitor.drop({"照片.jpg": b"\xff\xd8", "照片2.jpg": b"\xff\xd8"})
    assert visitor.wait(nothing)["state"] == "failed"
    assert "没有可审核的文件" in visitor.report(nothing).text


def test_a_body_of_unknown_length_is_refused(visitor):
    key = visitor.new()
    told = visitor.client.put(f"/d/{key}/files/a.txt", content=iter([b"a", b"b"]))
    assert told.status_code == 411


def test_a_dossier_that_is_gone_says_what_to_do(visitor):
    key = visitor.audited({"表.txt": small()})
    assert visitor.client.post(f"/d/{key}/drop").status_code == 200
    page = visitor.report(key)
    assert page.status_code == 404
    assert "请重新拖入文件" in page.text
    assert visitor.client.get("/nothing", headers=HTML).status_code == 404
    assert "没有这个页面" in visitor.client.get("/nothing", headers=HTML).text


def test_the_oldest_dossier_goes_for_one_too_many(tmp_path):
    with opened(tmp_path, limits=Limits(dossiers=2)) as here:
        visitor = Visitor(*here).enter()
        keys = [visitor.audited({"表.txt": small()}) for _ in range(2)]
        visitor.report(keys[0])
        visitor.new()
        assert visitor.report(keys[0]).status_code == 200
        assert visitor.report(keys[1]).status_code == 404


def test_there_is_an_end_to_the_dossiers_of_all(tmp_path):
    with opened(tmp_path, limits=Limits(open=1)) as here:
        visitor = Visitor(*here).enter()
        visitor.new()
        told = visitor.client.post("/d", json={})
        assert told.status_code == 413
        assert "存放的材料太多" in told.json()["problem"]


def test_no_process_stands_in_a_folder_when_it_is_done(here, visitor):
    key = visitor.audited({"表.txt": small()})
    pid = here[0].jobs._slots[0]._pid
    where = Path(f"/proc/{pid}/cwd")
    if where.exists():  # Linux tells
        assert not where.resolve().is_relative_to(here[0].desk.get(key).folder)


def test_a_dossier_that_nobody_looks_at_goes(tmp_path):
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()
        key = visitor.audited({"表.txt": small()})
        folder = here[0].desk.get(key).folder
        here[0].desk.tidy(time.time() + 11 * 3600)
        assert folder.exists()
        here[0].desk.tidy(time.time() + 13 * 3600)
        assert not folder.exists()
        assert visitor.report(key).status_code == 404


# -- hundreds of files


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Three units with two forms each, one of them read together with the other, and two files that are none."""
    with opened(tmp_path_factory.mktemp("many"), limits=Limits(together=3)) as here:
        visitor = Visitor(*here).enter()
        files = {}
        for number, unit in enumerate(("青山县交通局", "绿水县水务局", "白云县教育局")):
            for form in range(2):
                text = small(30 + 2 * number + form).decode().replace("青山县交通局", unit)
                files[f"{unit}/表{form}.txt"] = text.replace("道路养护", f"项目{form}").encode()
        files["坏.xlsx"] = b"PK\x03\x04"
        files["照片.jpg"] = b"\xff\xd8"
        yield visitor, visitor.audited(files)


def part_of(visitor, key, unit):
    page = visitor.report(key).text
    return re.search(rf'/part/(\d+)">{unit}', page)[1]


def test_many_files_are_a_list_of_forms_and_each_unit_opens_by_itself(batch):
    visitor, key = batch
    page = visitor.report(key).text
    assert page.count("/part/") == 6
    assert "坏.xlsx" in page
    told = visitor.client.get(f"/d/{key}/part/{part_of(visitor, key, '绿水县水务局')}", follow_redirects=False)
    child = told.headers["location"].rsplit("/", 1)[1]
    assert visitor.wait(child)["state"] == "done"
    report = visitor.report(child).text
    assert "绿水县水务局/表0.txt" in report
    assert "青山县交通局" not in report
    assert f'href="/d/{key}"' in report
    # Asked for once more, it is the same; the first page lists the batch alone.
    again = visitor.client.get(f"/d/{key}/part/{part_of(visitor, key, '绿水县水务局')}", follow_redirects=False)
    assert again.headers["location"] == told.headers["location"]
    assert child not in visitor.client.get("/", headers=HTML).text
    assert visitor.client.get(f"/d/{key}/part/99").status_code == 404


def test_the_list_is_searched(batch):
    visitor, key = batch
    page = visitor.client.get(f"/d/{key}", params={"q": "教育局"}, headers=HTML).text
    assert page.count("/part/") == 2
    assert "共 2 张" in page


def test_a_remark_in_a_unit_is_in_what_is_taken_of_all(batch):
    visitor, key = batch
    child = visitor.client.get(f"/d/{key}/part/{part_of(visitor, key, '青山县交通局')}").url.path.rsplit("/", 1)[1]
    visitor.wait(child)
    assert visitor.write(child, 0, verdict="不采纳", reason="全部里也有").status_code == 200
    ledger = visitor.take(key, "ledger")
    assert name_of(ledger).endswith("-汇总表.xlsx")
    assert in_book(ledger.content, "不采纳")
    with zipfile.ZipFile(io.BytesIO(visitor.take(key, "papers").content)) as archive:
        assert in_book(archive.read("问题清单.xlsx"), "全部里也有")
    with zipfile.ZipFile(io.BytesIO(visitor.take(key, "annotated").content)) as archive:
        names = archive.namelist()
        assert len(names) == 7
        told = archive.read("标注副本/说明.txt").decode("utf-8-sig")
        assert "坏.xlsx" in told
        assert "照片.jpg" in told
        assert "标注副本/绿水县水务局/表1.txt-审核.xlsx" in names
        copies = [archive.read(name) for name in names if "青山县交通局" in name]
        assert any(in_book(copy, "全部里也有") for copy in copies)
    with zipfile.ZipFile(io.BytesIO(visitor.take(key, "all").content)) as archive:
        assert {"汇总表.xlsx", "问题清单.xlsx"} <= set(archive.namelist())
    assert visitor.take(key, "json").status_code == 422


def test_a_batch_goes_with_the_dossiers_that_were_opened_of_it(tmp_path):
    with opened(tmp_path, limits=Limits(together=1)) as here:
        visitor = Visitor(*here).enter()
        key = visitor.audited({"甲.txt": small(30), "乙.txt": small(31)})
        child = visitor.client.get(f"/d/{key}/part/0").url.path.rsplit("/", 1)[1]
        visitor.client.post(f"/d/{key}/drop")
        assert visitor.report(child).status_code == 404
        here[0].desk.tidy(time.time())  # a process may have written something before it was ended
        assert [one.name for one in here[0].desk.folder.iterdir()] == ["desk.lock"]


def test_persons_are_hidden_in_a_batch_and_its_dossiers_open(tmp_path):
    with opened(tmp_path, limits=Limits(together=1)) as here:
        visitor = Visitor(*here).enter()
        files = {
            f"王小明{n}.txt": small(30 + n).decode().replace("道路养护", f"道路{n}\t负责人\t王小明").encode()
            for n in range(2)
        }
        key = visitor.audited(files, masked=True)
        assert "王小明" not in visitor.report(key).text
        assert "王小明" not in visitor.client.get("/", headers=HTML).text
        child = visitor.client.get(f"/d/{key}/part/0").url.path.rsplit("/", 1)[1]
        assert visitor.wait(child)["state"] == "done"
        assert "<article" in visitor.report(child).text
        for at, kind in ((key, "annotated"), (key, "all"), (child, "annotated"), (child, "all")):
            taken = visitor.take(at, kind)
            assert "王小明" not in name_of(taken)
            with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
                assert not [name for name in archive.namelist() if "王小明" in name]


def test_a_batch_says_what_the_command_line_says_of_the_same_folder(batch, tmp_path):
    visitor, key = batch
    folder = visitor.window.desk.get(key).folder / "files"
    report = ps.audit(folder / "青山县交通局")
    told = re.search(r">青山县交通局</a>.*?<td>青山县交通局/表0.txt</td>", visitor.report(key).text, re.DOTALL)[0]
    own = [one for one in report.findings if one.form is not None and "表0" in str(one.at)]
    warnings = sum(one.severity.word == "warning" for one in own)
    assert f'<span class="key warning">{warnings}</span>' in told


def test_a_rule_set_that_a_link_names_is_chosen(visitor):
    page = visitor.client.get("/", params={"ruleset": "hengyang-2023"}, headers=HTML).text
    assert '<option value="hengyang-2023" selected>' in page
    assert "selected" not in visitor.client.get("/", headers=HTML).text


def test_what_the_page_did_not_send_is_told(tmp_path):
    with opened(tmp_path, limits=Limits(together=2)) as here:
        visitor = Visitor(*here).enter()
        for files in ({"表.txt": small()}, {f"{n}.txt": small(20 + n) for n in range(3)}):
            key = visitor.new()
            for name, data in files.items():
                visitor.put(key, name, data)
            visitor.client.post(f"/d/{key}/audit", json={"passed": ["照片.jpg", "压缩包.zip"]})
            assert visitor.wait(key)["state"] == "done"
            page = visitor.report(key).text
            assert "照片.jpg：不是表格或文档，没有读入" in page
            assert "压缩包.zip" in page


def test_a_part_that_could_not_be_queued_or_was_cancelled_is_tried_again(tmp_path, monkeypatch):
    with opened(tmp_path, limits=Limits(together=1)) as here:
        visitor = Visitor(*here).enter()
        texts = {f"{n}.txt": small(20 + n).decode().replace("青山县交通局", f"第{n}镇").encode() for n in range(2)}
        key = visitor.audited(texts)

        def part():
            return visitor.client.get(f"/d/{key}/part/0", follow_redirects=False)

        monkeypatch.setattr(here[0].jobs, "_most_of_one", 0)
        assert part().status_code == 503
        monkeypatch.undo()
        child = part().headers["location"].rsplit("/", 1)[1]
        job = here[0].desk.get(child).job
        job.ended.clear()
        job.end("failed", problem="进程中断")
        again = part().headers["location"].rsplit("/", 1)[1]
        assert again != child
        assert visitor.wait(again)["state"] == "done"
        assert "第0镇" in visitor.report(again).text


def test_a_dossier_keeps_the_rule_set_that_it_was_dropped_with(visitor, here):
    from perfscore.services.rulesets import new_text
    from perfscore.web.shelf import Shelf

    shelf = Shelf(here[0].shelves, "local")
    shelf.keep("my-own", new_text("my-own", "mof-2021"))
    key = visitor.audited({"自评表.xlsx": FORM.read_bytes()}, ruleset="my-own")
    shelf.drop("my-own")
    assert visitor.take(key, "annotated").status_code == 200
    assert "my-own" in visitor.report(key).text


def test_the_start_says_how_dossiers_are_audited(tmp_path):
    from perfscore.web.desk import Options

    with opened(tmp_path, usual=Options("mof-2021", alone=True, masked=True)) as here:
        page = Visitor(*here).enter().client.get("/", headers=HTML).text
        assert '<option value="mof-2021" selected>' in page
        assert page.count(" checked>") == 2
    own = tmp_path / "own.toml"
    from perfscore.services.rulesets import new_text

    own.write_text(new_text("own", "mof-2021"), encoding="utf-8")
    with opened(tmp_path, usual=Options(str(own))) as here:
        visitor = Visitor(*here).enter()
        assert '<option value="@" selected>' in visitor.client.get("/", headers=HTML).text
        assert "规则集 own" in visitor.report(visitor.audited({"表.xlsx": FORM.read_bytes()}, ruleset="@")).text


def test_an_upload_that_did_not_end_is_listed_and_goes(tmp_path):
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()
        key = visitor.new()
        visitor.put(key, "没完.txt", small())
        assert "没有传完" in visitor.client.get("/", headers=HTML).text
        here[0].desk.tidy(time.time() + 2 * 3600)
        assert "没完.txt" not in visitor.client.get("/", headers=HTML).text


def test_names_that_differ_by_case_are_two_files(visitor, here):
    key = visitor.new()
    assert visitor.put(key, "表A.TXT", small(1)).json()["name"] == "表A.TXT"
    assert visitor.put(key, "表a.txt", small(2)).json()["name"] == "表a(2).txt"
    assert len(here[0].desk.get(key).sizes) == 2


def test_long_paths_are_short_enough_for_every_system(visitor, here):
    key = visitor.new()
    told = visitor.put(key, "/".join(["很长的文件夹名" * 6] * 20) + "/自评表.txt", small()).json()["name"]
    assert told.endswith("/自评表.txt")
    assert len(told) < 130


def test_what_is_no_record_is_no_traceback(visitor, sample):
    for path, body in (
        ("/d", b'{"ruleset": "\\ud800"}'),
        ("/d", b"[" * 100_000),
        (f"/d/{sample}/audit", b'{"passed": 3}'),
    ):
        assert visitor.client.post(path, content=body).status_code in (200, 400, 413), path
    for path in (f"/d/{sample}/part/{'9' * 5_000}", f"/d/{sample}/part/x", f"/d/{sample}/part/-1"):
        assert visitor.client.get(path, headers=HTML).status_code == 404
    assert visitor.client.put(f"/d/{sample}/remarks/{'9' * 5_000}", json={}).status_code == 404


# -- queue, death, cancelling


def under_way(visitor, key):
    """Wait until an audit is being done."""
    until = time.monotonic() + 30
    while visitor.client.get(f"/d/{key}/state").json()["done"] < 1:
        assert time.monotonic() < until
        time.sleep(0.01)


LONG = {f"{n}.xlsx": FORM.read_bytes() for n in range(40)}


def test_a_process_that_dies_costs_its_dossier_alone(tmp_path):
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()
        first = visitor.audited({"表.txt": small()})
        key = visitor.drop(LONG)
        under_way(visitor, key)
        os.kill(here[0].jobs._slots[0]._pid, signal.SIGKILL)
        told = visitor.wait(key)
        assert told["state"] == "failed"
        assert "进程中断" in told["problem"]
        assert "进程中断" in visitor.report(key).text
        assert visitor.audited({"表.txt": small()})
        assert visitor.report(first).status_code == 200


def test_a_process_that_cannot_start_is_told_and_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("perfscore.web.jobs._warm", os.abort)
    with opened(tmp_path, warm=True) as here:
        visitor = Visitor(*here).enter()
        key = visitor.drop({"表.txt": small()})
        assert visitor.wait(key)["state"] == "failed"
        monkeypatch.undo()
        assert visitor.audited({"表.txt": small()})


def test_an_audit_is_cancelled_waiting_or_under_way(tmp_path):
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()
        running, waiting = visitor.drop(LONG), visitor.drop({"表.txt": small()})
        under_way(visitor, running)
        told = visitor.client.get(f"/d/{waiting}/state").json()
        assert (told["state"], told["before"]) == ("waiting", 0)
        assert "正在审核" in visitor.report(running).text
        for key in (waiting, running):
            visitor.client.post(f"/d/{key}/cancel")
            assert visitor.wait(key)["state"] == "cancelled"
            assert "已取消" in visitor.report(key).text
        assert visitor.audited({"表.txt": small()})


def test_progress_is_told_file_by_file(tmp_path):
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()
        key = visitor.drop({f"{n}.xlsx": FORM.read_bytes() for n in range(12)})
        seen = set()
        while True:
            told = visitor.client.get(f"/d/{key}/state").json()
            seen.add(told["done"])
            assert told["files"] == 12
            if told["state"] == "done":
                break
            time.sleep(0.01)
        assert len(seen) > 3
        assert max(seen) == 12


def test_a_full_queue_says_so(tmp_path):
    with opened(tmp_path, limits=Limits(waiting=3, waiting_of_one=2)) as here:
        visitor = Visitor(*here).enter()
        under_way(visitor, visitor.drop(LONG))
        visitor.drop({"a.txt": small()})
        visitor.drop({"b.txt": small()})
        key = visitor.new()
        visitor.put(key, "c.txt", small())
        told = visitor.client.post(f"/d/{key}/audit")
        assert told.status_code == 503
        assert "排队的太多" in told.json()["problem"]


def test_what_takes_too_long_is_stopped(tmp_path):
    with opened(tmp_path, limits=Limits(seconds=0.01)) as here:
        visitor = Visitor(*here).enter()
        told = visitor.wait(visitor.drop({"自评表.xlsx": FORM.read_bytes()}))
        assert told["state"] == "failed"
        assert "已停止" in told["problem"]


def test_a_mistake_of_the_program_is_told_without_a_traceback(tmp_path):
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()
        key = visitor.audited({"表.txt": small()})
        (here[0].desk.get(key).folder / "made" / "report.pickle").write_bytes(b"nonsense")
        told = visitor.take(key, "json")
        assert told.status_code == 422
        assert "程序出错" in told.json()["problem"]
        assert "Traceback" not in told.text


# -- who may


def test_nobody_comes_in_without_the_token(here):
    stranger = Visitor(*here)
    for path in ("/", "/d/x", "/d/x/state", "/d/x/take/json", "/try", "/checks", "/rules"):
        told = stranger.client.get(path, headers=HTML)
        assert told.status_code == 401, path
        assert "这个地址不能用了" in told.text
    assert stranger.client.post("/d", json={}).status_code == 401
    assert stranger.client.put("/d/x/files/a.txt", content=b"x").status_code == 401
    assert stranger.client.get("/enter?token=guess", headers=HTML).status_code == 401
    assert stranger.client.get("/static/page.css").status_code == 200


def test_every_route_but_the_door_is_behind_the_gate(here):
    stranger = Visitor(*here)
    routes = stranger.client.app._app.routes
    open_ = {"/enter", "/login", "/outside", "/lang/{lang}", "/static/{name}"}
    for route in routes:
        path = re.sub(r"{[^}]*}", "1", route.path)
        for method in route.methods - {"HEAD"}:
            told = stranger.client.request(method, path, follow_redirects=False)
            if route.path not in open_:
                assert told.status_code == 401, (method, route.path)


def test_cookies_of_other_programs_of_this_machine_do_no_harm(here):
    visitor = Visitor(*here).enter()
    own = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    for foreign in ('prefs={"theme":"dark"}', "x=a b", "flag", "a[b]=1"):
        for cookie in (f"{foreign}; {own}", f"{own}; {foreign}"):
            stranger = Visitor(*here)
            assert stranger.client.get("/", headers={"cookie": cookie}).status_code == 200, cookie


def test_a_head_is_answered_as_a_head(here, visitor):
    for client in (Visitor(*here).client, visitor.client):
        reply = client.head("/", headers=HTML)
        assert reply.content == b""
    assert visitor.client.options("/").status_code in (403, 405)


def test_a_token_of_the_command_line_lets_in_once(here):
    token = here[0].gate.once()
    assert Visitor(*here).client.get("/enter", params={"token": token}, headers=HTML).status_code == 200
    assert Visitor(*here).client.get("/enter", params={"token": token}, headers=HTML).status_code == 401


def test_a_request_of_another_site_is_refused(visitor, sample):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765"):
        told = visitor.client.post(f"/d/{sample}/drop", headers={"origin": origin})
        assert told.status_code == 403, origin
    request = visitor.client.build_request("POST", f"/d/{sample}/drop")
    del request.headers["origin"]
    assert visitor.client.send(request).status_code == 403
    assert visitor.report(sample).status_code == 200


def test_another_name_for_this_machine_is_refused(visitor):
    told = visitor.client.get("/", headers={"host": "evil.example:8765"})
    assert told.status_code == 403
    assert URL in told.text
    assert visitor.client.get("/", headers={"host": "localhost:8765"}).status_code == 200


def test_pages_may_load_nothing_from_elsewhere(visitor, sample):
    for path in ("/", f"/d/{sample}", f"/d/{sample}/compare", "/nothing"):
        reply = visitor.client.get(path, headers=HTML)
        policy = reply.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["referrer-policy"] == "same-origin"
    cookie = Visitor(visitor.window, visitor.client)
    entered = (
        cookie.client.get("/enter", params={"token": visitor.window.gate.token}, follow_redirects=False)
        .headers["set-cookie"]
        .lower()
    )
    assert "httponly" in entered
    assert "samesite=strict" in entered


def test_the_way_in_leads_to_no_other_site(here):
    for goal in ("//evil.example", "https://evil.example", "/\\evil.example"):
        visitor = Visitor(*here)
        told = visitor.client.get(
            "/enter", params={"token": here[0].gate.token, "to": goal}, follow_redirects=False
        )
        assert told.headers["location"] == "/"
        assert (
            visitor.client.get("/lang/en", params={"to": goal}, follow_redirects=False).headers["location"] == "/"
        )


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_no_text_of_a_document_or_a_remark_becomes_markup(visitor):
    form = small(39).decode().replace("养护里程", HOSTILE).replace("道路养护", f"{HOSTILE}项目")
    key = visitor.audited({"'\"><b>.txt": form.encode()})
    visitor.write(key, 0, verdict="属实", reason=HOSTILE, person="<b>甲</b>")
    for page in (visitor.report(key).text, visitor.client.get("/", headers=HTML).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>甲" not in page
        assert "<b>.txt" not in page
    visitor.put(key, "旧.txt", form.replace("39", "38").encode(), part="old")
    page = visitor.client.get(f"/d/{key}/compare", headers=HTML).text
    assert "<script>alert" not in page


# -- an office


PASSWORD = "一个很长的口令"  # noqa: S105 - of the tests


def test_an_office_has_a_password_and_everybody_their_own_dossiers(tmp_path):
    with opened(tmp_path, password=PASSWORD) as here:
        wrong = Visitor(*here).enter("guess guess")
        assert wrong.client.get("/", headers=HTML).status_code == 401
        assert "口令" in wrong.client.get("/", headers=HTML).text
        one, other = Visitor(*here).enter(PASSWORD), Visitor(*here).enter(PASSWORD)
        key = one.audited({"甲的表.txt": small(39)})
        assert "甲的表.txt" in one.client.get("/", headers=HTML).text
        assert "甲的表.txt" not in other.client.get("/", headers=HTML).text
        # Whoever is given the address works on it, and does not delete it.
        assert other.report(key).status_code == 200
        assert other.write(key, 0, verdict="属实", reason="同事写的").status_code == 200
        assert one.remarks(key)["0"]["reason"] == "同事写的"
        for path in ("drop", "cancel", "audit", "compare/carry", "compare/forget"):
            assert other.client.post(f"/d/{key}/{path}").status_code == 404
        # The same form of another person has its own remarks.
        assert other.remarks(other.audited({"乙的表.txt": small(39)})) == {}
        one.client.post("/leave")
        assert one.client.get("/", headers=HTML).status_code == 401
        assert "甲的表.txt" in one.enter(PASSWORD).client.get("/", headers=HTML).text


def test_guessing_the_password_is_slow_and_then_stopped(tmp_path):
    with opened(tmp_path, password=PASSWORD) as here:
        for _ in range(9):
            here[0].gate.was_wrong("testclient")
        visitor = Visitor(*here)
        begun = time.monotonic()
        assert visitor.client.post("/login", content="password=x").status_code == 403
        assert time.monotonic() - begun > 0.4
        told = visitor.client.post("/login", content="password=x")
        assert told.status_code == 429
        assert "一分钟后" in told.text
        assert visitor.client.post("/login", content=f"password={quote(PASSWORD)}").status_code == 429
        assert here[0].gate.patient("another")


def test_behind_tls_the_cookie_is_for_tls_alone(tmp_path):
    url = "https://perf.example"
    with opened(tmp_path, password=PASSWORD, url=url) as here:
        visitor = Visitor(*here, url=url)
        told = visitor.client.post("/login", content=f"password={PASSWORD}", follow_redirects=False)
        assert "secure" in told.headers["set-cookie"].lower()
        assert visitor.client.get("/", headers={"host": "perf.example"}).status_code == 200
        assert visitor.client.get("/", headers={"host": "127.0.0.1"}).status_code == 403


# -- the private folder


def test_the_folder_is_private_and_goes_with_the_program(tmp_path):
    with opened(tmp_path) as here:
        folder = here[0].desk.folder
        assert folder.stat().st_mode & 0o077 == 0 or os.name == "nt"
        Visitor(*here).enter().audited({"表.txt": small()})
        assert (folder / "desk.lock").exists()
    assert not folder.exists()


def test_what_a_killed_program_left_goes_at_the_next_start_and_what_runs_stays(tmp_path):
    left = tmp_path / "desk" / "perfscore-desk-left"
    left.mkdir(parents=True)
    (left / "desk.lock").touch()
    (left / "材料.xlsx").write_bytes(b"x")
    foreign = tmp_path / "desk" / "foreign"
    foreign.mkdir()
    with opened(tmp_path) as (first, _):
        assert not left.exists()
        assert foreign.exists()
        with opened(tmp_path):
            assert first.desk.folder.exists()


def test_files_of_this_machine_are_audited_at_once(tmp_path):
    from perfscore.web.desk import Options

    (tmp_path / "材料").mkdir()
    (tmp_path / "材料" / "甲.txt").write_bytes(small(39))
    (tmp_path / "材料" / "乙.txt").write_bytes(small(40))
    with opened(tmp_path) as here:
        visitor = Visitor(*here).enter()

        async def adopt():
            return here[0].adopt([str(tmp_path / "材料")], "local", Options())

        key = visitor.client.portal.call(adopt).key
        assert visitor.wait(key)["state"] == "done"
        page = visitor.report(key).text
        assert "甲.txt" in page
        assert str(tmp_path) not in page


def test_remarks_that_cannot_be_kept_are_told_at_the_start(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="--remarks"), opened(tmp_path, remarks=tmp_path / "file" / "r.sqlite"):
        pass


def test_the_records_of_a_report_are_those_of_the_command_line(visitor, tmp_path):
    key = visitor.audited({"表.txt": small(39)})
    Path(tmp_path / "表.txt").write_bytes(small(39))
    told = json.loads(visitor.take(key, "json").text)
    own = ps.audit(tmp_path / "表.txt").to_dict()
    assert [one["fingerprint"] for one in told["findings"]] == [one["fingerprint"] for one in own["findings"]]
    assert told["scores"] == json.loads(json.dumps(own["scores"]).replace(f"{tmp_path}/", ""))
