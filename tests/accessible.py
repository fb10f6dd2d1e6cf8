"""What axe-core, the rules of accessibility, says of a page."""

import importlib.util
from pathlib import Path

#: Of what axe finds, these are defects.
_GRAVE = {"serious", "critical"}


def grave(page, least=10):
    """What is wrong with a page, by rule and place; so many rules at least must have been applied."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None, "the package axe-playwright-python holds axe-core"
    # What is out of sight is not laid out, and contrast cannot be judged there.
    page.add_style_tag(content=".table, .finding { content-visibility: visible !important }")
    page.evaluate((Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(result["passes"]) > least
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in result["violations"] if one["impact"] in _GRAVE]
