"""What a template may do: name fields, go through lists, choose. Nothing is called, nothing is imported.

A template is data: it comes from the office, and perhaps from a mail. Its statements are checked before it is filled
in, so that one that asks for more gives a message, and no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from perfscore.core.errors import PerfscoreError
from perfscore.report.layout import one_line

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

_FILTERS: Final = frozenset([
    "abs", "count", "d", "default", "escape", "e", "first", "int", "join", "last", "length", "list", "lower", "reject",
    "rejectattr", "replace", "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim",
    "truncate", "unique", "upper", "map",
])  # fmt: skip
_LOOP: Final = frozenset(
    ["index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"]
)
_DEEPEST: Final = 4
_TAGS: Final = re.compile(r"<[^>]+>")
#: Numbers of a template are ordinals and spans of cells.
_LARGEST: Final = 1_000_000


class FieldError(PerfscoreError):
    """What is wrong with a template: the words of it, and what may stand there."""


def environment(fields: Mapping[str, Any]) -> SandboxedEnvironment:
    """The environment in which templates with these fields are read and filled in.

    Every text that it reads is checked first: whatever renders a template by it cannot get round that.
    """
    from jinja2 import StrictUndefined
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Guarded(ImmutableSandboxedEnvironment):
        #: The text that is being filled in, to say where in it something is wrong.
        text = ""
        intercepted_binops = frozenset(["*", "**", "%", "/", "//", "+", "-"])

        def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
            self.text = str(source)
            _check(self.parse(source), fields)
            return super().from_string(source, *args, **kwargs)

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, dict):
                if attribute not in obj:
                    raise _unknown(attribute, obj)
                return obj[attribute]
            if isinstance(obj, LoopContext) and attribute in _LOOP:
                return getattr(obj, attribute)
            raise FieldError(f"字段后不能有“.{attribute}”（nothing has .{attribute} here）")

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
                return obj[argument]
            return self.getattr(obj, str(argument))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            numbers = all(isinstance(one, int | float) and abs(one) <= _LARGEST for one in (left, right))
            if not numbers or operator == "**":
                raise FieldError(
                    f"这里不能用运算符“{operator}”：只能用于不大的数（{operator} works on small numbers only）"
                )
            return super().call_binop(context, operator, left, right)

    made = Guarded(autoescape=True, undefined=StrictUndefined, loader=None)
    made.globals.clear()
    made.filters = {name: function for name, function in made.filters.items() if name in _FILTERS}
    return made


def where(error: BaseException, made: SandboxedEnvironment) -> str:
    """The words of the template at which filling it in ended; "" where that is not known."""
    lines = str(getattr(made, "text", "")).split("\n")
    found = ""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>" and 0 < trace.tb_lineno <= len(lines):
            found = _TAGS.sub("", lines[trace.tb_lineno - 1]).strip()
        trace = trace.tb_next
    return found[:120]


def _unknown(name: str, known: Mapping[str, Any]) -> FieldError:
    return FieldError(f"没有字段“{name}”；这里可用的有 {'、'.join(known)}（no such field: {name}）")


def _check(template: nodes.Template, fields: Mapping[str, Any]) -> None:
    """Refuse what a template must not do.

    Raises:
        FieldError: it names the field or statement.
    """
    from jinja2 import meta
    from jinja2 import nodes as kinds

    allowed = (
        kinds.Template, kinds.Output, kinds.TemplateData, kinds.For, kinds.If, kinds.Name, kinds.Const, kinds.Getattr,
        kinds.Getitem, kinds.Filter, kinds.Test, kinds.Compare, kinds.Operand, kinds.And, kinds.Or, kinds.Not,
        kinds.CondExpr, kinds.Concat, kinds.BinExpr, kinds.UnaryExpr, kinds.Keyword, kinds.Tuple,
    )  # fmt: skip
    for node in _walk(template):
        if isinstance(node, kinds.Filter) and node.name not in _FILTERS:
            raise FieldError(
                f"不能用“|{node.name}”；可用的有 {'、'.join(sorted(_FILTERS))}（filter not allowed: {node.name}）"
            )
        if isinstance(node, kinds.Call):
            raise FieldError(f"模板里不能调用函数“{_words(node.node)}(…)”（nothing can be called）")
        if not isinstance(node, allowed):
            word = type(node).__name__.lower()
            raise FieldError(f"模板里不能用“{word}”，只能用字段、for、if（{word}: only fields, for and if）")
    for name in sorted(meta.find_undeclared_variables(template)):
        if name not in fields:
            raise _unknown(name, fields)
    _loops(template, 0, frozenset(fields))


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _walk(child)


def _loops(node: nodes.Node, depth: int, whole: frozenset[str]) -> None:
    """Loops go down the lists of lists; one through everything inside another would not end in a lifetime.

    Args:
        node: what is looked through.
        depth: how many loops it stands in.
        whole: the names that mean fields of the document here, and not a record of a loop.
    """
    from jinja2 import nodes as kinds

    for child in node.iter_child_nodes():
        if not isinstance(child, kinds.For):
            _loops(child, depth, whole)
            continue
        base: nodes.Node = child.iter
        while isinstance(base, kinds.Filter | kinds.Getattr | kinds.Getitem) and base.node is not None:
            base = base.node
        if depth and isinstance(base, kinds.Name) and base.name in whole:
            raise FieldError(
                f"循环里不能再循环全部的“{base.name}”，请写成 上一层的名称.{base.name}"
                f"（a loop inside another goes through a list of its record）"
            )
        if depth >= _DEEPEST:
            raise FieldError(f"循环最多套 {_DEEPEST} 层（loops are at most {_DEEPEST} deep）")
        if not isinstance(child.target, kinds.Name):
            raise FieldError("循环里一次只能取一个名称（a loop has one name）")
        _loops(child, depth + 1, whole - {child.target.name})


def _words(node: nodes.Node) -> str:
    from jinja2 import nodes as kinds

    if isinstance(node, kinds.Name):
        return node.name
    if isinstance(node, kinds.Getattr):
        return f"{_words(node.node)}.{node.attr}"
    return one_line(type(node).__name__)
