"""`frozen` and `mutable`: dataclasses with slots that are cheap to define.

`dataclasses.dataclass` writes and compiles up to six methods for each class: a millisecond and more, for some 300
classes a quarter of the time of auditing one form. Comparing, hashing, printing and refusing to change are the same
for all, so that they are written once here. What is left for a class is its initialiser: a class of which few
instances are made gets by with a general one, and the others have one compiled. What `dataclasses` offers for its
classes (`fields`, `replace`, `asdict`) works with them; their `Field`s are worked out when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cached_property, partial
from inspect import Parameter, Signature
from operator import attrgetter
from typing import Any, Final, TypeVar, cast, dataclass_transform

Made = TypeVar("Made")

_SET: Final = object.__setattr__

#: Where `dataclasses` looks for the fields, and how the names of a class, which are none, are annotated.
_FIELDS: Final = "__dataclass_fields__"
_OF_CLASS: Final = ("ClassVar", "typing.ClassVar")

#: So many instances are made by the general initialiser; compiling one takes as long as that costs for them.
_FEW: Final = 24


@dataclass_transform(frozen_default=True, field_specifiers=(Field, field))
def frozen(cls: type[Made]) -> type[Made]:
    """Make a class of annotated fields a frozen dataclass with slots.

    Args:
        cls: the class; methods that it defines itself are left alone, and what it caches by `cached_property` has a
            place. Fields are given by place or name; keyword-only fields and `InitVar` are not offered; the fields of a
            parent come first.

    Returns:
        a class of the same name with those fields as slots; a changed attribute raises `FrozenInstanceError`.
    """
    return _record(cls, _FROZEN)


@dataclass_transform(field_specifiers=(Field, field))
def mutable(cls: type[Made]) -> type[Made]:
    """Make a class of annotated fields a dataclass with slots whose fields may be changed, and which has no hash.

    Args:
        cls: the class, as for `frozen`.
    """
    return _record(cls, _MUTABLE)


def _record(cls: type[Made], shared: Mapping[str, Any]) -> type[Made]:
    """Return the class with its fields as slots, and with the methods that it does not define itself."""
    own = tuple(name for name, hint in cls.__annotations__.items() if not str(hint).startswith(_OF_CLASS))
    stated = cls.__dict__
    hints = {name: cls.__annotations__[name] for name in own}
    defaults = {name: stated[name] for name in own if name in stated}
    above = next((one for base in cls.__mro__[1:] if isinstance(one := base.__dict__.get(_FIELDS), _Fields)), None)
    if above is not None:
        hints, defaults = {**above.hints, **hints}, {**above.defaults, **defaults}
    names = tuple(hints)
    added = tuple(name for name in own if above is None or name not in above.hints)
    compared = tuple(name for name in names if _is_compared(defaults.get(name)))
    space = {name: value for name, value in stated.items() if name not in {*own, "__dict__", "__weakref__"}}
    if space.get("__hash__", MISSING) is None:
        del space["__hash__"]  # What Python puts beside an `__eq__` of the class's own.
    cached = any(isinstance(value, cached_property) for value in space.values())
    described = _Fields(cls.__name__, cls.__module__, hints, defaults)
    methods = {**_equality(compared), **shared, "__match_args__": names, "__signature__": _Described()}
    kind: Any = type(cls)
    made = kind(
        cls.__name__,
        cls.__bases__,
        {
            **methods,
            **space,
            "__slots__": (*added, "__dict__") if cached else added,
            "__qualname__": cls.__qualname__,
            _FIELDS: described,
        },
    )
    if "__init__" not in space:
        made.__init__ = _first(made, names, defaults)
    return cast("type[Made]", made)


def _is_compared(default: object) -> bool:
    return not isinstance(default, Field) or default.compare is not False


class _Fields:
    """The fields as `dataclasses` tells them, worked out from a class that only has the same fields."""

    def __init__(self, name: str, module: str, hints: Mapping[str, Any], defaults: Mapping[str, Any]) -> None:
        self._named = (name, module)
        self.hints = hints
        self.defaults = defaults
        self._found: dict[str, Field[Any]] | None = None

    def __get__(self, instance: object, owner: type) -> dict[str, Field[Any]]:
        if self._found is not None:
            return self._found
        name, module = self._named
        space = {
            **self.defaults,
            "__annotations__": dict(self.hints),
            "__module__": module,
            "__doc__": "Fields.",
        }
        plain: Any = dataclass(init=False, repr=False, eq=False)(type(name, (), space))
        self._found = found = dict(vars(plain)[_FIELDS])
        return found


def _equality(compared: tuple[str, ...]) -> dict[str, Any]:
    """Return what compares and hashes by these fields."""
    key: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": equal, "__hash__": hashed}


def _first(made: type, names: tuple[str, ...], defaults: Mapping[str, Any]) -> Callable[..., None]:
    """Return the initialiser of the first instances; it compiles the true one, and puts it in its own place.

    What is not plain (a field that is no argument, an argument too much) is left to the true one at once.
    """
    fallback: dict[str, Callable[[], Any]] = {}
    plain = True
    for name, value in defaults.items():
        if not isinstance(value, Field):
            fallback[name] = partial(_same, value)
        elif not value.init:
            plain = False
        elif value.default_factory is not MISSING:
            fallback[name] = value.default_factory
        elif value.default is not MISSING:
            fallback[name] = partial(_same, value.default)
    left = _FEW if plain else 0
    after = getattr(made, "__post_init__", None)

    def initialise(self: Any, *given: Any, **named: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0 or len(given) > len(names) or not _give(self, given, named):
            made.__init__ = true = _initialiser(made, names, defaults)  # type: ignore[misc]
            true(self, *given, **named)
        elif after is not None:
            after(self)

    def _give(self: Any, given: tuple[Any, ...], named: Mapping[str, Any]) -> bool:
        taken = len(given)
        for name, value in zip(names, given, strict=False):
            _SET(self, name, value)
        for name in names[taken:]:
            if name in named:
                value = named[name]
                taken += 1
            elif name in fallback:
                value = fallback[name]()
            else:
                return False
            _SET(self, name, value)
        return taken == len(given) + len(named)

    return initialise


def _same(value: Any) -> Any:
    return value


def _initialiser(made: type, names: tuple[str, ...], defaults: Mapping[str, Any]) -> Callable[..., None]:
    """Write the initialiser as `dataclasses` does: a parameter for each field, and an assignment for each."""
    space: dict[str, Any] = {"_missing": MISSING}
    parameters, body = ["self"], []
    for name in names:
        value, init, default, factory = name, *_given(defaults.get(name, MISSING))
        if factory is not MISSING:
            space[f"_made_{name}"] = factory
            made_here = f"_made_{name}()"
            value = f"{made_here} if {name} is _missing else {name}" if init else made_here
            parameters += [f"{name}=_missing"] if init else []
        elif default is not MISSING:
            space[f"_default_{name}"] = default
            value = name if init else f"_default_{name}"
            parameters += [f"{name}=_default_{name}"] if init else []
        elif init:
            parameters.append(name)
        else:
            continue  # `__post_init__` gives it.
        # The slot itself sets its field; `object.__setattr__` would look for it by its name each time.
        space[f"_set_{name}"] = getattr(made, name).__set__
        body.append(f" _set_{name}(self, {value})")
    body += [" self.__post_init__()"] if hasattr(made, "__post_init__") else []
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(body or [" pass"])
    exec(text, space)  # noqa: S102 — names of fields are identifiers of our own classes; this is how dataclasses do it
    written: Callable[..., None] = space["__init__"]
    written.__qualname__ = f"{made.__qualname__}.__init__"
    return written


def _given(default: Any) -> tuple[bool, Any, Any]:
    """Whether a field is an argument, its default, and what makes one."""
    if isinstance(default, Field):
        return default.init, default.default, default.default_factory
    return True, default, MISSING


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


#: The fields of each class that its initialiser takes, with what reads them from an instance.
_TAKEN: Final[dict[type, tuple[dict[str, int], Callable[[Any], Any]]]] = {}


def replace(record: Made, /, **changes: Any) -> Made:
    """What `dataclasses.replace` gives for a record, without looking through its fields each time.

    A class that is not made from its fields gives it by a `__replace__` of its own.

    Raises:
        TypeError: a name is no field, or no argument.
    """
    kind: Any = record.__class__
    own = getattr(kind, "__replace__", replace)
    if own is not replace:
        return cast("Made", own(record, **changes))
    places, read = _taken(kind)
    given = [*read(record)]
    given.pop()  # the class
    try:
        for name, value in changes.items():
            given[places[name]] = value
    except KeyError:
        message = f"{kind.__qualname__} takes no such field: {', '.join(changes.keys() - places.keys())}"
        raise TypeError(message) from None
    return cast("Made", kind(*given))


def _taken(kind: type) -> tuple[dict[str, int], Callable[[Any], Any]]:
    """The fields that the initialiser of a class takes, by their places, and what reads them, the class last."""
    if kind not in _TAKEN:
        told = kind.__dict__.get(_FIELDS)
        if isinstance(told, _Fields):
            taken = tuple(name for name in told.hints if _given(told.defaults.get(name, MISSING))[0])
        else:
            taken = tuple(one.name for one in fields(cast("Any", kind)) if one.init)
        _TAKEN[kind] = ({name: place for place, name in enumerate(taken)}, attrgetter(*taken, "__class__"))
    return _TAKEN[kind]


def rebuilt(value: Made, change: Callable[[str, Any], Any], name: str = "") -> Made:
    """Rebuild what is made of records and tuples with other parts; what has none of them is returned as it is.

    What a record works out or caches is worked out again, and one that is not made from its fields says by
    `__replace__` what stands for it.

    Args:
        value: a record, a tuple of records, or any part of one.
        change: gives what stands for a part in a field of that name: the part itself where it is to stay.
        name: the field that the value stands in.
    """
    result: Any = change(name, value)
    if result is not value:
        return cast("Made", result)
    if isinstance(value, tuple):
        items = [rebuilt(item, change, name) for item in value]
        if any(new is not old for new, old in zip(items, value, strict=True)):
            result = getattr(value, "_make", tuple)(items)
    elif hasattr(value, _FIELDS) and not isinstance(value, type):
        changes = {}
        for key in _taken(value.__class__)[0]:
            old = getattr(value, key)
            new = rebuilt(old, change, key)
            if new is not old:
                changes[key] = new
        result = replace(value, **changes) if changes else value
    return cast("Made", result)


_MUTABLE: Final = {
    "__repr__": _shown,
    "__getstate__": _state,
    "__setstate__": _restore,
    "__replace__": replace,
    "__hash__": None,
}

_FROZEN: Final = {
    **{name: method for name, method in _MUTABLE.items() if name != "__hash__"},
    "__setattr__": _refuse_change,
    "__delattr__": _refuse_removal,
}
