"""The window in a browser: from the drop to the copy that is audited again, by mouse and by keyboard, and what goes wrong."""

import signal
from pathlib import Path

import pytest

import perfscore as ps
from accessible import grave
from serving import Program
from web_support import FORM, WHOLE, small

pytestmark = pytest.mark.browser
REMARK = {"verdict": "不采纳", "reason": "经核实无误", "person": "审核员甲"}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(tmp_path_factory.mktemp("window")) as made:
        yield made


class Troubles(list):
    """What a page said on its console or asked of other hosts."""

    def watch(self, page, url):
        page.on("console", lambda message: self.append(message.text))
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", lambda request: request.url.startswith((url, "blob:")) or self.append(request.url))


@pytest.fixture
def troubles():
    return Troubles()


@pytest.fixture
def visit(browser, program, troubles):
    """Opens a page of a person who has come in; fails at the end on a console error or a request to another host."""
    contexts = []

    def open_(program=program, *, width=1280, scheme="light", context=None, policy=True):
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=not policy
            )
            contexts.append(context)
        page = context.new_page()
        troubles.watch(page, program.url)
        page.goto(program.way)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert troubles == []


def take_in(page, *files):
    """Drop files as a hand does."""
    data = [{"name": Path(one).name, "bytes": list(Path(one).read_bytes())} for one in files]
    transfer = page.evaluate_handle(
        """files => {
            const made = new DataTransfer();
            for (const one of files) made.items.add(new File([new Uint8Array(one.bytes)], one.name));
            return made;
        }""",
        data,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})


def read(page):
    """Wait for the report, and for what is said beside its findings."""
    page.wait_for_selector("#desk", timeout=60_000)
    page.wait_for_selector("button.remark", state="attached")


def write(page, number, *, verdict="", reason="", person=""):
    page.locator(f"#f{number} button.remark").click()
    page.select_option("#remark select", verdict)
    page.fill("#remark textarea", reason)
    page.fill("#remark input[name=person]", person)
    page.click("#remark-save")


def download(page, kind, path):
    link = page.locator(f"#desk a[href$='/take/{kind}']").first
    if not link.is_visible():
        page.locator("#desk details summary").click()
    with page.expect_download() as taken:
        link.click()
    taken.value.save_as(path)
    return taken.value.suggested_filename


def place_of(code):
    return next(n for n, one in enumerate(ps.audit(str(FORM)).findings) if one.code == code)


def test_from_the_drop_to_the_copy_that_says_the_remark_again(visit, tmp_path):
    page = visit()
    take_in(page, FORM)
    read(page)
    assert page.locator("article.finding").count() == 80
    number = place_of("PS304")
    write(page, number, **REMARK)
    page.wait_for_selector("#remark", state="hidden")
    assert "不采纳 经核实无误 审核员甲" in page.locator(f"#f{number}").inner_text()
    assert page.locator("#said").inner_text() == "已写处理意见 1 条"
    assert page.locator(".tiles .error b").inner_text() == "2"
    copy = tmp_path / "自评表-审核.xlsx"
    assert download(page, "annotated", copy) == "自评表-审核.xlsx"
    again = next(one for one in ps.audit(copy).findings if one.code == "PS304")
    assert (again.waiver.verdict, again.waiver.reason, again.waiver.person) == tuple(REMARK.values())
    # The copy dropped again shows the remark; it counts no more.
    page.goto(page.url.rsplit("/d/", 1)[0])
    take_in(page, copy)
    read(page)
    assert "经核实无误" in page.locator(f"#f{number}").inner_text()
    assert page.locator(".tiles .error b").inner_text() == "2"


def test_by_the_keyboard_alone(visit, tmp_path):
    page = visit()
    # Asked for from the beginning: a dialog that opens before the browser is told to hand it over is never seen.
    page.on("filechooser", lambda chooser: chooser.set_files(FORM))
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").is_visible()
    while page.evaluate("document.activeElement.id") != "choose-files":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    read(page)
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    while not page.locator("#pane button.remark:focus").count():
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "verdict"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("只用键盘写的 n p /")
    while page.evaluate("document.activeElement.id") != "remark-save":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#remark", state="hidden")
    assert page.locator("#pane button.remark:focus").count() == 1
    assert "属实 只用键盘写的 n p /" in page.locator("#pane").inner_text()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.wait_for_selector("#remark", state="hidden")
    assert page.locator("#pane").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#pane").is_hidden()
    page.locator("#desk a[href$='/take/annotated']").focus()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    taken.value.save_as(tmp_path / "c.xlsx")
    assert any(
        one.waiver and one.waiver.reason.startswith("只用键盘") for one in ps.audit(tmp_path / "c.xlsx").findings
    )


def test_a_folder_is_chosen_and_what_is_no_document_is_passed_over(visit, tmp_path):
    folder = tmp_path / "材料"
    for name in ("甲", "乙"):
        (folder / name).mkdir(parents=True)
        (folder / name / "表.txt").write_bytes(small(30))
    (folder / "照片.jpg").write_bytes(b"\xff\xd8")
    page = visit()
    page.set_input_files("#folder", folder)
    read(page)
    text = page.locator("#cover").inner_text()
    assert "材料/甲/表.txt" in text
    assert "材料/乙/表.txt" in text
    assert "材料/照片.jpg：不是表格或文档，没有读入" in text


def test_the_options_are_sent(visit):
    page = visit()
    page.locator("#drop summary").click()
    page.select_option("[name=ruleset]", "hengyang-2023")
    page.check("[name=alone]")
    page.check("[name=masked]")
    with page.expect_request(lambda request: request.url.endswith("/d")) as sent:
        take_in(page, FORM)
    assert sent.value.post_data_json == {"ruleset": "hengyang-2023", "alone": True, "masked": True}
    read(page)
    assert "hengyang-2023" in page.locator(".run").inner_text()


@pytest.mark.parametrize("mine", [True, False])
def test_two_tabs_that_write_one_remark_are_told(visit, troubles, tmp_path, mine):
    form = tmp_path / "表.txt"
    form.write_bytes(small(21 + mine))
    page = visit()
    take_in(page, form)
    read(page)
    other = visit(context=page.context)
    other.goto(page.url)
    read(other)
    write(page, 0, verdict="属实", reason="甲窗口")
    page.wait_for_selector("#remark", state="hidden")
    # The page looks again when it is looked at; here it was not.
    other.evaluate("dispatchEvent(new Event('blur'))")
    write(other, 0, verdict="待核实", reason="乙窗口")
    other.wait_for_selector("#remark-conflict:not([hidden])")
    assert "甲窗口" in other.locator("#remark-other").inner_text()
    assert other.locator("#remark textarea").input_value() == "乙窗口"
    other.click("#remark-save" if mine else "#remark-take")
    other.wait_for_selector("#remark", state="hidden")
    said = "乙窗口" if mine else "甲窗口"
    assert said in other.locator("#f0").inner_text()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.locator("#f0", has_text=said).wait_for()
    assert len(troubles) == 1
    assert "409" in troubles.pop()


def test_a_program_that_ends_keeps_remarks_and_says_what_to_do(browser, tmp_path, troubles):
    form = tmp_path / "表.txt"
    form.write_bytes(small(20))
    context = browser.new_context()
    with Program(tmp_path / "p") as first:
        page = context.new_page()
        page.goto(first.way)
        take_in(page, form)
        read(page)
        write(page, 0, verdict="属实", reason="停之前写的")
        page.wait_for_selector("#remark", state="hidden")
        old = first.way
        # Killed, so that nothing is tidied.
        first.stop(signal.SIGKILL)
        assert len(first.desks()) == 1
        write(page, 1, verdict="待核实", reason="停之后写的")
        page.wait_for_selector("#remark-trouble:not([hidden])")
        assert "已保存的处理意见都在" in page.locator("#remark-trouble").inner_text()
        assert page.locator("#remark textarea").input_value() == "停之后写的"
    port = first.url.rsplit(":", 1)[1]
    with Program(tmp_path / "p", "--port", port) as second:
        assert len(second.desks()) == 1  # what the first one left is gone
        page = context.new_page()
        page.goto(old)
        assert "地址都是新的" in page.locator("main").inner_text()
        page.goto(second.way)
        troubles.watch(page, second.url)
        take_in(page, form)
        read(page)
        assert "停之前写的" in page.locator("#f0").inner_text()
        assert second.stop() == 0
        assert second.desks() == []
    context.close()
    assert troubles == []


def test_what_is_too_large_is_said_before_it_is_sent(visit, tmp_path):
    large = tmp_path / "大.xlsx"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    page = visit()
    sent = []
    page.on("request", lambda request: request.method == "PUT" and sent.append(request.url))
    page.set_input_files("#files", large)
    page.wait_for_selector("#trouble:not([hidden])")
    assert "“大.xlsx”太大（最多 100 MB）" in page.locator("#trouble").inner_text()
    assert sent == []


def test_what_is_no_form_is_told(visit, troubles, tmp_path):
    page = visit()
    for name, data in (("照片.jpg", b"\xff\xd8\xff"), ("坏.xlsx", b"PK\x03\x04 broken")):
        file = tmp_path / name
        file.write_bytes(data)
        page.goto(page.url.split("/d/")[0])
        page.set_input_files("#files", file)
        page.wait_for_selector("article.finding", timeout=30_000)
        assert "PS001" in page.locator("#findings").inner_text()
    several = [tmp_path / f"{n}.jpg" for n in range(2)]
    for one in several:
        one.write_bytes(b"\xff\xd8")
    page.goto(page.url.split("/d/")[0])
    page.set_input_files("#files", several)
    page.wait_for_selector("#trouble:not([hidden])")
    assert "里面没有表格或文档" in page.locator("#trouble").inner_text()
    assert troubles == []


def test_an_audit_is_cancelled(visit, troubles, tmp_path):
    page = visit()
    page.set_input_files("#files", [FORM])
    read(page)
    for n in range(40):
        (tmp_path / f"{n}.xlsx").write_bytes(FORM.read_bytes())
    page.goto(page.url.split("/d/")[0])
    page.set_input_files("#files", [tmp_path / f"{n}.xlsx" for n in range(40)])
    page.locator("#cancel").click(timeout=30_000)
    page.wait_for_selector("main .trouble:not([hidden])")
    assert "已取消" in page.locator("main").inner_text()
    assert [text for text in troubles if "422" not in text] == []
    troubles.clear()


def test_dossiers_are_listed_opened_again_and_deleted(visit, tmp_path):
    form = tmp_path / "列出来的.txt"
    form.write_bytes(small(19))
    page = visit()
    take_in(page, form)
    read(page)
    at = page.url
    page.locator("#desk a", has_text="首页").click()
    page.locator(".dossiers a", has_text="列出来的.txt").click()
    read(page)
    assert page.url == at
    page.go_back()
    row = page.locator("tr", has_text="列出来的.txt")
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    page.on("dialog", answer)
    row.locator("button").click()
    assert row.count() == 1
    row.locator("button").click()
    row.wait_for(state="detached")
    assert "列出来的.txt" in asked[0]
    page.reload()
    assert page.locator("tr", has_text="列出来的.txt").count() == 0


def test_the_round_before_is_dropped_and_its_remarks_taken(visit, tmp_path):
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_bytes(small(18))
    new.write_bytes(small(18) + "\n注：第二次\n".encode())
    page = visit()
    take_in(page, old)
    read(page)
    write(page, 0, verdict="属实", reason="上次写的")
    page.wait_for_selector("#remark", state="hidden")
    copy = tmp_path / "旧-审核.xlsx"
    download(page, "annotated", copy)
    page.goto(page.url.split("/d/")[0])
    take_in(page, new)
    read(page)
    page.locator("#desk a", has_text="与上次相比").click()
    take_in(page, copy)
    page.locator("#carry").click()
    page.locator("#carried", has_text="带入 1 条处理意见").wait_for()
    with page.expect_download() as taken:
        page.locator("a", has_text="比较结果").click()
    assert taken.value.suggested_filename == "新-与上次相比.xlsx"
    page.locator("a", has_text="回到报告").click()
    read(page)
    assert "上次写的" in page.locator("#f0").inner_text()


def test_the_words_are_english_by_a_switch(visit, tmp_path):
    form = tmp_path / "form.txt"
    form.write_bytes(small(17))
    page = visit()
    page.locator("nav a", has_text="English").click()
    assert page.locator("h1").inner_text() == "Audit of target sheets and self-assessments"
    take_in(page, form)
    read(page)
    assert page.locator("#f0 button.remark").inner_text().startswith("Write a remark")
    page.locator("#desk a", has_text="中文").click()
    read(page)
    assert page.locator("#f0 button.remark").inner_text().startswith("写处理意见")


def test_an_office_comes_in_by_its_password_and_goes_out(browser, tmp_path, troubles):
    with Program(tmp_path, env={"PERFSCORE_PASSWORD": "a long password"}) as program:
        pages = []
        for _ in range(2):
            context = browser.new_context()
            page = context.new_page()
            page.goto(program.url)
            assert page.locator("h1").inner_text() == "绩效材料审核"
            page.fill("[name=password]", "wrong password")
            page.keyboard.press("Enter")
            page.locator(".trouble", has_text="口令不对").wait_for()
            page.fill("[name=password]", "a long password")
            page.keyboard.press("Enter")
            page.wait_for_selector("#drop")
            troubles.watch(page, program.url)
            pages.append(page)
        form = tmp_path / "甲的.txt"
        form.write_bytes(small(15))
        take_in(pages[0], form)
        read(pages[0])
        pages[1].reload()
        assert "甲的" not in pages[1].locator("main").inner_text()
        pages[1].goto(pages[0].url)
        read(pages[1])
        write(pages[1], 0, verdict="属实", reason="同事写的")
        pages[1].wait_for_selector("#remark", state="hidden")
        pages[0].evaluate("dispatchEvent(new Event('focus'))")
        pages[0].locator("#f0", has_text="同事写的").wait_for()
        pages[0].goto(program.url)
        pages[0].locator("button", has_text="退出").click()
        pages[0].wait_for_selector("[name=password]")
        for page in pages:
            page.context.close()
    assert [text for text in troubles if "401" not in text] == []


def test_many_files_are_a_list_that_leads_to_reports(visit, tmp_path):
    folder = tmp_path / "全县"
    for number in range(61):
        unit = f"第{number % 20}镇政府"
        (folder / unit).mkdir(parents=True, exist_ok=True)
        text = small(10 + number % 30).decode().replace("青山县交通局", unit).replace("道路养护", f"项目{number}")
        (folder / unit / f"表{number}.txt").write_text(text, encoding="utf-8", newline="\n")
    page = visit(width=390)
    page.set_input_files("#folder", folder)
    page.wait_for_selector("h2:has-text('各表')", timeout=120_000)
    assert page.locator("tbody tr").count() == 61
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.fill("[name=q]", "第7镇")
    page.keyboard.press("Enter")
    page.locator("p.note", has_text="共 3 张").wait_for()
    page.locator("tbody a").first.click()
    read(page)
    assert "第7镇政府" in page.locator("#cover").inner_text()
    write(page, 0, verdict="属实", reason="在单位里写的")
    page.wait_for_selector("#remark", state="hidden")
    page.locator("#desk a", has_text="全部各表").click()
    with page.expect_download() as taken:
        page.locator("#desk a", has_text="问题清单和审核底稿").click()
    assert taken.value.suggested_filename == "全县-问题清单和审核底稿.zip"


HOSTILE = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"


def test_no_text_of_a_document_a_name_or_a_remark_runs(visit, tmp_path):
    form = tmp_path / "<img src=x onerror=alert(1)>.txt"
    form.write_text(small(16).decode().replace("养护里程", HOSTILE), encoding="utf-8")
    page = visit()
    take_in(page, form)
    read(page)
    write(page, 0, verdict="属实", reason=HOSTILE, person="<b>甲</b>")
    page.wait_for_selector("#remark", state="hidden")
    assert HOSTILE in page.locator("#f0").inner_text()
    page.reload()
    read(page)
    page.locator("td a.m").first.click()
    page.locator("#desk a", has_text="首页").click()
    page.wait_for_selector(".dossiers")
    assert page.title() == "绩效材料审核 · perfscore"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_grave_to_say_and_nothing_is_wider_than_the_window(visit, troubles, width, scheme):
    page = visit(width=width, scheme=scheme, policy=False)
    page.locator("#drop summary").click()
    assert grave(page) == []
    take_in(page, WHOLE)
    read(page)
    page.locator("#desk details summary").click()
    page.locator("td.error > a.m").first.click()
    page.locator("#pane button.remark").first.click()
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.keyboard.press("Escape")
    at = page.url.split("#")[0]
    for goal in (f"{at}/compare", f"{at}/nothing"):
        page.goto(goal)
        assert grave(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert "404" in troubles.pop()
    page.goto(page.url.split("/d/")[0])
    assert page.locator(".dossiers").count() == 1
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
