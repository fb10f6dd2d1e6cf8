"""A dossier: its files come in, its audit is waited for, its page is read, remarks are written, files are taken away."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Final

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from perfscore.core.errors import UsageError
from perfscore.core.visible import clean
from perfscore.core.waivers import VERDICTS, VERDICTS_EN
from perfscore.report.ledger.tables import STATUS
from perfscore.web import many, taking, work
from perfscore.web.asking import written
from perfscore.web.desk import Dossier, FullError, GoneError, Part
from perfscore.web.limits import megabytes
from perfscore.web.pages import report_policy
from perfscore.web.remarks import Remark
from perfscore.web.replies import (
    given,
    language,
    number_of,
    owner,
    page,
    record,
    remark_record,
    see,
    text_of,
    window,
)
from perfscore.web.window import outcome, settle

_REASON, _PERSON, _LONGEST = 2_000, 60, 40_000
#: A size or a number with more digits is none.
_DIGITS: Final = 12
#: So many names of files that were not sent are told, each so long at most.
_PASSED, _NAME, _NAMES = 200, 300, 1_000_000
#: So many forms of a batch stand on its page; all of them are in the ledger.
_ROWS: Final = 1_000


def dossier_of(request: Request, *, own: bool = False) -> Dossier:
    """The dossier that an address names; whoever knows its address may read it and write remarks.

    Args:
        request: of the address.
        own: only the person who dropped it may do this.

    Raises:
        GoneError: there is none.
    """
    found = window(request).desk.get(request.path_params["key"])
    if own and found.owner != owner(request):
        raise GoneError("只有拖入这份材料的人可以这样做（only the person who dropped it may do this）")
    return found


async def upload(request: Request, part: Part) -> Response:
    """One file, as the bytes of the request."""
    here = window(request)
    dossier = dossier_of(request, own=True)
    taken = dossier.sizes if part == "files" else dossier.old
    _may_add(dossier, part)
    length = request.headers.get("content-length", "")
    # What comes in pieces of unknown number has no size, whatever else it says.
    if not length.isdecimal() or len(length) > _DIGITS or "transfer-encoding" in request.headers:
        return record({"problem": "没有写明文件大小（no length）"}, 411)
    size = int(length)
    here.desk.room(dossier, size, len(taken))
    name, target = here.desk.place(dossier, part, request.path_params["name"])
    taken[name] = size  # the room is kept from others while it comes in
    coming = dossier.folder / f"{secrets.token_hex(8)}.part"
    whole = False
    dossier.coming += 1
    try:
        got = 0
        with coming.open("xb") as file:
            async for chunk in request.stream():
                got += len(chunk)
                if got > size:
                    break
                file.write(chunk)
        if got != size:
            raise UsageError(f"{name}：没有传完，请重新拖入（not the whole file came in: drop it again）")
        if dossier.gone:
            raise GoneError("这份材料已经删除（this dossier was deleted）")
        _may_add(dossier, part)
        coming.replace(target)
        whole = True
    except ClientDisconnect:
        return Response(status_code=400)
    except OSError as error:
        raise FullError(f"{name}：存不下（{error.strerror or error}；cannot be stored）") from None
    finally:
        dossier.coming -= 1
        if not whole:
            taken.pop(name, None)
            here.desk.forget(dossier, part, name)
            coming.unlink(missing_ok=True)
    return record({"name": name, "size": megabytes(size)})


def _may_add(dossier: Dossier, part: Part) -> None:
    if part == "files" and dossier.sealed:
        raise FullError("这份材料已经开始审核，不能再加文件；请在首页另外拖入（already under way: drop it anew）")


async def audit(request: Request) -> Response:
    """All files are here: audit them."""
    dossier = dossier_of(request, own=True)
    if not dossier.sizes:
        raise UsageError("还没有文件（no file yet）")
    if not dossier.sealed:
        passed = (await given(request, _NAMES)).get("passed", [])
        dossier.passed = (
            tuple(clean(str(one))[:_NAME] for one in passed[:_PASSED]) if isinstance(passed, list) else ()
        )
        window(request).audit(dossier, language(request))
    return record({"at": f"/d/{dossier.key}"})


async def state(request: Request) -> Response:
    """How far the audit is."""
    dossier = dossier_of(request)
    job = dossier.job
    if job is None:
        return record({"state": "open"})
    done, whole = 0, len(dossier.sizes)
    with contextlib.suppress(OSError, ValueError):
        done, whole = json.loads((dossier.folder / work.PROGRESS).read_text(encoding="utf-8"))
    facts = {"state": job.state, "before": window(request).jobs.before(job), "done": done, "files": whole}
    return record({**facts, "problem": job.problem})


async def cancel(request: Request) -> Response:
    """End the audit."""
    dossier = dossier_of(request, own=True)
    if dossier.job is not None:
        window(request).jobs.cancel(dossier.job)
    return record({})


async def drop(request: Request) -> Response:
    """Delete the dossier; remarks stay, and come back with the files."""
    window(request).drop(dossier_of(request, own=True))
    return record({})


async def report(request: Request) -> Response:
    """The page of a dossier, or how far it is."""
    here = window(request)
    dossier = dossier_of(request)
    job = dossier.job
    if job is None:
        return see("/")
    if not job.done:
        return page(request, "wait.html", {"dossier": dossier, "mine": dossier.owner == owner(request)})
    if job.state != "done":
        return page(request, "failed.html", {"dossier": dossier, "problem": job.problem}, 422)
    settle(dossier)
    if dossier.many is not None:
        return _list(request, dossier, dossier.many)
    lang = language(request)
    remarks = await run_in_threadpool(here.remarks_of, dossier)
    stamp = sum(one.version for one in remarks)
    path = dossier.folder / "made" / f"page-{lang}.html"
    if dossier.drawn.get(lang) != stamp or not path.exists():
        order = work.PageOrder(
            str(dossier.folder), lang, dossier.options.masked, remarks, _around(request, dossier)
        )
        await written(request, work.draw, order, dossier.key)
        dossier.drawn[lang] = stamp
    return FileResponse(
        path, media_type="text/html; charset=utf-8", headers={"content-security-policy": report_policy()}
    )


def _list(request: Request, dossier: Dossier, found: many.Many) -> Response:
    """The page of a batch: its forms, the worst first."""
    english = language(request) == "en"
    asked = request.query_params.get("q", "").strip()
    fits = [row for row in found.rows if asked in f"{row.unit} {row.project} {row.file}"]
    facts = {
        "dossier": dossier,
        "many": found,
        "rows": fits[:_ROWS],
        "fits": len(fits),
        "asked": asked,
        "kinds": [(kind, words[english]) for kind, words in many.KINDS.items()],
        "statuses": [(STATUS[name][english], count) for name, count in found.statuses.items()],
    }
    return page(request, "many.html", facts)


async def part(request: Request) -> Response:
    """A dossier of a batch, opened by itself."""
    above = dossier_of(request)
    outcome(above)
    made = window(request).part(above, number_of(request), language(request))
    return see(f"/d/{made.key}")


def _around(request: Request, dossier: Dossier) -> dict[str, object]:
    """What the window puts around the page of a dossier."""
    english = language(request) == "en"
    copies = [kind for kind in taking.KINDS if kind in ("annotated", "filled")]
    return {
        "key": dossier.key,
        "path": f"/d/{dossier.key}",
        "name": dossier.name,
        "above": dossier.above,
        "verdicts": [(one, VERDICTS_EN[one] if english else one) for one in VERDICTS],
        "copies": [(kind, taking.KINDS[kind][english]) for kind in copies],
        "kinds": [
            (kind, f"{taking.KINDS[kind][english]} {taking.KINDS[kind][2]}")
            for kind in taking.KINDS
            if kind not in copies
        ],
    }


async def remarks(request: Request) -> Response:
    """What is said beside the findings of a dossier, by their numbers; those of no document have no place for it."""
    here = window(request)
    dossier = dossier_of(request)
    done = outcome(dossier)
    if done is None:
        return record({"remarks": {}, "closed": []})
    here_said = {one.key: one for one in await run_in_threadpool(here.remarks_of, dossier)}
    found = {}
    for number, (key, said) in enumerate(zip(done.keys, done.said, strict=True)):
        one = here_said.get(key)
        if one is None and said is not None:
            one = Remark(*key, said.verdict, said.reason, said.person, said.date)
        if one is not None:
            found[number] = remark_record(one)
    closed = [number for number, key in enumerate(done.keys) if not key[0]]
    return record({"remarks": found, "closed": closed})


async def write(request: Request) -> Response:
    """Write the remark beside a finding, over the version that the page has seen."""
    here = window(request)
    dossier = dossier_of(request)
    facts = await given(request, _LONGEST)
    done = outcome(dossier)
    number = number_of(request)
    if done is None or number >= len(done.keys) or not done.keys[number][0]:
        raise UsageError("没有这条问题（no such finding）")
    verdict = text_of(facts, "verdict", 20)
    if verdict and verdict not in VERDICTS:
        raise UsageError(f"处理意见只能是 {'、'.join(VERDICTS)}（no such verdict）")
    version = facts.get("version")
    if type(version) is not int:
        raise UsageError("请求读不懂（no version）")
    today = datetime.now(tz=UTC).astimezone().date().isoformat()
    reason, person = text_of(facts, "reason", _REASON).strip(), text_of(facts, "person", _PERSON).strip()
    remark = Remark(*done.keys[number], verdict, reason, person, today, version)
    if remark.empty:
        remark = replace(remark, person="", date="")
    return record(remark_record(await run_in_threadpool(here.remarks.write, dossier.owner, remark)))


async def take(request: Request) -> Response:
    """A file of the dossier, written now."""
    here = window(request)
    dossier = dossier_of(request)
    settle(dossier)
    options, lang = dossier.options, language(request)
    folder, kind, name = str(dossier.folder), request.path_params["kind"], PurePath(dossier.name).stem
    said, seconds = await run_in_threadpool(here.remarks_of, dossier), here.limits.seconds
    if (found := dossier.many) is not None:
        whole = many.TakeOrder(
            folder,
            kind,
            name,
            lang,
            options.masked,
            options.alone,
            options.ruleset,
            found.members,
            found.left,
            said,
        )
        path, name = await written(request, many.take, whole, dossier.key, seconds + len(dossier.sizes))
    elif dossier.outcome is not None:
        order = taking.TakeOrder(folder, kind, name, lang, options.masked, said, options.ruleset)
        path, name = await written(request, taking.take, order, dossier.key)
    else:
        raise GoneError("还没有审核完（not audited yet）")
    return sent(path, name)


def sent(path: str, name: str) -> Response:
    """A file that was written for one visitor; its folder goes when it is sent."""
    folder = next(one for one in Path(path).parents if one.name.startswith(taking.TAKEN))
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    # No browser shows what is taken away: it could hold anything.
    return FileResponse(path, filename=name, media_type="application/octet-stream", background=gone)


ROUTES = [
    Route("/d/{key}", report),
    Route("/d/{key}/state", state),
    Route("/d/{key}/audit", audit, methods=["POST"]),
    Route("/d/{key}/cancel", cancel, methods=["POST"]),
    Route("/d/{key}/drop", drop, methods=["POST"]),
    Route("/d/{key}/remarks", remarks),
    Route("/d/{key}/remarks/{number}", write, methods=["PUT"]),
    Route("/d/{key}/take/{kind}", take),
    Route("/d/{key}/part/{number}", part),
    Route("/d/{key}/files/{name:path}", partial(upload, part="files"), methods=["PUT"]),
    Route("/d/{key}/old/{name:path}", partial(upload, part="old"), methods=["PUT"]),
]
