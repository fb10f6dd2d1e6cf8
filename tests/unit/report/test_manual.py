import pytest

from perfscore.checks import CATALOGUE
from perfscore.core.errors import UsageError
from perfscore.report import Style
from perfscore.report.manual import catalogue, explain

HEADINGS = ("查什么", "为什么要紧", "反例", "正例", "依据")


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_page_shows_code_severity_and_the_five_parts(code):
    lines = explain(code).splitlines()
    check = CATALOGUE[code]
    assert lines[0] == f"{check.tag}  {check.severity.zh}"
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)
    assert not any(line.startswith(("##", "```")) for line in lines)


def test_code_and_name_give_the_same_page():
    assert explain("ps304") == explain("score-exceeds-points") == explain("PS304")
    title = CATALOGUE["PS304"].title_zh
    assert (
        explain(title) == explain(f"PS304[{title}]") == explain("PS304[score-exceeds-points]") == explain("PS304")
    )


def test_the_cells_of_an_example_stand_in_columns():
    page = explain("PS304")
    assert "一级指标  二级指标" in page
    assert " | " not in page


def test_an_unknown_check_names_its_neighbours():
    with pytest.raises(UsageError, match="PS3"):
        explain("PS399")


def test_the_catalogue_lists_every_check_once():
    lines = catalogue(Style()).splitlines()
    codes = [line.split()[0] for line in lines if line.startswith("  PS")]
    assert codes == list(CATALOGUE)
    assert "读取与识别 reading" in lines


def test_a_narrow_terminal_gets_one_title():
    check = CATALOGUE["PS304"]
    assert check.title_en not in catalogue(Style(width=80))
    assert check.title_zh in catalogue(Style(width=80))
    assert check.title_en in catalogue(Style(width=200))
