"""What a drawing chooses: each choice has a name and a value, drawn from the seed and the number of the drawing."""

from __future__ import annotations

import random
from typing import Final

from layouts.words import synonyms

#: Choices of any form: the first value is that of the plain drawing and is drawn with the weight given.
_ANY: Final = {
    "script": (9, ("simplified", "traditional")),
    "bilingual": (8, ("no", "beside", "below")),
    "title": (2, ("cell", "merged", "merged-year", "paragraph")),
    "year": (2, ("row", "none", "field")),
    "money-unit": (2, ("label", "header", "caption")),
    "head": (3, ("pairs-2", "pairs-1", "pairs-3", "in-cell")),
    "band": (3, ("1", "2", "3")),
    "band-at": (1, ("top", "bottom")),
    "merges": (2, ("yes", "no")),
    "block": (1, ("yes", "no")),
    "money": (3, ("before", "after-goal", "after", "beside")),
    "goal": (3, ("before", "after", "omitted")),
    "fund-order": (1, ("total-first", "total-last")),
    "notes": (2, ("none", "foot", "money", "both")),
    "signs": (2, ("none", "foot", "head")),
    "blank": (2, ("none", "between", "inside")),
    "twin": (6, ("none", "below", "side", "sheets")),
    "extra-number": (3, ("no", "yes")),
    "extra-last": (5, ("no", "yes")),
    "extra-remark": (3, ("no", "yes")),
    "order": (2, ("standard", "shuffled")),
}
#: Choices of forms that record what was done.
_ASSESSED: Final = {
    "total": (3, ("foot", "first", "top", "head-field", "omitted")),
    "points": (5, ("column", "name")),
    "split": (4, ("none", "unit", "sign-and-unit")),
    "extra-rate": (4, ("no", "yes")),
    "extra-weight": (5, ("no", "yes")),
    "goal-form": (1, ("columns", "rows")),
    "money-order": (2, ("standard", "rate-first", "points-first")),
    "section-points": (2, ("break", "behind", "omitted")),
    "reason": (4, ("column", "omitted")),
    "initial": (4, ("column", "omitted")),
    "rate": (4, ("column", "omitted")),
    "money-points": (4, ("columns", "omitted")),
}
#: What a drawing leaves out its plain drawing leaves out too: the two say the same.
SHARED: Final = ("year", "goal", "total", "section-points", "reason", "initial", "rate", "money-points")
#: What the only sample of a kind does not have.
_ABSENT: Final = {
    "unit-self-assessment": {"total": "omitted", "section-points": "omitted"},
    "unit-target": {"year": "none"},
}
_KINDS: Final = {
    "project-self-assessment": 60,
    "unit-self-assessment": 8,
    "unit-target": 10,
    "project-target": 22,
}


def kind_of(draw: random.Random) -> str:
    """The kind of form that is drawn."""
    return draw.choices(list(_KINDS), list(_KINDS.values()))[0]


def plain(kind: str, chosen: dict[str, str] | None = None) -> dict[str, str]:
    """The choices of the plain drawing that leaves out what the other one leaves out."""
    table = _ANY | (_ASSESSED if kind.endswith("self-assessment") else {})
    made = {"words": "plain", **{name: values[0] for name, (_, values) in table.items()}, "numbers": "text"}
    made |= {"levels": "merged", "blocks": "1"} | _ABSENT.get(kind, {})
    for name in SHARED:
        if chosen and (chosen.get(name) == "omitted" or (name == "year" and chosen[name] == "none")):
            made[name] = chosen[name]
    return made


def choose(draw: random.Random, kind: str, form: str) -> dict[str, str]:
    """The choices of one drawing of a kind in a format."""
    table = _ANY | (_ASSESSED if kind.endswith("self-assessment") else {})
    made = {"words": draw.choice(("plain", "listed", "mixed", "mixed", "mixed"))}
    for name, (weight, values) in table.items():
        made[name] = draw.choices(values, [weight, *(1 for _ in values[1:])])[0]
    made["numbers"] = draw.choice(("text", "number"))
    made["levels"] = draw.choice(("merged", "repeated", "first"))
    made["blocks"] = draw.choice(("1", "1", "2")) if kind == "project-target" else "1"
    return _settle(made, kind, form)


def _settle(made: dict[str, str], kind: str, form: str) -> dict[str, str]:
    """Choices that the format or another choice excludes take the plain value."""
    if form != "xlsx":
        made["numbers"] = "text"
        made["money"] = made["money"] if made["money"] != "beside" else "after"
        made["twin"] = "none" if made["twin"] == "none" else "below"
    elif made["title"] == "paragraph":
        made["title"] = "merged"
    if made["title"] == "merged-year" and made["year"] != "none":
        made["year"] = "with-title"
    made |= _ABSENT.get(kind, {})
    if made["money"] == "after-goal" and made["goal"] == "omitted":
        made["money"] = "before"
    if made["twin"] == "side":
        made["money"] = made["money"] if made["money"] != "beside" else "before"
    if kind.endswith("target"):
        made["order"] = "standard" if kind == "project-target" else made["order"]
        made["money-unit"] = made["money-unit"] if made["money-unit"] != "header" else "label"
    if made["blocks"] == "2":
        made["extra-last"] = "no"
    return made


def alternatives(kind: str, form: str) -> list[tuple[str, str]]:
    """Each choice that is not the plain one, and each wording of each label, for drawings that differ in one thing."""
    table = _ANY | (_ASSESSED if kind.endswith("self-assessment") else {})
    made = [(name, value) for name, (_, values) in table.items() for value in values[1:]]
    made += [("levels", "repeated"), ("levels", "first"), ("numbers", "number")]
    made += [("blocks", "2")] if kind == "project-target" else []
    base = plain(kind)
    kept = [(name, value) for name, value in made if _settle(base | {name: value}, kind, form)[name] == value]
    if kind == "project-self-assessment" and form == "xlsx":
        kept += [
            (f"word {role}", word)
            for role, entry in synonyms().items()
            for words in entry.values()
            for word in words
        ]
    return kept
