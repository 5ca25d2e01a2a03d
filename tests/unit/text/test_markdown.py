"""Markdown to safe HTML and plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.text.markdown import EXCERPT_LENGTH, _parser, excerpt, render_abstract, render_page

TAGS = re.compile(r"<\s*/?\s*([a-zA-Z][^\s>/]*)([^>]*)>")
HARMLESS = set(
    "p em strong code pre a ul ol li blockquote h1 h2 h3 h4 h5 h6 hr br math mrow mi mn mo msup msub mfrac mtext "
    "msqrt mspace mstyle msubsup mover munder mtable mtr mtd table thead tbody tr th td".split()
)
MARKS = (
    "<script> <img/src=x/onerror=alert(1)> [a](javascript:alert(1)) [a](https://example.org) ![a](x.png) [a] _ ` $$ "
    "' \" <https://example.org> <a@b.example> &lt;b&gt; &#60;b&#62; ** $x^2$ [a]:data:x \\ word \\href{x}{y}"
)
PIECES = st.sampled_from([*MARKS.split(), " ", "\n", "\n\n", "- a", "1. b", "> ", "# ", "|a|\n|-|\n", "    ", "```\n"])


@given(st.lists(PIECES, max_size=15).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_element_or_address_that_acts_leaves(markdown: str) -> None:
    for render in (render_abstract, render_page):
        for name, rest in TAGS.findall(render(markdown)[0]):
            assert name in HARMLESS
            attributes = dict(re.findall(r'([a-z]+)="([^"]*)"', rest))
            assert not any(key.startswith("on") or key in ("src", "srcset", "action", "id") for key in attributes)
            assert re.match(r"https?://|mailto:|[^:]*$", attributes.get("href", ""))


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](javascript:x)",
        "[a](data:x)",
        "[a](//example.org)",
        "[a](page.html)",
        "[a](/x)",
        "[a](vbscript:x)",
        "[a](JAVASCRIPT:x)",
    ],
)
def test_links_of_an_abstract_lead_to_the_web_only(markdown: str) -> None:
    assert "<a" not in render_abstract(markdown)[0]


def test_links_of_a_page_may_be_relative() -> None:
    assert '<a href="about.html">' in render_page("[a](about.html)")[0]
    assert "<a" not in render_page("[a](//example.org) [b](/x) [c](javascript:x)")[0]


def test_pictures_are_not_fetched() -> None:
    assert "<img" not in render_abstract("![a](https://example.org/a.png)")[0]


def the_long_way(markdown: str) -> str:
    parser = _parser(relative_links=False)
    return str(parser.renderer.render(parser.parse(markdown), parser.options, {}))


def same(html: str) -> str:
    """Return HTML with all that readers cannot tell apart made alike."""
    return " ".join(html.replace("&quot;", '"').split())


@pytest.mark.parametrize(
    "text",
    [
        "One two.",
        'It\'s "here", or not; 50 % of it.',
        "  spaces   collapse ",
        "é 山 —",
        "One\ntwo.\n\n\nThree *four*\nfive $x^2$.",
        "A break  \nhere, and one\\\nthere.",
        "A title\n---\n\ntext",
        "One\n    two\n\n    code",
        "one> \n\ntwo",
        "p < 0.05, a<b & c>d, R&D, snake_case_name, ~3 times!",
    ],
)
def test_paragraphs_take_the_short_way_to_the_same_html(text: str) -> None:
    assert same(render_abstract(text)[0]) == same(the_long_way(text))


WORDS = ["one", "two.", "1", "$", "x", " ", "\n", "_", "&", "&amp", ";", "<", ">", "a@b.example", "~", "!"]


@given(st.lists(st.one_of(PIECES, st.sampled_from(WORDS)), max_size=20).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_takes_the_short_way_to_other_html(text: str) -> None:
    assert same(render_abstract(text)[0]) == same(the_long_way(text))


def test_plain_text_keeps_formulas_as_typed_and_parts_paragraphs() -> None:
    assert render_abstract("One *two*\nthree $x^2$.\n\n- four\n- `five`")[1] == "One two three $x^2$. four five"


def test_a_formula_in_an_abstract_is_mathml() -> None:
    assert render_abstract("$O(n)$")[0].startswith("<p><math>")
    assert 'display="block"' in render_abstract("$$x$$")[0]


def test_empty_text_is_empty() -> None:
    assert render_abstract("") == ("", "")
    assert render_abstract(" \n ") == ("", "")


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("short") == "short"
    cut = excerpt("word " * 100)
    assert len(cut) <= EXCERPT_LENGTH
    assert cut.endswith("word…")
    assert len(excerpt("x" * 500)) == EXCERPT_LENGTH
