"""How many slips are found: `python benchmarks/mutations.py [--number 400] [--seed 0] [-v]`.

Damages one cell at a time in copies of the clean samples (`tests/mutations`) and asks for the right code at the cell.
`-v` lists what was missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from mutations.measure import measure


def main() -> None:
    """Print the share that was found, by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    results = list(measure(options.number, options.seed))
    all_, hits = Counter(one.slip.kind for one in results), Counter(one.slip.kind for one in results if one.found)
    for kind in sorted(all_, key=lambda kind: (hits[kind] / all_[kind], kind)):
        print(f"{hits[kind]:4} of {all_[kind]:4}  {kind}")
    print(f"{sum(hits.values())} of {len(results)} slips found at their cell")
    for one in results:
        if options.verbose and one.found is None:
            print(
                f"  missed: {one.sample} {one.slip.at.place} {one.slip.kind} → {one.slip.text!r}; found {one.codes}"
            )


if __name__ == "__main__":
    main()
