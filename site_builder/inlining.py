"""A template with all that it extends and includes, put together as one.

Jinja calls each block and each included template by itself on every page, and each looks up its names anew. As one
function, a page takes a fifth less time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from jinja2 import meta, nodes
from jinja2.visitor import NodeTransformer

Parse = Callable[[str], nodes.Template]
"""Gives the nodes of the template of a name."""

# All that a template does before the one that it extends takes over; what it prints beside its blocks is not shown.
_SETTING = (nodes.Assign, nodes.AssignBlock, nodes.Import, nodes.FromImport, nodes.Macro)
_OVERRULED = (nodes.Extends, nodes.Output, nodes.Block)


class _ApartError(Exception):
    """The template does something that only Jinja's own way of calling its parts can do."""


def inline(name: str, parse: Parse) -> nodes.Template | None:
    """Return the nodes of a template as one, or `None` where it does what cannot be told before it is rendered."""
    try:
        settings: list[nodes.Node] = []
        blocks: dict[str, nodes.Block] = {}
        tree = parse(name)
        while parent := _parent(tree):
            settings += _settings(tree)
            _add_blocks(blocks, tree)
            tree = parse(parent)
        _add_blocks(blocks, tree)
        inliner = _Inliner(parse, blocks)
        body = [node for part in (*settings, *tree.body) for node in inliner.visit_list(part)]
    except _ApartError:
        return None
    return _looked_up_once(body, tree)


def _parent(tree: nodes.Template) -> str:
    """Return the name of the template that one extends."""
    extends = next((node for node in tree.body if isinstance(node, nodes.Extends)), None)
    return _constant(extends.template) if extends else ""


def _settings(tree: nodes.Template) -> list[nodes.Node]:
    if not all(isinstance(node, _SETTING + _OVERRULED) for node in tree.body):
        raise _ApartError
    return [node for node in tree.body if isinstance(node, _SETTING)]


def _add_blocks(blocks: dict[str, nodes.Block], tree: nodes.Template) -> None:
    """Add a template's blocks; those of the templates that extend it come first and stay."""
    for block in tree.find_all(nodes.Block):
        blocks.setdefault(block.name, block)


def _constant(node: nodes.Expr) -> str:
    if not isinstance(node, nodes.Const):
        raise _ApartError
    return str(node.value)


class _Inliner(NodeTransformer):
    """Replaces blocks and included templates by what they hold, in a scope of its own."""

    def __init__(self, parse: Parse, blocks: dict[str, nodes.Block]) -> None:
        self._parse = parse
        self._blocks = blocks
        self._open: list[str] = []

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - named for the node
        """Return what the block holds in the template that has the last word."""
        if node.scoped or node.required or node.name in self._open:
            raise _ApartError
        self._open.append(node.name)
        scope = nodes.Scope(
            [found for inner in self._blocks[node.name].body for found in self.visit_list(inner)], lineno=node.lineno
        )
        self._open.pop()
        return scope

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - named for the node
        """Return what the included template holds."""
        tree = self._parse(_constant(node.template))
        if not node.with_context or node.ignore_missing or tree.find((nodes.Extends, nodes.Block)):
            raise _ApartError
        return nodes.Scope([found for inner in tree.body for found in self.visit_list(inner)], lineno=node.lineno)

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - named for the node
        """Refuse the names by which a block reaches others."""
        if node.name in ("super", "self"):
            raise _ApartError
        return node

    def _visit_frame(self, node: nodes.Node) -> nodes.Node:
        """Refuse blocks and includes where names may stand that they would not see, or not see alone."""
        if node.find((nodes.Block, nodes.Include)):
            raise _ApartError
        return self.generic_visit(node)

    visit_For = visit_With = visit_Macro = visit_CallBlock = visit_FilterBlock = visit_AssignBlock = _visit_frame  # noqa: N815

    def _refuse(self, node: nodes.Node) -> NoReturn:
        raise _ApartError

    visit_Extends = visit_OverlayScope = visit_ScopedEvalContextModifier = _refuse  # noqa: N815


def _looked_up_once(body: list[nodes.Node], tree: nodes.Template) -> nodes.Template:
    """Return a template that looks all names up at its start, where Jinja would once in each round of a loop."""
    whole = nodes.Template(body, lineno=1).set_environment(tree.environment)
    names = sorted(meta.find_undeclared_variables(whole))
    asked = [nodes.ExprStmt(nodes.Name(name, "load"), lineno=1) for name in names]
    # Within a scope, what is set need not be told to the context: there is no other part to see it.
    return nodes.Template([nodes.Scope([*asked, *body], lineno=1)], lineno=1).set_environment(tree.environment)
