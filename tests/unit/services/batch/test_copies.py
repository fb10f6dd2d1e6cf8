"""Copies of whole folders."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

import county
from perfscore.auditor import Asked
from perfscore.core.errors import UsageError
from perfscore.gathering import expand
from perfscore.readers.intake import open_document
from perfscore.readers.reviewed import reviewed
from perfscore.services.batch import copies as module
from perfscore.services.batch import work
from perfscore.services.batch.copies import Copies
from perfscore.services.batch.results import Folder
from perfscore.services.batch.run import audit_folder
from perfscore.services.batch.work import Wanted

SAMPLES = Path(__file__).resolve().parents[4] / "samples"


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("county") / "全县"
    county.write_county(folder, 2)
    shutil.copy(SAMPLES / "hengyang-2023" / "自评表.txt", folder / "自评表.txt")
    (folder / "通知.txt").write_text("请报送。\n", encoding="utf-8")
    return folder


def run(source, into, kind, *, masked=False, jobs=1, **options):
    copies = Copies(kind, str(into / module.FOLDERS[kind]), str(source), **options)
    found = expand([str(source)])
    return audit_folder(found, [str(source)], into, Wanted(Asked(), masked=masked, copies=copies), jobs=jobs)


def test_every_form_has_its_annotated_copy(source, tmp_path):
    batch = run(source, tmp_path / "结果", "annotate")
    forms = {one.file for one in batch.looked if one.forms}
    copied = {one.file: Path(one.copy) for one in batch.looked if one.copy}
    assert copied.keys() == forms
    for file, copy in copied.items():
        assert copy.parent.name == Path(file).parent.name or Path(file).parent == source
        book = load_workbook(copy)
        assert "审核结果" in book.sheetnames
    text = tmp_path / "结果" / "标注" / "自评表.txt-审核.xlsx"
    assert text.is_file()


def test_a_copy_says_what_the_dossier_says(source, tmp_path):
    """Findings of one file that rest on another file stand in it."""
    run(source, tmp_path / "结果", "annotate")
    seen = 0
    for document in Folder(tmp_path / "结果").documents():
        for record in document["inputs"]:
            copies = Copies("annotate", str(tmp_path / "结果" / "标注"), str(source))
            name = module.place(copies, record["file"], "", lambda _: True)
            findings = [one for one in document["findings"] if one["at"]["file"] == record["file"]]
            wanted = {f"{one['code']}:{one['fingerprint']}" for one in findings}
            if not name.exists():
                continue
            cells = {
                str(cell) for row in load_workbook(name)["审核结果"].iter_rows(values_only=True) for cell in row
            }
            assert wanted <= cells
            seen += len(wanted)
    assert seen > 20


def test_how_the_copies_are_written(source, tmp_path):
    run(source, tmp_path / "一", "annotate", sheet_only=True)
    run(source, tmp_path / "二", "annotate", colours=False)
    copy = next((tmp_path / "一").rglob("*自评表-审核.xlsx"))
    other = tmp_path / "二" / copy.relative_to(tmp_path / "一")
    assert not [cell for row in load_workbook(copy)["自评表"].iter_rows() for cell in row if cell.comment]
    assert [cell for row in load_workbook(other)["自评表"].iter_rows() for cell in row if cell.comment]


def test_forms_are_filled_in(tmp_path):
    folder = tmp_path / "材料"
    shutil.copytree(SAMPLES / "hengyang-2023" / "unscored", folder)
    batch = run(folder, tmp_path / "结果", "fill")
    (copy,) = [Path(one.copy) for one in batch.looked if one.copy.endswith("自评表-评分.xlsx")]
    cell = load_workbook(copy)["强制隔离戒毒生活补贴"]["H17"]
    assert cell.value is not None


def test_remarks_in_a_copy_stay(source, tmp_path, monkeypatch):
    folder = tmp_path / "全县"
    shutil.copytree(source, folder)
    run(folder, tmp_path / "结果", "annotate")
    copy = next((tmp_path / "结果" / "标注").rglob("*自评表-审核.xlsx"))
    book = load_workbook(copy)
    page = book["审核结果"]
    head = next(row for row in page.iter_rows() if any(cell.value == "处理意见" for cell in row))
    column = next(cell.column for cell in head if cell.value == "处理意见")
    page.cell(head[0].row + 1, column, "不采纳")
    book.save(copy)
    original = folder / copy.relative_to(tmp_path / "结果" / "标注").parent / copy.name.replace("-审核", "")
    with original.open("ab") as file:
        file.write(b"\0")
    batch = run(folder, tmp_path / "结果", "annotate")
    assert reviewed(open_document(copy)).waivers
    again = copy.with_name(copy.name.replace("-审核.", "-审核2."))
    assert again.is_file()
    assert str(again) in {one.copy for one in batch.looked}
    told = next(one for one in Folder(tmp_path / "结果").files() if one["file"] == str(original))
    assert told["copy"] == str(again)


def test_a_copy_that_was_taken_away_is_written_again(source, tmp_path):
    run(source, tmp_path / "结果", "annotate")
    copy = next((tmp_path / "结果" / "标注").rglob("*-审核.xlsx"))
    before = copy.read_bytes()
    copy.unlink()
    run(source, tmp_path / "结果", "annotate")
    assert copy.read_bytes() == before


def test_a_run_without_copies_is_another_run(source, tmp_path):
    run(source, tmp_path / "结果", "annotate")
    with pytest.raises(UsageError, match="选项不同"):
        audit_folder(expand([str(source)]), [str(source)], tmp_path / "结果", Wanted(Asked()))


def test_processes_write_the_same_copies(source, tmp_path, monkeypatch):
    from perfscore.services.batch import plan
    from perfscore.services.batch import run as running

    for place in (plan, running):
        monkeypatch.setattr(place, "CHUNK", 3)
    monkeypatch.setattr(plan, "_LEAST", 3)
    run(source, tmp_path / "一", "annotate")
    run(source, tmp_path / "二", "annotate", jobs=2)
    trees = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name / "标注").rglob("*.xlsx")
        }
        for name in ("一", "二")
    ]
    assert trees[0] == trees[1]
    assert trees[0]


def test_copies_are_named_without_persons(tmp_path):
    folder = tmp_path / "张小明"
    folder.mkdir()
    book = load_workbook(SAMPLES / "hengyang-2023" / "clean" / "自评表.xlsx")
    page = book.active
    page.cell(page.max_row + 2, 1, "填报人：李大勇")
    book.save(folder / "李大勇-自评表.xlsx")
    batch = run(folder, tmp_path / "结果", "annotate", masked=True)
    (copy,) = [one.copy for one in batch.looked if one.copy]
    assert "李大勇" not in copy
    assert Path(copy).is_file()


def test_a_disk_that_refuses_a_copy_stops_nothing(source, tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.annotate, "annotated_copy", full)
    batch = run(source, tmp_path / "结果", "annotate")
    assert all("No space left" in one.uncopied for one in batch.looked if one.forms)
    assert batch.dossiers


def test_without_a_root_a_copy_has_its_own_name():
    made = module.place(Copies("fill", "评分"), "甲/自评表.xlsm", "")
    assert made == Path("评分") / "自评表-评分.xlsm"
    assert work.Wanted(Asked()).copies is None


def test_where_nothing_is_to_be_filled_in_there_is_no_copy(source, tmp_path):
    batch = run(source, tmp_path / "结果", "fill")
    left = {one.uncopied for one in batch.looked if one.forms and not one.copy}
    assert left == {module._NOTHING}


def test_a_filled_copy_of_a_run_that_was_stopped_is_the_same_one(tmp_path):
    folder = tmp_path / "材料"
    shutil.copytree(SAMPLES / "hengyang-2023" / "unscored", folder)
    run(folder, tmp_path / "结果", "fill")
    (copy,) = (tmp_path / "结果" / "评分").glob("*.xlsx")
    for piece in (tmp_path / "结果" / "work").glob("*.jsonl"):
        piece.unlink()
    run(folder, tmp_path / "结果", "fill")
    assert list((tmp_path / "结果" / "评分").glob("*.xlsx")) == [copy]


def test_names_that_no_system_takes():
    made = module.place(Copies("annotate", "标注", "全县"), f"全县/a:b/{'长' * 120}.xlsx", "")
    assert made.parent.name == "a_b"
    assert len(made.name.encode()) < 255


def test_a_copy_of_a_copy_has_a_number():
    made = module.place(Copies("annotate", "标注", "全县"), "全县/自评表-审核.xlsx", "")
    assert made.name == "自评表-审核2.xlsx"
