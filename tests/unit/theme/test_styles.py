"""Stylesheets of the themes style what their pages have."""

from __future__ import annotations

import re
from itertools import chain

from site_builder.theme.load import bundled_themes

# Classes that a script sets or that depend on a value: `class="w{{ size }}"`.
_ATTRIBUTE = re.compile(r"""\bclass=(?:"((?:\{\{.*?\}\}|[^"])*)"|([\w-]+))""")
_SCRIPT = re.compile(r"""\bclass: '([^']*)'|\bclassList\.\w+\('([^']*)'""")
_STYLED = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def test_every_class_that_is_styled_is_used() -> None:
    themes = bundled_themes()
    templates = "".join(path.read_text("utf-8") for path in themes.glob("*/templates/*.html"))
    scripts = "".join(path.read_text("utf-8") for path in themes.glob("*/assets/**/*.js"))
    styles = "".join(path.read_text("utf-8") for path in themes.glob("*/assets/**/*.css"))
    found = chain(_ATTRIBUTE.findall(templates), _SCRIPT.findall(scripts))
    used = {word for groups in found for group in groups for word in re.findall(r"[\w-]+(?:\{\{)?", group)}
    numbered = tuple(word.removesuffix("{{") for word in used if word.endswith("{{"))
    selectors = re.sub(r"\{[^{}]*\}|/\*.*?\*/", "{}", styles, flags=re.DOTALL)
    unused = {
        name
        for name in _STYLED.findall(selectors)
        if name not in used and not (name.rstrip("0123456789") in numbered and name[-1].isdigit())
    }
    assert unused == set()
