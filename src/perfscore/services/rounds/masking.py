"""A comparison without persons, as reports hide them."""

from __future__ import annotations

from typing import Final

from perfscore.core.persons import Found, Mask, found_in
from perfscore.report.rewriting import rewritten, texts_of
from perfscore.services.rounds.records import FormRound

#: Fields that are identities, not words.
_KEPT: Final = frozenset({
    "cell", "fingerprint", "code", "name", "kind", "standing", "change", "field", "ruleset", "grade",
})  # fmt: skip


def masked(form: FormRound, persons: Found) -> FormRound:
    """The same with every text masked; what is hidden is as long as what stood there."""
    rows = [row for row in (form.old, form.new) if row is not None]
    words = {row.name for row in form.rows} | {text for row in rows for text in (row.unit, row.project, row.title)}
    waivers = [one.verdict for one in form.findings if one.verdict is not None]
    people = frozenset(waiver.person.strip() for waiver in waivers if waiver.person.strip())
    found = persons | found_in(texts_of(form)) | Found(loose=people)
    hide = Mask(found, frozenset(words))

    def rewrite(name: str, text: str) -> str:
        if name in _KEPT:
            return text
        return "*" * len(text) if name == "person" else hide.text(text)

    return rewritten(form, rewrite)
