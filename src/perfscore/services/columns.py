"""`score_frame`: the rows of a pandas frame scored by column."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, get_args

from perfscore.core.errors import UsageError
from perfscore.core.text import squash
from perfscore.rulesets import RuleSet, load_ruleset
from perfscore.services.column_cells import Column, column_of
from perfscore.services.column_rows import AGREEMENTS, Agreement, Role, RowScorer, Scored

if TYPE_CHECKING:
    import pandas as pd

Language = Literal["zh", "en"]
#: The rule set whose conventions, digits and rounding count where none is given.
USUAL = "mof-2021"
#: Without these nothing can be scored.
NEEDED: tuple[Role, ...] = ("rule", "points", "actual")
#: What each column is called, in Chinese as an option of the command line takes it, and in English.
CALLED: dict[Role, tuple[str, str]] = {
    "rule": ("评分标准", "rule"),
    "points": ("分值", "points"),
    "target": ("指标值", "target"),
    "unit": ("计量单位", "unit"),
    "indicator": ("三级指标", "indicator"),
    "explanation": ("指标解释", "explanation"),
    "actual": ("实际完成值", "actual"),
    "score": ("得分", "score"),
}
_ENGLISH: dict[str, Role] = {
    "rule": "rule", "scoringrule": "rule", "criterion": "rule", "points": "points", "weight": "points",
    "target": "target", "unit": "unit", "indicator": "indicator", "explanation": "explanation",
    "actual": "actual", "actualvalue": "actual", "score": "score", "recordedscore": "score",
}  # fmt: skip
#: What the vocabulary of forms calls the columns that are used here.
_NAMED: dict[str, Role] = {
    "rule": "rule", "points": "points", "target": "target", "unit": "unit", "name": "indicator",
    "explanation": "explanation", "actual": "actual", "score": "score",
}  # fmt: skip
#: 单位 alone is as often the unit that reports as the unit of measurement: its values tell.
_EITHER = "单位"
#: The headings of the columns that are added: score, status, reason, whether the recorded score agrees.
ADDED: dict[Language, tuple[str, str, str, str]] = {
    "zh": ("重算得分", "状态", "原因", "相符"),
    "en": ("recomputed", "status", "reason", "agrees"),
}
AGREEMENT_WORDS: dict[Agreement, tuple[str, str]] = {
    "": ("", ""),
    "agrees": ("相符", "agrees"),
    "rounded": ("舍入后相符", "agrees but for rounding"),
    "reading": ("合另一种读法", "agrees under another reading"),
    "differs": ("不符", "differs"),
}


def score_frame(
    frame: pd.DataFrame,
    *,
    rule: Hashable = None,
    points: Hashable = None,
    target: Hashable = None,
    actual: Hashable = None,
    unit: Hashable = None,
    indicator: Hashable = None,
    explanation: Hashable = None,
    score: Hashable = None,
    ruleset: str | PathLike[str] | None = None,
    sample: int = 1000,
    seed: int = 0,
    lang: Language = "zh",
) -> pd.DataFrame:
    """Score every row of a table by its own scoring rule; thousands of rows that follow one rule cost one pass.

    Args:
        frame: a row for each thing that is scored, with its rule, points and actual, and target where the rule needs it.
        rule, points, target, actual, unit, indicator, explanation, score: the columns; those that are not named are found
            by their Chinese or English headings. `score` is the recorded score.
        ruleset: whose conventions and rounding count, an id or a TOML file.
        sample: so many rows are scored again one by one, and must agree.
        seed: which rows these are.
        lang: the language of the headings and words that are added.

    Returns:
        the frame with four columns more (three without a recorded score): the score as a Decimal with the digits of the
        rule set, or None; the status; why there is no score; whether the recorded score agrees. `attrs["perfscore"]`
        holds the counts.

    Raises:
        UsageError: a column that is needed is missing, or two may be it; the language, sample or seed is none.
        DifferingError: a row scored by column differs from the same row scored by itself.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"评分标准": ["每低1个百分点扣0.5分"], "分值": [10], "指标值": ["≥95%"], "实际完成值": ["92.3%"]})
    >>> score_frame(rows)["重算得分"].tolist()
    [Decimal('8.65')]
    """
    if lang not in get_args(Language):
        raise UsageError(f"lang 不能是 {lang!r}；可用的有 {'、'.join(get_args(Language))}（no such language）")
    whole: dict[str, Any] = {"sample": sample, "seed": seed}
    for key, number in whole.items():
        if not isinstance(number, int) or number < 0:
            raise UsageError(f"{key} 要是不小于 0 的整数，不是 {number!r}（{key} is a whole number, 0 or more）")
    named: dict[Role, Hashable] = {
        role: name
        for role, name in zip(
            CALLED, (rule, points, target, unit, indicator, explanation, actual, score), strict=True
        )
        if name is not None
    }
    places = find_columns(list(frame.columns), named, measures=lambda place: _samples(frame, place))
    scorer = RowScorer(load(ruleset), sample=sample, seed=seed)
    result = with_scores(frame, scorer.score(read_columns(frame, places), len(frame)), lang)
    result.attrs["perfscore"] = counts(scorer)
    return result


def load(ruleset: str | PathLike[str] | None) -> RuleSet:
    """The rule set to use."""
    return load_ruleset(USUAL if ruleset is None else ruleset)


def read_columns(frame: pd.DataFrame, places: Mapping[Role, int]) -> dict[Role, Column]:
    """The columns that are used, as distinct texts."""
    return {role: column_of(frame.iloc[:, place]) for role, place in places.items()}


def with_scores(frame: pd.DataFrame, scored: Scored, lang: Language) -> pd.DataFrame:
    """The frame with the columns that were computed."""
    import numpy as np

    from perfscore.report import Style
    from perfscore.report.words import status_words

    result = frame.copy(deep=False)
    words = [status_words(one.status, Style(lang=lang)) for one in scored.outcomes]
    reasons = [one.reason if lang == "zh" else one.reason_en for one in scored.outcomes]
    made: list[Any] = [scored.points, *(np.array(one, dtype=object)[scored.outcome] for one in (words, reasons))]
    if scored.agreement is not None:
        told = np.array([AGREEMENT_WORDS[one][lang == "en"] for one in AGREEMENTS], dtype=object)
        made.append(told[scored.agreement])
    for name, values in zip(added(frame.columns, lang), made, strict=False):
        result[name] = values
    return result


def added(headings: Iterable[Hashable], lang: Language) -> list[str]:
    """The headings of what is added; where the table has such a heading, ours says that it is ours."""
    taken, names = set(headings), []
    for name in ADDED[lang]:
        own = name
        while own in taken:
            own += "（重算）" if lang == "zh" else " (recomputed)"
        names.append(own)
    return names


def counts(scorer: RowScorer) -> dict[str, Any]:
    """What was counted: rows, distinct rules, statuses, agreements, rows that were scored again."""
    return {
        "rows": scorer.rows,
        "rules": scorer.rules,
        "ruleset": scorer.ruleset.id,
        "checked": scorer.checked,
        "status": dict(scorer.statuses.most_common()),
        "agreement": {name: scorer.agreements[name] for name in AGREEMENTS if name and scorer.agreements[name]},
    }


# -- headings ----------------------------------------------------------------------------------------------


def find_columns(
    headings: list[Hashable], named: Mapping[Role, Hashable], *, measures: Any = None
) -> dict[Role, int]:
    """The place of each column that is used.

    Args:
        headings: the headings, left to right.
        named: the headings that the caller names.
        measures: gives some values of the column at a place, by which a column 单位 tells what it is.

    Raises:
        UsageError: a column is missing, or named and not there, or two may be it.
    """
    found: dict[Role, list[int]] = {}
    for role, name in named.items():
        places = [n for n, heading in enumerate(headings) if heading == name]
        if not places:
            raise UsageError(
                f"没有名为“{name}”的列（给{CALLED[role][0]}的）；表中的列：{_listed(headings)}"
                f"（no column {name!r} for {CALLED[role][1]}）"
            )
        found[role] = places
    used = {place for places in found.values() for place in places}
    for n, heading in enumerate(headings):
        known = role_of(str(heading)) if n not in used else None
        if known is not None and known not in named:
            found.setdefault(known, []).append(n)
    _settle_units(headings, found, named, measures)
    for role, places in found.items():
        if len(places) > 1:
            raise UsageError(
                f"有 {len(places)} 列都像是“{CALLED[role][0]}”：{_listed(headings[n] for n in places)}；"
                f"请指明一列（命令行 --column {CALLED[role][0]}=列名，程序里 {CALLED[role][1]}=列名），重名的列请先改名"
                f"（several columns for {CALLED[role][1]}）"
            )
    missing = [role for role in NEEDED if role not in found]
    if missing:
        raise UsageError(
            f"缺少 {'、'.join(f'“{CALLED[role][0]}”' for role in missing)} 列；表中的列：{_listed(headings)}。"
            f"列名不同的请指明：命令行 --column {CALLED[missing[0]][0]}=列名，程序里 {CALLED[missing[0]][1]}=列名"
            f"（missing: {', '.join(CALLED[role][1] for role in missing)}; name the column）"
        )
    return {role: places[0] for role, places in found.items()}


def _settle_units(
    headings: list[Hashable], found: dict[Role, list[int]], named: Mapping[Role, Hashable], measures: Any
) -> None:
    """A column 单位 is that of the units of measurement where no other is, and its values are such units."""
    from perfscore.core.units import is_known

    if "unit" in named or "unit" not in found:
        return
    places = found["unit"]
    either = [n for n in places if squash(str(headings[n])) == _EITHER]
    sure = [n for n in places if n not in either]
    if not sure:
        for n in either:
            values = [] if measures is None else [text for text in measures(n) if text]
            if values and sum(map(is_known, values)) * 2 > len(values):
                sure.append(n)
    if sure:
        found["unit"] = sure
    else:
        del found["unit"]


def _samples(frame: pd.DataFrame, place: int) -> list[str]:
    return column_of(frame.iloc[:1000, place]).texts[:100]


def role_of(heading: str) -> Role | None:
    """What a heading says that its column is.

    >>> role_of("计分办法"), role_of("Weight"), role_of("单位名称")
    ('rule', 'points', None)
    """
    english = _ENGLISH.get("".join(char for char in heading.lower() if char.isalpha()))
    if english is not None:
        return english
    from perfscore.forms.vocabulary import label_of

    name = label_of(heading).named("indicators")
    return None if name is None else _NAMED.get(name)


def is_table(headings: list[str]) -> bool:
    """Whether a row of texts is the head of a table that is scored by column."""
    roles = [role_of(heading) for heading in headings if heading]
    return all(role in roles for role in NEEDED)


def _listed(headings: Iterable[Hashable]) -> str:
    return "、".join(str(one) for one in headings) or "（无）"
