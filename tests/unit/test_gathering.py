import pytest

from perfscore.core.errors import UsageError
from perfscore.gathering import expand


@pytest.fixture
def folder(tmp_path):
    for name in ("乙.xlsx", "甲.docx", "~$乙.xlsx", "图.png", "说明.TXT", ".DS_Store", "旧.doc", "里/丙.xls"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(paths, folder):
    return [path.removeprefix(f"{folder}/") for path in paths]


def test_a_folder_is_its_documents_in_order(folder):
    found = expand([str(folder)])
    assert names(found.files, folder) == sorted(["乙.xlsx", "旧.doc", "甲.docx", "说明.TXT", "里/丙.xls"])


def test_what_was_passed_over_is_said(folder):
    assert list(expand([str(folder)]).notes()) == [
        "忽略 1 个临时文件（temporary files ignored）：~$乙.xlsx",
        "忽略 1 个隐藏文件（hidden files ignored）：.DS_Store",
        "忽略 1 个不是表格或文档的文件（no documents）：图.png",
    ]


def test_a_glob_is_what_it_matches(folder):
    assert names(expand([f"{folder}/*.xlsx"]).files, folder) == ["乙.xlsx"]
    assert names(expand([f"{folder}/**/*.xls"]).files, folder) == ["里/丙.xls"]


def test_a_file_with_brackets_in_its_name_is_no_glob(tmp_path):
    path = tmp_path / "表[1].xlsx"
    path.write_bytes(b"x")
    assert expand([str(path)]).files == [str(path)]


def test_named_files_stay_in_their_order_and_come_once(folder):
    given = [str(folder / "旧.doc"), str(folder / "乙.xlsx"), str(folder / "旧.doc"), "没有.xlsx"]
    assert expand(given).files == [str(folder / "旧.doc"), str(folder / "乙.xlsx"), "没有.xlsx"]


def test_a_workbook_under_another_name_is_found_by_its_content(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    openpyxl.Workbook().save(tmp_path / "下载.part.xlsx")
    (tmp_path / "下载.part.xlsx").rename(tmp_path / "下载")
    assert expand([str(tmp_path)]).files == [str(tmp_path / "下载")]


def test_a_folder_with_nothing_but_temporary_files_says_so(tmp_path):
    (tmp_path / "~$表.xlsx").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"没有表格或文档.*忽略 1 个临时文件"):
        expand([str(tmp_path)])


def test_a_glob_that_matches_only_temporary_files_says_so(tmp_path):
    (tmp_path / "~$表.xlsx").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"里面没有可审核的文件.*忽略 1 个临时文件"):
        expand([f"{tmp_path}/*.xlsx"])
