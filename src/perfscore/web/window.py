"""The window: what all its rooms share, its beginning and its end."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perfscore.core.records import frozen
from perfscore.web import work
from perfscore.web.desk import Desk, Dossier, FullError, Options
from perfscore.web.gate import Gate
from perfscore.web.jobs import Jobs
from perfscore.web.limits import Limits
from perfscore.web.remarks import Remark, Remarks

log = logging.getLogger(__name__)
#: So often, in seconds, are dossiers looked for that nobody wants any more.
_ROUND: Final = 300
#: What is tried while somebody types takes no longer, or is no rule that anybody wrote.
PROBE_SECONDS: Final = 8.0


@frozen
class Window:
    """What the rooms share.

    Attributes:
        desk: the dossiers.
        jobs: who audits; `probes` tries rules and values while one types, so that no dossier is waited for.
        remarks: what reviewers wrote.
        gate: who has come in.
        library: the folder of the rule sets of all persons.
        limits: how much is taken.
    """

    desk: Desk
    jobs: Jobs
    probes: Jobs
    remarks: Remarks
    gate: Gate
    library: Path
    limits: Limits

    def audit(self, dossier: Dossier) -> None:
        """Have a dossier audited; nothing is added to it from now on."""
        options = dossier.options
        order = work.AuditOrder(str(dossier.folder), options.ruleset, options.alone)
        dossier.job = self.jobs.submit(work.audit, order, dossier.owner, self.limits.seconds)
        dossier.sealed = True

    def remarks_of(self, dossier: Dossier) -> list[Remark]:
        """What was written here beside the findings of a dossier."""
        done = outcome(dossier)
        return list(self.remarks.of(dossier.owner, done.documents if done is not None else ()).values())

    def adopt(self, paths: Sequence[str], owner: str, options: Options) -> Dossier:
        """A dossier of files that lie on this machine, audited at once.

        Raises:
            UsageError: they are not there, or too many.
        """
        from perfscore.gathering import expand
        from perfscore.services.batch.results import common, shortened

        found = expand(paths)
        root = common(found.files)
        dossier = self.desk.new(owner, options)
        for file in found.files:
            size = Path(file).stat().st_size if Path(file).is_file() else 0
            if size > self.desk.room(dossier, size, len(dossier.sizes)):
                raise FullError(f"{file}：太大（too large）")
            name, target = self.desk.place(dossier, "files", shortened(file, root))
            try:
                shutil.copyfile(file, target)
            except OSError as error:
                raise FullError(f"{file}：打不开（{error.strerror or error}；cannot be opened）") from None
            dossier.sizes[name] = size
        self.audit(dossier)
        return dossier

    async def tidy(self) -> None:
        """Delete what nobody wants any more, as long as the window is open."""
        while True:
            await asyncio.sleep(_ROUND)
            self.desk.tidy(time.time())


def outcome(dossier: Dossier) -> work.Outcome | None:
    """What the audit of a dossier came to, once it is done."""
    job = dossier.job
    if dossier.outcome is None and job is not None and job.state == "done":
        dossier.outcome = job.result
    return dossier.outcome
