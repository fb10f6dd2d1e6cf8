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

from perfscore.core.errors import UsageError
from perfscore.core.records import frozen, replace
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
        jobs: who audits; `hands` draws pages and writes what is taken away, `probes` tries rules and values while one types:
            who reads or types waits for nobody's audit.
        remarks: what reviewers wrote.
        gate: who has come in.
        width: how many processes a batch may have.
        usual: how a dossier is audited where nothing else is chosen.
        shelves: the folder of the rule sets of all persons.
        limits: how much is taken.
    """

    desk: Desk
    jobs: Jobs
    hands: Jobs
    probes: Jobs
    remarks: Remarks
    gate: Gate
    shelves: Path
    limits: Limits
    width: int = 1
    usual: Options = Options()

    def audit(self, dossier: Dossier, lang: Language) -> None:
        """Have a dossier audited, or a batch; nothing is added to it from now on."""
        options, folder, seconds = dossier.options, str(dossier.folder), self.limits.seconds
        if dossier.coming:
            raise UsageError("还有文件没有传完（files are still coming in）")
        if len(dossier.sizes) > self.limits.together and not dossier.above:
            whole = many.ManyOrder(
                folder, options.ruleset, options.alone, lang, options.masked, self.width, dossier.passed
            )
            # A batch takes its time: so much for each file, as much as a file alone may take for all.
            most = seconds + len(dossier.sizes)
            dossier.job = self.jobs.submit(many.audit, whole, dossier.owner, most, dossier.key)
        else:
            order = work.AuditOrder(folder, options.ruleset, options.alone, dossier.passed)
            dossier.job = self.jobs.submit(work.audit, order, dossier.owner, seconds, dossier.key)
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
            made = self.desk.get(known or "")
            if made.job is not None and made.job.state not in ("failed", "cancelled"):
                return made
            self.drop(made)
        made = self.desk.new(above.owner, above.options, above.key)
        made.title = next((row.unit for row in above.many.rows if row.dossier == number), "")
        try:
            put = [self._put(made, above.folder / "files" / file, file) for file in above.many.members[number]]
            made.linked = all(put)
            self.audit(made, lang)
        except UsageError:
            self.drop(made)
            raise
        above.parts[number] = made.key
        return made

    def _put(self, dossier: Dossier, source: Path, file: str) -> bool:
        """Put a file of a batch into one of its dossiers; gives whether that takes no room."""
        if not source.is_file():
            return True  # it was told among those that were not audited
        size = source.stat().st_size
        name, target = self.desk.place(dossier, "files", file)
        dossier.sizes[name] = size
        try:
            target.hardlink_to(source)
        except OSError:
            self.desk.room(dossier, size, len(dossier.sizes))
            shutil.copyfile(source, target)
            return False
        return True

    def drop(self, dossier: Dossier) -> None:
        """Delete a dossier, and end what is under way of it and of the dossiers that were opened of it."""
        for key in dossier.parts.values():
            with contextlib.suppress(GoneError):
                self.drop(self.desk.get(key))
        for jobs in (self.jobs, self.hands):
            jobs.cancel_of(dossier.key)
        self.desk.drop(dossier)

    def remarks_of(self, dossier: Dossier) -> list[Remark]:
        """What was written here beside the findings of a dossier."""
        settle(dossier)
        done = dossier.outcome or dossier.many
        return list(self.remarks.of(dossier.owner, done.documents if done is not None else ()).values())

    def with_own_rules(self, dossier: Dossier) -> None:
        """Keep the rule set of a dossier with it, such as it is now: whoever changes it later changes no dossier."""
        path = dossier.options.ruleset
        if path is not None and path.endswith(".toml"):
            kept = dossier.folder / "rules" / Path(path).name
            kept.parent.mkdir()
            shutil.copyfile(path, kept)
            dossier.options = replace(dossier.options, ruleset=str(kept))

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
        self.with_own_rules(dossier)
        for file in found.files:
            size = Path(file).stat().st_size if Path(file).is_file() else 0
            self.desk.room(dossier, size, len(dossier.sizes))
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
            try:
                self.desk.tidy(time.time())
            except OSError:
                log.exception("the private folder could not be tidied")


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
