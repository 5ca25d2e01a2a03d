"""Cached parts of pages that recur: `kept(macro, card)` and `{% kept root %}…{% endkept %}`."""

from __future__ import annotations

from jinja2 import meta, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Macro

from site_builder.contract.papers import Card

KEPT_FRAGMENTS = 250_000

# A variable that is the same on all pages of a site.
SITE = "site"


class Fragments:
    """The cached fragments of one site."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], str] = {}
        self._site: object = None

    def kept(self, macro: Macro, card: Card, *args: object) -> str:
        """Return a macro's output for a card, cached: a paper is on some twenty lists with the same row."""
        # Within a build, its paper and whether it has the abstract determine a card.
        key = (macro, card.id, bool(card.abstract_html), *args)
        return self._made.get(key) or self.keep(key, macro(getattr(card, "card", card), *args))

    def find(self, site: object, *key: object) -> str | None:
        """Return a fragment of a site's pages, or `None` if it is not cached."""
        if site is not self._site:
            self._made.clear()
            self._site = site
        return self._made.get(key)

    def keep(self, key: tuple[object, ...], fragment: str) -> str:
        """Cache a fragment and return it."""
        if len(self._made) >= KEPT_FRAGMENTS:
            self._made.clear()
        self._made[key] = fragment
        return fragment


class KeptPart(Extension):
    """The tag `kept`: its body is rendered once for each combination of values of the names that it lists."""

    tags = {"kept"}  # noqa: RUF012 - as Jinja declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return nodes that look the body up in the cache or render it; it may use only the names listed."""
        line = next(parser.stream).lineno
        names = [parser.parse_assign_target(name_only=True).name]
        while parser.stream.skip_if("comma"):
            names.append(parser.parse_assign_target(name_only=True).name)
        body = list(parser.parse_statements(("name:endkept",), drop_needle=True))
        self._check(parser, names, body, line)
        part = parser.free_identifier(line)
        key = [nodes.Const(f"{parser.name} {part.name}"), *(nodes.Name(name, "load") for name in names)]
        find = _call("find_fragment", nodes.Name(SITE, "load"), *key)
        keep = _call("keep_fragment", nodes.Tuple(key, "load"), part)
        make = [nodes.AssignBlock(part, None, body), nodes.Assign(part, keep)]
        asking = [nodes.Assign(part, find), nodes.If(nodes.Not(part), make, [], []), nodes.Output([part])]
        return [node.set_lineno(line) for node in asking]

    def _check(self, parser: Parser, names: list[str], body: list[nodes.Node], line: int) -> None:
        part = nodes.Template(body, lineno=line, environment=self.environment)
        wrong = meta.find_undeclared_variables(part) - {*names, SITE, *self.environment.globals}
        if wrong:
            parser.fail(f"a kept part uses {min(wrong)!r}, which it does not list", line)
        if any(part.find(kind) for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Block)):
            parser.fail("a kept part cannot include, import or hold a block", line)


def _call(method: str, *args: nodes.Expr) -> nodes.Expr:
    return nodes.Call(nodes.EnvironmentAttribute(method), list(args), [], None, None)
