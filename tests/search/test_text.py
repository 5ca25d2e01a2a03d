"""Tokens and stems, and that Python and the browser make the same ones."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import product
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.search.documents import MOST, TextTerms, text_terms
from site_builder.text.stems import ENDING, stem
from site_builder.text.tokens import STOP_WORDS, abbreviated, analyze, compounds, content_terms, terms, title_terms

from .node import ask, needs_node

TEXTS = [
    "GPT-4, gpt4 and GPT 4 with KV-cache_size v1.2.3 (Encoder/decoder)",
    "Café Müller’s naïve don't “O'Brien” straße Łódź İstanbul ΣΊΣΥΦΟΣ",
    "深度学习 と 画像検索 for 検 in GPT-4的应用 한국어 문장",
    "ﬁne-tuning 𝐋𝐚𝐫𝐠𝐞 x² ½ Ⅳ ①  soft\u00adhyphen zero\u200bwidth non‐breaking",
    "$O(n \\log n)$ \\textbf{bold} 100% a--b _x_ ... - '' \x00\x1b \u202eright",
    "l'été d’un C++ c# .NET β-VAE σ2 snake_case It's the C's",
    "हिन्दी العربية עברית русский текст " + "x" * 90,
]


def forms(text: str) -> list[str]:
    return [token for token, _, _ in terms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPT-4", ["gpt4", "gpt", "4"]),
        ("gpt4", ["gpt4", "gpt", "4"]),
        ("gpt 4", ["gpt", "4"]),
        ("KV-cache", ["kvcache", "kv", "cache"]),
        ("Encoder/decoder", ["encoder", "decoder"]),
        ("Café", ["cafe"]),
        ("model's", ["models"]),
        ("l'été d’Alembert", ["lete", "l", "ete", "dalembert", "d", "alembert"]),
        ("the C's of O'Brien don't", ["the", "cs", "of", "obrien", "dont"]),
        ("C++, C#, F#, .NET", ["cplusplus", "csharp", "fsharp", "dotnet"]),
        ("C/C++17 asp.net", ["c", "cplusplus17", "cplusplus", "17", "aspnet", "asp", "net"]),
        ("β-VAE π0 μm", ["betavae", "beta", "vae", "pi0", "pi", "0", "μm"]),
        ("snake_case _x_", ["snakecase", "snake", "case", "x"]),
        ("हिन्दी हिंदी", ["हिंदी", "हिंदी"]),
        ("שָׁלוֹם", ["שלום"]),
        ("ไทย", ["ย", "ไท", "ทย"]),
        ("深度学习", ["习", "深度", "度学", "学习"]),
        ("图", ["图"]),
        ("", []),
    ],
)
def test_words_split_into_parts_and_keep_their_joined_form(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


texts = st.one_of(
    st.sampled_from(TEXTS), st.text(), st.text("ab-_.' \n(1İΣé’"), st.text(st.characters(categories=("Lo", "Zs", "P")))
)


@given(texts)
@example("The end. (Of e.g. GPT-4.) End.")
@example("the-the. a.a. --the--")
def test_the_terms_of_a_text_are_those_of_its_compounds(text: str) -> None:
    places: list[str] = []
    joined: list[tuple[str, int]] = []
    tokens: set[str] = set()
    for parts, forms in map(analyze, compounds(text)):
        joined += [(stem(form), len(places)) for form in forms if form not in STOP_WORDS]
        places += ["" if part in STOP_WORDS else stem(part) for part in parts]
        tokens.update({*parts, *forms} - STOP_WORDS)
    found = content_terms(text)
    assert (found.places, found.joined, set(found.tokens)) == (places, joined, tokens)
    assert Counter(filter(None, found.stems)) == Counter(filter(None, places)) + Counter(form for form, _ in joined)


@given(texts, texts)
@example("kv " * 300, "kv " * 300)
@example("A title", "word-word " * 300)
def test_a_stem_has_as_many_places_as_it_is_counted_in_title_and_abstract(title: str, abstract: str) -> None:
    found = msgspec.msgpack.decode(text_terms(title, abstract, "word"), type=TextTerms)
    standing = Counter(number for number in (*found.row, *found.others[::2]) if number >= 0)
    assert [standing[n] for n in range(len(found.stems))] == [(n & MOST) + (n >> 8 & MOST) for n in found.counts]


def test_parts_count_as_places_and_joined_forms_do_not() -> None:
    assert [(token, place) for token, _, place in terms("gpt-4 turbo")] == [
        ("gpt4", 0),
        ("gpt", 0),
        ("4", 1),
        ("turbo", 2),
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("KV Cache Pruning", ["kvcache"]), ("KV-cache", []), ("Use of AI, 3D", []), ("Long words only", [])],
)
def test_abbreviation_and_its_neighbour_are_one_word_too(title: str, expected: list[str]) -> None:
    assert [token for token, _, _ in abbreviated(terms(title))] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("KVCache Pruning", ["kvcache", "pruning", "kv", "cache"]),
        ("FlashAttention-3", ["flashattention3", "flashattention", "3", "flash", "attention"]),
        ("ChatGPT and OpenAI", ["chatgpt", "and", "openai", "chat", "gpt", "open", "ai"]),
        ("LoRA, LLMs, iPhone", ["lora", "llms", "iphone"]),
    ],
)
def test_case_parts_the_names_of_a_title_too(title: str, expected: list[str]) -> None:
    assert [token for token, _, _ in title_terms(title)] == expected


@needs_node
def test_messages_write_names_with_their_signs(site_path: Path) -> None:
    words = {"csharp": "C#", "fsharp": "F#", "cplusplus": "C++", "dotnet": ".NET", "sharp": "sharp"}
    assert ask("written", site_path, words=list(words)) == list(words.values())


def test_position_of_a_word_does_not_depend_on_how_a_name_is_written() -> None:
    assert title_terms("FlashAttention is fast")[2] == title_terms("flashattention is fast")[2]


def random_texts(count: int) -> list[str]:
    """Return texts of random letters, marks and signs of the scripts that people write in, and of any others."""
    random = Random(7)
    blocks = [(0x20, 0x17F), (0x300, 0x3FF), (0x400, 0x45F), (0x591, 0x6FF), (0x900, 0xDFF), (0xE00, 0x109F)]
    blocks += [(0x1780, 0x17FF), (0x1E00, 0x20CF), (0x3000, 0x30FF), (0x4E00, 0x4EFF), (0xAC00, 0xACFF)]
    blocks += [(0xF900, 0xFFEF), (0x1D400, 0x1D7FF), (0x20000, 0x20040), (0x20, 0x2FFFF)]

    def letter(block: tuple[int, int]) -> str:
        code = random.randint(*block)
        # Letters that Python and the browser know from different versions of Unicode are none that people type.
        is_known = unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
        return chr(code) if is_known else " "

    return [
        "".join(random.choice([*"'-._+#9lC", *map(letter, [block] * 12)]) for _ in range(24))
        for block in random.choices(blocks, k=count)
    ]


@needs_node
def test_browser_makes_the_same_terms(site_path: Path) -> None:
    texts = [*TEXTS, *random_texts(3000)]
    in_browser = ask("terms", site_path, texts=texts)
    different = [
        text for text, found in zip(texts, in_browser, strict=True) if found != [list(term) for term in terms(text)]
    ]
    assert different == []


def some_words() -> list[str]:
    random = Random(5)
    suffixes = "s es ies sses eed eeds ed ing y yed ational ization iveness biliti icate ment ion ous ize e ll".split()
    words = ["".join(letters) for letters in product("abelsy", repeat=3)]
    for _ in range(5000):
        start = "".join(random.choice("abcdeilnorstuyz4é") for _ in range(random.randrange(5)))
        words.append(start + random.choice(suffixes) + random.choice(["", "", *suffixes]))
    return words


@needs_node
def test_stems_are_those_of_lunr_js(site_path: Path) -> None:
    words = some_words()
    in_browser = dict(zip(words, ask("stems", site_path, words=words), strict=True))
    assert {word: stem(word) for word in words} == in_browser


def test_a_word_begins_as_its_stem_does() -> None:
    for word in some_words():
        found = stem(word)
        assert word.startswith(found[: max(1, len(found) - ENDING)]), word
