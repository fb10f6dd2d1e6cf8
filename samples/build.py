"""Build the sample documents from their data files.

    python samples/build.py              write them where they are committed
    python samples/build.py --into DIR   write them elsewhere, to compare

The same data give the same bytes. Run it again after a change under `samples/data/`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import grid
import unitbook
import unittext
from formbook import one_below_the_other, one_sheet_each
from formdata import load_all
from formtext import render
from unitdata import load_base, load_target, load_unit

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"

#: What the document holds before the forms, and what its pages leave between them.
OPENING = ("附件3", "2023年度项目支出绩效自评表（8个）", "5")
BETWEEN = ("6", "仅供内部审核", "", "", "8", "9", "", "")

#: Data file of a printed grid → the document's name in the folder of its kind, and whether it comes as text too.
GRIDS = {
    "project-target/two-blocks": ("目标表（两栏）", True),
    "project-target/one-block": ("目标表", True),
    "ledger/projects": ("汇总表", True),
    "ledger/indicators": ("台账", True),
    "scoring-sheet/evaluation": ("评分表", False),
    "kpi/shop": ("考核表", False),
    "budget/unit": ("预算表", False),
}


def build() -> dict[str, bytes]:
    """Return the sample files: path below this folder → content."""
    forms = load_all(DATA / "hengyang-2023")
    clean = load_all(DATA / "clean")
    base = load_base(DATA / "hengyang-whole" / "base.toml")
    whole = load_unit(DATA / "hengyang-whole" / "self.toml")
    target = load_target(DATA / "hengyang-target" / "target.toml")
    return {
        "hengyang-2023/自评表.xlsx": one_sheet_each(forms),
        "hengyang-2023/自评表（一页）.xlsx": one_below_the_other(forms, "项目支出绩效自评表"),
        "hengyang-2023/自评表.txt": render(forms, OPENING, BETWEEN).encode(),
        "hengyang-2023/clean/自评表.xlsx": one_sheet_each(clean),
        "hengyang-2023/clean/自评表.txt": render(clean).encode(),
        "hengyang-2023/unscored/自评表.xlsx": one_sheet_each([form.without_scores() for form in forms]),
        "hengyang-2023/整体自评表.xlsx": unitbook.whole_unit(base, whole),
        "hengyang-2023/整体自评表.txt": unittext.whole_unit(base, whole).encode(),
        "hengyang-target/目标表.xlsx": unitbook.target_table(target),
        "hengyang-target/目标表.txt": unittext.target_table(target).encode(),
        **_grids(),
    }


def _grids() -> dict[str, bytes]:
    """The documents of printed grids, with their faults and without."""
    made = {}
    for data, (name, texts) in GRIDS.items():
        correct = grid.load(DATA / f"{data}.toml")
        folder = data.partition("/")[0]
        for document, path in ((correct.faulty(), f"{folder}/{name}"), (correct, f"{folder}/clean/{name}")):
            made[f"{path}.xlsx"] = document.workbook()
            if texts:
                made[f"{path}.txt"] = document.text()
    return made


def main(arguments: list[str]) -> int:
    """Write the samples; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the sample documents from samples/data.")
    parser.add_argument("--into", type=Path, default=HERE, metavar="DIR")
    folder: Path = parser.parse_args(arguments).into
    for name, content in build().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
