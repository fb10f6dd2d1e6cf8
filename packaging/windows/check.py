"""Check a folder for Windows, or its archive, without Windows: `python packaging/windows/check.py FOLDER_OR_ZIP`."""

from __future__ import annotations

import sys
from pathlib import Path

from winfolder.checked import problems


def main() -> int:
    """Exit code 0 when nothing is wrong, 1 when something is, 2 for wrong use."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).exists():
        print(__doc__, file=sys.stderr)
        return 2
    found = problems(Path(sys.argv[1]))
    for line in found:
        print(line)
    print(f"{sys.argv[1]}: {len(found)} problems" if found else f"{sys.argv[1]}: as it must be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
