"""What people type finds what they mean, in the terminal and in the browser alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.search.query import parse_query
from site_builder.search.ranking import search_site, slips

from .node import ask, needs_node
from .papers import invented, paper, write_site

FUZZ = [
    *("", " ", '"', '""', '"a', "-", "--x", "tag:", 'tag:""', "-tag:", "author:::", "year:", "year:..", "year:9-1"),
    *("*", "~", "+^", "a~9^8 *b*", "x" * 10_000, "word " * 2000, "\x00\x1b\x7f", "\u202eabc\u202c"),
    *("<img src=x onerror=1>", "has:nothing", 'tag:"no such"', "org:zzz -venue:zzz", "the of a", "𝐋𝐚", "\ud83d\ude00"),
    *("constructor __proto__", "ﷺ"),
]
QUERIES = """kv cache
KVCache pruning
ai agents of the web
gpt4
GPT-4
gpt 4
kvcache
transformr
lumenfld
diffus
müller
Mueller li
图像检索
model -agents
tag:diffusion
tag:"kv cache"
author:li model
year:2024
year:2025..
has:code agent
org:lantern
model agent reasoning robust kernel
"deep bidirectional"
"theory of it"
"deep bidirect
2402.00002v3
arxiv:2401.00001
https://doi.org/10.5555/3290605.3300233
is of all
encoder decod
pretraining
-model""".splitlines()
SLIPS = [("form", "from", 1), ("cat", "cat", 0), ("cat", "cut", 1), ("a", "abcd", 2)]


def ids(site_path: Path, text: str) -> list[str]:
    return [result.id for result in search_site(site_path, text, 10)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kv cache pruning", "2401.00001"),
        ("kvcache pruning", "2401.00001"),
        ("gpt4", "2401.00001"),
        ("GPT-4", "2401.00001"),
        ("gpt 4", "2401.00001"),
        ("lumenfol", "2402.00002"),
        ("lumenfodl", "2402.00002"),
        ("müller", "2401.00001"),
        ("MULLER transformers", "2401.00001"),
        ("cafe", "2402.00002"),
        ("2402.00002v7", "2402.00002"),
        ("arXiv:2402.00002", "2402.00002"),
        ("10.5555/3290605.3300233", "2402.00002"),
        ("notes-on-agents", "notes-on-agents"),
        ("图像检索", "2403.00003"),
        ("decoder boundary", "2404.00004"),
        ("pretraining boundary", "2404.00004"),
        ('"deep bidirectional"', "2401.00001"),
        ("lantern lab pruning", "2401.00001"),
    ],
)
def test_paper_is_found_first_by_what_people_remember(site_path: Path, text: str, first: str) -> None:
    assert ids(site_path, text)[0] == first


def test_joined_and_parted_spellings_of_an_abbreviation_are_one(site_path: Path) -> None:
    assert ids(site_path, "kvcache") == ids(site_path, "kv cache")[:2] == ["2401.00001", "2402.00002"]


@pytest.mark.parametrize("text", ["kv cache", "KVCache", "kvcache", "KV-Cache", "kv cache pages"])
def test_spellings_of_a_name_find_papers_that_have_one_of_them(tmp_path: Path, text: str) -> None:
    spellings = ["We page the KVCache.", "We page the kvcache.", "We page the KV-cache.", "Nothing of it."]
    papers = [paper(f"p{number}", f"Number {number}", abstract) for number, abstract in enumerate(spellings)]
    papers.append(paper("title", "PagedKVCache: KVCache in Pages"))
    assert {*ids(write_site(papers, tmp_path), text)} == {"p0", "p1", "p2", "title"}


@pytest.mark.parametrize(("title", "abstract"), [("FlashAttention", ""), ("Fast", "Well, FlashAttention is fast.")])
def test_phrase_finds_the_parts_of_a_name(tmp_path: Path, title: str, abstract: str) -> None:
    site_path = write_site([paper("flash", title, abstract), paper("other", "Attention, Flash")], tmp_path)
    assert ids(site_path, '"flash attention"') == ["flash"]


def test_phrase_needs_its_words_side_by_side_and_in_order(site_path: Path) -> None:
    assert ids(site_path, '"deep bidirectional"') == ["2401.00001"]
    assert ids(site_path, '"bidirectional deep"') == []
    assert ids(site_path, '"theory of it all"') == ["2405.00005"]


def test_phrase_that_is_still_typed_is_searched_by_its_words(site_path: Path) -> None:
    assert set(ids(site_path, '"deep bidirect')) == {"2401.00001", "2402.00002"}


def test_filters_let_in_only_their_papers(site_path: Path) -> None:
    assert ids(site_path, 'tag:"KV cache"') == ["2402.00002", "2401.00001"]
    assert ids(site_path, 'tag:"KV cache" -author:writer') == ["2401.00001"]
    assert ids(site_path, "has:data") == ["2405.00005"]
    assert ids(site_path, "venue:icxl") == ["2401.00001"]
    assert ids(site_path, "year:2023") == ["2405.00005"]
    assert ids(site_path, "theory year:2024..") == []


def test_excluded_word_keeps_papers_out(site_path: Path) -> None:
    assert "notes-on-agents" in ids(site_path, "agents web")
    assert "notes-on-agents" not in ids(site_path, "agents -web")


def test_rarer_words_are_dropped_only_where_no_paper_has_all(site_path: Path) -> None:
    assert ids(site_path, "pruning nonexistentword")[0] == "2401.00001"


@pytest.mark.parametrize(
    ("a", "b", "expected"), [("form", "from", 1), ("cat", "cat", 0), ("cat", "cut", 1), ("a", "abcd", 2)]
)
def test_slips_are_counted_up_to_a_limit(a: str, b: str, expected: int) -> None:
    assert slips(a, b, 1) == expected


@pytest.mark.parametrize("text", FUZZ)
def test_whatever_is_typed_gets_an_answer(site_path: Path, text: str) -> None:
    assert isinstance(ids(site_path, text), list)


@needs_node
def test_browser_understands_queries_alike(site_path: Path) -> None:
    texts = [*QUERIES, *(text for text in FUZZ if text != "\ud83d\ude00")]
    for text, parsed in zip(texts, ask("parse", site_path, texts=texts), strict=True):
        query = parse_query(text)
        required = [word for word in parsed["words"] if not word["isOptional"]]
        assert [word["text"] for word in required] == [word.text for word in query.words], text
        assert [tuple(word["pairs"]) for word in required] == [word.pairs for word in query.words], text
        assert [tuple(word["ids"]) for word in required] == [word.ids for word in query.words], text
        assert [(f["kind"], f["value"]) for f in parsed["filters"]] == list(query.filters), text
        assert parsed["phrases"] == list(query.phrases), text


@needs_node
def test_browser_and_terminal_give_the_same_papers_in_the_same_order(site_path: Path) -> None:
    titles = [made.document.title.lower()[:-2] for made in invented(40)]
    texts = [*QUERIES, *titles, *(text for text in FUZZ if text.isprintable())]
    answers = ask("search", site_path, texts=texts, options={"limit": 10})
    for text, answer in zip(texts, answers, strict=True):
        in_terminal = search_site(site_path, text, 10)
        assert [result["id"] for result in answer["results"]] == [result.id for result in in_terminal], text
        scores = [result["score"] for result in answer["results"]]
        assert scores == pytest.approx([result.score for result in in_terminal], abs=0.002), text


@needs_node
def test_browser_says_what_it_corrected(site_path: Path) -> None:
    answer = ask("search", site_path, texts=["lumenfodl light"], options={})[0]
    assert answer["corrections"] == [["lumenfodl", "lumenfold"]]
