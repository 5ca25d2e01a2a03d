"""The locked-down Jinja environment of themes, and what makes it quick on pages by the ten thousand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jinja2
import msgspec
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from site_builder.contexts.contract import Card

KEPT_FRAGMENTS = 150_000

LoadTemplate = Callable[[str], tuple[str, str] | None]


class Environment(ImmutableSandboxedEnvironment):
    """Jinja for themes: a template sees its context and a few functions, and cannot reach Python behind them."""

    trusted: frozenset[object] = frozenset()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute; the contract's plain data needs none of the sandbox's checks."""
        if attribute[:1] == "_" or not isinstance(obj, msgspec.Struct):
            return super().getattr(obj, attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(obj=obj, name=attribute)

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a macro or one of our own functions at once, anything else by the sandbox's rules."""
        if type(__obj) is Macro or __obj in self.trusted:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template, its constant words translated once rather than on each page."""
        return _TranslateConstants(self).visit(super()._parse(source, name, filename))  # type: ignore[no-any-return]


class _TranslateConstants(NodeTransformer):
    """Replaces `t('Papers')` by its translation."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named for the node
        """Return a constant for a call of `t` with one constant."""
        node = self.generic_visit(node)
        if not (
            isinstance(node.node, nodes.Name) and node.node.name == "t" and len(node.args) == 1 and not node.kwargs
        ):
            return node
        message = node.args[0]
        if not isinstance(message, nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        return nodes.Const(self._environment.globals["t"](message.value), lineno=node.lineno)


class _CollapseSpace(Extension):
    """Collapses white space in template text when it is compiled, so that no page pays for a theme's indentation."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens, each run of white space in text as one space or line end; `<pre>` stays as it is."""
        inside_pre = False
        for token in stream:
            if token.type != "data":
                yield token
                continue
            text = str(token.value)
            opened, closed = text.rfind("<pre"), text.rfind("</pre")
            if not inside_pre and opened < 0:
                yield Token(token.lineno, "data", _collapse(text))
            else:
                yield token
            if opened >= 0 or closed >= 0:
                inside_pre = opened > closed


def make_environment(load: LoadTemplate, words: Mapping[str, str] | None = None) -> Environment:
    """Return an environment; `load` gives a template's text and path, `words` translate the interface."""

    def find(name: str) -> tuple[str, str, None] | None:
        found = load(name)
        return (*found, None) if found else None

    environment = Environment(
        loader=jinja2.FunctionLoader(find),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
        extensions=[_CollapseSpace],
    )
    for name in ("range", "lipsum", "cycler", "joiner"):
        environment.globals.pop(name, None)
    environment.filters.pop("random", None)
    t = _translator(words or {})

    def plural(count: int, one: str, many: str) -> str:
        return t(one if count == 1 else many, n=thousands(count))

    kept = _keeper()
    environment.globals.update(t=t, plural=plural, kept=kept)
    environment.trusted = frozenset((t, plural, kept))
    environment.filters.update(thousands=thousands)
    return environment


def thousands(number: int) -> str:
    """Return a number with its thousands apart: `12,345`."""
    return f"{number:,}"


def _translator(words: Mapping[str, str]) -> Callable[..., str]:
    def t(message: str, **values: object) -> str:
        text = words.get(message, message)
        for key, value in values.items():
            text = text.replace("{" + key + "}", str(value))
        return text

    return t


def _keeper() -> Callable[..., str]:
    """Return `kept(macro, card, …)`: a paper stands on twenty lists, and its row need be made but once."""
    fragments: dict[tuple[object, ...], str] = {}

    def kept(macro: Macro, card: Card, *args: object) -> str:
        # In one build, a card is determined by its paper and by whether it carries the abstract.
        key = (macro, card.id, bool(card.abstract_html), *args)
        fragment = fragments.get(key)
        if fragment is None:
            if len(fragments) >= KEPT_FRAGMENTS:
                fragments.clear()
            fragment = fragments[key] = macro(card, *args)
        return fragment

    return kept


def _collapse(text: str) -> str:
    return re.sub(r"\s+", lambda run: "\n" if "\n" in run[0] else " ", text)
