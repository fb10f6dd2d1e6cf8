"""What the tests share: refreshing committed results, and tests that need an office suite."""

from __future__ import annotations

import os
import shutil

import pytest

NO_OFFICE = "LibreOffice (soffice) is not installed: Debian package libreoffice-calc-nogui"


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the committed results (golden reports, README blocks, docs/checks.md) anew; look at the diff",
    )


@pytest.fixture
def update_golden(request):
    """Whether committed results are to be written anew instead of compared."""
    return request.config.getoption("--update-golden")


def pytest_runtest_setup(item):
    """Without an office suite its tests are skipped on a desk and fail in CI, where nobody reads of skips."""
    if item.get_closest_marker("office") is None or shutil.which("soffice") or shutil.which("libreoffice"):
        return
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(NO_OFFICE, pytrace=False)
    pytest.skip(NO_OFFICE)
