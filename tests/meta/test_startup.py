"""Starting is cheap: no help page, version or public name brings in a package that it does not need."""

import json
import subprocess
import sys

import pytest

from perfscore.cli.app import COMMANDS

HEAVY = {
    "pandas",
    "numpy",
    "openpyxl",
    "lxml",
    "pyparsing",
    "rich",
    "xlrd",
    "python_calamine",
    "docx",
    "docxtpl",
    "jinja2",
    "xlsxwriter",
}


def imported(program):
    """The top-level packages that a fresh interpreter has loaded after running a program."""
    tail = "\nimport json, sys\nprint(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    run = subprocess.run(
        [sys.executable, "-c", program + tail], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return set(json.loads(run.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        [],
        ["audit", "--no-such-option"],
        *([command, "--help"] for command in COMMANDS),
    ],
)
def test_help_imports_no_heavy_package(words):
    assert imported(f"from perfscore.cli import main\nmain({words!r})") & HEAVY == set()


def test_importing_the_package_imports_next_to_nothing():
    modules = imported("import perfscore")
    assert modules & (HEAVY | {"typer", "importlib_metadata"}) == set()


def test_auditing_a_workbook_needs_neither_pandas_nor_openpyxl():
    assert imported("import perfscore\nperfscore.audit") & {"pandas", "openpyxl", "xlrd", "rich"} == set()


def test_reading_a_value_needs_no_package_for_files():
    assert imported("import perfscore\nperfscore.parse_value('三至五人')") & (HEAVY - {"pyparsing"}) == set()


@pytest.mark.parametrize("text", ["≥95%", "》90%", "≥48公斤/月/人", "=2023年", "有效维护"])
def test_common_values_are_read_without_a_grammar(text):
    assert imported(f"import perfscore\nperfscore.parse_value({text!r})") & HEAVY == set()


def test_the_sample_is_audited_without_a_grammar():
    program = "import perfscore\nperfscore.audit('samples/hengyang-2023/自评表.xlsx')"
    assert imported(program) & HEAVY == {"lxml"}


def test_a_command_loads_no_other():
    program = "import sys\nfrom perfscore.cli import main\nmain(['value', '≥95%'])\n"
    check = "print(sorted(name for name in sys.modules if name.split('.')[-1] in ('annotate', 'fill', 'rule')))"
    run = subprocess.run(
        [sys.executable, "-c", program + check], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"


#: Runs a program and prints the patterns with Chinese words that it compiles, which are ours.
_COMPILED = """
import json, re, sys
sources = []
true = re._compiler.compile
re._compiler.compile = lambda source, flags=0: sources.append(source) or true(source, flags)
{program}
ours = [one for one in sources if isinstance(one, str) and any("\u4e00" <= mark <= "\u9fff" for mark in one)]
print(json.dumps(ours))
"""


def compiled(program):
    """The patterns of ours that a fresh interpreter compiles for a program."""
    run = subprocess.run(
        [sys.executable, "-c", _COMPILED.format(program=program)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(run.stdout.splitlines()[-1])


def test_importing_the_rules_and_the_checks_compiles_no_pattern():
    assert compiled("import perfscore.audit, perfscore.language.rules, perfscore.language.analyse") == []


def test_a_rule_compiles_only_what_its_words_can_match():
    texts = ("达到目标值得满分，每少1个扣0.1分，扣完为止", "满意度≥90%得满分；85%（含）-90%得1分；85%以下不得分")
    patterns = compiled(
        f"from perfscore.language.template import read_template\nfor text in {texts!r}: read_template(text)"
    )
    # With all that the grammar has in these places they would be more than twice as long.
    assert sum(map(len, patterns)) < 30_000
    assert not [one for one in patterns if "千克标煤" in one or "不降反升" in one or "酌减" in one]


@pytest.mark.parametrize(("call", "frozen"), [("main()", True), ("main(['value', '95%'])", False)])
def test_a_process_of_ours_looks_for_no_cycles_at_its_end(call, frozen):
    program = f"import gc, sys\nfrom perfscore.cli import main\nsys.argv[1:] = ['value', '95%']\n{call}\n"
    run = subprocess.run(
        [sys.executable, "-c", program + "print(gc.get_freeze_count() > 0)"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert run.stdout.splitlines()[-1] == str(frozen)
