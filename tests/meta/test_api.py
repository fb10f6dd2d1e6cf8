"""The public names: exactly those that are promised, each where it says it lives, none in the way of another."""

import importlib
import inspect
import subprocess
import sys

import pytest

import perfscore

#: DESIGN §5. parse_rule and Rule join with the language of rules.
PROMISED = {
    "AuditReport",
    "Finding",
    "PerfscoreError",
    "Rule",
    "Score",
    "Unreadable",
    "Value",
    "__version__",
    "audit",
    "explain",
    "load_ruleset",
    "open_document",
    "parse_rule",
    "parse_value",
    "recognise",
    "render",
    "score_frame",
}


def test_the_public_names_are_those_promised():
    assert set(perfscore.__all__) == PROMISED
    assert sorted(PROMISED) == dir(perfscore)


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_every_public_name_can_be_imported_and_is_documented(name):
    thing = getattr(perfscore, name)
    if name != "__version__":
        assert inspect.getdoc(thing)
        assert thing.__module__.startswith("perfscore.")


def test_star_import_brings_them_all():
    scope = {}
    exec("from perfscore import *", scope)  # noqa: S102 - the statement itself is what is tested
    assert set(scope) >= PROMISED


def test_unknown_names_fail_as_names_do():
    with pytest.raises(AttributeError, match="module 'perfscore' has no attribute 'nonsense'"):
        perfscore.nonsense  # noqa: B018


@pytest.mark.parametrize(
    "first",
    [
        "import perfscore.audit",
        "from perfscore.audit import audit",
        "import perfscore.cli.audit, perfscore.report",
    ],
)
def test_audit_stays_the_function_whatever_was_imported_before(first):
    program = f"{first}\nimport perfscore\nassert callable(perfscore.audit), perfscore.audit"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_submodules_can_still_be_imported():
    module = importlib.import_module("perfscore.audit")
    assert inspect.ismodule(module)
    assert module.audit is perfscore.audit


def test_the_version_is_that_of_the_installed_package():
    from importlib.metadata import version

    assert perfscore.__version__ == version("perfscore")
