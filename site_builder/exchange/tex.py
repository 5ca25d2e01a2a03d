"""TeX as bibliographies hold it, to plain text: accents, quotes, braces and dashes resolved, formulas as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    SpecialsTextSpec,
    get_default_latex_context_db,
)

from site_builder.exchange.plain_text import clean

_TEX = re.compile(r"[\\{}~$]|--|``|''")
# Commands that plain text has no room for: citations, and switches of the font.
_SILENT = "cite citep citet bf em it rm sc sf sl tt bfseries itshape scshape slshape ttfamily".split()
# Plain characters that the converter knows not at all, or as their typographic kin.
_CHARACTERS = {"textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textasciicircum": "^"}
_OPEN_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)?\Z")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_PARENTHESISED_FORMULA = re.compile(r"\\\((.+?)\\\)", re.DOTALL)


def _converter() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category(
        "bibliography",
        prepend=True,
        # Outside tables a bare `&` is one that somebody forgot to escape.
        specials=[SpecialsTextSpec("&", "&")],
        macros=[
            MacroTextSpec("url", simplify_repl="%s"),
            *(MacroTextSpec(name, "") for name in _SILENT),
            *(MacroTextSpec(name, character) for name, character in _CHARACTERS.items()),
        ],
    )
    # A macro that only the paper defines stays as typed, rather than leaving a hole in the sentence.
    context.set_unknown_macro_spec(MacroTextSpec("", lambda node: node.latex_verbatim()))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


_CONVERTER = _converter()


def plain(tex: str) -> str:
    """Return TeX as plain text with `$…$` formulas as typed; what cannot be understood stays as it is."""
    if not _TEX.search(tex):
        return clean(tex)
    # BibTeX has no comments in its values: a bare percent sign is one that somebody forgot to escape.
    source = _PARENTHESISED_FORMULA.sub(r"$\1$", _BARE_PERCENT.sub(r"\\%", tex))
    chunks = [source] if r"\begin" in source else _chunks(source)
    return clean(
        re.sub(r"[ \xa0]+", " ", " ".join(_convert(chunk) if _TEX.search(chunk) else chunk for chunk in chunks))
    )


def _chunks(tex: str) -> Iterator[str]:
    """Yield a text's words, together where a group, a formula or a command reaches over the space.

    The converter looks at every character; most words of an abstract need no conversion.
    """
    words: list[str] = []
    depth = dollars = 0
    for word in tex.split(" "):
        words.append(word)
        depth += word.count("{") - word.count("}")
        # `$$` opens and closes as one.
        dollars += word.count("$") - word.count("$$") - word.count(r"\$")
        if depth <= 0 and dollars % 2 == 0 and not _OPEN_COMMAND.search(word):
            yield " ".join(words)
            words, depth = [], 0
    if words:
        yield " ".join(words)


@lru_cache(maxsize=20_000)
def _convert(tex: str) -> str:
    try:
        return str(_CONVERTER.latex_to_text(tex))
    except (ValueError, IndexError, AttributeError, RecursionError):
        return tex
