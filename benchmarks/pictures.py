"""The pictures of the window in `docs/pictures`, taken anew with the program as it is.

    PYTHONPATH=src:tests .venv/bin/python benchmarks/pictures.py docs/pictures

Needs Chromium and a Unix. Look at each before it is committed: what is ugly there is ugly for users.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

import county
from conftest import chromium
from perfscore.web.limits import Limits
from serving import Program
from web_support import FORM, WHOLE

RULE = "/try?rule=每低1个百分点扣0.5分，扣完为止&points=10&target=≥95%25&actual=92.3%25"
#: A person of nobody.
PERSON = "审核员甲"


def write(page: Any) -> None:
    """Fill the form of a remark in."""
    page.locator("#pane button.remark").first.click()
    page.select_option("#remark select", "属实")
    page.fill("#remark textarea", "得分应为 10，已请单位更正")
    page.fill("#remark input[name=person]", PERSON)


def take(folder: Path, scratch: Path) -> None:
    """Take all of them."""
    with Program(scratch / "one") as program, sync_playwright() as made:
        browser = made.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])

        def opened(width: int = 1280, scheme: Any = "light") -> Any:
            context = browser.new_context(
                viewport={"width": width, "height": 860}, color_scheme=scheme, locale="zh-CN"
            )
            page = context.new_page()
            page.goto(program.way)
            return page

        def picture(page: Any, name: str) -> None:
            page.wait_for_timeout(400)
            page.screenshot(path=folder / f"web-{name}.png")

        def read(page: Any, *files: Path) -> None:
            page.goto(program.url)
            page.set_input_files("#files", list(files))
            page.wait_for_selector("button.remark", state="attached", timeout=60_000)

        page = opened()
        picture(page, "start")
        read(page, FORM)
        picture(page, "report")
        page.locator("td.error > a.m").first.click()
        picture(page, "cell")
        write(page)
        picture(page, "remark")
        page.click("#remark-save")
        page.wait_for_selector("#remark", state="hidden")
        with page.expect_download() as taken:
            page.locator("#desk a[href$='/take/annotated']").click()
        copy = scratch / "自评表-审核.xlsx"
        taken.value.save_as(copy)
        read(page, changed(scratch))
        page.locator("#desk a", has_text="与上次相比").click()
        page.set_input_files("#files", copy)
        page.wait_for_selector("#carry", timeout=60_000)
        picture(page, "compare")
        for name, path in (
            ("try", RULE),
            ("checks", "/checks?q=执行率"),
            ("check", "/checks/PS304"),
            ("rules", "/rules"),
        ):
            page.goto(f"{program.url}{path}")
            page.wait_for_timeout(1_200)
            picture(page, name)
        page.goto(f"{program.url}/rules/new?from=mof-2021")
        page.wait_for_timeout(1_500)
        picture(page, "editor")
        # A county of so many forms that they are a batch.
        county.write_county(scratch / "全县材料", Limits().together // 3)
        page.goto(program.url)
        page.set_input_files("#folder", scratch / "全县材料")
        page.wait_for_selector("#cancel", timeout=60_000)
        picture(page, "wait")
        page.wait_for_selector("h2:has-text('各表')", timeout=120_000)
        picture(page, "many")
        page.goto(program.url)
        picture(page, "list")
        narrow = opened(390)
        read(narrow, WHOLE)
        picture(narrow, "phone")
        dark = opened(scheme="dark")
        read(dark, FORM)
        dark.locator("td.error > a.m").first.click()
        picture(dark, "dark")
        english = opened()
        english.goto(f"{program.url}/lang/en")
        picture(english, "english")
        browser.close()
    with Program(scratch / "two", env={"PERFSCORE_PASSWORD": "a password"}) as program, sync_playwright() as made:
        browser = made.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(program.url)
        page.screenshot(path=folder / "web-login.png")
        browser.close()


def changed(scratch: Path) -> Path:
    """The form with one score mended."""
    import openpyxl

    book = openpyxl.load_workbook(FORM)
    book["强制隔离戒毒生活补贴"]["H23"] = "10"
    path = scratch / "自评表.xlsx"
    book.save(path)
    return path


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description="Pictures.")
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        take(given.folder, Path(scratch))


if __name__ == "__main__":
    main()
