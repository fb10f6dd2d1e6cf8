"""The browser that the tests of pages share: one for each module."""

import pytest

from conftest import chromium


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as made:
        # Tests of CI run as root, where Chromium has no sandbox.
        opened = made.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()
