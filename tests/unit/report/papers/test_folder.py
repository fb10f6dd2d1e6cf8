"""The papers of many dossiers in a folder."""

import gc
import weakref

import pytest
from openpyxl import load_workbook

from paperwork import DOSSIER, of_unit, words
from perfscore.core.errors import UsageError
from perfscore.report import Style, is_report
from perfscore.report.papers import folder as module
from perfscore.report.papers.folder import write_papers

STYLE = Style()


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_list_for_all_and_a_paper_for_each_unit(tmp_path):
    written = write_papers(iter([of_unit("甲局"), of_unit("乙局"), of_unit("甲局")]), tmp_path / "结果", STYLE)
    assert below(tmp_path / "结果") == [
        "审核底稿/乙局.docx",
        "审核底稿/甲局.docx",
        "问题清单.docx",
        "问题清单.xlsx",
    ]
    assert {str(path.relative_to(tmp_path / "结果")) for path in written.files} == set(below(tmp_path / "结果"))
    assert written.stale == ()
    assert all(is_report(path) for path in written.files)
    said = words((tmp_path / "结果" / "审核底稿" / "甲局.docx").read_bytes())
    assert said.count("底稿编号") == 6
    assert "| 底稿编号 | 001-06 |" in said
    assert "甲局" not in words((tmp_path / "结果" / "审核底稿" / "乙局.docx").read_bytes())


def test_beyond_the_limit_each_unit_has_its_own_list(tmp_path):
    write_papers([of_unit("甲局"), of_unit("乙局")], tmp_path, STYLE, most=5)
    assert "问题清单.docx" not in below(tmp_path)
    assert {"问题清单/甲局.docx", "问题清单/乙局.docx", "问题清单.xlsx"} <= set(below(tmp_path))
    said = words((tmp_path / "问题清单" / "乙局.docx").read_bytes())
    assert "单位：乙局" in said
    assert "002-01" in said
    sheet = load_workbook(tmp_path / "问题清单.xlsx").worksheets[0]
    assert {sheet.cell(row, 2).value for row in range(4, 4 + 6)} == {"甲局", "乙局"}


def test_names_of_units_become_names_of_files(tmp_path):
    names = ["市/局:“A”?", "市/局*“A”?", "CON", "con", ""]
    write_papers([of_unit(name) for name in names], tmp_path, STYLE)
    assert [name for name in below(tmp_path) if name.startswith("审核底稿/")] == sorted(
        [
            "审核底稿/市_局_“A”_.docx",
            "审核底稿/市_局_“A”_(2).docx",
            "审核底稿/CON_.docx",
            "审核底稿/con_(2).docx",
            "审核底稿/（未注明单位）.docx",
        ]
    )


def test_a_unit_with_very_many_forms_has_several_papers(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_MOST_FORMS", 4)
    write_papers([of_unit("甲局")] * 3, tmp_path, STYLE)
    parts = [name for name in below(tmp_path) if name.startswith("审核底稿/")]
    assert parts == ["审核底稿/甲局-1.docx", "审核底稿/甲局-2.docx", "审核底稿/甲局-3.docx"]
    said = [words((tmp_path / name).read_bytes()) for name in parts]
    assert [text.count("底稿编号") for text in said] == [4, 4, 1]
    assert "001-05" in said[1]


def test_what_a_reviewer_changed_stays_and_the_new_one_has_the_next_number(tmp_path):
    write_papers([of_unit("甲局")], tmp_path, STYLE)
    assert write_papers([of_unit("甲局")], tmp_path, STYLE).kept == ()
    first, second, third = (tmp_path / "审核底稿" / f"甲局{number}.docx" for number in ("", 2, 3))
    first.write_bytes(b"mine")
    written = write_papers([of_unit("甲局"), of_unit("乙局")], tmp_path, STYLE)
    assert written.kept == (first,)
    assert second in written.files
    assert written.stale == ()
    assert first.read_bytes() == b"mine"
    assert "甲局" in words(second.read_bytes())
    assert (tmp_path / "审核底稿" / "乙局.docx").is_file()
    # Again: what nobody has touched is replaced, what somebody has is not.
    assert second in write_papers([of_unit("甲局")], tmp_path, STYLE).files
    second.write_bytes(b"mine too")
    written = write_papers([of_unit("甲局")], tmp_path, STYLE)
    assert (written.kept, third in written.files) == ((first, second), True)
    assert (first.read_bytes(), second.read_bytes()) == (b"mine", b"mine too")


def test_a_number_is_not_the_name_of_another_unit(tmp_path):
    (tmp_path / "审核底稿").mkdir()
    (tmp_path / "审核底稿" / "甲局.docx").write_bytes(b"mine")
    written = write_papers([of_unit("甲局"), of_unit("甲局2")], tmp_path, STYLE)
    names = [path.name for path in written.files if path.parent.name == "审核底稿"]
    assert names == ["甲局3.docx", "甲局2.docx"]


def test_a_list_that_was_changed_stays_and_a_numbered_one_of_an_earlier_run_is_told(tmp_path):
    (tmp_path / "问题清单.xlsx").write_bytes(b"mine")
    written = write_papers([of_unit("甲局")], tmp_path, STYLE)
    assert tmp_path / "问题清单2.xlsx" in written.files
    (tmp_path / "问题清单.xlsx").unlink()
    assert write_papers([of_unit("甲局")], tmp_path, STYLE).stale == (tmp_path / "问题清单2.xlsx",)


def test_a_template_for_no_paper_is_told(tmp_path):
    with pytest.raises(UsageError, match="没有叫“list”的文书"):
        write_papers([of_unit("甲局")], tmp_path, STYLE, templates={"list": "a.docx"})


def test_papers_of_an_earlier_run_are_told(tmp_path):
    write_papers([of_unit("甲局"), of_unit("乙局")], tmp_path, STYLE)
    written = write_papers([of_unit("甲局")], tmp_path, STYLE, most=0)
    assert [str(path.relative_to(tmp_path)) for path in written.stale] == ["问题清单.docx", "审核底稿/乙局.docx"]


def test_nothing_to_make_papers_of(tmp_path):
    with pytest.raises(UsageError, match="没有审核结果"):
        write_papers([], tmp_path, STYLE)
    assert below(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "结果").write_bytes(b"")
    with pytest.raises(UsageError, match="建不了文件夹"):
        write_papers([DOSSIER], tmp_path / "结果", STYLE)


def test_one_dossier_at_a_time_is_held(tmp_path):
    class Own(dict):
        """A dictionary that can be watched."""

    alive = weakref.WeakSet()
    most = 0

    class Watched:
        def __iter__(self):
            nonlocal most
            for number in range(12):
                made = Own(of_unit(f"单位{number}"))
                alive.add(_Key(made))
                gc.collect()
                most = max(most, len(alive))
                yield made

    class _Key:
        def __init__(self, owner):
            owner["own"] = self

    write_papers(Watched(), tmp_path, STYLE)
    assert most <= 2


def test_an_input_is_never_written_over(tmp_path):
    path = tmp_path / "问题清单.xlsx"
    path.write_bytes(b"mine")
    made = of_unit("甲局")
    made["inputs"][0]["file"] = str(path)
    with pytest.raises(UsageError, match="原文件不会被覆盖"):
        write_papers([made], tmp_path, STYLE)
    assert path.read_bytes() == b"mine"


def test_templates_are_used_for_each_document(tmp_path):
    from docx import Document

    own = tmp_path / "模板.docx"
    document = Document()
    document.add_paragraph("本局清单 {{ 单位 }}")
    document.save(own)
    write_papers([of_unit("甲局")], tmp_path / "a", STYLE, templates={"problems": str(own)})
    assert words((tmp_path / "a" / "问题清单.docx").read_bytes()).strip() == "本局清单 甲局"
    assert "一、审核事项" in words((tmp_path / "a" / "审核底稿" / "甲局.docx").read_bytes())


def test_in_english(tmp_path):
    write_papers([of_unit("甲局")], tmp_path, Style(lang="en"))
    assert below(tmp_path) == ["Problem list.docx", "Problem list.xlsx", "Working papers/甲局.docx"]
