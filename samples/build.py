"""Build the sample documents from their data files.

    python samples/build.py              write them where they are committed
    python samples/build.py --into DIR   write them elsewhere, to compare

The same data give the same bytes. Run it again after a change under `samples/data/`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from formbook import one_below_the_other, one_sheet_each
from formdata import load_all
from formtext import render

HERE = Path(__file__).resolve().parent
SET = "hengyang-2023"

#: What the document holds before the forms, and what its pages leave between them.
OPENING = ("附件3", "2023年度项目支出绩效自评表（8个）", "5")
BETWEEN = ("6", "仅供内部审核", "", "", "8", "9", "", "")


def build() -> dict[str, bytes]:
    """Return the sample files: path below the set's folder → content."""
    forms = load_all(HERE / "data" / SET)
    clean = load_all(HERE / "data" / "clean")
    return {
        "自评表.xlsx": one_sheet_each(forms),
        "自评表（一页）.xlsx": one_below_the_other(forms, "项目支出绩效自评表"),
        "自评表.txt": render(forms, OPENING, BETWEEN).encode(),
        "clean/自评表.xlsx": one_sheet_each(clean),
        "clean/自评表.txt": render(clean).encode(),
        "unscored/自评表.xlsx": one_sheet_each([form.without_scores() for form in forms]),
    }


def main(arguments: list[str]) -> int:
    """Write the samples; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the sample documents from samples/data.")
    parser.add_argument("--into", type=Path, default=HERE / SET, metavar="DIR")
    folder: Path = parser.parse_args(arguments).into
    for name, content in build().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
