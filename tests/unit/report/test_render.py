import io

import pytest

from perfscore.core.errors import UsageError
from perfscore.report import FORMATS, render
from reports import REPORT


def test_an_unknown_format_names_those_there_are():
    with pytest.raises(UsageError) as caught:
        render(REPORT, "xslx")
    assert str(caught.value) == (
        "没有名为“xslx”的报告格式；可用的有 full、concise、json、jsonl、sarif、csv、xlsx、markdown、html、problems、papers"
        "（no report format 'xslx'; there are full, concise, json, jsonl, sarif, csv, xlsx, markdown, html, problems, papers）"
    )


TEXTS = [name for name, kind in FORMATS.items() if not kind.binary]
BINARIES = [name for name, kind in FORMATS.items() if kind.binary and not kind.endings]
ENDED = [(name, ending) for name, kind in FORMATS.items() for ending in kind.endings]


@pytest.mark.parametrize("name", TEXTS)
def test_text_stream_bytes_stream_and_file_hold_the_same(name, tmp_path):
    text = render(REPORT, name)
    stream, binary, path = io.StringIO(newline=""), io.BytesIO(), tmp_path / "report"
    for target in (stream, binary, path):
        assert render(REPORT, name, target) == text
    assert stream.getvalue() == text
    assert binary.getvalue() == path.read_bytes() == text.encode(FORMATS[name].encoding)


@pytest.mark.parametrize("name", TEXTS)
def test_rendering_is_pure(name):
    assert render(REPORT, name) == render(REPORT, name)


def test_a_path_that_cannot_be_written_is_said_with_the_path(tmp_path):
    path = tmp_path / "没有的文件夹" / "a.json"
    with pytest.raises(UsageError, match=r"a\.json：写不进去，文件夹 .* 不存在"):
        render(REPORT, "json", path)


@pytest.mark.parametrize(("name", "ending"), ENDED)
def test_a_format_that_goes_by_the_ending_needs_a_path_with_one_that_it_knows(name, ending, tmp_path):
    path = tmp_path / f"report{ending.upper()}"
    assert render(REPORT, name, path) == ""
    assert path.read_bytes()[:2] == b"PK"
    for other in ("report", "report.pdf", "report.doc"):
        with pytest.raises(UsageError, match=r"只能是 \.docx 或 \.xlsx"):
            render(REPORT, name, tmp_path / other)
    for target in (None, io.BytesIO(), io.StringIO()):
        with pytest.raises(UsageError, match=f"{name} 不是文本，要写入文件：--format {name}=文件名.docx"):
            render(REPORT, name, target)


@pytest.mark.parametrize("name", BINARIES)
def test_a_binary_format_goes_to_files_and_binary_streams_alone(name, tmp_path):
    stream, path = io.BytesIO(), tmp_path / "report"
    assert render(REPORT, name, stream) == render(REPORT, name, path) == ""
    assert stream.getvalue()[:2] == path.read_bytes()[:2] == b"PK"
    for target in (None, io.StringIO()):
        with pytest.raises(UsageError, match=f"{name} 不是文本，要写入文件：--format {name}=文件名"):
            render(REPORT, name, target)
