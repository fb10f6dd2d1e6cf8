"""Words that checks of several families share."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from perfscore.checks.words import beside_sheet
from perfscore.core.location import Location


def view(name):
    head = SimpleNamespace(text=lambda field: name if field == "project" else "")
    return SimpleNamespace(form=SimpleNamespace(head=head))


@pytest.mark.parametrize(
    ("project", "sheet", "told"),
    [
        ("道路养护经费", "道路养护经费", ""),
        ("道路养护（二期）", "道路养护(二期)", ""),
        ("道路养护经费", "道路养护经", ""),
        ("养护经费", "1 养护经费", ""),
        ("养护", "养护", ""),
        ("养护经费", "养护", "养护经费"),  # too short to tell
        ("道路养护经费", "Sheet1", "道路养护经费"),
        ("道路养护经费", None, "道路养护经费"),
    ],
)
def test_a_form_is_not_named_twice_beside_its_sheet(project, sheet, told):
    assert beside_sheet(view(project), Location("表.xlsx", sheet=sheet, cell="A1")) == told
