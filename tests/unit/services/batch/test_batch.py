import csv
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

import county
import dying
from perfscore.audit import audit
from perfscore.auditor import Asked
from perfscore.core import saving
from perfscore.core.errors import UsageError
from perfscore.gathering import expand
from perfscore.report.style import Style
from perfscore.services.batch import plan, run, work
from perfscore.services.batch.results import Folder, write_ledgers
from perfscore.services.batch.run import audit_folder
from perfscore.services.batch.work import Wanted

UNITS = 3


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "全县"
    county.write_county(folder, UNITS, mess=True)
    return folder


def audited(paths, into, *, wanted=None, **options):
    listed = [str(path) for path in paths]
    wanted = wanted or Wanted(Asked())

    def then(folder):
        write_ledgers(Folder(folder), Style(lang=wanted.lang), linked=not wanted.masked)

    return audit_folder(expand(listed), listed, into, wanted, then=then, **options)


@pytest.fixture(scope="module")
def results(source, tmp_path_factory):
    into = tmp_path_factory.mktemp("results") / "结果"
    audited([source], into)
    return into


def contents(folder):
    """Every file of a folder of results with its bytes; the lock holds none."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def statuses(folder):
    return {Path(one["file"]).name: one["status"] for one in Folder(folder).files()}


def test_every_file_is_accounted_for(results):
    found = statuses(results)
    assert found["现场照片.png"] == "skipped"
    assert found["~$自评表.xlsx"] == "skipped"
    assert found["._自评表.xlsx"] == "hidden"
    assert found["损坏.xlsx"] == "refused"
    assert found["通知.txt"] == "no-form"
    assert list(found.values()).count("duplicate") == 1
    assert list(found.values()).count("read") == sum(1 for _ in county.draw(UNITS))
    copy = next(one for one in Folder(results).files() if one["status"] == "duplicate")
    original = next(one for one in Folder(results).files() if one["file"] == copy["of"])
    assert original["sha256"] == copy["sha256"]


def test_a_dossier_is_what_a_run_over_its_files_says(results):
    documents = [one for one in Folder(results).documents() if len(one["inputs"]) > 1]
    assert len(documents) == UNITS
    for document in documents:
        report = audit([one["file"] for one in document["inputs"]])
        assert [one["fingerprint"] for one in document["findings"]] == [one.fingerprint for one in report.findings]
        assert len(document["scores"]) == len(report.scores)


@pytest.mark.parametrize("size", [2, 3, 7])
def test_how_the_list_is_cut_changes_nothing(source, results, tmp_path, monkeypatch, size):
    """Also not where the files of a unit are read in different pieces."""
    monkeypatch.setattr(plan, "CHUNK", size)
    monkeypatch.setattr(plan, "_LEAST", size)
    audited([source], tmp_path / "结果")
    mine, theirs = contents(tmp_path / "结果"), contents(results)
    for name in theirs:
        if not name.startswith("work") and not name.endswith((".xlsx", ".csv")):
            assert mine[name] == theirs[name], name


def test_processes_and_order_change_nothing(source, tmp_path, monkeypatch):
    """The folder is the same, byte for byte: ledger, parts and pieces of work."""
    monkeypatch.setattr(plan, "CHUNK", 4)
    monkeypatch.setattr(run, "CHUNK", 4)
    monkeypatch.setattr(plan, "_LEAST", 4)
    inner = sorted(path for path in source.iterdir() if path.is_dir())
    audited(inner, tmp_path / "a" / "结果")
    audited(inner[::-1], tmp_path / "b" / "结果", jobs=2)
    assert contents(tmp_path / "a" / "结果") == contents(tmp_path / "b" / "结果")


def test_a_run_that_was_killed_goes_on(source, results, tmp_path, monkeypatch):
    """Pieces that were done are not done again, and the end is the same."""
    monkeypatch.setattr(plan, "CHUNK", 4)
    monkeypatch.setattr(plan, "_LEAST", 4)
    whole = tmp_path / "whole" / "结果"
    audited([source], whole)
    into = tmp_path / "killed" / "结果"
    seen = []

    def stop(done, total):
        seen.append(done)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audited([source], into, progress=stop)
    with pytest.raises(UsageError, match="同一命令"):
        Folder(into)
    worked = []
    real = work.audited
    monkeypatch.setattr(run, "audited", lambda piece: worked.append(piece) or real(piece))
    batch = audited([source], into)
    assert batch.resumed == seen[-1]
    assert (
        sum(len(piece.files) for piece in worked if piece.dossiers is None)
        == len(batch.looked) - 3 - batch.resumed
    )
    assert contents(into) == contents(whole)


def test_killed_from_outside(source, tmp_path):
    """The program itself, killed without warning."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    into = tmp_path / "结果"
    words = [sys.executable, "-m", "perfscore", "audit", str(source), "--into", str(into), "--jobs", "1"]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(into.glob("work/*.jsonl")):
        time.sleep(0.01)
    process.kill()
    process.wait()
    done = subprocess.run(words, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr
    assert json.loads((into / "manifest.json").read_text(encoding="utf-8"))["schema"] == "perfscore.results/1"
    assert not [path for path in into.rglob("*") if path.suffix == ".part"]


def test_run_again_everything_is_there(source, tmp_path):
    audited([source], tmp_path / "结果")
    before = contents(tmp_path / "结果")
    batch = audited([source], tmp_path / "结果")
    assert batch.resumed == len(batch.looked) - 3
    assert contents(tmp_path / "结果") == before


def test_a_file_more_is_all_that_is_read(source, tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "CHUNK", 4)
    monkeypatch.setattr(plan, "_LEAST", 4)
    folder = tmp_path / "全县"
    shutil.copytree(source, folder)
    audited([folder], tmp_path / "结果")
    (folder / "龙门").mkdir()
    shutil.copy(next(folder.rglob("*自评表.xlsx")), folder / "龙门" / "新.xlsx")
    with (folder / "龙门" / "新.xlsx").open("ab") as file:
        file.write(b"\0")
    worked = []
    real = work.audited
    monkeypatch.setattr(run, "audited", lambda piece: worked.append(piece) or real(piece))
    audited([folder], tmp_path / "结果")
    assert 1 <= len([piece for piece in worked if piece.dossiers is None]) <= 2
    assert statuses(tmp_path / "结果")["新.xlsx"] in ("read", "refused")


def test_one_run_at_a_time(source, tmp_path):
    def meanwhile(done, total):
        with pytest.raises(UsageError, match="另一个审核正在写入"):
            audited([source], tmp_path / "结果")

    audited([source], tmp_path / "结果", progress=meanwhile)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(Asked(select=("PS3",))), "选项不同"),
        (Wanted(Asked(ruleset="mof-2021")), "规则集不同"),
        (Wanted(Asked(), lang="en"), "选项不同"),
        (Wanted(Asked(alone=True)), "选项不同"),
    ],
)
def test_another_run_is_not_mixed_in(source, results, tmp_path, wanted, words):
    shutil.copytree(results, tmp_path / "结果")
    before = contents(tmp_path / "结果")
    with pytest.raises(UsageError, match=words):
        audited([source], tmp_path / "结果", wanted=wanted)
    assert contents(tmp_path / "结果") == before
    audited([source], tmp_path / "结果", wanted=wanted, force=True)
    options = json.loads((tmp_path / "结果" / "manifest.json").read_text(encoding="utf-8"))["options"]
    assert options["lang"] == wanted.lang
    assert options["alone"] == wanted.asked.alone


def test_other_inputs_and_another_version_are_another_run(source, results, tmp_path, monkeypatch):
    shutil.copytree(results, tmp_path / "结果")
    one = next(path for path in source.iterdir() if path.is_dir())
    with pytest.raises(UsageError, match="审核的路径不同"):
        audited([one], tmp_path / "结果")
    monkeypatch.setattr(run, "__version__", "99.0")
    with pytest.raises(UsageError, match=r"现在是 99\.0"):
        audited([source], tmp_path / "结果")


def test_a_folder_of_other_things_is_left_alone(source, tmp_path):
    (tmp_path / "照片.png").write_bytes(b"x")
    with pytest.raises(UsageError, match="别的文件"):
        audited([source], tmp_path, force=True)
    with pytest.raises(UsageError, match="不是文件夹"):
        audited([source], tmp_path / "照片.png")
    assert [path.name for path in tmp_path.iterdir()] == ["照片.png"]


def test_results_among_the_inputs_are_no_inputs(source, tmp_path):
    folder = tmp_path / "全县"
    shutil.copytree(source, folder)
    first = audited([folder], folder / "结果")
    second = audited([folder], folder / "结果")
    assert first.looked == second.looked
    assert not [one for one in second.looked if "结果" in one.file]


def test_a_file_that_changes_while_it_is_read(source, tmp_path, monkeypatch):
    folder = tmp_path / "全县"
    shutil.copytree(source, folder)
    victim = max(folder.rglob("*自评表.xlsx"), key=lambda path: path.stat().st_size)
    real = work.read_material

    def busy(path):
        material = real(path)
        if path == str(victim):
            os.utime(victim, ns=(1, 1))
        return material

    monkeypatch.setattr(work, "read_material", busy)
    audited([folder], tmp_path / "结果")
    assert statuses(tmp_path / "结果")[victim.name] == "changed"
    assert str(victim) not in {
        one["file"] for line in Folder(tmp_path / "结果").documents() for one in line["inputs"]
    }
    monkeypatch.undo()
    audited([folder], tmp_path / "结果")
    assert statuses(tmp_path / "结果")[victim.name] == "read"


def test_a_file_that_ends_its_process_is_refused_and_nothing_else(source, tmp_path, monkeypatch):
    folder = tmp_path / "全县"
    shutil.copytree(source, folder)
    files = sorted(folder.rglob("*自评表.xlsx"))
    files[2].rename(files[2].with_name(f"{dying.FATAL}.xlsx"))
    monkeypatch.setattr(run, "audited", dying.audited)
    monkeypatch.setattr(run, "CHUNK", 1)
    audited([folder], tmp_path / "结果", jobs=2)
    found = statuses(tmp_path / "结果")
    assert found.pop(f"{dying.FATAL}.xlsx") == "refused"
    assert list(found.values()).count("refused") == 1  # 损坏.xlsx
    codes = [
        finding["code"]
        for document in Folder(tmp_path / "结果").documents()
        for finding in document["findings"]
        if dying.FATAL in finding["at"]["file"]
    ]
    assert codes == ["PS001"]


def test_a_full_disk(source, tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "CHUNK", 4)
    monkeypatch.setattr(plan, "_LEAST", 4)
    real, written = saving.writing, []

    def full(path):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        return real(path)

    with monkeypatch.context() as disk:
        disk.setattr(saving, "writing", full)
        with pytest.raises(UsageError, match="磁盘"):
            audited([source], tmp_path / "结果")
    batch = audited([source], tmp_path / "结果")
    assert batch.resumed > 0
    assert not list((tmp_path / "结果").rglob("*.part"))


def test_a_damaged_piece_is_done_again(source, tmp_path):
    audited([source], tmp_path / "结果")
    whole = contents(tmp_path / "结果")
    piece = next((tmp_path / "结果" / "work").glob("*.jsonl"))
    piece.write_bytes(piece.read_bytes()[: random.Random(1).randrange(10, 5000)])  # noqa: S311
    audited([source], tmp_path / "结果")
    assert contents(tmp_path / "结果") == whole


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are text there")
def test_names_that_are_not_utf8(source, tmp_path):
    form = next(source.rglob("*自评表.xlsx"))
    folder = tmp_path / "全县"
    folder.mkdir()
    name = os.fsdecode("自评".encode("gbk") + b".xlsx")
    try:
        shutil.copy(form, folder / name)
    except OSError:
        pytest.skip("the disk takes only UTF-8")
    audited([folder], tmp_path / "结果")
    assert [one["status"] for one in Folder(tmp_path / "结果").files()] == ["read"]
    load_workbook(tmp_path / "结果" / "汇总表.xlsx")


def test_persons_are_hidden_in_everything_that_is_written(source, tmp_path):
    folder = tmp_path / "张小明"
    folder.mkdir()
    book = load_workbook(next(source.rglob("*自评表.xlsx")))
    sheet = book.active
    end = sheet.max_row + 2
    sheet.cell(end, 1, "填报人：李大勇")
    sheet.cell(end, 4, "联系电话：13912345678")
    book.save(folder / "李大勇-自评表.xlsx")
    shutil.copy(folder / "李大勇-自评表.xlsx", folder / "李大勇-副本.xlsx")
    (folder / "李大勇.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    audited([folder], tmp_path / "结果", wanted=Wanted(Asked(), masked=True))
    for name, data in contents(tmp_path / "结果").items():
        assert "李大勇" not in name
        assert "李大勇".encode() not in data, name
        assert b"13912345678" not in data, name
    book = load_workbook(tmp_path / "结果" / "汇总表.xlsx")
    texts = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell]
    assert not [text for text in texts if "李大勇" in text]
    assert [one["status"] for one in Folder(tmp_path / "结果").files()].count("duplicate") == 1


def rows_of(page):
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_ledger_has_a_row_for_everything(source, results):
    book = load_workbook(results / "汇总表.xlsx")
    assert book.sheetnames == ["封面", "各表", "发现", "指标", "检查项", "文件"]
    documents = list(Folder(results).documents())
    forms = rows_of(book["各表"])
    assert len(forms) == sum(len(one["forms"]) for one in documents)
    order = [(-row["错误"], -row["警告"]) for row in forms]
    assert order == sorted(order)
    findings = rows_of(book["发现"])
    assert len(findings) == sum(len(one["findings"]) for one in documents)
    levels = [["错误", "警告", "提示"].index(row["级别"]) for row in findings]
    assert levels == sorted(levels)
    assert len(rows_of(book["指标"])) == sum(len(one["scores"]) for one in documents)
    assert len(rows_of(book["文件"])) == len(list(Folder(results).files()))
    for page in book.worksheets[1:]:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref.startswith("A1:")
        assert page.page_setup.orientation == "landscape"
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert len(book["封面"]._charts) == 3
    sums = sum(row["错误"] for row in rows_of(book["检查项"]))
    assert sums == sum(row["级别"] == "错误" for row in findings)


def test_numbers_of_the_ledger_are_numbers(results):
    page = load_workbook(results / "汇总表.xlsx")["各表"]
    head = [cell.value for cell in page[1]]
    row = dict(zip(head, page[2], strict=True))
    assert isinstance(row["预算（万元）"].value, float)
    assert row["预算（万元）"].number_format.startswith("#,##0.00")
    assert row["执行率"].number_format.endswith('"%"')
    assert isinstance(row["自评分"].value, int | float)


def test_links_lead_from_the_ledger_to_the_file(results):
    page = load_workbook(results / "汇总表.xlsx")["各表"]
    place = [cell.value for cell in page[1]].index("文件")
    cell = page[2][place]
    target = (results / unquote(cell.hyperlink.target)).resolve()
    assert target.is_file()
    assert cell.hyperlink.location == "'自评表'!A1"
    assert "全县" not in cell.value


def test_csv_beside_it_says_the_same(results):
    book = load_workbook(results / "汇总表.xlsx")
    for name in ("各表", "发现", "指标", "检查项", "文件"):
        path = results / f"汇总表-{name}.csv"
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [cell.value for cell in book[name][1]]
        assert len(rows) == book[name].max_row


def test_a_full_sheet_goes_on_in_another(results, tmp_path, monkeypatch):
    from perfscore.report.ledger import pages as module

    monkeypatch.setattr(module, "_ROWS", 20)
    shutil.copytree(results, tmp_path / "结果")
    write_ledgers(Folder(tmp_path / "结果"), Style())
    book = load_workbook(tmp_path / "结果" / "汇总表.xlsx")
    whole = load_workbook(results / "汇总表.xlsx")["指标"]
    pages = [page for page in book if page.title.startswith("指标")]
    assert [page.title for page in pages][:2] == ["指标", "指标(2)"]
    assert sum(page.max_row - 1 for page in pages) == whole.max_row - 1


def test_an_english_ledger(source, tmp_path):
    audited([source], tmp_path / "results", wanted=Wanted(Asked(), lang="en"))
    book = load_workbook(tmp_path / "results" / "汇总表.xlsx")
    assert book.sheetnames == ["cover", "forms", "findings", "indicators", "checks", "files"]
    assert rows_of(book["findings"])[0]["severity"] == "error"


def test_nothing_to_read(tmp_path):
    (tmp_path / "材料").mkdir()
    (tmp_path / "材料" / "照片.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UsageError, match="没有表格或文档"):
        audited([tmp_path / "材料"], tmp_path / "结果")
    assert not (tmp_path / "结果").exists()


def test_a_mark_for_nothing_is_no_unit(source, tmp_path):
    folder = tmp_path / "材料"
    folder.mkdir()
    forms = sorted(source.rglob("*自评表.xlsx"))
    for number, mark in enumerate(("—", "无", "/", "－")):
        book = load_workbook(forms[number])
        page = book.active
        for row in page.iter_rows(min_row=4, max_row=4):
            for cell in row:
                if cell.value and str(cell.value).startswith("云溪县"):
                    cell.value = mark if cell.column > 4 else f"云溪县第{number}局"
        book.save(folder / f"{number}.xlsx")
    audited([folder], tmp_path / "结果")
    documents = list(Folder(tmp_path / "结果").documents())
    assert [len(one["inputs"]) for one in documents] == [1, 1, 1, 1]
    assert {one["forms"][0]["unit"] for one in documents} == {f"云溪县第{number}局" for number in range(4)}


def test_persons_of_one_file_are_hidden_in_the_others(source, tmp_path):
    """A name that one form gives stands in the name of another's folder and sheet."""
    folder = tmp_path / "材料"
    (folder / "王丽华").mkdir(parents=True)
    forms = sorted(source.rglob("*自评表.xlsx"))
    shutil.copy(forms[0], folder / "王丽华" / "甲.xlsx")
    book = load_workbook(forms[-1])
    book.active.cell(book.active.max_row + 2, 1, "填报人：王丽华")
    book.save(folder / "乙.xlsx")
    audited([folder], tmp_path / "结果", wanted=Wanted(Asked(), masked=True))
    for name, data in contents(tmp_path / "结果").items():
        assert "王丽华".encode() not in data, name


def test_a_path_that_is_not_there_makes_no_results(tmp_path):
    with pytest.raises(UsageError, match="找不到"):
        audited([tmp_path / "没有"], tmp_path / "结果")
    with pytest.raises(UsageError, match="本机"):
        audited([Path(__file__)], "s3://材料/结果")
    assert not (tmp_path / "结果").exists()


def test_results_of_another_run_are_no_inputs(source, tmp_path):
    folder = tmp_path / "全县"
    shutil.copytree(source, folder)
    audited([folder], folder / "第一次")
    again = audited([folder], tmp_path / "第二次")
    assert {Path(one.file).name: one.status for one in again.looked}["第一次"] == "skipped"
    assert not [one for one in again.looked if "parts" in one.file]


def test_linked_folders_are_read_once(source, tmp_path):
    folder = tmp_path / "全县"
    (folder / "甲").mkdir(parents=True)
    elsewhere = tmp_path / "外县"
    elsewhere.mkdir()
    forms = sorted(source.rglob("*自评表.xlsx"))
    shutil.copy(forms[0], folder / "甲" / "一.xlsx")
    shutil.copy(forms[-1], elsewhere / "二.xlsx")
    (folder / "外县").symlink_to(elsewhere)
    (folder / "又是甲").symlink_to(folder / "甲")
    (folder / "甲" / "圈").symlink_to(folder)
    found = expand([str(folder)])
    assert sorted(Path(path).name for path in found.files) == ["一.xlsx", "二.xlsx"]
    assert sorted(Path(path).name for path in found.linked) == ["又是甲", "圈"]
