"""What the tests share: refreshing committed results, and tests that need an office suite or a browser."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

NO_WRITER = "LibreOffice Writer is not installed: Debian package libreoffice-writer-nogui"
NO_BROWSER = "Chromium (Debian package chromium) or the Python package playwright is not installed"
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


def office():
    """The office suite, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def has_writer():
    """Whether the office suite opens Word documents: its part for texts is a package of its own."""
    own = office()
    return own is not None and any(Path(own).resolve().parent.glob("*swlo*"))


def chromium():
    """The browser of the system, None where there is none or nothing that drives it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found if found is not None and find_spec("playwright") is not None else None


def pytest_runtest_setup(item):
    """Without an office suite or a browser their tests are skipped on a desk and fail in CI, where nobody reads of skips."""
    if item.get_closest_marker("office") is not None and office() is None:
        _missing(NO_OFFICE)
    if item.get_closest_marker("writer") is not None and not has_writer():
        _missing(NO_WRITER)
    if item.get_closest_marker("browser") is not None and chromium() is None:
        _missing(NO_BROWSER)


def _missing(what):
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
