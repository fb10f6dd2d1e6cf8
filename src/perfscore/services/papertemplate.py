"""A Word template of a paper to start from, written to a file."""

from __future__ import annotations

import os
from pathlib import Path

import perfscore
from perfscore.core.errors import UsageError
from perfscore.core.saving import claim, save
from perfscore.report.papers.names import PAPERS

__all__ = ["PAPERS", "paper_template"]


def paper_template(paper: str, out: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Write a template of a paper: the program's own layout with fields in place of what it says.

    Args:
        paper: one of `PAPERS`: `problems`, `papers`, or their Chinese names.
        out: the file, ending in `.docx`.
        force: replace a file that is there.

    Raises:
        UsageError: no such paper, the ending is wrong, or the file must not be written over.
    """
    if paper not in PAPERS:
        raise UsageError(f"没有“{paper}”的模板；可用的有 {'、'.join(PAPERS)}（no such template）")
    target = Path(out)
    if target.suffix.lower() != ".docx":
        raise UsageError(f"{target}：模板是 Word 文档，文件名应以 .docx 结尾（name it .docx）")
    claim(target, force=force)
    from perfscore.report.papers.starting import starting_template

    save(target, starting_template(PAPERS[paper], perfscore.__version__))
    return target
