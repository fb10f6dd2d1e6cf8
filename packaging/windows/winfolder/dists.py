"""What is installed or to be installed, who asks for it, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from winfolder.target import Target

PROJECT = "perfscore"
#: `web` opens the page, `template` fills Word templates; `cluster` is for many machines, not for a desk.
EXTRAS = ("web", "template")


@dataclass(frozen=True, slots=True)
class Dist:
    """The metadata of a distribution."""

    name: str
    version: str
    requires: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    requires_python: str = ""
    license: str = ""

    @property
    def key(self) -> str:
        """The name, written the one way."""
        return canonicalize_name(self.name)


@dataclass(frozen=True, slots=True)
class Walk:
    """What is reached from the project, and what is wrong on the way."""

    reached: frozenset[str]
    #: Requirements that nothing meets, with those who ask.
    lacking: dict[str, str]
    unfitting: tuple[str, ...]


def read_metadata(text: str) -> Dist:
    """The metadata of a file METADATA."""
    headers = HeaderParser().parsestr(text)
    stated = headers.get("License-Expression") or headers.get("License") or ""
    return Dist(
        name=headers["Name"],
        version=headers["Version"],
        requires=tuple(headers.get_all("Requires-Dist", [])),
        extras=tuple(headers.get_all("Provides-Extra", [])),
        requires_python=headers.get("Requires-Python", ""),
        license=stated.strip().splitlines()[0] if stated.strip() else "",
    )


def installed(packages: Path) -> dict[Path, Dist]:
    """The distributions of a folder of packages, by their .dist-info."""
    return {
        info: read_metadata((info / "METADATA").read_text(encoding="utf-8"))
        for info in sorted(packages.glob("*.dist-info"))
        if (info / "METADATA").is_file()
    }


def walk(dists: Iterable[Dist], target: Target, asked: Mapping[str, Iterable[str]]) -> Walk:
    """Follow the requirements from what is asked for, with the markers of the target.

    pip evaluates markers for the machine that it runs on, so colorama and tzdata are not found missing there.

    Args:
        dists: what there is.
        target: whose markers count.
        asked: distributions to start from, with their extras.
    """
    by_name = {dist.key: dist for dist in dists}
    waiting = [(Requirement(f"{name}[{','.join(extras)}]"), "this folder") for name, extras in asked.items()]
    seen: set[tuple[str, str]] = set()
    lacking: dict[str, str] = {}
    unfitting: list[str] = []
    while waiting:
        wanted, by = waiting.pop(0)
        dist = by_name.get(canonicalize_name(wanted.name))
        bare = f"{wanted.name}{_extras(wanted)}{wanted.specifier}"
        if dist is None:
            lacking.setdefault(bare, by)
            continue
        if not wanted.specifier.contains(dist.version, prereleases=True):
            unfitting.append(f"{dist.name} {dist.version} is there, {by} needs {bare}")
        for extra in ("", *sorted(wanted.extras)):
            if (dist.key, extra) in seen:
                continue
            seen.add((dist.key, extra))
            if extra and canonicalize_name(extra) not in map(canonicalize_name, dist.extras):
                unfitting.append(f"{dist.name} {dist.version} has no extra {extra}, which {by} asks for")
            environment = {**target.markers(), "extra": extra}
            requirements = map(Requirement, dist.requires)
            waiting += [
                (requirement, f"{dist.name} {dist.version}")
                for requirement in requirements
                if requirement.marker is None or requirement.marker.evaluate(environment)
            ]
    reached = frozenset(name for name, _ in seen)
    # What is needed without an extra is met once more with each.
    told = dict.fromkeys([*unfitting, *_too_new(by_name, reached, target)])
    return Walk(reached, lacking, tuple(told))


def _too_new(dists: Mapping[str, Dist], reached: frozenset[str], target: Target) -> list[str]:
    python = Version(target.full_version)
    return [
        f"{dist.name} {dist.version} needs Python {dist.requires_python}, the folder has {target.full_version}"
        for dist in (dists[name] for name in sorted(reached))
        if not SpecifierSet(dist.requires_python).contains(python, prereleases=True)
    ]


def _extras(requirement: Requirement) -> str:
    return f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
