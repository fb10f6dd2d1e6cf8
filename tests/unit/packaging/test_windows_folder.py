"""The folder for Windows: how it is put together, and that it comes out the same each time."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

import windowsfolder as shared
from winfolder import packed
from winfolder.checked import problems
from winfolder.dists import EXTRAS, Dist, walk
from winfolder.resolve import resolve
from winfolder.target import FolderError, target_of


@pytest.fixture
def folder(tmp_path):
    return shared.made(tmp_path, [shared.project(tmp_path)])


def test_what_to_click_stands_on_top_and_the_rest_below(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "app",
        "licenses",
        "perfscore-命令行.cmd",
        "perfscore.cmd",
        "使用说明.txt",
    ]
    assert problems(folder) == []


def test_the_interpreter_finds_the_packages_and_nothing_of_the_machine(folder):
    lines = (folder / "app" / "python313._pth").read_text(encoding="ascii").splitlines()
    assert lines == ["python313.zip", ".", "Lib\\site-packages", "import site"]


def test_lines_end_as_on_windows_and_only_what_notepad_opens_has_a_mark(folder):
    texts = [folder / name for name in shared.assemble.WRITTEN]
    assert [path.name for path in texts if path.read_bytes().replace(b"\r\n", b"").count(b"\n")] == []
    assert [path.name for path in texts if path.read_bytes().startswith(b"\xef\xbb\xbf")] == ["使用说明.txt"]


@pytest.mark.parametrize("name", ["perfscore.cmd", "perfscore-命令行.cmd"])
def test_commands_are_ascii_until_the_code_page_is_set_and_lead_to_no_other_folder(folder, name):
    text = (folder / name).read_text(encoding="utf-8")
    assert text.partition("chcp 65001")[0].isascii()
    assert str(folder) not in text
    assert "%~dp0" in text


def test_no_label_is_looked_for_across_a_line_that_is_not_ascii(folder):
    """cmd.exe reads on from a goto in the code page of the console, to which such a line is noise."""
    lines = (folder / "perfscore.cmd").read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if not line.isascii())
    assert [line for line in lines[first:] if line.startswith(":") or "goto" in line] == []
    # A byte that begins a character there must not swallow the end of the line.
    assert [line for line in lines if not line.isascii() and not line.endswith((" ", "."))] == []


def test_scripts_of_wheels_stay_out_because_they_would_start_another_python(tmp_path):
    files = {
        "tool/__init__.py": "",
        "tool-1.0.data/scripts/tool": "#!/usr/bin/python",
        "tool-1.0.data/purelib/other.py": "",
    }
    folder = shared.made(
        tmp_path, [shared.project(tmp_path, requires=["tool"]), shared.wheel(tmp_path, "tool", files=files)]
    )
    packages = folder / "app" / "Lib" / "site-packages"
    assert (packages / "other.py").is_file()
    assert list(folder.rglob("tool")) == [packages / "tool"]
    assert problems(folder) == []


def test_licences_are_gathered_and_listed(folder):
    assert (folder / "licenses" / "perfscore-LICENSE.txt").read_text(encoding="utf-8") == "free"
    listed = (folder / "licenses" / "list.txt").read_text(encoding="utf-8-sig").splitlines()
    assert listed == ["Python  PSF-2.0  Python.txt", "perfscore 0.1.0  MIT  perfscore-LICENSE.txt"]


def test_a_wheel_that_leads_out_of_the_folder_is_refused(tmp_path):
    wheel = shared.wheel(tmp_path, "bad", files={"../../outside.py": ""})
    with pytest.raises(FolderError, match="leads out of the folder"):
        shared.made(tmp_path, [wheel])


def test_two_archives_of_the_same_wheels_are_the_same_bytes(tmp_path):
    wheels = [
        shared.project(tmp_path, requires=["numbers-of-ours"]),
        shared.wheel(tmp_path, "numbers-of-ours", tag=shared.ON_WINDOWS, files={"b.py": "", "a.py": ""}),
    ]
    archives = []
    for name, order in (("one", wheels), ("two", wheels[::-1])):
        (tmp_path / name).mkdir()
        folder = shared.made(tmp_path / name, order)
        archives.append(folder.with_suffix(".zip"))
        packed.pack(folder, archives[-1])
    assert archives[0].read_bytes() == archives[1].read_bytes()
    assert problems(archives[0]) == []


def test_chinese_names_in_the_archive_are_marked_as_utf8(folder):
    packed.pack(folder, folder.with_suffix(".zip"))
    with zipfile.ZipFile(folder.with_suffix(".zip")) as archive:
        chinese = [entry for entry in archive.infolist() if not entry.filename.isascii()]
    assert [entry.filename.split("/")[1] for entry in chinese] == ["perfscore-命令行.cmd", "使用说明.txt"]
    assert all(entry.flag_bits & packed.UTF8_NAME for entry in chinese)


def test_what_it_was_made_of_is_written_down_with_sums(folder, tmp_path):
    contents = json.loads((folder / "app" / "contents.json").read_text(encoding="utf-8"))
    (wheel,) = tmp_path.glob("*.whl")
    assert contents["wheels"] == {wheel.name: packed.sha256(wheel)}
    assert contents["python"]["version"] == "3.13.9"
    assert contents["extras"] == ["web", "template"]


def test_what_only_windows_needs_is_chosen_although_pip_runs_elsewhere(tmp_path):
    """pip asks the machine that it runs on whether a marker holds."""
    links = tmp_path / "links"
    shared.wheel(links, "click", requires=['colorama; sys_platform == "win32"', 'pty; sys_platform != "win32"'])
    for name in ("colorama", "pty"):
        shared.wheel(links, name)
    project = shared.project(tmp_path, requires=["click", 'backport; python_version < "3.12"'])
    shared.wheel(links, "backport")
    chosen = resolve(project, shared.PYTHON, ["--no-index", "--find-links", str(links)])
    assert sorted(one.dist.name for one in chosen) == ["click", "colorama"]


def test_a_package_without_a_wheel_for_windows_stops_the_build(tmp_path):
    links = tmp_path / "links"
    shared.wheel(links, "native", tag="cp313-cp313-manylinux_2_28_x86_64")
    project = shared.project(tmp_path, requires=["native"])
    with pytest.raises(FolderError, match="native"):
        resolve(project, shared.PYTHON, ["--no-index", "--find-links", str(links)])


def test_extras_are_followed_and_an_extra_that_there_is_not_is_told():
    dists = [Dist("perfscore", "0.1.0", ('server[fast]; extra == "web"',), ("web",)), Dist("server", "2.0")]
    found = walk(dists, shared.PYTHON, {"perfscore": EXTRAS})
    assert found.unfitting == (
        "perfscore 0.1.0 has no extra template, which this folder asks for",
        "server 2.0 has no extra fast, which perfscore 0.1.0 asks for",
    )


@pytest.mark.parametrize("names", [["python.exe"], ["python312._pth", "python313._pth"]])
def test_an_archive_that_is_no_embeddable_python_is_told(names):
    with pytest.raises(FolderError, match="no embeddable Python"):
        target_of(names, "python-3.13.9-amd64.zip")


def test_the_whole_build_without_the_network(tmp_path):
    links = tmp_path / "links"
    shared.wheel(links, "web-parts", tag=shared.ON_WINDOWS)
    project = shared.project(tmp_path, requires=['web-parts; extra == "web"'])
    words = ["--stub-python", "--wheel", project, "--wheels", links, "--out", tmp_path / "out"]
    run = _build(*words)
    assert run.returncode == 0, run.stderr
    archive = tmp_path / "out" / "perfscore-0.1.0-windows.zip"
    assert problems(archive) == []
    assert (tmp_path / "out" / f"{archive.name}.sha256").read_text(encoding="utf-8").split() == [
        packed.sha256(archive),
        archive.name,
    ]
    assert packed.sha256(archive) in run.stdout


def test_a_python_whose_sum_is_another_is_not_used(tmp_path):
    shared.stub.write(tmp_path / "python-3.13.9-embed-amd64.zip", shared.PYTHON)
    run = _build("--python", tmp_path / "python-3.13.9-embed-amd64.zip", "--python-sha256", "0" * 64)
    assert run.returncode == 2
    assert "the sum is not the one that was given" in run.stderr


def _build(*words):
    command = [sys.executable, shared.HOME / "build.py", *words]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
