"""Documents of a round gathered into dossiers as a batch gathers them, so that both tell the same."""

from __future__ import annotations

from collections.abc import Sequence

from perfscore.auditor import Auditor
from perfscore.material import Material, read_materials
from perfscore.outcome import AuditReport
from perfscore.services.batch.plan import Looked, dossiers, without_copies
from perfscore.services.batch.whose import names_of


def audited(files: Sequence[str], auditor: Auditor, *, alone: bool = False) -> list[AuditReport]:
    """Audit files dossier by dossier, in the order in which a batch does; one that is the same as another is left out."""
    read = list(read_materials(sorted(dict.fromkeys(files)), keep=False))
    plan = dossiers(without_copies(map(_looked, read)), alone=alone)
    return [auditor.report([read[place] for place in one]) for one in plan]


def _looked(material: Material) -> Looked:
    record = material.record
    seen = (record.file, 0, 0, record.sha256, record.kind)
    if record.status != "read":
        return Looked(*seen, "refused", record.reason)
    forms = len(material.forms) + len(material.budget_tables)
    if not forms:
        return Looked(*seen, "no-form")
    names = names_of(material)
    return Looked(*seen, "read", forms=forms, own=tuple(sorted(names.own)), listed=tuple(sorted(names.listed)))
