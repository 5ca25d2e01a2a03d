"""The sandboxed Jinja environment of themes, and what makes it fast for tens of thousands of pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

import jinja2
import markupsafe
import msgspec
from jinja2 import filters, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from site_builder.contract import TYPES_WITH
from site_builder.text.markdown import escape_markdown
from site_builder.theme.compiled import CompiledTemplates
from site_builder.theme.fragments import Fragments, KeptPart
from site_builder.theme.minify import PLAIN, Tighten
from site_builder.words.catalogue import number_text, translator

_find_special = re.compile("[&<>'\"]").search

_json_encoder = msgspec.json.Encoder(enc_hook=str)
_NOT_IN_SCRIPTS = re.compile("[<>&']")

_JINJAS_OWN = frozenset((TemplateModule, LoopContext))

LoadTemplate = Callable[[str], tuple[str, str] | None]


class _CodeGenerator(CodeGenerator):
    """Compiles templates to Python that is fast for values of the contract's types."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - named for the node
        """Write a template; its output goes through our own `escape`."""
        self._fields: set[str] = set()
        super().visit_Template(node, frame)
        self.writeline("escape = environment.escape")
        for field in sorted(self._fields):
            self.writeline(f"types_with_{field} = environment.types_with[{field!r}]")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Write a call; calls made by our own tags need no check."""
        if not isinstance(node.node, nodes.EnvironmentAttribute):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.{node.node.name}(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(",")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - named for the node
        """Write an attribute access that skips the sandbox for types of the contract: they can only be read."""
        if node.attr not in TYPES_WITH:
            super().visit_Getattr(node, frame)
            return
        self._fields.add(node.attr)
        value = self.temporary_identifier()
        self.write(f"({value}.{node.attr} if type({value} := ")
        self.visit(node.node, frame)
        self.write(f") in types_with_{node.attr} else environment.getattr({value}, {node.attr!r}))")


class Environment(ImmutableSandboxedEnvironment):
    """Jinja for themes: a template sees its context and a few functions, and cannot reach the Python behind them."""

    code_generator_class = _CodeGenerator
    types_with = TYPES_WITH
    trusted: frozenset[object] = frozenset()
    translate: Callable[..., str]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[str, jinja2.Template] = {}
        fragments = Fragments()
        self.kept = fragments.kept
        self.find_fragment, self.keep_fragment = fragments.find, fragments.keep

    @staticmethod
    def escape(value: object) -> str:
        """Return a value as text for HTML; most text has nothing to escape and needs no copy."""
        if type(value) is str:
            return markupsafe.escape(value) if _find_special(value) else value
        return value if type(value) is Markup else markupsafe.escape(value)

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """Return a template from memory: each page asks for all that it is made of."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = super().get_template(name, parent)
        return known

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a template's globals as a plain dict, which is faster than Jinja's chain of dicts."""
        return {**self.globals, **(d or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute by the sandbox's rules; `loop` and a template's exports are safe without them."""
        if type(obj) in _JINJAS_OWN and not attribute.startswith("_") and hasattr(obj, attribute):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item by the sandbox's rules; fields of the contract are safe without them."""
        if isinstance(argument, str) and type(obj) in TYPES_WITH.get(argument, ()):
            return getattr(obj, argument)
        return super().getitem(obj, argument)

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a macro or one of our own functions directly, anything else by the sandbox's rules."""
        if type(__obj) is Macro or __obj in self.trusted:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template; constant words are translated here, once, not on each page."""
        return _TranslateConstants(self).visit(super()._parse(source, name, filename))  # type: ignore[no-any-return]


class _TranslateConstants(NodeTransformer):
    """Replaces `t('Papers')` with its translation."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named for the node
        """Return the translation for a call of `t` with one constant."""
        self.generic_visit(node)
        if not (
            isinstance(node.node, nodes.Name) and node.node.name == "t" and len(node.args) == 1 and not node.kwargs
        ):
            return node
        message = node.args[0]
        if not isinstance(message, nodes.Const) or node.dyn_args or node.dyn_kwargs:
            return node
        return nodes.Const(self._environment.translate(message.value), lineno=node.lineno)


def make_environment(
    load: LoadTemplate, words: Mapping[str, str] | None = None, compiled: CompiledTemplates | None = None
) -> Environment:
    """Return an environment; `load` returns a template's text and path, `words` translate the interface."""

    def find(name: str) -> tuple[str, str, None] | None:
        found = load(name)
        return (*found, None) if found else None

    environment = Environment(
        loader=jinja2.FunctionLoader(find),
        autoescape=lambda name: not (name or "").endswith(PLAIN),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=False,
        extensions=[Tighten, KeptPart],
        bytecode_cache=compiled or CompiledTemplates(words or {}),
    )
    for name in ("range", "lipsum", "cycler", "joiner"):
        environment.globals.pop(name, None)
    environment.filters.pop("random", None)
    t = translator(words or {})

    def thousands(number: int) -> str:
        return number_text(number, t)

    def plural(count: int, one: str, many: str) -> str:
        return t(one if count == 1 else many, n=thousands(count))

    environment.globals.update(t=t, plural=plural, kept=environment.kept)
    environment.translate = t
    environment.trusted = frozenset((t, plural, environment.kept))
    environment.filters.update(join=join, thousands=thousands, markdown=escape_markdown, tojson=to_json)
    return environment


@jinja2.pass_eval_context
def join(context: nodes.EvalContext, values: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    """Return texts joined; Jinja's own filter, which checks each text for safe HTML, is only needed if there is any."""
    if attribute is None:
        texts = list(values)
    else:
        holders = TYPES_WITH.get(attribute, frozenset())
        values = list(values)
        if not {*map(type, values)} <= holders:
            return filters.sync_do_join(context, values, between, attribute)
        texts = [getattr(value, attribute) for value in values]
    return between.join(texts) if {*map(type, texts)} <= {str} else filters.sync_do_join(context, texts, between)


def to_json(value: object) -> Markup:
    """Return a value as JSON that is safe inside a script element; non-ASCII letters are not escaped."""
    return Markup(_NOT_IN_SCRIPTS.sub(_json_escape, _json_encoder.encode(value).decode()))


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
