"""Our dataclasses behave as those of `dataclasses`, made by the general initialiser or by the compiled one."""

import copy
import dataclasses
import inspect
import pickle
from functools import cached_property
from typing import ClassVar

import pytest

from perfscore.core import records
from perfscore.core.records import frozen, mutable


@frozen
class Point:
    across: int
    down: int = 2
    seen: list[int] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False, repr=False)

    @cached_property
    def total(self) -> int:
        return self.across + self.down


@mutable
class Pen:
    colour: str
    strokes: list[int] = dataclasses.field(default_factory=list)


@frozen
class Checked:
    value: int
    doubled: int = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "doubled", self.value * 2)


@frozen
class Late:
    value: int
    tripled: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "tripled", self.value * 3)


@pytest.fixture(params=["first", "later"], autouse=True)
def instances(request, monkeypatch):
    """Each test sees a class both before and after its initialiser is compiled."""
    if request.param == "later":
        for _ in range(records._FEW + 1):
            Point(1), Pen("red"), Late(1)
        assert Point.__init__.__code__.co_filename == "<string>"


def test_fields_by_place_by_name_and_by_default():
    assert Point(1, 3, [4], "n") == Point(down=3, across=1, seen=[4])
    assert (Point(1).down, Point(1).seen, Point(1).note) == (2, [], "")
    assert Point(1).seen is not Point(1).seen
    assert Late(2).tripled == 6
    assert Checked(2).doubled == 4


@pytest.mark.parametrize("made", [Point, lambda: Point(1, colour=1), lambda: Point(1, across=1), Pen])
def test_a_call_that_does_not_fit_is_a_type_error(made):
    with pytest.raises(TypeError):
        made()


def test_too_many_places_are_a_type_error():
    with pytest.raises(TypeError):
        Pen("red", [], 1)


def test_equal_hashed_and_shown_by_their_fields():
    assert Point(1, note="a") == Point(1, note="b")
    assert Point(1) != Point(2)
    assert Point(1) != (1, 2)
    assert hash(Late(1)) == hash(Late(1))
    assert repr(Point(1)) == "Point(across=1, down=2, seen=[])"
    assert repr(Pen("red")) == "Pen(colour='red', strokes=[])"


def test_frozen_does_not_change_and_mutable_does():
    point, pen = Point(1), Pen("red")
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.across = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.across
    pen.colour = "blue"
    assert pen == Pen("blue")
    with pytest.raises(TypeError):
        hash(pen)
    with pytest.raises(AttributeError):
        pen.size = 1


def test_what_is_cached_is_kept_and_no_field():
    point = Point(1)
    assert point.total == 3
    assert point.__dict__ == {"total": 3}
    assert not hasattr(Pen("red"), "__dict__")


def test_dataclasses_and_copying_work_with_them():
    point = Point(1)
    assert [one.name for one in dataclasses.fields(Point)] == ["across", "down", "seen", "note"]
    assert dataclasses.is_dataclass(Pen)
    assert dataclasses.replace(point, down=5) == Point(1, 5)
    assert dataclasses.asdict(point) == {"across": 1, "down": 2, "seen": [], "note": ""}
    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own bytes
    assert copy.deepcopy(point) == copy.copy(point) == point


def test_described_for_help_and_taken_apart_by_match():
    assert list(inspect.signature(Point).parameters) == ["across", "down", "seen", "note"]
    assert inspect.signature(Point).parameters["down"].default == 2
    match Point(7, 8):
        case Point(across, down):
            assert (across, down) == (7, 8)


def test_few_instances_compile_nothing():
    @frozen
    class Rare:
        value: int

    made = [Rare(number) for number in range(records._FEW)]
    assert [one.value for one in made] == list(range(records._FEW))
    assert Rare.__init__.__code__.co_filename != "<string>"
    assert Rare(61).value == 61
    assert Rare.__init__.__code__.co_filename == "<string>"


def test_a_child_has_the_fields_of_its_parent_first():
    @frozen
    class Mark(Point):
        colour: str = "red"

    assert [one.name for one in dataclasses.fields(Mark)] == ["across", "down", "seen", "note", "colour"]
    assert Mark(1, 2, [], "", "blue") == dataclasses.replace(Mark(1), colour="blue")
    assert Mark(1).total == 3
    assert "across" not in Mark.__slots__


def test_a_name_of_the_class_is_no_field():
    @frozen
    class Named:
        kinds: ClassVar[int] = 2
        value: int = 0

    assert [one.name for one in dataclasses.fields(Named)] == ["value"]
    assert Named().kinds == 2


def test_a_record_is_changed_without_looking_through_its_fields(monkeypatch):
    one = Point(1, 3, [4], note="seen")
    wanted = dataclasses.replace(one, across=7)
    records._TAKEN.pop(Point, None)
    monkeypatch.setattr(records, "fields", None)
    for _ in range(2):
        changed = records.replace(one, across=7)
        assert (changed, changed.note, changed.seen) == (wanted, "seen", [4])
    with pytest.raises(TypeError, match="colour"):
        records.replace(one, colour="red")


def test_what_a_record_works_out_itself_is_worked_out_anew():
    @frozen
    class Doubled:
        value: int
        twice: int = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "twice", 2 * self.value)

    assert records.replace(Doubled(2), value=5).twice == 10
    with pytest.raises(TypeError):
        records.replace(Doubled(2), twice=5)
