"""What the checker of the folder for Windows finds, one fault at a time."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

import windowsfolder as shared
from winfolder import native, packed, stub
from winfolder.checked import problems

PACKAGES = "app/Lib/site-packages"


@pytest.fixture
def folder(tmp_path):
    return shared.made(tmp_path, [shared.project(tmp_path)])


def found_with(tmp_path, *wheels, requires=()):
    return problems(shared.made(tmp_path, [shared.project(tmp_path, requires=requires), *wheels]))


def test_a_missing_dependency(tmp_path):
    assert found_with(tmp_path, requires=["tzdata>=2022.7"]) == [
        "tzdata>=2022.7: missing, needed by perfscore 0.1.0"
    ]


def test_a_dependency_that_only_windows_needs(tmp_path):
    click = shared.wheel(tmp_path, "click", requires=['colorama; platform_system == "Windows"'])
    assert found_with(tmp_path, click, requires=["click"]) == ["colorama: missing, needed by click 1.0"]


def test_a_dependency_of_an_unfitting_version(tmp_path):
    old = shared.wheel(tmp_path, "pandas", "1.5")
    assert found_with(tmp_path, old, requires=["pandas>=2.2"]) == [
        "pandas 1.5 is there, perfscore 0.1.0 needs pandas>=2.2"
    ]


def test_what_nothing_asks_for(tmp_path):
    assert found_with(tmp_path, shared.wheel(tmp_path, "uvloop"), requires=['uvloop; os_name == "posix"']) == [
        "uvloop 1.0: nothing asks for it on Windows"
    ]


def test_a_wheel_for_another_platform(tmp_path):
    files = {"lxml/etree.cpython-313-x86_64-linux-gnu.so": b"\x7fELF"}
    other = shared.wheel(tmp_path, "lxml", tag="cp313-cp313-manylinux_2_28_x86_64", files=files)
    assert found_with(tmp_path, other, requires=["lxml"]) == [
        f"{PACKAGES}/lxml/etree.cpython-313-x86_64-linux-gnu.so: made by or for another machine",
        "lxml-1.0.dist-info: its wheel is for cp313-cp313-manylinux_2_28_x86_64, not for python313 on 64-bit Windows",
    ]


@pytest.mark.parametrize("tag", ["cp312-cp312-win_amd64", "cp313-cp313-win32", "cp313-cp313-win_arm64"])
def test_a_wheel_for_another_python_or_processor(tmp_path, tag):
    assert found_with(tmp_path, shared.wheel(tmp_path, "lxml", tag=tag), requires=["lxml"]) == [
        f"lxml-1.0.dist-info: its wheel is for {tag}, not for python313 on 64-bit Windows"
    ]


@pytest.mark.parametrize(
    "tag", ["cp313-cp313-win_amd64", "cp311-abi3-win_amd64", "py2.py3-none-any", "py3-none-win_amd64"]
)
def test_wheels_that_fit(tmp_path, tag):
    assert found_with(tmp_path, shared.wheel(tmp_path, "lxml", tag=tag), requires=["lxml"]) == []


def test_data_of_the_program_that_its_wheel_never_had(tmp_path):
    files = {name: text for name, text in shared.DATA.items() if "scoring_rules" not in name}
    assert problems(shared.made(tmp_path, [shared.project(tmp_path, files=files)])) == [
        "perfscore/scoring_rules/*.toml: missing"
    ]


def test_a_file_that_was_lost_or_changed_on_the_way(folder):
    (folder / PACKAGES / "perfscore" / "__init__.py").unlink()
    (folder / PACKAGES / "perfscore" / "report" / "html" / "assets" / "page.js").write_text("x", encoding="utf-8")
    assert problems(folder) == [
        "perfscore/__init__.py: missing, though perfscore-0.1.0.dist-info lists it",
        "perfscore/report/html/assets/page.js: differs from what perfscore-0.1.0.dist-info lists",
    ]


@pytest.mark.parametrize("name", ["perfscore.cmd", "使用说明.txt", "app/start.py", "app/contents.json"])
def test_a_file_of_ours_that_is_missing(folder, name):
    (folder / name).unlink()
    assert problems(folder) == [f"{name}: missing"]


def test_an_interpreter_that_is_not_whole(folder):
    (folder / "app" / "vcruntime140.dll").unlink()
    assert problems(folder) == [
        "app/vcruntime140.dll: missing, which the embeddable Python has",
        "app/python.exe: loads vcruntime140.dll, which neither the folder nor Windows has",
        "app/python313.dll: loads vcruntime140.dll, which neither the folder nor Windows has",
    ]


def test_paths_of_the_interpreter_as_they_come_from_the_archive(folder):
    (folder / "app" / "python313._pth").write_text("python313.zip\n.\n#import site\n", encoding="ascii")
    assert problems(folder) == ["app/python313._pth: does not lead to the packages"]


def test_commands_with_unix_ends_of_line_or_early_chinese(folder):
    (folder / "perfscore.cmd").write_text("rem 中文\nchcp 65001\n", encoding="utf-8", newline="\n")
    assert problems(folder) == [
        "perfscore.cmd: has lines that do not end as those of Windows do",
        "perfscore.cmd: is not ASCII before chcp 65001",
    ]


def test_byte_code_of_the_machine_that_built_it(folder):
    cache = folder / PACKAGES / "perfscore" / "__pycache__"
    cache.mkdir()
    (cache / "__init__.cpython-311.pyc").touch()
    assert [line.rpartition(": ")[2] for line in problems(folder)] == ["made by or for another machine"] * 2


def test_names_that_windows_cannot_hold(folder):
    for name in ("aux.py", "a:b.txt", "end.", "Same.txt", "same.txt", "x" * 160):
        (folder / name).touch()
    assert [line.partition(": ")[2] for line in problems(folder)] == [
        "is Same.txt on Windows" if name == "same.txt" else text
        for name, text in [
            ("a:b.txt", "no name for a file of Windows"),
            ("aux.py", "no name for a file of Windows"),
            ("end.", "no name for a file of Windows"),
            ("same.txt", ""),
            ("x", "160 characters below the folder, more than 150"),
        ]
    ]


def test_a_library_that_nobody_has_and_a_file_for_another_processor(tmp_path):
    files = {
        "numbers/core.pyd": stub.native(["KERNEL32.dll", "msvcp140.dll", "inner-1a2b.dll"]),
        "numbers.libs/inner-1a2b.dll": stub.native(["api-ms-win-crt-heap-l1-1-0.dll"]),
        "numbers/arm.dll": stub.native(machine=0xAA64),
        "numbers/cut.pyd": stub.native(["KERNEL32.dll"])[:90],
    }
    wheel = shared.wheel(tmp_path, "numbers", tag=shared.ON_WINDOWS, files=files)
    assert found_with(tmp_path, wheel, requires=["numbers"]) == [
        f"{PACKAGES}/numbers/arm.dll: is not for 64-bit Windows on x86",
        f"{PACKAGES}/numbers/core.pyd: loads msvcp140.dll, which neither the folder nor Windows has",
        f"{PACKAGES}/numbers/cut.pyd: the file is cut off",
    ]


def test_the_stand_in_is_read_as_a_native_file():
    assert native.read_native(stub.native(["a.dll", "b.dll"])) == native.Native(native.AMD64, ("a.dll", "b.dll"))


def test_a_licence_without_its_text(tmp_path):
    wheel = shared.wheel(tmp_path, "tool", license_text="")
    assert found_with(tmp_path, wheel, requires=["tool"]) == ["licenses: no text of the licence of tool 1.0  MIT"]


def test_an_archive_with_dates_and_names_of_another_making(folder, tmp_path):
    archive = tmp_path / "made-by-hand.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for path in sorted(folder.rglob("*"), reverse=True):
            opened.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    found = problems(archive)
    assert "the entries are not sorted" in found
    assert any(line.endswith("the date is that of a build") for line in found)


def test_the_command_tells_how_many_and_its_exit_code(folder, tmp_path):
    archive = tmp_path / "folder.zip"
    packed.pack(folder, archive)
    (folder / "perfscore.cmd").unlink()
    runs = [
        subprocess.run(
            [sys.executable, shared.HOME / "check.py", what],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        for what in (archive, folder, tmp_path / "nothing")
    ]
    assert [run.returncode for run in runs] == [0, 1, 2]
    assert runs[0].stdout == f"{archive}: as it must be\n"
    assert runs[1].stdout == f"perfscore.cmd: missing\n{folder}: 1 problems\n"
