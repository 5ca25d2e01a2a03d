"""TeX as bibliographies hold it, to plain text: accents, quotes, braces and dashes resolved, formulas as typed."""

from __future__ import annotations

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db  # type: ignore[import-untyped]

from site_builder.interchange.plain_text import clean

_TEX = re.compile(r"[\\{}~$]|--|``|''")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_PARENTHESISED_FORMULA = re.compile(r"\\\((.+?)\\\)", re.DOTALL)


def _converter() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category(
        "bibliography",
        prepend=True,
        macros=[MacroTextSpec("url", simplify_repl="%s"), *(MacroTextSpec(f"cite{end}", "") for end in ("", "p", "t"))],
    )
    # A macro that only the paper defines stays as typed, rather than leaving a hole in the sentence.
    context.set_unknown_macro_spec(MacroTextSpec("", lambda node: node.latex_verbatim()))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")


_CONVERTER = _converter()


@lru_cache(maxsize=50_000)
def plain(tex: str) -> str:
    """Return TeX as plain text with `$…$` formulas as typed; what cannot be understood stays as it is."""
    if not _TEX.search(tex):
        return clean(tex)
    # BibTeX has no comments in its values: a bare percent sign is one that somebody forgot to escape.
    source = _PARENTHESISED_FORMULA.sub(r"$\1$", _BARE_PERCENT.sub(r"\\%", tex))
    try:
        return clean(re.sub(r"[ \xa0]+", " ", _CONVERTER.latex_to_text(source)))
    except (ValueError, IndexError, AttributeError, RecursionError):
        return clean(tex)
