"""The window: what all its rooms share, its beginning and its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perfscore.core.records import frozen
from perfscore.report.style import Language
from perfscore.web import many, work
from perfscore.web.desk import Desk, Dossier, FullError, GoneError, Options
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
        width: how many processes a batch may have.
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
    width: int = 1

    def audit(self, dossier: Dossier, lang: Language) -> None:
        """Have a dossier audited, or a batch; nothing is added to it from now on."""
        options, folder, seconds = dossier.options, str(dossier.folder), self.limits.seconds
        if len(dossier.sizes) > self.limits.together and not dossier.above:
            whole = many.ManyOrder(folder, options.ruleset, options.alone, lang, options.masked, self.width)
            # A batch takes its time: so much for each file, as much as a file alone may take for all.
            dossier.job = self.jobs.submit(many.audit, whole, dossier.owner, seconds + len(dossier.sizes))
        else:
            order = work.AuditOrder(folder, options.ruleset, options.alone)
            dossier.job = self.jobs.submit(work.audit, order, dossier.owner, seconds)
        dossier.sealed = True

    def part(self, above: Dossier, number: int, lang: Language) -> Dossier:
        """A dossier of a batch by itself, audited when it is first asked for.

        Raises:
            GoneError: there is none of that number.
        """
        if above.many is None or number >= len(above.many.members):
            raise GoneError("没有这份材料（no such dossier）")
        known = above.parts.get(number)
        with contextlib.suppress(GoneError):
            if known is not None:
                return self.desk.get(known)
        made = self.desk.new(above.owner, above.options)
        made.above = above.key
        for file in above.many.members[number]:
            source = above.folder / "files" / file
            if source.is_file():
                name, target = self.desk.place(made, "files", file)
                shutil.copyfile(source, target)
                made.sizes[name] = source.stat().st_size
        above.parts[number] = made.key
        self.audit(made, lang)
        return made

    def drop(self, dossier: Dossier) -> None:
        """Delete a dossier, and end what is under way of it and of the dossiers that were opened of it."""
        for key in dossier.parts.values():
            with contextlib.suppress(GoneError):
                self.drop(self.desk.get(key))
        if dossier.job is not None:
            self.jobs.cancel(dossier.job)
        self.desk.drop(dossier)

    def remarks_of(self, dossier: Dossier) -> list[Remark]:
        """What was written here beside the findings of a dossier."""
        settle(dossier)
        done = dossier.outcome or dossier.many
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
        self.audit(dossier, "zh")
        return dossier

    async def tidy(self) -> None:
        """Delete what nobody wants any more, as long as the window is open."""
        while True:
            await asyncio.sleep(_ROUND)
            self.desk.tidy(time.time())


def settle(dossier: Dossier) -> None:
    """Take over what the audit of a dossier came to, once it is done."""
    job = dossier.job
    if job is not None and job.state == "done" and dossier.outcome is None and dossier.many is None:
        if isinstance(job.result, many.Many):
            dossier.many = job.result
        else:
            dossier.outcome = job.result


def outcome(dossier: Dossier) -> work.Outcome | None:
    """What the audit of a dossier came to, once it is done; None as well of a batch."""
    settle(dossier)
    return dossier.outcome
