"""A folder of results read again: its dossiers one at a time, its files, and the ledger made of them."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain, count
from pathlib import Path
from typing import IO, Any

from perfscore.core import saving
from perfscore.core.errors import UsageError
from perfscore.core.records import frozen
from perfscore.core.visible import clean
from perfscore.report.ledger.book import write_ledger
from perfscore.report.ledger.pages import TABLES, Results
from perfscore.report.ledger.summary import Summary
from perfscore.report.style import Style
from perfscore.services.batch.store import INPUTS, SCHEMA
from perfscore.stored import MANIFEST, refs

LEDGER = "汇总表.xlsx"


class Folder:
    """A folder of results that is complete.

    Raises:
        UsageError: it is none, or was not finished.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        try:
            text = (self.path / MANIFEST).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise UsageError(
                f"{self.path}：不是完成的审核结果文件夹；审核中断的，用同一命令再运行一次"
                "（no complete folder of results）"
            ) from None
        except (OSError, UnicodeDecodeError):
            raise _strange(self.path) from None
        self.manifest = _manifest(text)
        if self.manifest.get("schema") != SCHEMA:
            raise _strange(self.path)

    def documents(self) -> Iterator[dict[str, Any]]:
        """The dossier documents in order, one at a time."""
        for _, document in refs(self.path):
            run = {**document["run"], "date": self.manifest.get("date")}
            yield {**document, "run": run}

    def files(self) -> Iterator[Mapping[str, Any]]:
        """Every file of the run with what became of it."""
        with (self.path / INPUTS).open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def _manifest(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _strange(folder: Path) -> UsageError:
    return UsageError(
        f"{folder / MANIFEST}：读不懂，可能是别的版本写的；请重新审核（not a manifest of this version）"
    )


@frozen
class Ledgers:
    """The ledger that was written: the name of its workbook, and what was counted for it."""

    name: str
    summary: Summary


def write_ledgers(folder: Folder, style: Style, *, linked: bool = True) -> Ledgers:
    """Write the ledger beside the results, as a workbook and as CSV files.

    A ledger of an earlier run that somebody has changed since stays: the new one gets a number.

    Args:
        folder: the results.
        style: the language of the words.
        linked: whether names of files lead to the files.

    Raises:
        UsageError: a file cannot be written.
    """
    root = common(record["file"] for record in folder.files())
    results = Results(
        folder.documents,
        folder.files,
        folder.manifest,
        lambda path: shortened(path, root),
        folder.path.resolve() if linked else None,
    )
    written = dict(folder.manifest.get("ledgers") or {})
    name = _free(folder.path, written)
    with ExitStack() as stack:
        stream = stack.enter_context(saving.saving(folder.path / name))
        beside = {
            key: stack.enter_context(_text(folder.path / f"{Path(name).stem}-{style.say(*words)}.csv"))
            for key, words in TABLES.items()
        }
        summary = write_ledger(results, stream, style, beside=beside)
    written[name] = _hash(folder.path / name)
    whole = {**folder.manifest, "ledgers": written}
    saving.save(
        folder.path / MANIFEST,
        json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n",
    )
    return Ledgers(name, summary)


def _free(folder: Path, written: Mapping[str, str]) -> str:
    """A name for the ledger at which nothing is lost: what lies there is as it was written."""
    names = chain((LEDGER,), (f"{Path(LEDGER).stem}{number}.xlsx" for number in count(2)))
    return next(
        name for name in names if not (folder / name).exists() or written.get(name) == _hash(folder / name)
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    """A CSV file as Excel knows it for UTF-8."""
    with saving.saving(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
        yield text
        text.flush()
        text.detach()


def common(paths: Iterable[str]) -> str:
    """The folder that all files lie in, "" where there is none."""
    folders = {os.path.dirname(path) for path in paths}  # noqa: PTH120 - names may be no valid paths
    try:
        return os.path.commonpath(folders) if folders else ""
    except ValueError:
        return ""


def shortened(path: str, root: str) -> str:
    """A path below a folder, as people need it."""
    return clean(path[len(root) :].lstrip("/\\") if root and path.startswith(root) else path)
