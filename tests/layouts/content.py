"""What the samples say, free of any layout: the contents that are drawn again and again."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "samples" / "data"
_POINTS = re.compile(r"[（(]\s*([\d.]+)\s*分\s*[)）]")


def tight(text: str) -> str:
    """The text without blanks and line breaks."""
    return re.sub(r"\s+", "", text)


@dataclass(frozen=True)
class Row:
    """A row of the indicator table; a row without a name is a printed second-level label and nothing else."""

    l2: str
    name: str = ""
    target: str = ""
    actual: str = ""
    points: str = ""
    score: str = ""
    reason: str = ""
    value_type: str = ""
    unit: str = ""
    explanation: str = ""
    rule: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Part:
    """A first-level heading with its rows."""

    l1: str
    points: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Fund:
    """A line of the money block; `role` names its label in the list of wordings, "" keeps the printed label."""

    role: str
    label: str
    initial: str = ""
    budget: str = ""
    executed: str = ""
    points: str = ""
    rate: str = ""
    score: str = ""


@dataclass(frozen=True)
class Content:
    """A form of one kind with everything that it says."""

    id: str
    kind: str
    title: str
    year: str
    money_unit: str
    head: tuple[tuple[str, str], ...]
    funds: tuple[Fund, ...]
    goal: str
    goal_actual: str
    parts: tuple[Part, ...]
    total: tuple[str, str] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in reading order."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def assessed(self) -> bool:
        """Whether the form records what was done."""
        return self.kind.endswith("self-assessment")


def _load(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _role(label: str) -> str:
    for word, role in (("总额", "fund_total"), ("财政拨款", "fund_fiscal"), ("结转", "fund_carry")):
        if word in label:
            return role
    return "fund_other"


def _parts(sections: list[dict]) -> tuple[Part, ...]:
    made = []
    for section in sections:
        found = _POINTS.search(section["header"])
        name = tight(_POINTS.sub("", section["header"]))
        made.append(Part(name, found[1] if found else "", tuple(Row(*row) for row in section["rows"])))
    return tuple(made)


def _assessment(path: Path) -> Content:
    data = _load(path)
    pairs = [pair for row in data["head"] for pair in zip(row[::2], row[1::2], strict=True)]
    names = ("project", "department", "implementing_unit")
    funds = [Fund(_role(label), label, *cells) for label, *cells in data["funding"]]
    return Content(
        id=path.stem,
        kind="project-self-assessment",
        title=data["title"],
        year=data["year"],
        money_unit="万元",
        head=tuple((name, value) for name, (_, value) in zip(names, pairs, strict=True)),
        funds=tuple(sorted(funds, key=lambda fund: fund.role != "fund_total")),
        goal=data["goal_expected"],
        goal_actual=data["goal_actual"],
        parts=_parts(data["sections"]),
        total=tuple(data["total"]),
    )


def _whole() -> Content:
    data = _load(DATA / "hengyang-whole" / "self.toml")
    return Content(
        id="whole",
        kind="unit-self-assessment",
        title=data["title"],
        year="2023",
        money_unit="万元",
        head=(("unit_name", data["unit"]),),
        funds=(Fund("fund_total", data["total_label"], *data["total"]),),
        goal=data["goal_expected"],
        goal_actual=data["goal_actual"],
        parts=_parts(data["sections"]),
    )


def _unit_target() -> Content:
    data = _load(DATA / "hengyang-target" / "target.toml")
    parts = []
    for section in data["sections"]:
        rows = []
        for row in section["rows"]:
            sign, value, unit = row.get("value", ("", "", ""))
            texts = {key: tight(row.get(key, "")) for key in ("name", "explanation", "rule", "remark")}
            rows.append(Row(tight(row["l2"]), target=value, value_type=sign, unit=unit, **texts))
        parts.append(Part(tight(section["l1"]), "", tuple(rows)))
    return Content(
        id="unit-target",
        kind="unit-target",
        title=data["title"],
        year="",
        money_unit="万元",
        head=(("unit_name", tight(data["unit_name"])),),
        funds=(Fund("fund_total", *data["money"]["total"]),),
        goal=tight(data["goal"]),
        goal_actual="",
        parts=tuple(parts),
    )


def _targets() -> list[Content]:
    made = []
    for number, data in enumerate(_load(HERE / "targets.toml")["sheet"], 1):
        levels: dict[str, list[Row]] = {}
        for l1, *cells in data["rows"]:
            levels.setdefault(l1, []).append(Row(*cells))
        made.append(
            Content(
                id=f"target-{number}",
                kind="project-target",
                title="项目支出绩效目标表",
                year=data["year"],
                money_unit=data["unit"],
                head=tuple((name, data[name]) for name in ("project", "department", "implementing_unit")),
                funds=tuple(Fund("fund_total" if not n else "", *pair) for n, pair in enumerate(data["funds"])),
                goal=data["goal"],
                goal_actual="",
                parts=tuple(Part(l1, "", tuple(rows)) for l1, rows in levels.items()),
            )
        )
    return made


@cache
def contents() -> dict[str, tuple[Content, ...]]:
    """All contents by kind of form."""
    assessments = [_assessment(path) for path in sorted((DATA / "hengyang-2023").glob("p*.toml"))]
    return {
        "project-self-assessment": (*assessments, _assessment(DATA / "clean" / "library.toml")),
        "unit-self-assessment": (_whole(),),
        "unit-target": (_unit_target(),),
        "project-target": tuple(_targets()),
    }
