"""The forms behind the samples: what each cell shows, read from the data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

FUNDING_HEADER = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
INDICATOR_HEADER = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One row of the money block, every value as printed."""

    source: str
    initial: str
    budget: str
    executed: str
    points: str
    rate: str
    score: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the indicator table, every value as printed; a blank second-level row has only `l2`."""

    l2: str
    name: str
    target: str
    actual: str
    points: str
    score: str
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A first-level heading as printed, `成本指标（20分）`, with its rows."""

    header: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class TextLook:
    """How an extraction to text mangles the form.

    Attributes:
        mark: what stands before the title, `## ` or nothing.
        caption: lines between title and table, `（2024年度）`; published texts often lost them.
        shifted: labels of the rows whose cells stand one column too far left.
        noise_after: second-level label after whose row a page ends, or "".
        noise: the lines that the page break leaves there.
    """

    mark: str
    caption: tuple[str, ...]
    shifted: tuple[str, ...]
    noise_after: str
    noise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleForm:
    """One 项目支出绩效自评表 as printed.

    `head` holds rows of label, value, label, value; `footer` the sign-off.
    """

    sheet: str
    title: str
    year: str
    money_label: str
    head: tuple[tuple[str, ...], ...]
    funding: tuple[FundingRow, ...]
    goal_expected: str
    goal_actual: str
    sections: tuple[Section, ...]
    total_points: str
    total_score: str
    footer: tuple[str, ...]
    text: TextLook

    def without_scores(self) -> SampleForm:
        """The same form before anybody scored it: indicators, execution and total blank."""
        return replace(
            self,
            funding=tuple(replace(row, score="") for row in self.funding),
            sections=tuple(
                replace(section, rows=tuple(replace(row, score="") for row in section.rows))
                for section in self.sections
            ),
            total_score="",
        )


def load(path: Path) -> SampleForm:
    """Read one form from its data file.

    Raises:
        KeyError, TypeError: The data file lacks a key or a row has the wrong number of cells.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    text = data["text"]
    points, score = data["total"]
    return SampleForm(
        sheet=data["sheet"],
        title=data["title"],
        year=data["year"],
        money_label=data["money_label"],
        head=tuple(tuple(row) for row in data["head"]),
        funding=tuple(FundingRow(*row) for row in data["funding"]),
        goal_expected=data["goal_expected"],
        goal_actual=data["goal_actual"],
        sections=tuple(
            Section(section["header"], tuple(IndicatorRow(*row) for row in section["rows"]))
            for section in data["sections"]
        ),
        total_points=points,
        total_score=score,
        footer=tuple(data.get("footer", ())),
        text=TextLook(
            mark=text["mark"],
            caption=tuple(text.get("caption", ())),
            shifted=tuple(text["shifted"]),
            noise_after=text.get("noise_after", ""),
            noise=tuple(text.get("noise", ())),
        ),
    )


def load_all(folder: Path) -> list[SampleForm]:
    """Read the forms of a folder in the order of their file names."""
    return [load(path) for path in sorted(folder.glob("*.toml"))]
