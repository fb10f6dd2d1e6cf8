"""Which wheels: pip chooses them for 64-bit Windows, over again until nothing is lacking there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from winfolder.dists import EXTRAS, PROJECT, Dist, walk
from winfolder.target import PLATFORM, FolderError, Target

#: Each round adds what the markers of Windows ask for; two are usual.
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """A distribution that pip chose."""

    dist: Dist
    sha256: str

    @property
    def pin(self) -> str:
        """As a line of a file of requirements; the sum holds the download to what was chosen."""
        return f"{self.dist.key}=={self.dist.version} --hash=sha256:{self.sha256}"


def resolve(wheel: Path, target: Target, options: Sequence[str] = ()) -> list[Chosen]:
    """What the project's wheel needs on the target, itself left out.

    Args:
        wheel: of the project.
        target: the Python of the folder.
        options: for pip, such as `--no-index`.

    Raises:
        FolderError: when something has no wheel for Windows, or requirements cannot be met together.
    """
    asked = [f"{wheel.resolve()}[{','.join(EXTRAS)}]"]
    for _ in range(_ROUNDS):
        chosen = [_chosen(item) for item in _report(asked, target, options)]
        found = walk((one.dist for one in chosen), target, {PROJECT: EXTRAS})
        if found.unfitting:
            raise FolderError("\n".join(found.unfitting))
        if not found.lacking:
            return [one for one in chosen if one.dist.key in found.reached and one.dist.key != PROJECT]
        asked += sorted(found.lacking)
    raise FolderError(f"after {_ROUNDS} rounds these are still lacking: {', '.join(found.lacking)}")


def download(chosen: Sequence[Chosen], folder: Path, target: Target, options: Sequence[str] = ()) -> list[Path]:
    """The wheels of what was chosen, held to their sums."""
    pins = folder / "requirements.txt"
    folder.mkdir(parents=True, exist_ok=True)
    pins.write_text("".join(f"{one.pin}\n" for one in chosen), encoding="utf-8")
    _pip(["download", "--no-deps", "--dest", str(folder), *_for(target), *options, "--requirement", str(pins)])
    return sorted(folder.glob("*.whl"))


def _for(target: Target) -> list[str]:
    tags = [word for abi in (f"cp3{target.minor}", "abi3", "none") for word in ("--abi", abi)]
    version = ["--python-version", target.version, "--implementation", "cp"]
    return ["--only-binary=:all:", "--platform", PLATFORM, *version, *tags]


def _report(asked: Sequence[str], target: Target, options: Sequence[str]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as scratch:
        # pip chooses for another platform only where it installs into a folder of its own; nothing is installed.
        report, nowhere = Path(scratch, "report.json"), Path(scratch, "nowhere")
        words = ["install", "--dry-run", "--ignore-installed", "--report", str(report), "--target", str(nowhere)]
        _pip([*words, *_for(target), *options, *asked])
        answer: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["install"]
        return answer


def _chosen(item: dict[str, Any]) -> Chosen:
    metadata = item["metadata"]
    archive = item["download_info"]["archive_info"]
    dist = Dist(
        name=metadata["name"],
        version=metadata["version"],
        requires=tuple(metadata.get("requires_dist", ())),
        extras=tuple(metadata.get("provides_extra", ())),
        requires_python=metadata.get("requires_python", ""),
    )
    return Chosen(dist, archive.get("hashes", {}).get("sha256", ""))


def _pip(words: Sequence[str]) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    if run.returncode:
        raise FolderError(f"pip {words[0]}: {run.stderr.strip()}")
