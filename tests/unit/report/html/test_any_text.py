"""Whatever a document says, the page keeps its build: only the words differ."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hostile
from pages import page_of, tree_of
from perfscore.core.pictures import DrawnCell, DrawnTable, Pictures
from perfscore.core.visible import is_clean
from perfscore.report import Style
from perfscore.report.html import as_page
from perfscore.report.mask import presentable
from reports import BOOK, REPORT, cell

#: What opens or closes something in HTML, a template, a script or an attribute, between arbitrary characters.
WILD = st.lists(
    st.one_of(
        st.sampled_from(
            ("<", ">", "&", '"', "'", "`", "</td>", "</script>", "<!--", "-->", "]]>", "{{", "}}", "{%", "%}", "\\", "\u2028")
        ),
        st.text(max_size=6),
    ),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip


def told(words):
    """The report made by hand with the same words wherever a document has its say."""
    findings = tuple(dataclasses.replace(one, message=words, recorded=words) for one in REPORT.findings)
    scores = tuple(dataclasses.replace(one, indicator=words, target=words, rule=words) for one in REPORT.scores)
    forms = tuple(dataclasses.replace(one, unit=words, project=words, note=words) for one in REPORT.forms)
    drawn = DrawnTable(BOOK, "生活补贴", "grid", (DrawnCell(14, 8, words, cell("H14")),), above=(words,))
    return dataclasses.replace(REPORT, findings=findings, scores=scores, forms=forms, pictures=Pictures((drawn,)))


def build(page):
    """The elements of a page with their attributes' names, without what a word may choose."""
    skeleton = [(one.tag, tuple(sorted(one.keys()))) for one in tree_of(page).iter() if isinstance(one.tag, str)]
    return [(tag, keys) for tag, keys in skeleton if tag != "option"]


@pytest.mark.property
@settings(deadline=None, max_examples=60)
@given(WILD)
def test_words_never_change_how_the_page_is_built(words):
    page = as_page(presentable(told(f"甲{words}乙")), Style())
    assert build(page) == build(as_page(presentable(told("甲乙")), Style()))
    assert is_clean(page)


@pytest.mark.parametrize("name", sorted(hostile.FILES))
def test_every_attack_ends_in_a_page(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(hostile.FILES[name]())
    page = page_of(path)
    assert len(tree_of(page).xpath("//script")) == 1
    assert len(page.encode()) < 2_000_000
