"""Names to addresses and to keys that compare."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slugify import slugify

from site_builder.text.slugs import MAX_SLUG, fold, initial, slug, slug_and_fold, split_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("KV cache", "kv-cache"),
        ("José Núñez", "jose-nunez"),
        ("Łukasz", "lukasz"),
        ("C++", "c"),
        ("GPT-4.1", "gpt-4-1"),
        ("Иван Иванов", "ivan-ivanov"),
        ("O'Brien", "o-brien"),
        ("???", ""),
        ("../../etc", "etc"),
    ],
)
def test_addresses_are_plain_letters_digits_and_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=100))
@settings(max_examples=200, deadline=None)
def test_an_address_is_safe_whatever_the_name(name: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(name))
    assert len(slug(name)) <= MAX_SLUG


@given(st.text(alphabet="abcXYZ019 .-", max_size=80))
@settings(max_examples=200, deadline=None)
def test_the_short_way_for_plain_names_says_the_same(name: str) -> None:
    assert slug(name) == slugify(name, max_length=MAX_SLUG, word_boundary=True, backend="text-unidecode")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Núñez", "jose nunez"),
        ("Shin'ichi", "Shin’ichi"),
        ("A.  B.", "a b"),
        ("Straße", "STRASSE"),
        ("Ｆｕｌｌ", "full"),
        ("Jose\u0301", "José"),
        ("Øre", "ore"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_other_letters_stay_apart() -> None:
    assert fold("Иван") != fold("Ivan")
    assert fold("Wei Wang") != fold("Wei Wan")


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Author", ("Ana", "Author")),
        ("Ana B. Author", ("Ana B.", "Author")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("Vincent van der Berg", ("Vincent", "van der Berg")),
        ("Author, Ana B.", ("Ana B.", "Author")),
        ("Plato", ("", "Plato")),
        ("bell hooks", ("bell", "hooks")),
        ("山田 太郎", ("山田", "太郎")),
        ("", ("", "")),
    ],
)
def test_names_part_into_given_and_family_name(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@given(st.text(st.sampled_from("aB1éøß李'’`&,. -_(\0\x7f"), max_size=90))
def test_a_slug_and_a_folded_name_come_together_as_they_come_alone(name: str) -> None:
    assert slug_and_fold(name) == (slug(name), fold(name))


@given(
    st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("’‘ʼ`´,.&;#0123456789 -_'李ﬁⅣ\u0301–"), max_size=90)
)
@example("1,000 &amp; one")
def test_what_most_names_are_made_of_is_read_as_slugify_reads_it(name: str) -> None:
    assert slug(name) == slugify(name, max_length=MAX_SLUG, word_boundary=True, backend="text-unidecode")


@pytest.mark.parametrize(("name", "letter"), [("éva", "E"), ("Иван", "И"), ("3D", "#"), ("???", "#")])
def test_an_index_lists_a_name_under_its_letter(name: str, letter: str) -> None:
    assert initial(name) == letter
