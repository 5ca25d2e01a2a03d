"""Queries that files state: how they are read, and that they match the papers that the laws name."""

from __future__ import annotations

from functools import partial

import pytest

from site_builder.reading.query import FILTERS, Item, QueryError, parse_query
from site_builder.search.holders import Holders
from site_builder.search.matchers import Matchers
from site_builder.search.matching import Matcher, PaperTerms, shared_names

from .papers import HAND_MADE, Paper, invented, paper, texts_of
from .random_queries import KINDS, RandomQueries
from .reference import PlainTerms, text_of

PAPERS = [
    *HAND_MADE,
    *invented(60, seed=3),
    paper("s1", "Kernels of VALL-E for C++", "A pre-training study.", authors=("Bernd Schoelkopf", "Ana Özil")),
]


OF_ALL = (*FILTERS, "track", "award")
"""The filters of these papers, with those of their own taxonomies."""


def terms_of(papers: list[Paper]) -> list[PaperTerms]:
    texts = texts_of(papers)
    return [PaperTerms(made, partial(texts.__getitem__, made.text)) for made, _ in papers]


TERMS = terms_of(PAPERS)
SHARED = shared_names(made for made, _ in PAPERS)


def matching(query: str) -> set[str]:
    matcher = Matcher(parse_query(query), SHARED)
    return {found.document.id for found in TERMS if matcher.matches(found)}


def test_random_queries_are_read_as_they_are_meant() -> None:
    queries = RandomQueries(PAPERS, seed=4)
    for kind in {*KINDS} - {"prefixes"}:
        for _ in range(20):
            query = queries.query(kind)
            assert list(parse_query(text_of(query), OF_ALL)) == query


def test_terms_of_the_index_match_as_the_texts_do() -> None:
    plain = list(map(PlainTerms, PAPERS))
    queries = RandomQueries(PAPERS, seed=5)
    found = 0
    for kind in {*KINDS} - {"prefixes"}:
        for _ in range(20):
            query = queries.query(kind)
            matcher = Matcher(query, SHARED)
            by_index = list(map(matcher.matches, TERMS))
            assert by_index == list(map(matcher.matches, plain)), text_of(query)
            found += sum(by_index)
    assert found > 200


def test_many_queries_match_as_each_of_them_does() -> None:
    queries = RandomQueries(PAPERS, seed=6)
    texts = [text_of(queries.query(kind)) for kind in {*KINDS} - {"prefixes"} for _ in range(20)]
    texts += ["the", '"of the"', "-agents", "year:2024", "书"]
    several = [Matcher(parse_query(text, OF_ALL), SHARED) for text in texts]
    together = Matchers(several)
    for of_paper in TERMS:
        one_by_one = [number for number, matcher in enumerate(several) if matcher.matches(of_paper)]
        assert together.matching(of_paper) == one_by_one
    holders = Holders(TERMS)
    compared = 0
    for matcher in several:
        candidates = holders.of_all(matcher.needs())
        assert {n for n, one in enumerate(TERMS) if matcher.matches(one)} <= set(candidates)
        compared += len(candidates)
    assert compared < len(TERMS) * len(several) / 2


@pytest.mark.parametrize(
    "query",
    [
        "kv cache gpt-4",
        "kvcache pruning",
        '"light fields"',
        '"key-value cache" -diffusion',
        'tag:"kv cache" year:2024',
        "author:müller",
        "https://arxiv.org/abs/2401.00001v3",
        "arxiv:2401.00001 nothing else matters",
        "year:2024,2026 has:code org:lantern -tag:agents encoders",
        "venue:icxl",
    ],
)
def test_queries_that_a_paper_matches(query: str) -> None:
    assert ("2401.00001" in matching(query)) == (query != '"light fields"')


def test_names_of_authors_are_found_in_either_spelling() -> None:
    assert matching("Schölkopf") == matching("schoelkopf kernels") == {"s1"}
    assert matching("author:oezil") == {"s1"}


def test_years_are_read_in_every_form() -> None:
    forms = "year:2024 year:2024..2026 year:2024-2026 year:>2024 year:<=2024 year:2023,2025 year:2026.. -year:2024"
    assert [(item.value, item.is_unwanted) for item in parse_query(forms)] == [
        ("2024", False),
        ("2024..2026", False),
        ("2024..2026", False),
        ("2025..9999", False),
        ("0000..2024", False),
        ("2023", False),
        ("2025", False),
        ("2026..9999", False),
        ("2024", True),
    ]


def test_dashes_exclude_only_before_a_word() -> None:
    assert parse_query('--help a - b -"c d" -e') == (
        Item("word", "-help"),
        Item("word", "a"),
        Item("word", "b"),
        Item("phrase", "c d", is_unwanted=True),
        Item("word", "e", is_unwanted=True),
    )


@pytest.mark.parametrize(
    ("query", "place", "message", "hint"),
    [
        ('agents "chain of', 7, "a quote is not closed", 'write a second "'),
        ("agents tags:web", 7, "there is no filter 'tags'", "did you mean 'tag'?"),
        ("year:20x4", 5, "'20x4' is not a year", "write, for example: year:2024"),
        ("web author:", 4, "author: has no value", 'write, for example: author:"a name"'),
        (" ", 0, "the query is empty", "write words or filters"),
        ("a" * 500, 400, "the query has 500 characters", "write at most 400"),
        ("a " * 25, 0, "the query has 25 parts", "write at most 24"),
    ],
)
def test_bad_queries_have_a_place_and_a_cure(query: str, place: int, message: str, hint: str) -> None:
    with pytest.raises(QueryError, match=r".") as caught:
        parse_query(query)
    assert (caught.value.place, str(caught.value)) == (place, message)
    assert caught.value.hint.startswith(hint)
