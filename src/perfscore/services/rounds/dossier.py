"""A dossier with what belongs to each of its forms at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from perfscore.formrows import FormRow, form_rows
from perfscore.stored import Document

Record = Mapping[str, Any]


class Dossier:
    """The document of a dossier, gone through once.

    Attributes:
        document: the document.
        rows: each form in one row, by its number; budget tables are none.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rows: dict[int, FormRow] = {row.number: row for row in form_rows(document)}
        self._findings = _grouped(document["findings"])
        self._scores = _grouped(document["scores"])
        self._skipped = _grouped((document.get("coverage") or {}).get("skipped_checks") or ())

    def form(self, number: int) -> Record:
        """A form as the document has it."""
        form: Record = self.document["forms"][number]
        return form

    def findings(self, number: int) -> Sequence[Record]:
        """What was found on a form."""
        return self._findings.get(number, ())

    def scores(self, number: int) -> Sequence[Record]:
        """The scores of a form, or the targets of a target sheet."""
        targets = [
            {**row, "kind": "target", "l1": f"{row['block']}{row['l1']}"}
            for row in self.form(number).get("targets") or ()
        ]
        return [*self._scores.get(number, ()), *targets]

    def skipped(self, number: int) -> Mapping[str, str]:
        """The checks that could not run on a form, with the reasons."""
        return {one["code"]: one["reason"] for one in self._skipped.get(number, ())}

    @property
    def left_out(self) -> frozenset[str]:
        """The checks that did not run at all."""
        return frozenset(self.document["run"].get("left_out") or ())


def _grouped(records: Sequence[Record]) -> dict[int | None, list[Record]]:
    groups: dict[int | None, list[Record]] = {}
    for one in records:
        groups.setdefault(one["form"], []).append(one)
    return groups
