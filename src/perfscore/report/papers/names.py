"""What the papers are called on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The papers, by every name that is taken for one.
PAPERS: Final[Mapping[str, str]] = {
    "problems": "problems", "问题清单": "problems", "papers": "papers", "审核底稿": "papers", "底稿": "papers",
}  # fmt: skip
