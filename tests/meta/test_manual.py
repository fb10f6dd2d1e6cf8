"""Every manual page is true: its bad example (反例) is found by its check, its good one (正例) is not.

The examples are fenced blocks of the docstrings under `src/perfscore/checks`. The word after the fence says what
the block is:

    form        rows of a 项目支出绩效自评表, cells separated by |
    unit-form   the same for a 部门整体支出绩效自评表, `target` for a 部门整体支出绩效目标表,
                `project-target` for a 项目支出绩效目标表
    text        the lines of a text file as they stand, tabs included
    workbook    the cells of a sheet, `=B2*C2 → 9.4` for a formula with its stored result
    file        a file with no content at all
    crash       the tag of a check that is made to raise
    reviewed    a form as it was annotated, every finding rejected by a reviewer, and below --- as it came back

An example without a head has the usual one; a line （表头） stands for it where other rows come before. A line `---` inside a block separates files that are audited together.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap

import openpyxl
import pytest

from formulabooks import formula_book
from perfscore.audit import audit
from perfscore.checks import CATALOGUE, catalogue
from perfscore.checks.examples import with_heads
from perfscore.checks.register import sections_of
from perfscore.services.annotate import annotate

TITLES = {
    "form": "项目支出绩效自评表",
    "unit-form": "部门整体支出绩效自评表",
    "target": "部门整体支出绩效目标表",
    "project-target": "项目支出绩效目标表",
}
FENCE = re.compile(r"^```(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(code, heading):
    """The blocks under a heading as (kind, body).

    They are taken from the docstring itself: `Check.doc` has its tabs expanded, and tabs are cells.
    """
    _, _, page = CATALOGUE[code].run.__doc__.partition("\n")
    return FENCE.findall(sections_of(with_heads(textwrap.dedent(page)))[heading])


def write(folder, kind, body):
    """Write the files of an example, return their paths."""
    paths = []
    for number, part in enumerate(re.split(r"^---\n", body, flags=re.MULTILINE), 1):
        if kind == "workbook":
            path = folder / f"例{number}.xlsx"
            path.write_bytes(formula_book(part))
            paths.append(path)
            continue
        path = folder / f"例{number}.txt"
        path.write_text(content(kind, part), encoding="utf-8")
        paths.append(path)
    return paths


def content(kind, body):
    if kind == "file":
        assert body.strip() == "（空文件）", f"a file is described by words that nobody taught this test: {body}"
        return ""
    if kind == "text":
        return body
    rows = ["\t".join(cell.strip() for cell in row.split("|")) for row in body.splitlines()]
    return "\n".join([TITLES[kind], *rows, ""])


def reviewed(folder, body):
    """Annotate the first form, reject every finding, and type the second one over it."""
    first, second = (content("form", part) for part in re.split(r"^---\n", body, flags=re.MULTILINE))
    source, copy = folder / "例.txt", folder / "例-审核.xlsx"
    source.write_text(first, encoding="utf-8")
    annotate(source, copy)
    book = openpyxl.load_workbook(copy)
    for row in book["审核结果"].iter_rows(min_row=1):
        if isinstance(row[0].value, int):
            row[8].value = "不采纳"
    for number, line in enumerate(second.splitlines(), 1):
        for column, text in enumerate(line.split("\t"), 1):
            if text:
                book.worksheets[0].cell(number, column).value = text
    book.save(copy)
    return copy


def audited(folder, monkeypatch, kind, body):
    if kind == "reviewed":
        return audit(reviewed(folder, body))
    if kind != "crash":
        return audit(write(folder, kind, body))
    broken = catalogue.find(body.strip())
    _break(broken.code, monkeypatch)
    return audit(write(folder, *examples(broken.code, "正例")[0]))


def _break(code, monkeypatch):
    def crash(*_):
        raise RuntimeError("出错")
        yield

    checks = [dataclasses.replace(one, run=crash) if one.code == code else one for one in CATALOGUE.values()]
    monkeypatch.setattr(catalogue, "_ALL", checks)


def cases(heading):
    return [
        pytest.param(code, kind, body, id=f"{code}-{number}" if number else code)
        for code in CATALOGUE
        for number, (kind, body) in enumerate(examples(code, heading))
    ]


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_examples_are_there(code):
    assert examples(code, "反例")
    assert examples(code, "正例")


@pytest.mark.parametrize(("code", "kind", "body"), cases("反例"))
def test_the_bad_example_is_found(code, kind, body, tmp_path, monkeypatch):
    report = audited(tmp_path, monkeypatch, kind, body)
    own = [finding for finding in report.findings if finding.code == code]
    assert own, f"found instead: {[f'{f.tag} {f.message}' for f in report.findings]}"
    for finding in own:
        assert finding.severity <= CATALOGUE[code].severity
        assert all((finding.message, finding.message_en, finding.help, finding.help_en, finding.subject)), finding


@pytest.mark.parametrize(("code", "kind", "body"), cases("正例"))
def test_the_good_example_is_not(code, kind, body, tmp_path, monkeypatch):
    report = audited(tmp_path, monkeypatch, kind, body)
    assert [finding.message for finding in report.findings if finding.code == code] == []
    skipped = {check.code for check in report.coverage.skipped_checks}
    assert code not in skipped, "the check did not run: the example proves nothing"
