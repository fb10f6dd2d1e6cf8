import pytest

from builders import levels
from layouts.paper import Paper, text, word, workbook
from perfscore.audit import audit
from twoblocks import drawn, same

ROWS = [
    same("产出指标", "数量指标", "谷坊座数", "≥40座"),
    same("", "质量指标", "谷坊合格率", "100%"),
    same("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
]
WRITE = {"xlsx": workbook, "txt": text, "docx": word}
each_format = pytest.mark.parametrize("suffix", WRITE)


def stacked(*papers):
    """Pages below each other in one sheet."""
    made, row = Paper(), 0
    for paper in papers:
        made.paste(paper, row)
        row += paper.height + 1
    made.width = max(paper.width for paper in papers)
    return made


def findings(code, folder, suffix, *papers):
    path = folder / f"目标表2026.{suffix}"
    path.write_bytes(WRITE[suffix](list(papers)))
    return [finding for finding in audit(path).findings if finding.code == code]


def marked(*marks):
    paper = drawn(*ROWS)
    for mark in marks:
        paper.put(paper.height, 0, mark)
    return paper


@each_format
def test_marks_are_counted_once_a_file(suffix, tmp_path):
    (one,) = findings("PS048", tmp_path, suffix, marked("仅供内部审核", "征求意见稿", "仅供内部审核"))
    assert one.message == "文件里留有内部字样“仅供内部审核”、“征求意见稿”，共 3 处，读表时已略去"
    assert len(one.related) == 2
    assert levels([one]) == ["info"]


@each_format
def test_words_that_are_content(suffix, tmp_path):
    paper = marked("本表为征求意见稿形成后的定稿，内部资料另行保存。")
    paper.put(paper.height, 0, "佐证材料")
    paper.put(paper.height - 1, 2, "内部资料")
    assert findings("PS048", tmp_path, suffix, paper) == []


@pytest.mark.parametrize("suffix", ["xlsx", "txt"])
def test_pages_of_one_form(suffix, tmp_path):
    pages = [drawn(*ROWS[:2]), drawn(ROWS[2]), drawn()]
    (one,) = findings("PS049", tmp_path, suffix, stacked(*pages))
    assert levels([one]) == ["info"]
    assert "分 3 处印出" in one.message
    assert one.message.count("没有指标行") == 1
    assert len(one.related) == 2


@each_format
def test_one_page_and_two_forms(suffix, tmp_path):
    assert findings("PS049", tmp_path, suffix, drawn(*ROWS)) == []
    two = [drawn(*ROWS), drawn(*ROWS, money=("280,000", "280,000"))]
    assert findings("PS049", tmp_path, suffix, *two) == []


def test_a_table_that_is_cut_without_its_head_is_no_page(tmp_path):
    whole = drawn(*ROWS)
    cut = whole.height - 1
    top, rest = Paper(), Paper()
    for (row, column), cell in whole.cells.items():
        (top if row < cut else rest).put(row if row < cut else row - cut, column, cell.text)
    top.width = rest.width = whole.width
    assert findings("PS049", tmp_path, "docx", top, rest) == []
