"""TeX as bibliographies hold it, to plain text: accents, quotes, braces and dashes resolved, formulas as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    SpecialsTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexencode import get_builtin_uni2latex_dict  # type: ignore[import-untyped]
from pylatexenc.latexwalker import LatexWalker  # type: ignore[import-untyped]
from pylatexenc.latexwalker import get_default_latex_context_db as walker_context
from pylatexenc.macrospec import std_macro  # type: ignore[import-untyped]

from site_builder.exchange.plain_text import FORMULA, clean

_TEX = re.compile(r"[\\{}~$]|--|``|''|`[^`'\n]+'")
# Commands that plain text has no room for: switches of fonts and sizes, spaces, hints for sorting and line breaks.
_SILENT = (
    "bf em it rm sc sf sl tt bfseries itshape scshape slshape ttfamily sffamily rmfamily mdseries upshape normalfont "
    "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge relax protect noindent par smallskip "
    "medskip bigskip hyp allowbreak nobreak linebreak pagebreak boldmath unboldmath xspace centering displaystyle "
    "selectfont / - textcompwordmark"
).split()
# Their arguments are not text.
_WITHOUT_ARGUMENT = (
    "cite Cite citep Citep citet Citet citealp citealt citeauthor citeyear citenum autocite parencite textcite "
    "footcite ref eqref autoref cref Cref pageref nameref label index includegraphics noopsort hspace vspace color "
    "vphantom hphantom phantom".split()
)
# Plain characters, and names, that the library's tables lack or give as their typographic kin.
_CHARACTERS = {
    **{"textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textasciicircum": "^"},
    **{"textasciitilde": "~", "textless": "<", "textgreater": ">", "textbar": "|", "slash": "/", "textunderscore": "_"},
    **{"copyright": "©", "pounds": "£", "textsterling": "£", "euro": "€", "EUR": "€", "ddag": "‡", "P": "¶", "S": "§"},
    **{"LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX"},
    **{
        "nobreakspace": " ",
        "newline": " ",
        "textperiodcentered": "·",
        "textvisiblespace": "␣",
        "textasteriskcentered": "*",
    },
    **{"textquotesingle": "'", "textquotedbl": '"', "quotesinglbase": "‚", "guilsinglleft": "‹", "guilsinglright": "›"},
    **{"textminus": "−", "textpm": "±", "texttimes": "×", "textdiv": "÷", "textohm": "Ω", "textmicro": "µ"},
    **{"textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textnumero": "№", "textdagger": "†"},
    **{"textordfeminine": "ª", "textordmasculine": "º", "textonesuperior": "¹", "texttwosuperior": "²"},
    **{"textthreesuperior": "³", "textparagraph": "¶", "textsection": "§", "textbardbl": "‖", "textdaggerdbl": "‡"},
    **{"textexclamdown": "¡", "textquestiondown": "¿", "textcent": "¢", "textyen": "¥", "textbrokenbar": "¦"},
    **{"textlnot": "¬", "textasciimacron": "¯", "textservicemark": "℠", "textrightarrow": "→", "textleftarrow": "←"},
    **{"textcelsius": "°C", "textpertenthousand": "‱", "textperthousand": "‰", "textrecipe": "℞", "textestimated": "℮"},
}
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega"
).split()
# Text without commands and formulas, its groups at most two deep: only braces and `_LIGATURES` need conversion.
_GROUPS = re.compile(r"[^\\$%{}]*+(?:\{[^\\$%{}]*+(?:\{[^\\$%{}]*+\}[^\\$%{}]*+)*+\}[^\\$%{}]*+)*+")
# Words with one formula, or with nothing of TeX but escaped signs.
_ONE_FORMULA = re.compile(r"[^\\${}%~`'-]*+\$(?![\s$])(?:[^$\\]|\\.)++(?<!\s)\$[^\\${}%~`'-]*+", re.DOTALL)
_ESCAPES = re.compile(r"(?:[^\\${}%~`'-]++|-(?!-)|\\[%&#_])*+")
_LIGATURES = {"~": "\xa0", "``": "“", "''": "”", "--": "–", "---": "—", "!`": "¡", "?`": "¿"}
_LIGATURE = re.compile(r"~|``|''|---?|[!?]`")
_SPACES = re.compile(r"[ \xa0]+")
# Accented and foreign letters, which most of the TeX in names is: each is converted once.
_LETTER = re.compile(
    r"""(?<!\\)(?:\{\\(?:['"`^~=.]\ ?|[cvuHkr]\ )[A-Za-z]\}|\\['"`^~=.](?:[A-Za-z]|\{[A-Za-z]\})"""
    r"""|\\[cvuHkr]\{[A-Za-z]\}|\{\\(?:ss|aa|AA|ae|AE|oe|OE|[oOlL])\}|\\(?:ss|aa|AA|ae|AE|oe|OE|[oOlL])\{\})"""
)
_OPEN_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)?\Z")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_FORMULA_IN_BRACKETS = re.compile(r"\\\[(.+?)\\\]|\\\((.+?)\\\)", re.DOTALL)
_NEIGHBOURS = re.compile(r"(?<![$\\])\$([^$]+)\$\$([_^][^$]*)\$(?!\$)")
# What tools write for `<` and `>`.
_SIGN = re.compile(r"\$\s*(?:(<|\\(?:less|lt)(?:\{\})?)|>|\\(?:greater|gt)(?:\{\})?)\s*\$")
# The optional argument of a command in text; those of mathematics keep theirs.
_OPTION = re.compile(r"(\\(?!sqrt|x(?:left|right)|smash|cfrac|cite|Cite)[A-Za-z]+)\[[^\[\]{}$\\]*\](?=\{)")
_DOLLAR = re.compile(rf"({FORMULA})|(?<!\\)\$", re.DOTALL)
# The library sets these on lines of their own.
_DISPLAYED = re.compile(r"\n(\$\$(?:[^$\\]|\\.)+\$\$)\n", re.DOTALL)
_LONE_ACCENT = re.compile(r"\{\\([~^])\}|\\([~^])\{\s*\}")
_SINGLE_QUOTES = re.compile(r"(?<![\w\\`}])`(?=[^`'\s{])([^`'\n$]{0,200}[^`'\s$])'(?![\w'{])")


def _argument(node: object, number: int = 0) -> str:
    nodes = node.nodeargd.argnlist if node.nodeargd else ()  # type: ignore[attr-defined]
    return str(_CONVERTER.nodelist_to_text([nodes[number]])) if len(nodes) > number and nodes[number] else ""


def _is_formula(text: str) -> bool:
    return text.startswith("$") and text.endswith("$")


def _raised(sign: str) -> Callable[[object], str]:
    def convert(node: object) -> str:
        text = _argument(node)
        return text if _is_formula(text) or not text else f"${sign}{{{text}}}$"

    return convert


def _superscript(node: object) -> str:
    """Return raised text as a formula, and the ending of an ordinal as it is: `19th`."""
    text = _argument(node)
    return text if text in ("st", "nd", "rd", "th") else _raised("^")(node)


def _formula(node: object) -> str:
    nodes = node.nodeargd.argnlist if node.nodeargd else ()  # type: ignore[attr-defined]
    tex = nodes[0].latex_verbatim() if nodes and nodes[0] else ""
    tex = tex[1:-1] if tex.startswith("{") else tex
    return tex if _is_formula(tex) or not tex else f"${tex}$"


def _unknown(node: object) -> str:
    """Return the text for an unknown command: its arguments, or the command itself if it has none."""
    _unknown_names.add(node.macroname)  # type: ignore[attr-defined]
    if arguments := [one for one in (node.nodeargd.argnlist if node.nodeargd else ()) if one is not None]:  # type: ignore[attr-defined]
        return str(_CONVERTER.nodelist_to_text(arguments))
    source, end = node.parsing_state.s, node.pos + node.len  # type: ignore[attr-defined]
    return "" if source[end : end + 1] in "{[" and source[end : end + 1] else str(node.latex_verbatim())  # type: ignore[attr-defined]


_unknown_names: set[str] = set()
_STYLES = "emph textbf textit textsl textsc textrm textnormal".split()
_COMMANDS: dict[str, tuple[int, Callable[[object], str]]] = {
    "textsubscript": (1, _raised("_")),
    "textsuperscript": (1, _superscript),
    "ensuremath": (1, _formula),
    "enquote": (1, lambda node: f"“{_argument(node)}”"),
    "MakeUppercase": (1, lambda node: _argument(node).upper()),
    "MakeLowercase": (1, lambda node: _argument(node).lower()),
    "uppercase": (1, lambda node: _argument(node).upper()),
    "lowercase": (1, lambda node: _argument(node).lower()),
    "href": (2, lambda node: _argument(node, 1)),
    "url": (1, _argument),
    "path": (1, _argument),
    "textcolor": (2, lambda node: _argument(node, 1)),
    "raisebox": (2, lambda node: _argument(node, 1)),
    "footnote": (1, lambda node: f" ({_argument(node)})"),
    "thanks": (1, lambda node: f" ({_argument(node)})"),
    **{name: (1, lambda node: "") for name in _WITHOUT_ARGUMENT},
    **dict.fromkeys("mbox hbox fbox text uline underline textup texttt textsf textmd".split(), (1, _argument)),
}


def _library_characters() -> Iterator[tuple[str, str]]:
    """Yield commands without arguments with their character, from the table that the library writes TeX by."""
    for code, tex in get_builtin_uni2latex_dict().items():
        if code > 0x7F and (match := re.fullmatch(r"\{?\\([A-Za-z]+)(?:\{\})?\}?", tex)):
            yield match[1], chr(code)


def _text_context() -> object:
    context = get_default_latex_context_db()
    characters = {name: char for name, char in _library_characters() if not context.get_macro_spec(name).macroname}
    greek = {f"text{name}": chr(0x3B1 + place + (place > 16)) for place, name in enumerate(_GREEK)}
    greek |= {f"text{name.capitalize()}": char.upper() for name, char in [(n[4:], c) for n, c in greek.items()]}
    context.add_context_category(
        "bibliography",
        prepend=True,
        # Outside tables a bare `&` is one that somebody forgot to escape.
        specials=[SpecialsTextSpec("&", "&")],
        macros=[
            *(MacroTextSpec(name, character) for name, character in {**greek, **characters, **_CHARACTERS}.items()),
            *(MacroTextSpec(name, "") for name in _SILENT),
            *(MacroTextSpec(name, convert) for name, (_, convert) in _COMMANDS.items()),
            MacroTextSpec("verb", lambda node: str(node.nodeargd.verbatim_text)),
        ],
    )
    context.set_unknown_macro_spec(MacroTextSpec("", _unknown))
    return context


def _source_context() -> object:
    context = walker_context()
    macros = [
        std_macro(name, "*[[{" if name in _WITHOUT_ARGUMENT else "{" * count) for name, (count, _) in _COMMANDS.items()
    ]
    context.add_context_category("bibliography", prepend=True, macros=macros)
    return context


# An argument, its groups at most two deep.
_BRACES = r"\s?\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_OF_ONE, _OF_TWO = ("|".join([name for name, (count, _) in _COMMANDS.items() if count == number]) for number in (1, 2))
_TEXT_COMMAND = re.compile(
    rf"({FORMULA})|\\(?:{'|'.join(_STYLES)}|{_OF_ONE}){_BRACES}|\\(?:{_OF_TWO})(?:{_BRACES}){{2}}"
    rf"|\{{\\(?:{'|'.join(filter(str.isalpha, _SILENT))})\s(?:[^{{}}]++|{_BRACES})*+\}}",
    re.DOTALL,
)
_CONVERTER = LatexNodes2Text(latex_context=_text_context(), math_mode="verbatim")
_SOURCE = _source_context()


def plain(tex: str, unknown: set[str] | None = None) -> str:
    """Return TeX as plain text with `$…$` formulas as typed; what cannot be understood stays as it is.

    Names of commands that nothing is known of are added to `unknown`.
    """
    if "\\" in tex and "$" not in tex:
        tex = _LETTER.sub(lambda found: _convert(found[0])[0], tex)
    if not _TEX.search(tex):
        return clean(tex)
    # BibTeX has no comments in its values: a bare percent sign is one that somebody forgot to escape.
    source = _BARE_PERCENT.sub(r"\\%", tex)
    source = _FORMULA_IN_BRACKETS.sub(lambda found: f"$${found[1]}$$" if found[1] else f"${found[2]}$", source)
    source = _LONE_ACCENT.sub(lambda f: r"\textasciitilde{}" if "~" in f[0] else r"\textasciicircum{}", source)
    source = _OPTION.sub(r"\1", _SIGN.sub(lambda found: "<" if found[1] else ">", source))
    if (source.count("$") - source.count(r"\$")) % 2:
        source = _DOLLAR.sub(lambda found: found[1] or r"\$", source)
    if "'" in source:
        source = _SINGLE_QUOTES.sub(r"‘\1’", source)
    if "$$" in source:
        source = _NEIGHBOURS.sub(r"$\1\2$", source)
    words = [_convert(source)] if r"\begin" in source else list(_words(source))
    if unknown is not None:
        for _, names in words:
            unknown.update(names)
    return clean(_SPACES.sub(" ", " ".join([text for text, _ in words])))


def without_commands(text: str) -> str:
    r"""Return text that is not TeX without commands for text, such as `\emph{…}` and `{\em …}`; all else stays.

    Abstracts keep them when a system that knows no TeX copies them.
    """
    return _TEXT_COMMAND.sub(lambda found: found[1] or plain(found[0]), text) if "\\" in text else text


def _words(tex: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the pieces of a text, converted, to be joined with spaces; each comes with the unknown commands in it.

    The converter looks at every character, so words without TeX are passed on as they are.
    """
    done = 0
    while found := _TEX.search(tex, done):
        start = tex.rfind(" ", done, found.start()) + 1 or done
        if start > done:
            yield tex[done : start - 1], ()
        end = _chunk_end(tex, start)
        chunk = tex[start:end]
        yield _convert(chunk) if _TEX.search(chunk) else (chunk, ())
        done = end + 1
    if done <= len(tex):
        yield tex[done:], ()


def _chunk_end(tex: str, start: int) -> int:
    """Return the end of the word at `start`, or of the words that a group, formula or command holds together."""
    depth = dollars = 0
    position = start
    while True:
        end = tex.find(" ", position)
        if end < 0:
            return len(tex)
        word = tex[position:end]
        depth += word.count("{") - word.count("}")
        # `$$` opens and closes as one.
        dollars += word.count("$") - word.count("$$") - word.count(r"\$")
        if depth <= 0 and dollars % 2 == 0 and not _OPEN_COMMAND.search(word):
            return end
        position = end + 1


@lru_cache(maxsize=20_000)
def _convert(tex: str) -> tuple[str, tuple[str, ...]]:
    _unknown_names.clear()
    if _GROUPS.fullmatch(tex):
        return _LIGATURE.sub(lambda match: _LIGATURES[match[0]], tex).replace("{", "").replace("}", ""), ()
    if _ESCAPES.fullmatch(tex):
        return tex.replace("\\", ""), ()
    if _ONE_FORMULA.fullmatch(tex):
        return tex, ()
    try:
        nodes = LatexWalker(tex, latex_context=_SOURCE).get_latex_nodes()[0]
        text = str(_CONVERTER.nodelist_to_text(nodes))
    except (ValueError, IndexError, AttributeError, RecursionError, TypeError):
        return tex, ()
    return _DISPLAYED.sub(r"\1", text), tuple(_unknown_names)
