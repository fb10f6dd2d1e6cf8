"""The office's own template: what it may say, and what becomes of one that is broken or means harm."""

import builtins
import zipfile

import pytest
from docx import Document

from paperwork import DOSSIER, dossier, finding, opened, words
from perfscore.cli import main
from perfscore.core.errors import UsageError
from perfscore.report import Style, is_report
from perfscore.report.papers.fields import RECORDS, SAME_AS, fields_of
from perfscore.report.papers.reading import run_of, units_of
from perfscore.report.papers.starting import starting_template
from perfscore.report.papers.template import check_template, filled
from workbooks_support import ROOT, SAMPLE

STYLE = Style()


def template(tmp_path, *paragraphs, rows=()):
    """A template with these paragraphs, and a table with these rows of cells."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for cells in rows:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    path = tmp_path / "模板.docx"
    document.save(path)
    return str(path)


def fill(path, *documents):
    documents = documents or (DOSSIER,)
    return filled(path, units_of(documents, STYLE), run_of(documents[0]), STYLE)


def test_fields_and_lists_are_filled_in(tmp_path):
    path = template(
        tmp_path,
        "单位：{{ 单位 }}  {{ 日期 }}",
        "{%p for 单位 in 单位列表 %}",
        "{{ 单位.单位 }} 共 {{ 单位.问题数 }} 条",
        "{%p endfor %}",
        rows=[
            ("序号", "问题"),
            ("{%tr for 问题 in 问题列表 %}", ""),
            ("{{ 问题.序号 }}", "{{ 问题.问题 }}"),
            ("{%tr endfor %}", ""),
        ],
    )
    check_template(path)
    said = words(fill(path))
    assert DOSSIER["run"]["date"] in said
    assert "| 1 | 这是旧版 Word 文档" in said or "| 1 | 指标“场所运转持续性”得 20 分" in said
    assert "{" not in said


def test_texts_with_marks_of_xml_and_of_templates_and_breaks_stay_as_they_are(tmp_path):
    message = "甲 & 乙 <b> \"c\" 'd' {{ 单位 }} {% if %}\n第二行 second line"
    path = template(tmp_path, "{% for 问题 in 问题列表 %}{{ 问题.问题 }}{% endfor %}")
    said = words(fill(path, dossier(findings=[finding(1, message=message)])))
    assert said.strip() == message.replace("\n", " / ")


def test_a_tag_that_word_has_cut_into_runs_is_one(tmp_path):
    document = Document()
    paragraph = document.add_paragraph()
    for part in ("日期 {", "{ 日", "期 }", "}。"):
        paragraph.add_run(part)
    path = tmp_path / "模板.docx"
    document.save(path)
    assert words(fill(str(path))).strip() == f"日期 {DOSSIER['run']['date']}。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 题目 }}", "没有字段“题目”；这里可用的有 单位、日期、"),
        ("{% for 问题 in 问题列表 %}{{ 问题.题目 }}{% endfor %}", "没有字段“题目”；这里可用的有 序号、底稿编号、"),
        ("{% for 问题 in 问题列表 %}{{ 问题['题目'] }}{% endfor %}", "没有字段“题目”"),
        ("{{ 单位.__class__ }}", "字段后不能有“.__class__”"),
        ("{{ 单位.format(1) }}", "不能调用函数“单位.format"),
        ("{{ ''.__class__.__mro__ }}", "字段后不能有“.__class__”"),
        ("{{ 单位列表.append(1) }}", "不能调用函数“单位列表.append"),
        ("{{ range(9) }}", "不能调用函数“range"),
        ("{{ cycler.__init__.__globals__ }}", "没有字段“cycler”"),
        ("{{ 单位|attr('__class__') }}", "attr"),
        ("{{ 单位|safe }}", "safe"),
        ("{{ 单位|center(100000000) }}", "center"),
        ("{{ 'a' * 1000000000 }}", "不能用运算符“*”"),
        ("{{ 9 ** 9 ** 9 }}", "不能用运算符“**”"),
        ("{{ '%99999999d' % 1 }}", "不能用运算符“%”"),
        ("{% include '/etc/passwd' %}", "模板里不能用“include”"),
        ("{% import 'os' as os %}", "模板里不能用“import”"),
        ("{% set a = 单位 %}", "模板里不能用“assign”"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "模板里不能用"),
        ("{% autoescape false %}{{ 单位 }}{% endautoescape %}", "模板里不能用"),
        (
            "{% for a in 问题列表 %}{% for b in 问题列表 %}x{% endfor %}{% endfor %}",
            "循环里不能再循环全部的“问题列表”",
        ),
        ("{% for a in 单位 %}{% for b in 单位 %}x{% endfor %}{% endfor %}", "循环里不能再循环全部的“单位”"),
        ("{{ 单位", "字段写法不对"),
        ("{% for 问题 in 问题列表 %}", "字段写法不对"),
        ("{{ 单位|int|round(“x”) }}", '不能按这份模板填写：{{ 单位|int|round("x") }}'),
        ("{{r 单位 }}", "字段要写成“{{ 字段 }}”"),
    ],
)
def test_what_a_template_may_not_say_is_named_before_any_work_is_done(tmp_path, text, said):
    path = template(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        check_template(path)
    assert said in str(caught.value)
    assert "模板.docx" in str(caught.value)


def test_a_loop_that_begins_in_a_paragraph_and_ends_in_a_table_is_told(tmp_path):
    path = template(tmp_path, "{% for 问题 in 问题列表 %}", rows=[("{{ 问题.问题 }}", "{% endfor %}")])
    with pytest.raises(UsageError, match="不是完整的 Word 文档"):
        check_template(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"text", "模板"), (b"PK\x03\x04", "模板"), (None, "读不到模板")],
)
def test_what_is_no_template_is_told(tmp_path, content, said):
    path = tmp_path / "模板.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        check_template(str(path))


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(UsageError, match="模板应是 Word 文档"):
        check_template(str(SAMPLE))
    path = tmp_path / "模板.docx"
    path.write_bytes(SAMPLE.read_bytes())
    with pytest.raises(UsageError, match=r"不能按这份模板填写|不是 Word 文档"):
        check_template(str(path))


def test_a_template_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "模板.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (40 << 20))
    with pytest.raises(UsageError, match="模板"):
        check_template(str(path))


def test_without_docxtpl_the_line_to_install_it_is_told(tmp_path, monkeypatch):
    own = builtins.__import__

    def lacking(name, *args, **kwargs):
        if name.startswith("docxtpl"):
            raise ImportError(name)
        return own(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(UsageError, match=r"pip install 'perfscore\[template\]'"):
        check_template(template(tmp_path, "{{ 单位 }}"))


def test_the_same_gives_the_same_bytes_that_are_ours_and_keep_the_offices_properties(tmp_path):
    path = template(tmp_path, "{{ 单位 }}")
    data = fill(path)
    assert fill(path) == data
    out = tmp_path / "out.docx"
    out.write_bytes(data)
    assert is_report(out)
    assert opened(data).core_properties.author == Document(path).core_properties.author
    document = opened(data)
    document.add_paragraph("补充")
    document.save(out)
    assert not is_report(out)


@pytest.mark.parametrize("paper", ["problems", "papers"])
def test_the_template_to_start_from_says_what_the_paper_says(tmp_path, paper):
    path = tmp_path / "模板.docx"
    path.write_bytes(starting_template(paper, "0"))
    check_template(str(path))
    said = words(fill(str(path)))
    assert "{" not in said
    for text in (
        "指标“场所运转持续性”得 20 分，分值只有 10 分",
        "表中 20 → 重算 10",
        "核对分值与得分：得分不得高于 10",
    ):
        assert text in said
    # An empty row of a loop would be a row without words.
    assert not [line for line in said.splitlines() if line.startswith("|") and not line.strip("| ")]


def test_every_field_is_documented_and_every_documented_field_is_there():
    fields = fields_of(units_of([DOSSIER], STYLE), run_of(DOSSIER), STYLE)
    page = (ROOT / "docs" / "papers.md").read_text(encoding="utf-8")

    def compare(name, record):
        names = RECORDS[SAME_AS.get(name, name)]
        assert list(record) == list(names)
        for one, (zh, en) in names.items():
            assert f"| `{one}` | {zh} | {en} |" in page, one
        for one, value in record.items():
            if isinstance(value, list) and value:
                compare(one, value[0])

    compare("文档", fields)


def run(capsys, *words_):
    code = main([str(word) for word in words_])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.err + captured.out


def test_the_command_writes_a_template_and_fills_it(capsys, tmp_path):
    own = tmp_path / "模板.docx"
    assert run(capsys, "template", "问题清单", "-o", own)[0] == 0
    out = tmp_path / "问题清单.docx"
    code, _ = run(capsys, "audit", SAMPLE, "-f", f"problems={out}", "--template", own)
    assert code == 1
    assert "场所运转持续性" in words(out.read_bytes())


def test_a_broken_template_leaves_no_file(capsys, tmp_path):
    out = tmp_path / "a.docx"
    own = template(tmp_path, "{{ 题目 }}")
    code, said = run(capsys, "audit", SAMPLE, "-f", f"problems={out}", "--template", own)
    assert code == 2
    assert "没有字段“题目”" in said
    assert not out.exists()


@pytest.mark.parametrize(
    "formats",
    [[], ["problems=a.xlsx"], ["full"], ["problems=a.docx", "papers=b.docx"]],
)
def test_a_template_goes_with_one_word_document(capsys, tmp_path, monkeypatch, formats):
    monkeypatch.chdir(tmp_path)
    own = template(tmp_path, "{{ 单位 }}")
    given = [word for name in formats for word in ("-f", name)]
    code, said = run(capsys, "audit", SAMPLE, *given, "--template", own)
    assert code == 2
    assert "--template 要和一个" in said


def test_the_template_is_not_written_over(capsys, tmp_path):
    own = template(tmp_path, "{{ 单位 }}")
    code, said = run(capsys, "audit", SAMPLE, "-f", f"problems={own}", "--template", own, "--force")
    assert code == 2
    assert "不会被覆盖" in said


def test_the_template_command_writes_docx_alone_and_over_nothing(capsys, tmp_path):
    code, said = run(capsys, "template", "papers", "-o", tmp_path / "a.xlsx")
    assert code == 2
    assert ".docx" in said
    (tmp_path / "a.docx").write_bytes(b"mine")
    assert run(capsys, "template", "papers", "-o", tmp_path / "a.docx")[0] == 2
    assert run(capsys, "template", "papers", "-o", tmp_path / "a.docx", "--force")[0] == 0
    assert "{{ 表.底稿编号 }}" in words((tmp_path / "a.docx").read_bytes())
    assert run(capsys, "template", "papers")[0] == 2
