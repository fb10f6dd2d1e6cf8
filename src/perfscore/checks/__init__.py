"""The checks: one family a folder, one short generator a check, its docstring the manual page."""

from perfscore.checks.catalogue import CATALOGUE, find

__all__ = ["CATALOGUE", "find"]
