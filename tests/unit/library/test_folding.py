"""Spellings of one term: merged by rule where they surely are one, never against what the archive declares."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.library.folding import abbreviates
from site_builder.library.term_addresses import former_addresses
from site_builder.library.terms import collect_terms
from site_builder.model import Term
from site_builder.settings.terms import DEFAULT_TAXONOMIES, Declaration
from tests.shelf import entry

LONG = "large language models"
NAMES = [
    LONG,
    "Large Language Model",
    "Large Language Models (LLMs)",
    "LLMs",
    "LLM",
    "kv-cache",
    "KV cache",
    "KV caches",
]
NAMES += ["low-latency memory (LLM)", "C", "C++", "C#", "caches"]


def terms(*rows: Sequence[str], **declared: Declaration) -> tuple[Term, ...]:
    """Return the tags of papers that come one a day, each with a row of names."""
    written = [entry(f"p{n:02}", date=f"2026-01-{n + 1:02}", tags=tuple(row)) for n, row in enumerate(rows)]
    return collect_terms(DEFAULT_TAXONOMIES["tags"], written, declared)[0].terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KV cache", "kv-cache"),
        ("pre-training", "pretraining"),
        ("Gemma 3", "gemma3"),
        ("world model", "world models"),
        ("policy", "policies"),
        ("bias", "biases"),
        ("cache", "caches"),
        ("batch", "batches"),
        ("GPU", "GPUs"),
        ("full-width ＡＩ", "Full width AI"),
    ],
)
def test_case_hyphen_blank_and_plural_do_not_make_two_terms(one: str, other: str) -> None:
    (term,) = terms([one], [other], [other])
    assert (term.name, term.spellings, len(term.entries), term.slug) == (other, (one,), 3, former_addresses(one)[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C++"),
        ("C#", "C++"),
        ("version 1-2", "version 12"),
        ("MATH", "maths"),
        ("economic", "economics"),
        ("GP", "gps"),
        ("AI", "AIS"),
        ("clas", "class"),
        ("video model", "video language model"),
    ],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert len(terms([one], [other])) == 2


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("LLMs", LONG),
        ("LoRA", "low-rank adaptation"),
        ("T2I", "text-to-image"),
        ("RLHF", "reinforcement learning from human feedback"),
        ("RLVR", "Reinforcement Learning with Verifiable Rewards"),
        ("VAEs", "variational autoencoders"),
        ("3DGS", "3D Gaussian splatting"),
    ],
)
def test_initials_are_recognized(short: str, long: str) -> None:
    assert abbreviates(short, long)
    assert not abbreviates(long, short)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("LMs", LONG),
        ("RL", "large-scale reinforcement learning"),
        ("models", LONG),
        ("ASR", "speech recognition"),
        ("P", "photoplethysmography"),
        ("GPT-4o", "frontier models"),
    ],
)
def test_other_words_in_brackets_are_no_initials(short: str, long: str) -> None:
    assert not abbreviates(short, long)


def test_a_spelled_out_acronym_is_learned() -> None:
    (term,) = terms(["Large Language Models (LLMs)"], [LONG], ["LLMs"], ["LLM"], ["large language model"], [LONG])
    assert (term.name, term.slug, len(term.entries)) == (LONG, "large-language-models", 6)


def test_one_paper_teaches_no_acronym() -> None:
    assert len(terms(["formal problem-solving (FPS)"], ["FPS"])) == 2


def test_an_acronym_of_two_meanings_stays_apart() -> None:
    rows = [["text-to-speech (TTS)"], ["text-to-speech"], ["test-time scaling (TTS)"], ["test-time scaling"], ["TTS"]]
    assert {term.name: len(term.entries) for term in terms(*rows)}["TTS"] == 1


def test_a_declared_name_wins() -> None:
    declared = Declaration("KV cache", description="Memory.", spellings=("key-value store",))
    (term,) = terms(["kv-caches"], ["kv-caches"], ["Key-Value Stores"], **{"kv-cache": declared})
    assert (term.name, term.slug, len(term.entries)) == ("KV cache", "kv-cache", 3)
    assert term.spellings == ("Key-Value Stores", "kv-caches")


def test_two_declared_terms_are_never_merged() -> None:
    declared = {name: Declaration(name) for name in ("agent", "agents", "Low-rank adaptation", "LoRA")}
    rows = [["agent", "Agent"], ["agents"], ["low-rank adaptation (LoRA)"], ["low-rank adaptation"], ["LoRA", "LORA"]]
    found = {term.name: term.spellings for term in terms(*rows, **declared)}
    assert found == {
        "agent": ("Agent",),
        "agents": (),
        "Low-rank adaptation": ("low-rank adaptation", "low-rank adaptation (LoRA)"),
        "LoRA": ("LORA",),
    }


@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=3), max_size=8))
def test_the_order_of_entries_does_not_matter_and_each_name_is_in_one_term(
    rows: list[list[str]],
) -> None:
    written = [entry(f"p{n}", date=f"2026-01-0{n + 1}", tags=tuple(row)) for n, row in enumerate(rows)]
    found, other = (collect_terms(DEFAULT_TAXONOMIES["tags"], order, {})[0].terms for order in (written, written[::-1]))
    assert [(term.name, term.slug, term.spellings) for term in found] == [
        (term.name, term.slug, term.spellings) for term in other
    ]
    names = [name for term in found for name in (term.name, *term.spellings)]
    assert sorted(names) == sorted({name for row in rows for name in row})
    assert len({term.slug for term in found}) == len(found)
