"""Every record can be made again with other parts, also one that is not made from its fields, or that caches."""

import dataclasses
import importlib
import pkgutil
from functools import cached_property

import pytest

import perfscore
from perfscore.core import records
from perfscore.core.findings import Related
from perfscore.core.location import Location
from perfscore.core.records import rebuilt
from perfscore.core.trace import LateStep, Score, Step
from perfscore.report.rewriting import rewritten
from rule_cases import cases, read

HERE, THERE = Location("a.txt", line=3, column=2), Location("a.txt", "表1", "B3")
#: Two rules of each kind: those that open its file.
CASES = {name: case for name, case in cases() if name.rpartition("-")[2] in "01"}


def moved(_, part):
    return THERE if part is HERE else part


def kinds():
    """Every class of records of the package."""
    for module in pkgutil.walk_packages(perfscore.__path__, "perfscore."):
        if not module.name.endswith("__main__"):
            for one in vars(importlib.import_module(module.name)).values():
                if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.name:
                    yield one


def a_record(kind):
    """An instance whose fields are all the place; what it cannot do with such a field is its own affair."""
    try:
        return kind(**{one.name: HERE for one in dataclasses.fields(kind) if one.init})
    except (TypeError, ValueError, AttributeError):
        return None


RECORDS = [made for kind in kinds() if (made := a_record(kind)) is not None]


def test_nearly_every_class_of_records_is_tried():
    left = {kind.__name__ for kind in kinds()} - {type(one).__name__ for one in RECORDS}
    assert left <= {"Label", "LateStep", "Run"}
    assert len(RECORDS) > 300


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: type(one).__qualname__)
def test_a_record_is_made_again_with_every_place_moved(record):
    made = rebuilt((record, "beside"), moved)[0]
    assert type(made) is type(record)
    for one in dataclasses.fields(record):
        if one.init:
            assert getattr(made, one.name) is THERE


def late():
    return LateStep("得分", "8", lambda: Step("得分", "10 − 2", "8", HERE, (Step("扣分", "", "2", HERE),)))


def test_a_step_worked_out_late_is_made_again_with_its_parts():
    made = rebuilt(late(), moved)
    assert (made.at, made.label, made.value, made.formula) == (None, "得分", "8", "10 − 2")
    assert [child.at for child in made.children] == [THERE]
    assert records.replace(late(), at=THERE).at is THERE
    renamed = rewritten(late(), lambda _, text: text.replace("扣", "减"))
    assert [child.label for child in renamed.children] == ["减分"]


def test_what_has_nothing_to_change_stays_itself():
    related = Related(HERE, "旁")
    step, pair, label = late(), (related, related), "甲"
    for value in (step, pair, label, Score(None, (), step)):
        assert rebuilt(value, lambda _, part: part) is value
    assert rebuilt(pair, moved) == (Related(THERE, "旁"),) * 2


@records.frozen
class Cached:
    at: Location

    @cached_property
    def place(self):
        return self.at.place


def test_what_is_cached_is_worked_out_anew():
    one = Cached(HERE)
    assert (one.place, rebuilt(one, moved).place) == ("第3行第2格", "表1!B3")


@pytest.mark.parametrize("name", list(CASES))
def test_the_steps_of_every_rule_are_made_again(name):
    """Scores under rules of every kind, and the rules themselves, as a copy of a text moves and masks them."""
    case = CASES[name]
    rule = read(case)
    assert rebuilt(rule, moved) == rule
    for probe in case.get("scores", ()):
        score = rule.score(probe["actual"])
        assert rebuilt(score, moved) == score
        assert rewritten(score, lambda _, text: text + "") == score
        marked = rewritten(score, lambda _, text: f"{text}*")
        assert score.step is None or marked.step.label == f"{score.step.label}*"
