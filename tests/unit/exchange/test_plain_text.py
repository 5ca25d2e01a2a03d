"""Text of other systems: what a reader of the Markdown sees is what the source typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.exchange.plain_text import clean, markdown, one_line, plain_abstract, plain_title

MARKED = st.text(alphabet="ab1 \n*_`~#>-+=.()[]<>&!;:\\|/", max_size=60)


def shown(source: str) -> list[str]:
    """Return the paragraphs that a reader sees; anything but a plain paragraph fails."""
    paragraphs = []
    for token in MarkdownIt("commonmark", {"html": False}).parse(source):
        assert token.type in ("paragraph_open", "paragraph_close", "inline"), token
        if token.children:
            assert all(child.type in ("text", "softbreak", "text_special") for child in token.children), token.children
            paragraphs.append("".join("\n" if child.type == "softbreak" else child.content for child in token.children))
    return paragraphs


@given(MARKED)
def test_markdown_shows_any_text_as_typed(text: str) -> None:
    lines = "\n".join(line.strip() for line in text.split("\n"))
    typed = [paragraph for paragraph in re.split(r"\n{2,}", lines.strip("\n")) if paragraph]
    # Escapes of TeX are resolved.
    assert shown(markdown(text)) == [re.sub(r"\\([&#_])", r"\1", paragraph) for paragraph in typed]


@pytest.mark.parametrize(
    "text",
    [
        "We use snake_case_names and 2 * 3 = 6.",
        "A single * or _ means nothing",
        "Costs $x_i$ per $y_i$ step",
        "$$a_1\n- b_1$$",
        "3$_*x_*$ of \\(a_1 * b_*\\) and \\[c_1 * d_*\\]",
        "a [1] and [2, 3] (see https://example.org/a_b)",
        "5 < 6 > 4 & more",
        "- ",
    ],
)
def test_markdown_escapes_no_more_than_it_must(text: str) -> None:
    assert markdown(text).rstrip("\\- ") == text.rstrip("- ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Intro", "\\# Intro"),
        ("1. First", "1\\. First"),
        ("see the year\n2019. Then", "see the year\n2019. Then"),
        ("*bold* move", "\\*bold\\* move"),
        ("[a](b)", "[a\\](b)"),
        ("use <think> tags", "use \\<think> tags"),
        ("    indented", "indented"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
    ],
)
def test_markdown_escapes_what_would_be_read_as_a_mark(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_clean_repairs_what_was_read_in_the_wrong_character_set() -> None:
    assert clean("a \u00e2\u0080\u0093 b") == "a – b"


def test_clean_drops_control_characters_and_composes_accents() -> None:
    assert clean("Jose\u0301\x00\x1b[2J\tx") == "José[2J\tx"


def test_one_line_joins_wrapped_titles() -> None:
    assert one_line(" A title\n  that wraps ") == "A title that wraps"


def test_rich_text_of_titles_becomes_plain_text_with_formulas() -> None:
    assert plain_title("<i>CO<sub>2</sub></i> &amp; H<sup>+</sup> in <Brackets>") == "CO$_{2}$ & H$^{+}$ in <Brackets>"


def test_jats_paragraphs_become_paragraphs() -> None:
    assert markdown(plain_abstract("<jats:p>One.</jats:p><jats:p>Two.</jats:p>")) == "One.\n\nTwo."
