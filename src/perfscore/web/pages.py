"""Pages: the templates of the window filled in, and the page of a dossier with what the window puts around it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from perfscore.core.version import __version__
from perfscore.report.html.page import Around, asset, environment, policy
from perfscore.report.style import Language, Style

#: What the page of a dossier may do besides: load the script of the window, and call the window.
_SOURCES: Final = {"script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "connect-src": "'self'"}
#: The files that pages load, with their kinds.
STATIC: Final[Mapping[str, str]] = {
    "page.css": "text/css",
    "window.css": "text/css",
    "window.js": "text/javascript",
    "start.js": "text/javascript",
    "report.js": "text/javascript",
    "take.js": "text/javascript",
    "wait.js": "text/javascript",
    "compare.js": "text/javascript",
    "parts.js": "text/javascript",
    "try.js": "text/javascript",
    "checks.js": "text/javascript",
    "rules.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


def static(name: str) -> tuple[bytes, str]:
    """A file that pages load, and its kind.

    Raises:
        KeyError: there is none of that name.
    """
    kind = STATIC[name]
    text = asset(name) if name == "page.css" else _asset(name)
    return text.encode(), kind


@cache
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def template(name: str) -> str | None:
    """The text of a template of the window; None where it has none of that name."""
    try:
        return _asset(name)
    except FileNotFoundError:
        return None


def filled(name: str, lang: Language, facts: Mapping[str, Any]) -> str:
    """A page of the window.

    Args:
        name: its template.
        lang: the language of its words.
        facts: what the template needs.
    """
    style = Style(lang=lang)
    words = {"say": style.say, "lang": style.say("zh-CN", "en"), "version": __version__}
    return environment(template).get_template(name).render({**words, **facts})


def around(facts: Mapping[str, object]) -> Around:
    """What the window puts around the page of a dossier."""
    return Around("report.html", template, facts, _SOURCES)


def report_policy() -> str:
    """The policy of the page of a dossier, as a header says it."""
    return f"{policy(_SOURCES)}; frame-ancestors 'none'"
