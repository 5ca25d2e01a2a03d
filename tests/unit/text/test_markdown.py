"""Markdown to safe HTML and plain text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.text.markdown import (
    EXCERPT_LENGTH,
    _abstract_parser,
    excerpt,
    plain_paragraphs,
    render_abstract,
    render_page,
)

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
    parser = _abstract_parser()
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
        "<one>\n \t\n<two>",
        "p < 0.05, a<b & c>d, R&D, snake_case_name, ~3 times!",
    ],
)
def test_paragraphs_take_the_short_way_to_the_same_html(text: str) -> None:
    assert same(render_abstract(text)[0]) == same(the_long_way(text))


WORDS = [
    "https://a.example",
    "b.example/c",
    "\\(",
    "\\)",
    "{",
    "one",
    "two.",
    "1",
    "$",
    "x",
    " ",
    "\n",
    "_",
    "&",
    "&amp",
    ";",
    "<",
    ">",
    "a@b.example",
    "~",
    "!",
]


@given(st.lists(st.one_of(PIECES, st.sampled_from(WORDS)), max_size=20).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_takes_the_short_way_to_other_html(text: str) -> None:
    assert same(render_abstract(text)[0]) == same(the_long_way(text))


# What an abstract has of CommonMark, in the shapes of its own examples.
INSIDE = [
    "One\n\nTwo\n\n\nThree",
    "   One\nline\n  in three",
    "One  \ntwo\\\nthree",
    "*one* _two_ **three** __four__ ***five***",
    "a * b * c, 5*6*7, snake_case_name, _a_b, **not closed",
    "*a **b** c* and **a *b* c**",
    "- one\n- two\n\n  more of two\n- three",
    "1. one\n2. two\n   - three\n     1) four",
    "* one\n\n* two",
    "text\n- a list\n- at once",
    "text\n14. no list",
    "-one\n2.two\n+three",
    "`code` and ``co`de`` and `not closed",
    "`*no emphasis* [no](link)`",
    "```\n*code*\n  more\n```\ntext",
    "~~~ python\nx = 1\n\ny = 2\n~~~",
    "- ```\n  code\n  ```",
    '[a](https://a.example "Title") and [*b*](<https://b.example/c d>)',
    "<https://a.example/b?c=d&e> and <a@b.example>",
    "[not a link] [nor](this one) [nor] (https )",
    "\\*one\\* \\[two] \\`three\\` \\_",
    "&copy; &#228; &auml; &nosuch; AT&T",
    "5 < 6 > 4, a<b",
]


@pytest.mark.parametrize("markdown", INSIDE)
def test_what_an_abstract_has_of_commonmark_is_read_as_commonmark(markdown: str) -> None:
    assert same(render_abstract(markdown)[0]) == same(MarkdownIt("commonmark").render(markdown))
    assert same(the_long_way(markdown)) == same(MarkdownIt("commonmark").render(markdown))


@pytest.mark.parametrize(
    "markdown",
    [
        "# Heading",
        "## Heading ##\ntext",
        "A title\n=======\n\ntext",
        "A title\n---\ntext",
        "***\n\n---\n\n- - -\n\n* * *\n\n_ _ _",
        "> quoted\n> text",
        "    indented text\n\n\tand more",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[1]: https-less 'title'",
        "[a]: /address\n\nas in [a] and [b][a]",
        "<div>\n<b>bold</b>\n</div>",
        "<!-- remark --> <br/> <script>alert(1)</script>",
        "~~struck~~ ==marked== ^up^ :smile:",
        "Term\n: definition\n\n[^1]: note",
    ],
)
def test_all_else_stays_as_typed(markdown: str) -> None:
    html, plain = render_abstract(markdown)
    assert set(re.findall(r"<(\w+)", html)) == {"p"}
    assert " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split()) == " ".join(markdown.split()) == plain


def test_content_pages_have_all_of_commonmark_and_tables() -> None:
    html = render_page("# A\n\n> b\n\n| c |\n|---|\n| d |\n\n\\[e\\] $x$")[0]
    assert all(f"<{name}" in html for name in ("h1", "blockquote", "table", "math"))
    assert "[e]" in html


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("at https://a.example/b.", "https://a.example/b", "https://a.example/b"),
        ("(see http://a.example/b_(c)),", "http://a.example/b_(c)", "http://a.example/b_(c)"),
        ("at www.example.org!", "https://www.example.org", "www.example.org"),
        ("at github.com/you/code;", "https://github.com/you/code", "github.com/you/code"),
        ("*at* https://a.example/b\\_c", "https://a.example/b_c", "https://a.example/b_c"),
        ("https://a.example/?b=1&c=2", "https://a.example/?b=1&c=2", "https://a.example/?b=1&c=2"),
        ("https://a.example/b{here}", "https://a.example/b", "https://a.example/b"),
        ("代码：https://a.example/b。", "https://a.example/b", "https://a.example/b"),
        ("https://a.example/é", "https://a.example/%C3%A9", "https://a.example/é"),
        ("- https://a.example", "https://a.example", "https://a.example"),
    ],
)
def test_bare_addresses_are_links(text: str, address: str, shown: str) -> None:
    html, plain = render_abstract(text)
    assert re.findall(r'<a href="([^"]*)">(.*?)</a>', unescape(html)) == [(address, shown)]
    assert shown in plain


@pytest.mark.parametrize(
    "text",
    [
        "ftp://a.example/b",
        "athttps://a.example",
        "a@b.example/c",
        "e.g./i.e.",
        "and/or",
        "Node.js/React",
        "`https://a.example`",
        "file://x",
        "//a.example",
    ],
)
def test_what_is_no_address_is_no_link(text: str) -> None:
    assert "<a" not in render_abstract(text)[0]


def test_a_link_holds_no_other() -> None:
    html = render_abstract("[https://a.example](https://b.example) <https://c.example>")[0]
    assert re.findall(r'href="([^"]*)"', html) == ["https://b.example", "https://c.example"]


def test_a_formula_may_have_lines_that_look_like_lists() -> None:
    for markdown in ("$$\nx\n- y\n$$", "\\[\nx\n- y\n\\]", "\\begin{equation}\nx\n- y\n\\end{equation}\nmore"):
        html, plain = render_abstract(markdown)
        assert '<math display="block">' in html
        assert "<li>" not in html
        assert plain == " ".join(markdown.split())


def test_plain_text_keeps_formulas_as_typed_and_parts_paragraphs() -> None:
    markdown = "One *two*\nthree $x^2$.\n\n- four \\(y\\)\n- `five`"
    assert render_abstract(markdown)[1] == "One two three $x^2$. four \\(y\\) five"
    assert plain_paragraphs("One *two*\nthree \\(x\\).\n\n\nFour") == "One two\nthree \\(x\\).\n\nFour"


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
