"""`frozen`: a frozen dataclass with slots that is cheap to define.

`dataclasses.dataclass` writes and compiles five or six methods for each class: a millisecond and more, for some 250
classes a quarter of the time of auditing one form. Comparing, hashing, printing and refusing to change are the same
for all, so that they are written once here; what remains for a class is its initialiser, compiled when the first
instance is made. What `dataclasses` offers for its classes (`fields`, `replace`, `asdict`) works with them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from inspect import Parameter, Signature
from operator import attrgetter
from typing import Any, Final, TypeVar, dataclass_transform

Made = TypeVar("Made")

_SET: Final = object.__setattr__


@dataclass_transform(frozen_default=True, field_specifiers=(Field, field))
def frozen(cls: type[Made]) -> type[Made]:
    """Make a class of annotated fields a frozen dataclass with slots.

    Args:
        cls: the class; methods that it defines itself are left alone. Fields are given by place or name; keyword-only
            fields and `InitVar` are not offered.

    Returns:
        a class of the same name with those fields as slots; a changed attribute raises `FrozenInstanceError`.
    """
    own = set(cls.__dict__)
    if cls.__dict__.get("__hash__", MISSING) is None:
        own.discard("__hash__")  # What Python puts beside an `__eq__` of the class's own.
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    compared = tuple(one.name for one in fields(made) if one.compare)  # type: ignore[arg-type]
    methods = {"__init__": _first(made), "__signature__": _Described(), **_equality(compared), **_SHARED}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


def _equality(compared: tuple[str, ...]) -> dict[str, Any]:
    """Return what compares and hashes by these fields."""
    key: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": equal, "__hash__": hashed}


def _first(made: type) -> Callable[..., None]:
    """Return an initialiser that compiles the true one, puts it in its own place and calls it."""

    def initialise(self: Any, *given: Any, **named: Any) -> None:
        made.__init__ = true = _initialiser(made)  # type: ignore[misc]
        true(self, *given, **named)

    return initialise


def _initialiser(made: type) -> Callable[..., None]:
    """Write the initialiser as `dataclasses` does: a parameter for each field, and an assignment for each."""
    space: dict[str, Any] = {"_set": _SET, "_missing": MISSING}
    parameters, body = ["self"], []
    for one in fields(made):
        value = one.name
        if one.default_factory is not MISSING:
            space[f"_made_{one.name}"] = one.default_factory
            made_here = f"_made_{one.name}()"
            value = f"{made_here} if {one.name} is _missing else {one.name}" if one.init else made_here
            parameters += [f"{one.name}=_missing"] if one.init else []
        elif one.default is not MISSING:
            space[f"_default_{one.name}"] = one.default
            value = one.name if one.init else f"_default_{one.name}"
            parameters += [f"{one.name}=_default_{one.name}"] if one.init else []
        elif one.init:
            parameters.append(one.name)
        else:
            continue  # `__post_init__` gives it.
        body.append(f" _set(self, {one.name!r}, {value})")
    body += [" self.__post_init__()"] if hasattr(made, "__post_init__") else []
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(body or [" pass"])
    exec(text, space)  # noqa: S102 — names of fields are identifiers of our own classes; this is how dataclasses do it
    written: Callable[..., None] = space["__init__"]
    written.__qualname__ = f"{made.__qualname__}.__init__"
    return written


class _Described:
    """The signature for `help` and `inspect`, worked out when it is asked for."""

    def __get__(self, instance: object, owner: type) -> Signature:
        given = [one for one in fields(owner) if one.init]
        return Signature(
            [
                Parameter(
                    one.name,
                    Parameter.POSITIONAL_OR_KEYWORD,
                    default=_default(one),
                    annotation=one.type,
                )
                for one in given
            ]
        )


def _default(one: Field[Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return Parameter.empty if one.default_factory is MISSING else one.default_factory


def _shown(self: Any) -> str:
    told = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{self.__class__.__qualname__}({told})"


def _refuse_change(_: Any, name: str, __: Any) -> None:
    message = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(message)


def _refuse_removal(_: Any, name: str) -> None:
    message = f"cannot delete field {name!r}"
    raise FrozenInstanceError(message)


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        _SET(self, one.name, value)


_SHARED: Final = {
    "__repr__": _shown,
    "__setattr__": _refuse_change,
    "__delattr__": _refuse_removal,
    "__getstate__": _state,
    "__setstate__": _restore,
}
