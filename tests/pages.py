"""Pages of forms for tests: audited, drawn, and taken apart."""

import lxml.html

from perfscore.audit import audit
from perfscore.report import Style, render_bytes


def page_of(paths, *, lang="zh", masked=False, **options):
    """The page of an audit as text."""
    report = audit(paths, drawn=True, config=False, **options)
    return render_bytes(report, "html", Style(lang=lang), masked=masked).decode("utf-8")


def tree_of(page):
    """A page as a tree."""
    return lxml.html.fromstring(page)


def words_of(page):
    """What a page says, an element of text a line, without its script and style sheet; what differs from run to run is fixed."""
    tree = tree_of(page)
    for element in tree.xpath("//script | //style"):
        element.getparent().remove(element)
    lines = (" ".join(text.split()) for text in tree.xpath("//body//text()"))
    return "\n".join(line for line in lines if line) + "\n"


def at(tree, name):
    """The element of a name."""
    (found,) = tree.xpath("//*[@id=$name]", name=name)
    return found


def text_of(element):
    """The text of an element on one line."""
    return " ".join(element.text_content().split())
