"""Trying, the manual and rule sets in a browser: while one types, by the keyboard alone, hostile texts, accessibility."""

from urllib.parse import urlencode

import pytest

from accessible import grave
from perfscore.rulesets import names
from perfscore.services.rulesets import new_text
from rooms_support import serving

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
RULE = {"rule": "每低1个百分点扣0.5分，扣完为止", "points": "10", "target": "≥95%", "actual": "92.3%"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("window")) as made:
        yield made


@pytest.fixture
def opened(browser, served):
    """Opens a page, and fails at the end on a console error or a request to elsewhere."""
    url, way = served
    told, contexts = [], []

    def open_at(path, *, width=1280, scheme="light", script=True, policy=True, **query):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            bypass_csp=not policy,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(way)
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: request.url.startswith(f"{url}/") or told.append(request.url))
        page.goto(f"{url}{path}?{urlencode(query)}" if query else f"{url}{path}")
        return page

    open_at.told = told
    yield open_at
    for context in contexts:
        context.close()
    assert told == []


def said(page, words, box="rule"):
    """Wait until a result says something."""
    page.locator(f"#{box}-said", has_text=words).wait_for(timeout=10_000)


def text_of(page):
    return page.locator("#rule-told").inner_text()


def test_a_rule_is_read_while_one_types(opened):
    page = opened("/try")
    said(page, "写上评分标准")
    page.locator("[name=rule]").press_sequentially(RULE["rule"], delay=5)
    said(page, "读不懂")  # without its target
    page.locator("[name=target]").press_sequentially("≥95%")
    said(page, "读懂；1 个问题")
    page.locator("[name=actual]").press_sequentially("92.3%")
    said(page, "92.3% 得 8.65 分")
    shown = text_of(page)
    assert "不足一个单位：只计整数" in shown
    assert "得分 = 10 − (95 − 92.3) × 0.5 = 8.65" in shown
    assert "没有写明不足一个单位怎样计" in shown
    assert "190%" in page.locator(".probes-part").inner_text()
    curve = page.locator("svg.curve")
    assert curve.get_attribute("aria-label").endswith("指标值 95%；完成值 92.3%；重算 8.65 分")
    assert [curve.locator(one).count() for one in ("path.rule", "path.target", "circle.actual")] == [1, 1, 1]
    assert curve.locator("tspan").all_text_contents() == ["● 完成值的得分　", "│ 指标值"]
    assert curve.bounding_box()["height"] > 100
    page.locator("[name=rule]").fill("")
    said(page, "写上评分标准")
    assert text_of(page) == ""


def test_the_address_says_what_was_typed(opened):
    page = opened("/try", **RULE)
    said(page, "92.3% 得 8.65 分")
    page.locator("[name=actual]").fill("94%")
    said(page, "94% 得 9.5 分")
    page.locator("[name=value]").fill("3")
    page.locator("[name=role]").select_option("actual")
    said(page, "读作：=3", "value")
    page.reload()
    said(page, "94% 得 9.5 分")
    said(page, "读作：=3", "value")
    assert page.locator("[name=role]").input_value() == "actual"
    assert page.locator("#value-told").inner_text().split() == [
        "类别",
        "exact（确定的数）",
        "关系",
        "=",
        "数值",
        "3",
    ]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("points", "20", "92.3% 得 18.65 分"),
        ("target", "≥93%", "92.3% 得 9.65 分"),
        ("unit", "人", "读"),
        ("facts", "完成值=94%", "完成值=94%"),
        ("indicator", "群众满意度", "读懂"),
        ("explanation", "满意度指群众满意的比例", "读懂"),
    ],
)
def test_every_field_asks_anew(opened, name, text, words):
    page = opened("/try", **RULE)
    said(page, "92.3% 得 8.65 分")
    page.locator("summary").first.click()
    with page.expect_request(lambda request: request.url.endswith("/try/rule")) as asked:
        page.locator(f"[name={name}]").fill(text)
    assert asked.value.post_data_json[name] == text
    said(page, words)


def test_a_late_answer_to_an_earlier_question_is_dropped(opened):
    page = opened("/try", **RULE)
    said(page, "92.3% 得 8.65 分")
    held = []

    def slow(route):
        if '"94%"' in route.request.post_data:
            held.append(route)  # answered when it is too late
        else:
            route.continue_()

    page.route("**/try/rule", slow)
    page.locator("[name=actual]").fill("94%")
    page.wait_for_timeout(400)
    assert len(held) == 1
    page.locator("[name=actual]").fill("93%")
    said(page, "93% 得 9 分")
    page.wait_for_timeout(300)
    assert "94%" not in page.locator("#rule-box").inner_text()


def test_one_question_for_a_word_typed_in_haste(opened):
    page = opened("/try", **RULE)
    said(page, "92.3% 得 8.65 分")
    asked = []
    page.on("request", lambda request: request.url.endswith("/try/rule") and asked.append(request.post_data))
    page.locator("[name=indicator]").evaluate("one => one.closest('details').open = true")
    page.locator("[name=indicator]").press_sequentially("abcdefgh", delay=10)
    page.wait_for_timeout(700)
    assert len(asked) == 1


def test_words_that_are_being_composed_are_not_asked_for(opened):
    page = opened("/try")
    asked = []
    page.on("request", lambda request: request.url.endswith("/try/rule") and asked.append(request.post_data))
    page.evaluate("""() => {
        const box = document.querySelector("[name=rule]");
        box.value = "mei";
        box.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
    }""")
    page.wait_for_timeout(400)
    assert asked == []
    page.evaluate("""() => {
        const box = document.querySelector("[name=rule]");
        box.value = "每";
        box.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true}));
    }""")
    said(page, "读不懂")
    assert len(asked) == 1


def test_what_stopped_the_reading_is_marked(opened):
    page = opened("/try", rule="看情况酌情给分吧", value="9O%")
    said(page, "读不懂：得分由评分人酌定")
    assert page.locator("#rule-told mark").inner_text() == "酌情"
    assert "写明每种情形扣几分" in text_of(page)
    said(page, "读不懂", "value")
    assert page.locator("#value-told mark").inner_text() == "O"


def test_hostile_texts_stay_texts(opened):
    page = opened(
        "/try", rule=f"每低1个百分点扣0.5分，{EVIL}", target="≥95%", actual=EVIL, value=EVIL, indicator=EVIL
    )
    said(page, "读不懂")
    said(page, "读", "value")
    assert page.title().startswith("试读")
    assert page.locator("main img").count() == 0
    assert EVIL in text_of(page)
    page.locator("[name=rule]").fill(RULE["rule"])
    said(page, "没有得分")
    assert EVIL in page.locator("#rule-box").inner_text()
    assert page.locator("main img, main script").count() == 0


def test_trying_by_the_keyboard_alone(opened):
    page = opened("/try")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "rule":
            break
    for text in (RULE["rule"], "\t", "\t≥95%", "\t92.3%"):
        for key in text:
            page.keyboard.press("Tab") if key == "\t" else page.keyboard.insert_text(key)
    said(page, "92.3% 得 8.65 分")
    page.keyboard.press("Enter")  # sends no form
    assert page.url.startswith(page.url.split("/try")[0] + "/try?")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "unit"
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "逐档试算"


def test_what_is_heard_is_one_line(opened):
    page = opened("/try", **RULE)
    said(page, "92.3% 得 8.65 分")
    live = page.locator("[aria-live]").all_inner_texts()
    assert live == ["读懂；92.3% 得 8.65 分；1 个问题", "写上一个值，这里就显示怎样读。"]
    assert page.locator("#rule-told [aria-live], [aria-live] #rule-told").count() == 0


def test_checks_are_found_while_one_types(opened):
    page = opened("/checks")
    shown = page.locator("li[data-code]:visible")
    whole = shown.count()
    page.locator("[name=q]").press_sequentially("执行率 公式", delay=5)
    page.locator("#found", has_text="找到").wait_for()
    assert 0 < shown.count() < 10 < whole
    assert page.locator("section.family:visible").count() <= shown.count()
    assert "q=" in page.url
    page.reload()
    assert 0 < shown.count() < 10
    page.locator("[name=q]").fill("PS304")
    page.wait_for_url("**/checks?q=PS304")
    page.locator("li[data-code=PS304] a").click()
    assert page.locator("h1").inner_text().startswith("PS304 得分超过分值")
    page.locator("a[rel=next]").click()
    assert page.locator("h1").inner_text().startswith("PS305")


def test_checks_are_found_without_scripts(opened):
    page = opened("/checks", script=False)
    page.locator("[name=q]").fill("得分超过分值")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checks?q=*")
    assert 0 < page.locator("li[data-code]:visible").count() < 10


def own(page, served, name="mycity-2026"):
    """A rule set of one's own, saved from the editor."""
    page.goto(f"{served[0]}/rules/new")
    said(page, "1 个算例全部通过", "tried")
    page.locator("[name=text]").fill(new_text(name, "mof-2021"))
    page.locator("#save").click()  # at once, before the new text was tried
    page.wait_for_url(f"**/rules/{name}")


def test_a_rule_set_is_copied_changed_tried_and_kept(opened, served):
    page = opened("/rules/mof-2021")
    page.get_by_role("link", name="复制为自己的").click()
    said(page, "1 个算例全部通过", "tried")
    text = page.locator("[name=text]")
    written = text.input_value().replace('id = "my-mof-2021"', 'id = "city-1"')
    text.fill(written.replace('score = "9.50"', 'score = "9.00"'))
    said(page, "1 个算例，1 个不符", "tried")
    assert "≥100人 → 95人，10 分：9.50（应为 9.00）" in page.locator("#tried-told").inner_text()
    page.locator("#tried-told button.at").click()
    assert page.evaluate("document.activeElement.name") == "text"
    assert selected(page) == "[[cases]]"
    text.fill(written.replace('status = "known"', 'status = "sure"', 1))
    said(page, "citation.status 只能是", "tried")
    assert page.locator("#save").is_disabled()
    page.locator("#tried-told button.at").click()
    assert selected(page) == 'status = "sure"'
    text.fill(written)
    said(page, "1 个算例全部通过", "tried")
    page.locator("#save").click()
    page.wait_for_url("**/rules/city-1")
    assert page.get_by_role("link", name="用它审核").get_attribute("href") == "/?ruleset=city-1"
    page.get_by_role("link", name="修改").click()
    said(page, "1 个算例全部通过", "tried")
    text.fill(written.replace("（文号）", "某财〔2026〕1号"))
    said(page, "1 个算例全部通过", "tried")
    page.locator("#save").click()
    page.wait_for_url("**/rules/city-1")
    assert "某财〔2026〕1号" in page.locator("main").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 .toml").click()
    assert taken.value.suggested_filename == "city-1.toml"
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="删除").click()
    assert page.url.endswith("/rules/city-1")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除").click()
    page.wait_for_url("**/rules")
    assert page.locator("tbody tr").count() == len(names())


def selected(page):
    return page.evaluate(
        "(() => { const t = document.querySelector('[name=text]'); return t.value.slice(t.selectionStart, t.selectionEnd); })()"
    )


def test_a_file_is_read_into_the_editor(opened, tmp_path):
    page = opened("/rules/new")
    said(page, "1 个算例全部通过", "tried")
    good = tmp_path / "规则.toml"
    good.write_text(new_text("from-file", "mof-2020"), encoding="utf-8-sig")
    page.locator("#file").set_input_files(good)
    for _ in range(50):
        page.wait_for_timeout(20)
        if "from-file" in page.locator("[name=text]").input_value():
            break
    said(page, "1 个算例全部通过", "tried")
    other = tmp_path / "旧.toml"
    other.write_bytes("# 编码".encode("gb18030"))
    page.locator("#file").set_input_files(other)
    page.locator("#trouble", has_text="不是 UTF-8").wait_for()
    other.write_text("#" * 60_001, encoding="utf-8")
    page.locator("#file").set_input_files(other)
    page.locator("#trouble", has_text="文件太长：最多 60000 个字").wait_for()
    other.write_text("# 空", encoding="utf-8")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("#file").set_input_files(other)
    page.wait_for_timeout(200)
    assert "from-file" in page.locator("[name=text]").input_value()
    page.evaluate(
        "document.querySelector('[name=text]').value = document.querySelector('[name=text]').defaultValue"
    )


def test_an_id_that_is_taken_is_told(opened, served):
    page = opened("/rules")
    own(page, served, "taken-1")
    page.goto(f"{served[0]}/rules/new")
    said(page, "1 个算例全部通过", "tried")
    page.locator("[name=text]").fill(new_text("taken-1", "mof-2021"))
    page.locator("#save").click()
    page.locator("#trouble", has_text="已有规则集“taken-1”").wait_for()
    assert page.locator("#save").is_enabled()
    assert "400 (Bad Request)" in opened.told.pop()  # a refusal is told by the console too


PAGES = {
    "try": ("/try", RULE),
    "refused": ("/try", {"rule": "看情况酌情给分吧", "value": "≥48公斤/人/月", "unit": "公斤"}),
    "checks": ("/checks", {}),
    "check": ("/checks/PS304", {}),
    "rules": ("/rules", {}),
    "rule set": ("/rules/mof-2021", {}),
    "editor": ("/rules/new", {}),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_has_nothing_grave_to_say_and_only_tables_are_wide(opened, name, width, scheme):
    path, query = PAGES[name]
    page = opened(path, width=width, scheme=scheme, policy=False, **query)
    if path == "/try":
        said(page, "读")
    if name == "editor":
        said(page, "算例", "tried")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert grave(page) == []
