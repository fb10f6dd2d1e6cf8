"""What `perfscore.audit` takes: files, folders, globs, bytes, open files, mixed; and which configuration it uses."""

import io
from pathlib import Path

import pytest

import perfscore as ps
from perfscore.config import NAME
from perfscore.core.errors import UsageError

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BOOK = SAMPLES / "hengyang-2023" / "clean" / "自评表.xlsx"
FORM = "\n".join(
    "\t".join(row)
    for row in (
        ("项目支出绩效自评表",),
        ("项目名称", "湿地监测", "主管部门", "某局"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "数量指标", "监测点位数", "≥20个", "21个", "25", "26"),
    )
)


def files(*given):
    return [record.file for record in ps.audit(*given).inputs]


@pytest.fixture
def folder(tmp_path):
    for name in ("乙.txt", "甲.txt"):
        (tmp_path / name).write_text(FORM, encoding="utf-8")
    (tmp_path / "说明.bin").write_bytes(b"\0")
    return tmp_path


def test_a_folder_is_its_documents_and_what_was_passed_over_is_told(folder):
    report = ps.audit(folder)
    assert [record.file for record in report.inputs] == [str(folder / "乙.txt"), str(folder / "甲.txt")]
    assert "说明.bin" in report.hints[0]


def test_a_glob_is_its_files(folder):
    assert files(f"{folder}/甲*") == [str(folder / "甲.txt")]


def test_all_of_it_together_is_one_dossier(folder):
    named = io.BytesIO(BOOK.read_bytes())
    named.name = "来件.xlsx"
    assert files([BOOK.read_bytes(), folder, named, BOOK]) == [
        str(folder / "乙.txt"),
        str(folder / "甲.txt"),
        str(BOOK),
        "内存文件1",
        "来件.xlsx",
    ]


def test_a_document_in_memory_is_audited_as_its_file_is():
    of_file, of_bytes = ps.audit(BOOK), ps.audit(BOOK.read_bytes())
    assert [(one.code, one.at.place) for one in of_bytes.findings] == [
        (one.code, one.at.place) for one in of_file.findings
    ]
    assert {one.at.file for one in of_bytes.forms} == {"内存文件1"}
    assert [one.sha256 for one in of_bytes.inputs] == [one.sha256 for one in of_file.inputs]


def test_bad_bytes_are_a_finding():
    report = ps.audit([BOOK, b"%PDF-1.7", b""])
    assert [(one.code, one.at.file) for one in report.findings if one.code == "PS001"] == [
        ("PS001", "内存文件1"),
        ("PS001", "内存文件2"),
    ]


@pytest.mark.parametrize("given", [[], [3], None])
def test_what_is_no_document_is_wrong_use(given):
    with pytest.raises((UsageError, TypeError)):
        ps.audit(given)


def test_an_empty_folder_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="没有表格或文档"):
        ps.audit(tmp_path)


def test_the_nearest_configuration_is_used_and_named(folder):
    path = folder / NAME
    path.write_text('[checks]\nignore = ["PS304"]', encoding="utf-8")

    def codes(config):
        report = ps.audit(folder / "甲.txt", config=config)
        return "PS304" in {one.code for one in report.findings}, report.run.config, report.run.left_out

    assert codes(None) == (False, str(path), ("PS304",))
    assert codes(path) == (False, str(path), ("PS304",))
    assert codes(False) == codes("none") == (True, "", ())
    assert ps.audit((folder / "甲.txt").read_bytes()).run.config == ""


def test_the_report_for_people_names_the_configuration(folder):
    (folder / NAME).write_text("", encoding="utf-8")
    assert f"配置 {folder / NAME}" in ps.render(ps.audit(folder / "甲.txt"))
