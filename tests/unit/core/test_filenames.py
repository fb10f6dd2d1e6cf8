"""Names of files that every system takes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfscore.core.filenames import file_name, file_names

DEVICE = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³])(\..*)?\Z")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("衡阳市强制隔离戒毒所", "衡阳市强制隔离戒毒所"),
        ('a\\b/c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("NUL.2023", "NUL_.2023"),
        ("com1", "com1_"),
        ("LPT²", "LPT²_"),
        ("单位. . ", "单位"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\nb\x00c", "a_b_c"),
        ("", "_"),
    ],
)
def test_what_no_file_may_be_called_is_changed(text, name):
    assert file_name(text) == name


def test_a_long_name_is_cut():
    assert len(file_name("局" * 300).encode()) <= 180
    assert len(file_name("a" * 300)) == 80
    one, other = file_names(["局" * 300, "局" * 301])
    assert one != other


@pytest.mark.property
@given(st.text())
def test_any_text_gives_a_name_that_windows_takes(text):
    name = file_name(text)
    assert name
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]', name)
    assert name[-1] not in " ."
    assert name not in (".", "..")
    assert not DEVICE.match(name)
    assert len(f".{name}(9999).docx.part".encode()) < 255


@pytest.mark.property
@given(st.lists(st.sampled_from(["a", "A", "ａ", "a(2)", "é", "e\u0301", "", ".", "con"])))
def test_no_two_names_are_one_file(texts):
    names = file_names(texts)
    assert len({name.casefold() for name in names}) == len(texts)
