"""Saving: never over a source, whole or not at all, and only what passes the check."""

import os

import pytest

import zippedbooks as zb
from perfscore.ooxml import patch
from perfscore.ooxml.package import Package


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(zb.package())
    return path


def changed(path):
    book = patch.open(path)
    book.set_value("表", "A1", 1)
    return book


def test_the_source_is_never_overwritten(source, tmp_path, monkeypatch):
    before = source.read_bytes()
    link = tmp_path / "链接.xlsx"
    os.link(source, link)
    symbolic = tmp_path / "符号.xlsx"
    symbolic.symlink_to(source)
    monkeypatch.chdir(tmp_path)
    for target in (source, str(source), "自评表.xlsx", "./自评表.xlsx", link, symbolic):
        with pytest.raises(patch.PatchError, match="输出文件就是原文件"):
            changed(source).save(target)
    assert source.read_bytes() == before


def test_a_save_is_whole_or_not_at_all(source, tmp_path, monkeypatch):
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"old")

    def broken(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(patch.PatchError, match="无法写入"):
        changed(source).save(target)
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["结果.xlsx", "自评表.xlsx"]


def test_a_folder_that_is_not_there(source, tmp_path):
    with pytest.raises(patch.PatchError, match="无法写入"):
        changed(source).save(tmp_path / "没有" / "结果.xlsx")


def test_the_copy_can_be_read_by_others(source, tmp_path):
    target = tmp_path / "结果.xlsx"
    changed(source).save(target)
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_the_same_changes_give_the_same_bytes(source):
    assert changed(source).to_bytes() == changed(source).to_bytes()
    book = changed(source)
    assert book.to_bytes() == book.to_bytes()


def test_macros_need_the_ending_that_excel_wants(tmp_path):
    path = tmp_path / "a.xlsm"
    path.write_bytes(
        zb.package(
            book_type="macro",
            parts={"xl/vbaProject.bin": b"\x01"},
            overrides='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        )
    )
    with pytest.raises(patch.PatchError, match=r"请存为 .xlsm"):
        changed(path).save(tmp_path / "b.xlsx")
    changed(path).save(tmp_path / "b.xlsm")
    assert zb.members((tmp_path / "b.xlsm").read_bytes())["xl/vbaProject.bin"] == b"\x01"
    plain = tmp_path / "c.xlsx"
    plain.write_bytes(zb.package())
    with pytest.raises(patch.PatchError, match=r"请存为 .xlsx"):
        changed(plain).save(tmp_path / "d.xlsm")


def test_signatures_and_protection_are_mentioned():
    signature = '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
    source = zb.package(
        after='<sheetProtection password="CC1A" sheet="1"/>', root_rels=signature, parts={"_xmlsignatures/origin.sigs": b""},
        overrides='<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/>',
    )  # fmt: skip
    book = patch.open("x.xlsx", data=source)
    book.set_value("表", "A1", 1)
    data = book.to_bytes()
    assert book.notes == (
        "文件带有数字签名，改动后签名失效，请在定稿后重新签名",
        "工作表“表”受保护，保护仍然有效，要在其中修改请先撤销保护",
    )
    assert '<sheetProtection password="CC1A" sheet="1"/>' in zb.members(data)["xl/worksheets/sheet1.xml"].decode()
    assert "_xmlsignatures/origin.sigs" in zb.members(data)


def test_what_was_wrong_before_does_not_stop_a_save():
    dangling = f'<Relationship Id="rId8" Type="{zb.KINDS}/printerSettings" Target="../printerSettings/p.bin"/>'
    book = patch.open("x.xlsx", data=zb.package(sheet_rels=dangling))
    book.set_value("表", "A1", 1)
    book.add_comment("表", "A1", "perfscore", "x")
    assert "指向不存在的部件 xl/printerSettings/p.bin" in patch.check_package(Package("x", book.to_bytes()))[0]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"overrides": '<Override PartName="/xl/none.xml" ContentType="a/b"/>'}, "内容类型指向不存在的部件 xl/none.xml"),
        ({"parts": {"xl/media/image1.png": b"x"}}, "部件 xl/media/image1.png 没有内容类型"),
        ({"sheet_rels": '<Relationship Id="rId1" Type="a/b" Target="none.xml"/>'}, "rId1 指向不存在的部件 xl/worksheets/none.xml"),
        ({"after": '<drawing r:id="rId4"/>'}, "drawing 引用了不存在的关系 rId4"),
        ({"after": '<pageMargins/><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'}, "元素 mergeCells 的位置不对"),
        ({"cells": '<sheetData><row r="2"/><row r="1"/></sheetData>'}, "第 1 行的次序不对"),
        ({"cells": '<sheetData><row r="1"><c r="B1"/><c r="A1"/></row></sheetData>'}, "单元格 A1 的次序不对"),
        ({"cells": '<sheetData><row r="1"><c r="A1" s="3"/></row></sheetData>'}, "样式号 3 超出范围"),
        ({"cells": '<sheetData><row r="1"><c r="A1"><v>1</v><f>1</f></c></row></sheetData>'}, "元素 f 的位置不对"),
        ({"cells": "<cols/><sheetData/>"}, "cols 是空的"),
        ({"cells": ""}, "没有 sheetData"),
        ({"before": '<cols><col min="1" max="3"/><col min="2" max="4"/></cols>'}, "列定义 2–4 重叠"),
        ({"workbook": '<definedNames><definedName name="a">1</definedName><definedName name="A">1</definedName></definedNames>'}, "名称 A 重复"),
        ({"workbook": '<definedNames><definedName name="a" localSheetId="2">1</definedName></definedNames>'}, "属于不存在的工作表"),
        ({"workbook": '<calcPr/><definedNames><definedName name="a">1</definedName></definedNames>'}, "definedNames 的位置不对"),
        ({"styles": zb.STYLES.replace('<fills count="3">', '<fills count="4">')}, "fills 写明 4 项，实有 3 项"),
        ({"styles": zb.STYLES.replace('fontId="1"', 'fontId="2"')}, "fontId=2 超出范围"),
    ],
)  # fmt: skip
def test_the_check_names_what_excel_would_not_take(options, word):
    problems = patch.check_package(Package("x", zb.package(**options)))
    assert any(word in problem for problem in problems), problems


def test_the_check_of_a_sound_file_and_of_none(source, tmp_path):
    assert patch.check(source) == ()
    with pytest.raises(patch.PatchError.__mro__[1], match="无法打开"):
        patch.check(tmp_path / "没有.xlsx")


def test_the_check_follows_the_calculation_chain():
    source = zb.package(
        overrides=f'<Override PartName="/xl/calcChain.xml" ContentType="{zb.SHEET_TYPE}calcChain+xml"/>',
        workbook_rels=f'<Relationship Id="rId9" Type="{zb.KINDS}/calcChain" Target="calcChain.xml"/>',
        parts={"xl/calcChain.xml": f'<calcChain xmlns="{zb.MAIN}"><c r="B3" i="1"/><c r="A1"/></calcChain>'},
    )
    assert patch.check_package(Package("x", source)) == ("计算链中的 表!A1 没有公式",)
