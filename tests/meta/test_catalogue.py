"""The catalogue keeps its own rules, and docs/checks.md is what it says."""

from __future__ import annotations

import graphlib
import inspect
import re
from collections import Counter
from pathlib import Path

import pytest

from perfscore.checks import CATALOGUE, catalogue
from perfscore.checks.arguments import ARGUMENTS
from perfscore.checks.register import ANYWHERE, HEADINGS, sections_of
from perfscore.core.findings import Severity

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "checks.md"
CHECKS = list(CATALOGUE.values())
#: What a family file may hold: PS0xx, PS1xx …
FAMILY = {
    "reading": "PS0",
    "structure": "PS1",
    "arithmetic": "PS2",
    "scores": "PS3",
    "targets": "PS4",
    "rules": "PS5",
    "crossform": "PS6",
    "budget": "PS7",
    "narrative": "PS8",
}
#: What a family is about.
TITLES = {
    "PS0": ("读取", "reading"),
    "PS1": ("表的结构", "structure"),
    "PS2": ("资金与计算", "money and arithmetic"),
    "PS3": ("得分", "scores"),
    "PS4": ("指标值", "targets"),
    "PS5": ("评分标准", "rules"),
    "PS6": ("各表之间", "documents against each other"),
    "PS7": ("预算表", "budget tables"),
    "PS8": ("文字", "texts"),
}
PARAMETERS = {"input": ["item"], "book": ["item"], "crash": ["crash"], "dossier": ["views"], "run": ["run"]}
#: A basis is a document number, a contradiction within the form, or custom that says that it is custom.
BASIS = re.compile(r"表内勾稽|惯例，待核|〔\d{4}〕\d+号")
SCOPES = {
    "input": "每个文件",
    "book": "每本预算",
    "crash": "程序自身",
    "form": "每张表",
    "row": "每行指标",
    "self-assessment": "自评表",
    "target-sheet": "目标表",
    "base-table": "基础数据表",
    "ledger": "汇总表",
    "dossier": "全部材料",
    "run": "全部材料及预算表",
}

each_check = pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.code)


def test_codes_are_unique_and_in_order():
    assert len(catalogue._ALL) == len(CATALOGUE)
    assert list(CATALOGUE) == sorted(CATALOGUE)


@pytest.mark.parametrize("field", ["name", "title_zh", "title_en"])
def test_names_and_titles_are_unique(field):
    counted = Counter(getattr(one, field) for one in CHECKS)
    assert [text for text, times in counted.items() if times > 1] == []


@each_check
def test_code_and_name_have_their_form(one):
    assert re.fullmatch(r"PS\d{3}", one.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.name)


@each_check
def test_titles_are_one_line_in_each_language(one):
    assert re.search(r"[\u4e00-\u9fff]", one.title_zh)
    assert not one.title_zh.endswith(("。", ".", "！"))
    assert one.title_en.isascii()
    assert one.title_en[0].isupper()
    assert not one.title_en.endswith(".")


@each_check
def test_the_page_has_the_five_headings_in_order(one):
    assert re.findall(r"^## *(.+?) *$", one.doc, re.MULTILINE) == list(HEADINGS)
    assert all(sections_of(one.doc).values())


@each_check
def test_the_basis_is_a_document_or_says_that_it_is_none(one):
    assert BASIS.search(sections_of(one.doc)["依据"])


@each_check
def test_a_check_stands_in_the_file_of_its_family(one):
    module = inspect.getmodule(one.run).__name__.split("perfscore.checks.")[1].split(".")[0]
    assert one.code.startswith(FAMILY[module])


@each_check
def test_the_scope_fits_the_arguments(one):
    parameters = list(inspect.signature(one.run).parameters)
    if one.scope == "row":
        assert set(parameters) <= set(ARGUMENTS)
    else:
        assert parameters == PARAMETERS.get(one.scope, ["form", "view"])


@each_check
def test_only_checks_of_rows_are_gathered(one):
    assert not one.gathered or one.scope == "row"


def test_every_check_that_is_declared_is_found():
    declared = {
        code
        for path in (ROOT / "src" / "perfscore" / "checks").rglob("*.py")
        for code in re.findall(r'^@check\(\s*"(PS\d{3})"', path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert declared == set(CATALOGUE)


@each_check
def test_own_conditions_lower_the_level(one):
    own = {condition: level for condition, level in one.lowered.items() if ANYWHERE.get(condition) is not level}
    assert all(level < one.severity for level in own.values())


def test_checks_wait_only_for_checks_of_forms_and_never_in_a_circle():
    of_forms = {one.code for one in CHECKS if one.scope not in ("input", "book", "crash", "dossier", "run")}
    graph = {one.code: one.after for one in CHECKS if one.after}
    assert {code for codes in graph.values() for code in codes} | set(graph) <= of_forms
    graphlib.TopologicalSorter(graph).prepare()


@each_check
def test_found_by_code_name_and_tag(one):
    assert catalogue.find(one.code.lower()) is one
    assert catalogue.find(one.name) is one
    assert catalogue.find(one.tag) is one


def _matrix() -> list[str]:
    """How many checks each family has at each level."""
    levels = sorted(Severity, reverse=True)
    heads = [f"{level.zh} {level.word}" for level in levels]
    rows = []
    for prefix, (title, english) in TITLES.items():
        own = [one for one in CHECKS if one.code.startswith(prefix)]
        numbers = [str(sum(one.severity is level for one in own)) for level in levels]
        rows.append(
            f"| [{prefix}xx](#{prefix.lower()}xx) {title} *{english}* | {' | '.join(numbers)} | {len(own)} |"
        )
    return [f"| 类 Family | {' | '.join(heads)} | 合计 All |", "|---|" + "---:|" * (len(levels) + 1), *rows]


def _index(prefix: str) -> list[str]:
    """The checks of a family, the grave ones first."""
    title, english = TITLES[prefix]
    own = sorted((one for one in CHECKS if one.code.startswith(prefix)), key=lambda one: (-one.severity, one.code))
    return [
        "",
        f'<a id="{prefix.lower()}xx"></a>',
        "",
        f"## {prefix}xx {title} {english}",
        "",
        "| 代码 | 名称 | 检查项 | Check | 最高级别 | 对象 |",
        "|---|---|---|---|---|---|",
        *(
            f"| [{one.code}](#{one.code.lower()}) | `{one.name}` | {one.title_zh} | {one.title_en} "
            f"| {one.severity.zh} {one.severity.word} | {SCOPES[one.scope]} |"
            for one in own
        ),
    ]


def checks_page() -> str:
    """The catalogue as a page: an index by family and level, then the manual page of each check."""
    lines = [
        "# 检查项目录 Catalogue of checks",
        "",
        "<!-- 由程序内的检查说明生成，请勿直接修改：pytest tests/meta/test_catalogue.py --update-golden -->",
        "",
        f"共 {len(CHECKS)} 项。代码永不改变含义；代码、名称都可用于 `--select`、`--ignore` 和 `perfscore explain`。",
        "“最高级别”是声明的级别；依据不足时（如抽取的文本、未写明评分标准）自动降低。",
        "",
        f"*{len(CHECKS)} checks. A code never changes its meaning. The level is the highest one; it is lowered where",
        "the evidence is weaker. The manual pages are Chinese, and their examples are run by the tests.*",
        "",
        *_matrix(),
        *(line for prefix in TITLES for line in _index(prefix)),
    ]
    for one in CHECKS:
        page = re.sub(r"^## ", "### ", one.doc, flags=re.MULTILINE)
        lines += ["", f'<a id="{one.code.lower()}"></a>', "", f"## {one.tag} {one.title_zh}", "", page]
    return "\n".join(lines) + "\n"


def test_docs_checks_md_is_generated(update_golden):
    if update_golden:
        PAGE.write_text(checks_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == checks_page(), "refresh it with pytest --update-golden"
