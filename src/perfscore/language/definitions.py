"""The quantities that an explanation beside a rule defines."""

from __future__ import annotations

import re
from functools import lru_cache

import pyparsing as pp

from perfscore.core.numbers import unfit_digits
from perfscore.language.bounds import LONGEST, too_much
from perfscore.language.clauses.formula import DEFINITION, Definition
from perfscore.language.glued import read_back, spelled


@lru_cache(maxsize=1024)
def read_definitions(text: str) -> tuple[Definition, ...]:
    """The quantities that an explanation (指标解释) defines: `完成率=实际完成值/目标值*100%`."""
    words = spelled(text).text
    if len(text) > LONGEST or too_much(words) or unfit_digits(words):
        return ()
    found: list[Definition] = []
    for sentence in re.split(r"[;。,]", words):
        try:
            (read,) = DEFINITION.parse_string(sentence.lstrip("其中:"))
        except (pp.ParseException, RecursionError):
            continue
        assert isinstance(read, Definition)  # noqa: S101 - what the grammar gives
        found.append(read_back(read))
    return tuple(found)
