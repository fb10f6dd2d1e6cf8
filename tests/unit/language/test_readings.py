"""What words leave open: each option of each choice is named by a case, which fails where the option is not offered."""

from __future__ import annotations

import pytest

from perfscore.core.choices import AXES
from perfscore.language import rules
from perfscore.language.program import Setting
from perfscore.language.values import in_scale
from rule_cases import cases, check

OPTIONS = [(axis, option) for axis, found in AXES.items() for option in found.options]


def named():
    """The probes that name a reading, with the case of that probe alone."""
    for _, case in cases():
        for probe in case.get("scores", ()):
            for name in probe.get("readings", ()):
                yield name, {**case, "scores": [probe]}


NAMED = dict(named())


@pytest.fixture(autouse=True)
def anew(monkeypatch):
    """Every rule is read anew: what was read with all options is not what is read without one."""
    monkeypatch.setattr(rules, "_parsed", rules._parsed.__wrapped__)


def withheld(monkeypatch, axis, option):
    """Offer all options of an axis but one."""
    pick = Setting.pick

    def offered(self, asked, options, default):
        if asked == axis and option in options:
            options = tuple(one for one in options if one != option)
            default = None if default == option else default
        return pick(self, asked, options, default)

    def scaled(target, actual):
        return tuple(one for one in in_scale(target, actual) if one[0] != f"{axis}: {option}")

    monkeypatch.setattr(Setting, "pick", offered)
    monkeypatch.setattr(rules, "in_scale", scaled)


@pytest.mark.parametrize(("axis", "option"), OPTIONS)
def test_a_case_fails_without_an_option(axis, option, monkeypatch):
    case = NAMED[f"{axis}: {option}"]
    check(case)
    withheld(monkeypatch, axis, option)
    with pytest.raises(AssertionError):
        check(case)


@pytest.mark.parametrize(("axis", "option"), OPTIONS)
def test_no_two_options_of_a_choice_give_the_same(axis, option):
    (probe,) = NAMED[f"{axis}: {option}"]["scores"]
    points = [given for name, given in probe["readings"].items() if name.startswith(f"{axis}: ")]
    assert len(points) >= 2
    assert len(set(points)) == len(points)
