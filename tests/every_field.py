"""Templates that print every field of the contract, generated from its types: a new field is printed by itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from site_builder.contract import data, digests, document, feeds, insight, lists, views

MACROS = "every-field.html"
MODULES = (views, feeds, lists, insight, digests, data)
SHARED = {"site": "Site", "page": "PageView", "root": "str"}

_NAMES: dict[str, Any] = {name: value for module in MODULES for name, value in vars(module).items()}


def every_field_templates() -> dict[str, str]:
    """Return a template of each name that a page can have, and the macros that they share."""
    templates = {MACROS: "\n".join(_macros())}
    for name, (_, variables) in document.TEMPLATES.items():
        if not name.startswith("mail."):
            lines = [f"{variable}: {_print(variable, _type(kind))}" for variable, kind in (SHARED | variables).items()]
            templates[name] = "\n".join([f"{{% import '{MACROS}' as every %}}", *lines, ""])
    return templates


def _macros() -> Iterator[str]:
    for struct in contract_types():
        parts = [_print(f"value.{name}", kind, "") for name, kind in get_type_hints(struct, _NAMES).items()]
        parts += [f"{{{{ value.{name} }}}}" for name, made in vars(struct).items() if isinstance(made, property)]
        yield f"{{% macro {struct.__name__}(value) %}}[{' | '.join(parts)}]{{% endmacro %}}"


def contract_types() -> list[type[msgspec.Struct]]:
    """Return the types that templates see."""
    found = {value for value in _NAMES.values() if isinstance(value, type) and issubclass(value, msgspec.Struct)}
    return sorted(found - {msgspec.Struct}, key=lambda struct: struct.__name__)


def _type(annotation: str) -> Any:
    return eval(annotation, dict(_NAMES))


def _print(expression: str, kind: Any, prefix: str = "every.", depth: int = 0) -> str:
    """Return the part of a template that prints a value of a type."""
    if get_origin(kind) in (UnionType, Union):
        (inner,) = (one for one in get_args(kind) if one is not NoneType)
        shown = _print(expression, inner, prefix, depth)
        return f"{{% if {expression} is none %}}none{{% else %}}{shown}{{% endif %}}"
    if get_origin(kind) is tuple:
        inner, *others = get_args(kind)
        if others == [Ellipsis]:
            item = f"item{depth}"
            shown = _print(item, inner, prefix, depth + 1)
            return f"({{% for {item} in {expression} %}}{shown}, {{% endfor %}})"
        parts = enumerate((inner, *others))
        return f"({', '.join(_print(f'{expression}[{place}]', one, prefix, depth) for place, one in parts)})"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"{{{{ {prefix}{kind.__name__}({expression}) }}}}"
    assert kind in (str, int, float, bool), f"{expression} is of a type that nothing prints: {kind}"
    return f"{{{{ {expression} }}}}"
