"""perfscore: 预算绩效目标表、自评表的审核与评分 — check and score Chinese budget-performance documents.

>>> import perfscore as ps
>>> ps.parse_value("≥95%").say()
'≥95%'

The names below are all there is to rely on; each is imported on first use, so that starting costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from perfscore.core.version import __version__

if TYPE_CHECKING:
    from perfscore.audit import audit
    from perfscore.core.errors import PerfscoreError
    from perfscore.core.findings import Finding
    from perfscore.core.sourced import Unreadable
    from perfscore.core.trace import Score
    from perfscore.forms import recognise
    from perfscore.language.rules import Rule, parse_rule
    from perfscore.language.values import Value, parse_value
    from perfscore.outcome import AuditReport
    from perfscore.readers.intake import open_document
    from perfscore.report import render
    from perfscore.report.manual import explain
    from perfscore.rulesets import load_ruleset
    from perfscore.services.columns import score_frame

__all__ = [
    "AuditReport",
    "Finding",
    "PerfscoreError",
    "Rule",
    "Score",
    "Unreadable",
    "Value",
    "__version__",
    "audit",
    "explain",
    "load_ruleset",
    "open_document",
    "parse_rule",
    "parse_value",
    "recognise",
    "render",
    "score_frame",
]

#: Where each public name lives.
_HOMES = {
    "AuditReport": "perfscore.outcome",
    "Finding": "perfscore.core.findings",
    "PerfscoreError": "perfscore.core.errors",
    "Rule": "perfscore.language.rules",
    "Score": "perfscore.core.trace",
    "Unreadable": "perfscore.core.sourced",
    "Value": "perfscore.language.values",
    "audit": "perfscore.audit",
    "explain": "perfscore.report.manual",
    "load_ruleset": "perfscore.rulesets",
    "open_document": "perfscore.readers.intake",
    "parse_rule": "perfscore.language.rules",
    "parse_value": "perfscore.language.values",
    "recognise": "perfscore.forms",
    "render": "perfscore.report",
    "score_frame": "perfscore.services.columns",
}


class _Package(ModuleType):
    """The package itself: `perfscore.audit` stays the function when the module of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOMES and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
