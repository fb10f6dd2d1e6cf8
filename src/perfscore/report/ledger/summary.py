"""What a ledger says in front: how much was covered, what was found, how the scores are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from perfscore.core.records import mutable
from perfscore.formrows import FormRow, counts, form_rows
from perfscore.report.ledger.tables import Document, severity_of

#: The lower ends of the bins of the distribution of scores, best first; what lies below the last is one bin.
BINS: Final = (100, 95, 90, 85, 80, 75, 70, 60)
#: So many forms are named on a screen.
WORST: Final = 10


@mutable
class Summary:
    """Counts over all dossiers of a run; they are filled as the documents go by."""

    files: Counter[str] = field(default_factory=Counter)
    forms: int = 0
    #: Of the forms with errors or warnings so many as a screen shows, the worst first; the rows of all wait on the disk.
    worst: tuple[FormRow, ...] = ()
    #: Recorded totals by the bin they lie in, and the grades of recomputed ones.
    bins: Counter[str] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    #: Findings by code and severity, and the number of forms that a code was found on.
    codes: Counter[tuple[str, str]] = field(default_factory=Counter)
    of_forms: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    waived: int = 0
    known: int = 0
    indicators: int = 0
    recomputed: int = 0
    rules: int = 0
    rules_read: int = 0
    budget_tables: int = 0
    rulesets: dict[str, str] = field(default_factory=dict)

    def take(self, document: Document) -> tuple[FormRow, ...]:
        """Count a dossier, and hand out its forms."""
        rows = tuple(form_rows(document))
        self.forms += len(rows)
        self.budget_tables += len(document["forms"]) - len(rows)
        self.bins.update(bin_of(row.recorded) for row in rows if row.recorded is not None)
        self.grades.update(row.grade for row in rows if row.grade)
        bad = (row for row in rows if row.errors or row.warnings)
        self.worst = tuple(sorted((*self.worst, *bad), key=order_of)[:WORST])
        coverage = document["coverage"]
        self.indicators += coverage["indicators"]
        self.recomputed += coverage["recomputed"]
        self.rules += coverage["rules"]
        self.rules_read += coverage["rules_read"]
        for one in document["run"]["rulesets"]:
            self.rulesets[one["id"]] = one["sha256"]
        met: set[tuple[str, int | None]] = set()
        for finding in document["findings"]:
            if not counts(finding):
                self.waived += bool((finding.get("waiver") or {}).get("waived"))
                self.known += bool(finding.get("known"))
                continue
            code, severity = finding["code"], finding["severity"]
            self.severities[severity] += 1
            self.codes[code, severity] += 1
            self.names[code] = finding["name"]
            if (code, finding["form"]) not in met:
                met.add((code, finding["form"]))
                self.of_forms[code] += 1
        return rows

    def take_files(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Count the files of the run by what became of them."""
        self.files.update(record["status"] for record in records)

    def worst_codes(self) -> list[tuple[str, tuple[int, int, int]]]:
        """Checks with their errors, warnings and infos; those with most errors first."""
        made = {
            code: (self.codes[code, "error"], self.codes[code, "warning"], self.codes[code, "info"])
            for code in self.names
        }
        return sorted(made.items(), key=lambda one: (tuple(-number for number in one[1]), one[0]))


#: The bins by their labels, best first: `≥100`, `95～100` (95 is in it, 100 is not) … `<60`.
LABELS: Final = ("≥100", *(f"{low}～{high}" for high, low in pairwise(BINS)), f"<{BINS[-1]}")


def bin_of(score: Decimal) -> str:
    """The bin that a score lies in."""
    return LABELS[next((number for number, low in enumerate(BINS) if score >= low), len(BINS))]


def order_of(row: FormRow) -> tuple[int | str, ...]:
    """Where a form stands in the ledger: the worst first, forms of a file in their order."""
    return (*severity_of(row), row.file, row.number)
