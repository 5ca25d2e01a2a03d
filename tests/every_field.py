"""Templates that print every field of the contract, generated from its types: a new field is printed by itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from site_builder.contract import TYPES
from site_builder.pages.kinds import page_templates

MACROS = "every-field.html"
SHARED = {"site": "Site", "page": "PageView", "root": "str"}


def every_field_templates() -> dict[str, str]:
    """Return a template of each name that a page can have, and the macros that they share."""
    templates = {MACROS: "\n".join(_macros())}
    for template in page_templates():
        shown = SHARED | template.variables
        lines = [f"{variable}: {_print(variable, _type(kind))}" for variable, kind in shown.items()]
        templates[template.name] = "\n".join([f"{{% import '{MACROS}' as every %}}", *lines, ""])
    return templates


def _macros() -> Iterator[str]:
    for struct in TYPES.values():
        parts = [_print(f"value.{name}", kind, "") for name, kind in get_type_hints(struct).items()]
        parts += [f"{{{{ value.{name} }}}}" for name, made in vars(struct).items() if isinstance(made, property)]
        yield f"{{% macro {struct.__name__}(value) %}}[{' | '.join(parts)}]{{% endmacro %}}"


def _type(annotation: str) -> Any:
    return eval(annotation, dict(TYPES))


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
