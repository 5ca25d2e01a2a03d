"""A template with all that it extends and includes, put together as one.

Jinja calls each block and each included template by itself on every page, and each looks up its names anew. As one
function, a page takes a fifth less time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from jinja2 import Environment, meta, nodes
from jinja2.visitor import NodeTransformer

Parse = Callable[[str], nodes.Template]
"""Gives the nodes of the template of a name."""

# All that a template does before the one that it extends takes over; what it prints beside its blocks is not shown.
_SETTING = (nodes.Assign, nodes.AssignBlock, nodes.Import, nodes.FromImport, nodes.Macro)
_OVERRULED = (nodes.Extends, nodes.Output, nodes.Block)

_MOST = 20
"""Templates that extend one another; a theme in a circle is told so by Jinja."""


class _ApartError(Exception):
    """The template does something that only Jinja's own way of calling its parts can do."""


def inline(name: str, environment: Environment, parse: Parse) -> nodes.Template | None:
    """Return the nodes of a template as one, or `None` where it does what cannot be told before it is rendered."""
    kind = name.rpartition(".")[2]

    def parse_alike(part: str) -> nodes.Template:
        if part.rpartition(".")[2] != kind:  # whether text is escaped depends on it
            raise _ApartError
        return parse(part)

    try:
        *heirs, base = _chain(name, parse_alike)
        blocks = {block.name: block for tree in (base, *reversed(heirs)) for block in tree.find_all(nodes.Block)}
        inliner = _Inliner(parse_alike, blocks)
        settings = [node for tree in heirs for node in _settings(tree)]
        body = [node for part in (*settings, *base.body) for node in inliner.visit_list(part)]
    except _ApartError:
        return None
    return _looked_up_once(body, environment)


def _chain(name: str, parse: Parse) -> list[nodes.Template]:
    """Return a template and those that it extends, the last of which extends none."""
    chain = [parse(name)]
    in_macros: set[str] = set()
    while extends := next((node for node in chain[-1].body if isinstance(node, nodes.Extends)), None):
        in_macros |= {used.name for macro in chain[-1].find_all(nodes.Macro) for used in macro.find_all(nodes.Name)}
        chain.append(parse(_constant(extends.template)))
        # In one function, a macro would see what templates set that its own one extends.
        if in_macros & _set_names(chain[-1]) or len(chain) > _MOST:
            raise _ApartError
    return chain


def _set_names(tree: nodes.Template) -> set[str]:
    """Return the names that a template sets or imports."""
    names = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    pairs = [name for node in tree.find_all(nodes.FromImport) for name in node.names]
    return names | {name if isinstance(name, str) else name[1] for name in pairs}


def _settings(tree: nodes.Template) -> list[nodes.Node]:
    if not all(isinstance(node, _SETTING + _OVERRULED) for node in tree.body):
        raise _ApartError
    return [node for node in tree.body if isinstance(node, _SETTING)]


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
        if node.scoped or node.required:
            raise _ApartError
        return self._opened(node.name, self._blocks[node.name].body)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - named for the node
        """Return what the included template holds."""
        name = _constant(node.template)
        tree = self._parse(name)
        if not node.with_context or node.ignore_missing or _has(tree, nodes.Extends, nodes.Block):
            raise _ApartError
        return self._opened(name, tree.body)

    def _opened(self, name: str, body: list[nodes.Node]) -> nodes.Scope:
        """Return what a block or a template holds; names that it sets are its own."""
        if name in self._open:
            raise _ApartError
        self._open.append(name)
        scope = nodes.Scope([found for node in body for found in self.visit_list(node)], lineno=1)
        self._open.pop()
        return scope

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802 - named for the node
        """Refuse the names by which a block reaches others."""
        if node.name in ("super", "self"):
            raise _ApartError
        return node

    def _visit_frame(self, node: nodes.Node) -> nodes.Node:
        """Refuse blocks and includes where names may stand that they would not see, or not see alone."""
        if _has(node, nodes.Block, nodes.Include):
            raise _ApartError
        return self.generic_visit(node)

    visit_For = visit_With = visit_Macro = visit_CallBlock = visit_FilterBlock = visit_AssignBlock = _visit_frame  # noqa: N815

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802 - named for the node
        """Refuse to hand on the names of the one function."""
        if node.with_context:
            raise _ApartError
        return node

    visit_FromImport = visit_Import  # noqa: N815

    def _refuse(self, node: nodes.Node) -> NoReturn:
        raise _ApartError

    visit_Extends = visit_OverlayScope = visit_ScopedEvalContextModifier = _refuse  # noqa: N815


def _has(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    return any(node.find(kind) for kind in kinds)


def _looked_up_once(body: list[nodes.Node], environment: Environment) -> nodes.Template:
    """Return a template that looks all names up at its start, where Jinja would once in each round of a loop."""
    whole = nodes.Template(body, lineno=1)
    whole.set_environment(environment)
    names = sorted(meta.find_undeclared_variables(whole))
    asked = [nodes.ExprStmt(nodes.Name(name, "load"), lineno=1) for name in names]
    # Within a scope, what is set need not be told to the context: there is no other part to see it.
    asking = nodes.Template([nodes.Scope([*asked, *body], lineno=1)], lineno=1)
    asking.set_environment(environment)
    return asking
