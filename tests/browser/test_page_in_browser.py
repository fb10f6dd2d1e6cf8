"""The page in a browser: keyboard, filters, pane, policy, no request to anywhere, rules of accessibility."""

import re
from pathlib import Path

import openpyxl
import pytest

from accessible import grave
from pages import page_of
from rounds_support import written

pytestmark = pytest.mark.browser
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "hengyang-2023" / "自评表.xlsx"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "报告.html"
    path.write_text(page_of(SAMPLE), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """A page of one form: axe looks at every element, and those of the other forms are made like these."""
    path = tmp_path_factory.mktemp("page") / "报告.html"
    path.write_text(page_of(SAMPLE.with_name("整体自评表.xlsx")), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def opened(browser, file):
    """Opens a page, and fails at the end on a console error or a request beyond the file itself."""
    told, contexts = [], []

    def open_with(path=file, *, width=1280, scheme="light", script=True, policy=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            bypass_csp=not policy,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: request.url == path.as_uri() or told.append(request.url))
        page.goto(path.as_uri())
        return page

    yield open_with
    for context in contexts:
        context.close()
    assert told == []


def focused(page):
    return page.evaluate("document.activeElement.dataset.place || document.activeElement.id")


def test_a_cell_opens_by_the_keyboard_alone_and_gives_the_focus_back(opened):
    page = opened()
    page.keyboard.press("n")
    first = focused(page)
    assert first == "B20" or page.locator("a.m:focus").count() == 1
    page.keyboard.press("Enter")
    assert page.locator("#pane").is_visible()
    assert focused(page) == "pane-title"
    assert page.locator("#pane-title").inner_text().startswith(first)
    assert page.locator("#pane article.finding").count() >= 1
    assert page.locator("#pane [id]:not(#pane-title, #close, #pane-body)").count() == 0
    page.keyboard.press("n")
    assert page.locator("#pane").is_visible()
    assert not page.locator("#pane-title").inner_text().startswith(f"{first} ")
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    assert page.locator("a.m:focus").count() == 1
    page.keyboard.press("p")
    assert focused(page) == first


def test_everything_in_the_pane_is_reached_by_tab(opened):
    page = opened()
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "close"
    page.keyboard.press("Tab")
    assert page.locator("#pane a:focus").count() == 1


def test_the_first_tab_skips_to_the_findings(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'findings'")


def test_the_keys_can_be_switched_off(opened):
    page = opened()
    page.locator(".keys summary").click()
    page.locator("#keys").uncheck()
    page.keyboard.press("n")
    assert page.locator("a.m:focus").count() == 0


def test_what_is_typed_is_no_command(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("np")
    assert page.locator("input[name=words]").input_value() == "np"
    assert page.locator("a.m:focus").count() == 0


def test_a_score_opens_with_its_sum_and_its_curve(opened):
    page = opened()
    page.locator("td.scored > a.m[data-place=H18]").first.click()
    pane = page.locator("#pane")
    assert "得分怎样算出" in pane.inner_text()
    assert "得分 = 5 取 2 位小数 = 5" in pane.inner_text()
    assert pane.locator("svg.curve").is_visible()


def test_the_list_filters_by_severity_check_unit_and_words(opened):
    page = opened()
    shown = page.locator("#findings article.finding:visible")
    count = page.locator("#count")
    whole = shown.count()
    assert count.inner_text() == f"显示 {whole} / {whole} 条"
    for severity in ("warning", "info"):
        page.locator(f"input[value={severity}]").uncheck()
    assert shown.count() == 3
    assert count.inner_text() == f"显示 3 / {whole} 条"
    page.locator("select[name=check]").select_option("PS304")
    assert shown.count() == 1
    page.locator("button[type=reset]").click()
    page.wait_for_function("document.getElementById('count').textContent.startsWith('显示 80 ')")
    page.locator("input[name=words]").fill("场所运转持续性”得 20 分")
    assert shown.count() == 1
    assert page.locator("#findings .group:visible").count() == 1
    page.locator("input[name=words]").fill("")
    page.locator("select[name=unit]").select_option(label="（整套材料和文件）")
    assert shown.count() == 0


def test_known_findings_are_shown_when_they_are_asked_for(opened, tmp_path):
    form = written(tmp_path / "表.txt")
    path = tmp_path / "报告.html"
    path.write_text(page_of(form, baseline=form), encoding="utf-8")
    page = opened(path)
    assert page.locator("#findings article.finding:visible").count() == 0
    page.locator("input[name=minor]").check()
    assert page.locator("#findings article.finding:visible").count() > 0


def test_a_link_to_a_finding_that_is_filtered_out_shows_it(opened):
    page = opened()
    page.locator("input[name=words]").fill("没有这样的文字")
    assert page.locator("#f0").is_hidden()
    page.evaluate('document.querySelector(\'.scores a[href="#f0"], .scores a[href^="#f"]\').click()')
    page.wait_for_function("document.querySelectorAll('#findings article.finding:not([hidden])').length === 1")


def test_without_scripts_all_of_it_is_there(opened):
    page = opened(script=False)
    assert page.locator("#filter").is_hidden()
    assert page.locator("#findings article.finding:visible").count() == 80
    page.locator("td.error > a.m").first.click()
    assert page.locator("article.finding:target").count() == 1


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_grave_to_say(opened, short, width, scheme):
    page = opened(short, width=width, scheme=scheme, policy=False)
    page.locator("td.error > a.m").first.click()
    assert grave(page, 30) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_only_tables_are_wider_than_the_window(opened, width):
    page = opened(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator("td.error > a.m").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("#pane-title").is_visible()


def test_the_policy_holds_where_a_script_gets_in(opened, file, tmp_path):
    """Should something slip through the template one day, the browser does not run it."""
    path = tmp_path / "坏.html"
    page_text = file.read_text(encoding="utf-8").replace(
        "</main>", "<script>document.title='run'</script><b onclick='x' style='color:red'>b</b></main>"
    )
    path.write_text(page_text, encoding="utf-8", newline="\n")
    page = opened(path, policy=False)
    assert page.title() == "run"  # without the policy it would
    context = page.context.browser.new_context()
    strict = context.new_page()
    refused = []
    strict.on("console", lambda message: refused.append(message.text))
    strict.goto(path.as_uri())
    assert strict.title() == "绩效材料审核报告"
    assert any("Content Security Policy" in text for text in refused)
    context.close()


def test_a_hostile_workbook_runs_nothing(opened, tmp_path):
    book = openpyxl.load_workbook(SAMPLE)
    book.worksheets[0]["D17"] = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    book.worksheets[0]["H23"] = "20"
    book.save(tmp_path / "坏.xlsx")
    path = tmp_path / "报告.html"
    path.write_text(page_of(tmp_path / "坏.xlsx"), encoding="utf-8", newline="\n")
    page = opened(path)
    page.locator("td.error > a.m").first.click()
    page.locator("td > a.m[data-place=H17]").first.click()
    assert page.title() == "绩效材料审核报告"
    assert "<script>" in page.locator("#pane").inner_text()


def test_it_prints_on_a4_with_the_forms_across(opened):
    page = opened()
    data = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[([^\]]*)\]", data)
    sizes = {tuple(round(float(number)) for number in box.split()[2:]) for box in boxes}
    assert sizes == {(595, 842), (842, 595)}
