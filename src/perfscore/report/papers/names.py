"""What the papers are called on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The papers, by every name that is taken for one.
PAPERS: Final[Mapping[str, str]] = {
    "problems": "problems", "问题清单": "problems", "papers": "papers", "审核底稿": "papers", "底稿": "papers",
}  # fmt: skip

#: The files and folders of the problem list and of the working papers, Chinese and English.
FOLDERS: Final = (("问题清单", "Problem list"), ("审核底稿", "Working papers"))
#: So many findings go into one Word document; beyond them, in a folder, each unit has its own.
BEYOND: Final = 2000
