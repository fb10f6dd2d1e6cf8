"""The quantities that an explanation (指标解释) defines."""

from __future__ import annotations

import re
from functools import lru_cache

from perfscore.core.numbers import unfit_digits
from perfscore.language.bounds import LONGEST, too_much
from perfscore.language.clauses.formula import Definition
from perfscore.language.glued import read_back, spelled
from perfscore.language.matching import read_at


@lru_cache(maxsize=1024)
def read_definitions(text: str) -> tuple[Definition, ...]:
    """The quantities that an explanation (指标解释) defines: `完成率=实际完成值/目标值*100%`."""
    words = spelled(text).text
    if len(text) > LONGEST or too_much(words) or unfit_digits(words):
        return ()
    found: list[Definition] = []
    for sentence in re.split(r"[;。,]", words):
        result = read_at("definition", sentence.lstrip("其中:"), 0)
        if result is not None and isinstance(result[0][0], Definition):
            found.append(read_back(result[0][0]))
    return tuple(found)
