"""Each form of a dossier in one row: whose it is, its money, its total, its grade, what was found in it.

The dossier is a document as `perfscore.report.records.document` makes it, whether it was just made or read back from
a file of results; ledgers and frames are drawn from these rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from perfscore.core.numbers import read_figure
from perfscore.core.records import frozen
from perfscore.core.text import squash

#: The kind of the entries behind all forms, which are no forms.
BUDGET_TABLE: Final = "budget-table"
#: Rows of these kinds are recomputed one by one; sections and totals follow from them.
_ROWS: Final = frozenset({"indicator", "execution"})
#: A row of these was recomputed, by itself or with the one above.
_DONE: Final = frozenset({"recomputed", "joint"})


@frozen
class FormRow:
    """A form in one row; amounts are in 万元, numbers exact, None where there is none.

    Attributes:
        number: the place of the form among those of its document, by which scores and findings name it.
        rate: spent by budget in percent.
        recorded: the total that the form states; `recorded_text` as printed, "" where it is blank or not asked for.
        recomputed: the recomputed total; where it has no one number it lies between `low` and `high`.
        grade: the grade of the recomputed total, "" where there is none.
        errors, warnings, infos: findings that count: neither waived nor known from a baseline.
        indicators: rows of indicators; `not_recomputed` of them and of the execution were not recomputed.
        file, sheet, cell, line: where the form begins.
    """

    number: int
    kind: str
    title: str
    unit: str
    project: str
    year: str
    budget: Decimal | None
    spent: Decimal | None
    rate: Decimal | None
    recorded: Decimal | None
    recorded_text: str
    recomputed: Decimal | None
    low: Decimal | None
    high: Decimal | None
    grade: str
    errors: int
    warnings: int
    infos: int
    indicators: int
    not_recomputed: int
    file: str
    sheet: str
    cell: str
    line: int | None
    ruleset: str


def form_rows(document: Mapping[str, Any]) -> Iterator[FormRow]:
    """The forms of a dossier document in its order; budget tables are none."""
    totals: dict[int, Mapping[str, Any]] = {}
    indicators: Counter[int] = Counter()
    missed: Counter[int] = Counter()
    for score in document["scores"]:
        form = score["form"]
        if score["kind"] == "total":
            totals.setdefault(form, score)
        indicators[form] += score["kind"] == "indicator"
        missed[form] += score["kind"] in _ROWS and score["status"] not in _DONE
    found: Counter[tuple[int, str]] = Counter(
        (finding["form"], finding["severity"])
        for finding in document["findings"]
        if finding["form"] is not None and counts(finding)
    )
    for number, form in enumerate(document["forms"]):
        if form["kind"] == BUDGET_TABLE:
            continue
        at, total = form["at"], totals.get(number, {})
        money, ends = form.get("funding") or {}, total.get("range") or {}
        recorded = total.get("recorded") or ""
        yield FormRow(
            number=number,
            kind=form["kind"],
            title=form["title"],
            unit=form["unit"],
            project=form["project"],
            year=form["year"],
            budget=_exact(money.get("budget")),
            spent=_exact(money.get("spent")),
            rate=_exact(money.get("rate")),
            recorded=stated(recorded),
            recorded_text=recorded,
            recomputed=_exact(total.get("recomputed")),
            low=_exact(ends.get("low")),
            high=_exact(ends.get("high")),
            grade=total.get("grade") or "",
            errors=found[number, "error"],
            warnings=found[number, "warning"],
            infos=found[number, "info"],
            indicators=indicators[number],
            not_recomputed=missed[number],
            file=at["file"],
            sheet=at["sheet"] or "",
            cell=at["cell"] or "",
            line=at["line"],
            ruleset=form["ruleset"],
        )


def counts(finding: Mapping[str, Any]) -> bool:
    """Whether a finding of a document counts: nobody rejected it, and it was not known before."""
    return not finding.get("known") and not (finding.get("waiver") or {}).get("waived")


def stated(text: str) -> Decimal | None:
    """The number that a recorded score states, None where its words are no number.

    >>> stated("99.34分"), stated("优"), stated("")
    (Decimal('99.34'), None, None)
    """
    figure = read_figure(squash(text).removesuffix("分"))
    return None if figure is None or figure.percent else figure.value


def _exact(text: object) -> Decimal | None:
    """A number of a document; what was altered by hand into none is None."""
    if not isinstance(text, str):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
