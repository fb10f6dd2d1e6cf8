"""Rule sets: which there are, what one says and whether its cases hold, one's own written, kept, taken away."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from perfscore.core.errors import UsageError
from perfscore.rulesets import folder, load_ruleset, names
from perfscore.services.rulesets import new_text
from perfscore.web import probe
from perfscore.web.asking import answered
from perfscore.web.desk import GoneError
from perfscore.web.replies import given, language, owner, page, record, see, text_of, window
from perfscore.web.shelf import Shelf

#: The rule set that a new one extends where nothing else is said.
_USUAL: Final = "mof-2021"
#: Words of addresses, which no rule set can be called.
_TAKEN: Final = frozenset({"new"})
_ID: Final = re.compile(r"""^id\s*=\s*(?:"[^"\n]*"|'[^'\n]*')""", re.MULTILINE)
#: An id has at most so many characters.
_LONGEST: Final = 41
#: A character takes at most so many bytes of a request.
_BYTES: Final = 6
#: A value with more characters is folded.
_FOLDED: Final = 160


def _shelf(request: Request) -> Shelf:
    return Shelf(window(request).shelves, owner(request))


def _named(request: Request) -> str:
    """The rule set that the address names.

    Raises:
        GoneError: there is none.
    """
    name: str = request.path_params["id"]
    try:
        _shelf(request).path(name)
    except UsageError as error:
        raise GoneError(str(error)) from None
    return name


def _text(request: Request, name: str) -> str:
    if name in names():
        return (folder() / f"{name}.toml").read_text(encoding="utf-8")
    return _shelf(request).text(name)


async def listed(request: Request) -> Response:
    """All that may be chosen, the visitor's own first."""
    rows = []
    for one in _shelf(request).offered():
        shipped = None if one.own else load_ruleset(one.id)
        rows.append({"id": one.id, "title": one.title, "own": one.own, "shipped": shipped})
    return page(request, "rules.html", {"rows": rows})


async def show(request: Request) -> Response:
    """What a rule set says, and what becomes of its cases."""
    name = _named(request)
    order = probe.RulesetOrder(_text(request, name), language(request), whole=True)
    told = await answered(request, probe.ruleset, order)
    facts = {"name": name, "own": name not in names(), "told": told, "folded": _FOLDED}
    return page(request, "rule.html", facts)


async def download(request: Request) -> Response:
    """The file of a rule set."""
    name = _named(request)
    # No browser shows what is taken away.
    headers = {"content-disposition": f'attachment; filename="{name}.toml"'}
    return Response(_text(request, name), media_type="application/octet-stream", headers=headers)


async def new(request: Request) -> Response:
    """Write one: beside a general one what is different from it, of another a copy."""
    base = request.query_params.get("from", _USUAL)
    shelf = _shelf(request)
    shelf.path(base)
    own = shelf.own()
    tried = (f"my-{base}"[: _LONGEST - len(end)] + end for end in ("", *(f"-{count}" for count in range(2, 200))))
    name = next(one for one in tried if one not in own)
    if base in names() and load_ruleset(base).general:
        return _editor(request, new_text(name, base), "")
    return _editor(request, _ID.sub(f'id = "{name}"', _text(request, base), count=1), "")


async def edit(request: Request) -> Response:
    """Change one's own."""
    name = _named(request)
    if name in names():
        return see(f"/rules/new?from={name}")
    return _editor(request, _text(request, name), name)


def _editor(request: Request, text: str, name: str) -> Response:
    facts = {"text": text, "name": name, "most": window(request).limits.text}
    return page(request, "editrule.html", facts)


async def _tried(request: Request) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """What the script sent, the text of the rule set in it, and what becomes of this."""
    most = window(request).limits.text
    facts = await given(request, most * _BYTES + 1_000)
    text = text_of(facts, "text", most)
    return facts, text, await answered(request, probe.ruleset, probe.RulesetOrder(text, language(request)))


async def test(request: Request) -> Response:
    """The cases of a text, while somebody writes it."""
    _, _, told = await _tried(request)
    return record(told)


async def save(request: Request) -> Response:
    """Keep a rule set of the visitor's own; only one that loads, by the id that it says of itself."""
    name: str = request.path_params["id"]
    facts, text, told = await _tried(request)
    if not told["loads"]:
        raise UsageError(told["said"])
    if told["id"] != name:
        raise UsageError(f"文件里的 id 是“{told['id']}”，不是“{name}”（another id stands in it）")
    shelf = _shelf(request)
    if name in _TAKEN or (name in shelf.own() and name != text_of(facts, "instead", _LONGEST)):
        raise UsageError(f"已有规则集“{name}”；请换一个 id，或到它自己的页面修改（this id is taken）")
    shelf.keep(name, text)
    return record({"at": f"/rules/{name}"})


async def drop(request: Request) -> Response:
    """Delete one's own."""
    name = _named(request)
    if name in names():
        raise UsageError(f"“{name}”是自带的规则集，不能删除（it comes with the program）")
    _shelf(request).drop(name)
    return record({"at": "/rules"})


ROUTES = [
    Route("/rules", listed),
    Route("/rules/new", new),
    Route("/rules/test", test, methods=["POST"]),
    Route("/rules/{id}", show),
    Route("/rules/{id:path}", save, methods=["PUT"]),
    Route("/rules/{id}/edit", edit),
    Route("/rules/{id}/download", download),
    Route("/rules/{id}/drop", drop, methods=["POST"]),
]
