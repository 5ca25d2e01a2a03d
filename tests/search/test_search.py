"""What people type finds what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.shelf import built, front_matter, run, write_archive

from .node import ask, needs_node
from .papers import Paper, invented, paper, write_site

pytestmark = needs_node

FUZZ = [
    *("", " ", '"', '""', '"a', "-", "--x", "tag:", 'tag:""', "-tag:", "author:::", "year:", "year:..", "year:9-1"),
    *("*", "~", "+^", "a~9^8 *b*", "x" * 10_000, "word " * 2000, "\x00\x1b\x7f", "\u202eabc\u202c"),
    *("<img src=x onerror=1>", "has:nothing", 'tag:"no such"', "org:zzz -venue:zzz", "the of a", "𝐋𝐚", "\ud83d\ude00"),
    *(
        "constructor __proto__",
        "ﷺ",
        "https://",
        "https://%",
        "arxiv:",
        "10.1/",
        '-"',
        '-""',
        "−",
        "year:>",
        "a -",
        '-"a b',
    ),
]


def answers(site_path: Path, texts: Sequence[str], **options: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("search", site_path, texts=texts, options={"limit": 10, **options})
    return found


def ids(answer: dict[str, Any]) -> list[str]:
    return [result["id"] for result in answer["results"]]


def firsts(site_path: Path, cases: dict[str, str]) -> dict[str, str]:
    """Return the first paper of each query, to be compared with the cases."""
    return {text: (ids(answer) or [""])[0] for text, answer in zip(cases, answers(site_path, list(cases)), strict=True)}


def found(site_path: Path, cases: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the papers of each query, sorted, to be compared with the cases."""
    return {text: sorted(ids(answer)) for text, answer in zip(cases, answers(site_path, list(cases)), strict=True)}


def site(tmp_path: Path, *papers: Paper) -> Path:
    return write_site(papers, tmp_path)


def abstracts(tmp_path: Path, **texts: str) -> Path:
    """Return a site of papers with these abstracts."""
    return site(tmp_path, *(paper(name, f"Paper {name}", text) for name, text in texts.items()))


def test_paper_is_found_first_by_what_people_remember(site_path: Path) -> None:
    cases = {
        "kv cache pruning": "2401.00001",
        "kvcache pruning": "2401.00001",
        "gpt4": "2401.00001",
        "GPT-4": "2401.00001",
        "gpt 4": "2401.00001",
        "lumenfol": "2402.00002",
        "lumenfodl": "2402.00002",
        "müller": "2401.00001",
        "MULLER transformers": "2401.00001",
        "cafe": "2402.00002",
        "notes-on-agents": "notes-on-agents",
        "图像检索": "2403.00003",
        "decoder boundary": "2404.00004",
        "pretraining boundary": "2404.00004",
        '"deep bidirectional"': "2401.00001",
        "lantern lab pruning": "2401.00001",
        "pruning nonexistentword": "2401.00001",
    }
    assert firsts(site_path, cases) == cases


def test_joined_and_parted_spellings_of_an_abbreviation_are_one(site_path: Path) -> None:
    joined, parted = answers(site_path, ["kvcache", "kv cache"])
    assert ids(joined) == ids(parted)[:2] == ["2401.00001", "2402.00002"]


def test_terms_of_the_archives_own_taxonomies_are_filters_as_wholes(site_path: Path) -> None:
    cases = {
        'track:"oral talks"': ["2401.00001", "2402.00002"],
        'award:"Best Paper"': ["2401.00001"],
        'track:"Oral Talks" -award:"best paper"': ["2402.00002"],
        "track:talks": [],
        "award:paper": [],
    }
    assert found(site_path, cases) == cases


def test_a_word_that_is_wanted_and_unwanted_counts_once(tmp_path: Path) -> None:
    texts = {"both": "Razor model", "one": "A razor", "other": "A model"}
    path = site(tmp_path, *(paper(name, title) for name, title in texts.items()))
    answer = answers(path, ["razor model -model -razor"])[0]
    assert (answer["total"], answer["complete"]) == (3, 1)


def test_spellings_of_a_name_find_papers_that_have_one_of_them(tmp_path: Path) -> None:
    spellings = ["We page the KVCache.", "We page the kvcache.", "We page the KV-cache.", "Nothing of it."]
    papers = [paper(f"p{number}", f"Number {number}", abstract) for number, abstract in enumerate(spellings)]
    papers.append(paper("title", "PagedKVCache: KVCache in Pages"))
    texts = ["kv cache", "KVCache", "kvcache", "KV-Cache", "kv cache pages"]
    cases = {text: ["p0", "p1", "p2", "title"] for text in texts}
    assert found(site(tmp_path, *papers), cases) == cases


class TestPhrases:
    """Words in quotes."""

    def test_words_are_side_by_side_and_in_order(self, site_path: Path) -> None:
        cases = {
            '"deep bidirectional"': ["2401.00001"],
            "“deep bidirectional”": ["2401.00001"],
            '"bidirectional deep"': [],
            '"theory of it all"': ["2405.00005"],
            '"of it"': ["2405.00005"],
            '"deep bidirect': ["2401.00001", "2402.00002"],
        }
        assert found(site_path, cases) == cases

    def test_joined_form_with_the_stem_of_its_part_moves_no_position(self, tmp_path: Path) -> None:
        texts = {
            "a": "It took 10s to train-ing VALL-E and agent-ic DALL-E.",
            "b": "Training data of web agents in 10 steps.",
        }
        cases = {'"training data"': ["b"], '"web agents"': ["b"], '"10 steps"': ["b"], '"agents in 10"': ["b"]}
        assert found(abstracts(tmp_path, **texts), cases) == cases

    def test_parts_of_a_name_are_found(self, tmp_path: Path) -> None:
        papers = [paper("title", "FlashAttention"), paper("text", "Fast", "Well, FlashAttention is fast.")]
        cases = {'"flash attention"': ["text", "title"]}
        assert found(site(tmp_path, *papers, paper("other", "Attention, Flash")), cases) == cases

    def test_words_in_quotes_are_neither_corrected_nor_completed(self, site_path: Path) -> None:
        cases: dict[str, list[str]] = {'"lumenfodl"': [], '"lumenfol" ': [], '"lumenfold"': ["2402.00002"]}
        assert found(site_path, cases) == cases

    def test_a_hyphenated_phrase_finds_what_the_same_words_do(self, tmp_path: Path) -> None:
        path = abstracts(tmp_path, a="A chain of thought.", b="Chain-of-thought.", c="Thought of a chain.")
        cases = {'"chain-of-thought"': ["a", "b"], '"chain of thought"': ["a", "b"]}
        assert found(path, cases) == cases


class TestFilters:
    """Names, years and unwanted words."""

    def test_only_papers_with_the_name_are_let_in(self, site_path: Path) -> None:
        cases = {
            'tag:"KV cache"': ["2401.00001", "2402.00002"],
            'tag:"KV cache" -author:writer': ["2401.00001"],
            "has:data": ["2405.00005"],
            "has:dat": [],
            "venue:icxl": ["2401.00001"],
            "venue：icxl": ["2401.00001"],
        }
        assert found(site_path, cases) == cases

    def test_a_merged_tag_is_found_by_each_of_its_spellings(self, tmp_path: Path) -> None:
        tags = {"a": "large language models", "b": "Large Language Models (LLMs)", "c": "LLMs", "d": "agents"}
        papers = {
            f"content/papers/{name}.md": front_matter(f"title: Paper {name}", f"tags: [{tag}]")
            for name, tag in tags.items()
        }
        built(write_archive(tmp_path, {"site.yml": "title: A\n", **papers}))
        cases = {"tag:LLMs": ["a", "b", "c"], 'tag:"large language model"': ["a", "b", "c"], "-tag:llm": ["d"]}
        assert found(tmp_path / "_site", cases) == cases
        done = run("set", "tags+=seen", "--where", "tag:LLMs", "--archive", tmp_path, "--dry-run")
        assert "3 entries match" in done.output

    def test_years_are_ranges(self, tmp_path: Path) -> None:
        papers = [paper(year, f"Work of {year}", date=year) for year in ("2022", "2023", "2024", "2025")]
        path = site(tmp_path, *papers, paper("undated", "Work without a year"))
        cases = {
            "work year:2023": ["2023"],
            "work year:2023..2024": ["2023", "2024"],
            "work year:2023-2024": ["2023", "2024"],
            "work year:2023–2024": ["2023", "2024"],
            "work year:2024-2023": ["2023", "2024"],
            "work year:>2023": ["2024", "2025"],
            "work year:>=2024": ["2024", "2025"],
            "work year:<2023": ["2022"],
            "work year:≤2023": ["2022", "2023"],
            "work year:2024..": ["2024", "2025"],
            "work year:..2022": ["2022"],
            "work year:2022 year:2025": ["2022", "2025"],
            "work year:2022,2025": ["2022", "2025"],
            "work -year:2024": ["2022", "2023", "2025", "undated"],
            "-year:2023..2024 work": ["2022", "2025", "undated"],
            "work year:2022..2025 -year:2023": ["2022", "2024", "2025"],
        }
        assert found(path, cases) == cases

    def test_chosen_years_are_alternatives_inside_what_is_typed(self, tmp_path: Path) -> None:
        papers = [paper(year, f"Work of {year}", date=year) for year in ("2022", "2023", "2024", "2025")]
        path = site(tmp_path, *papers)
        chosen = {"filters": ["year:2023", "year:2025"]}
        assert [sorted(ids(answer)) for answer in answers(path, ["work", "work year:2024..2026"], **chosen)] == [
            ["2023", "2025"],
            ["2025"],
        ]

    def test_what_is_unwanted_keeps_papers_out(self, tmp_path: Path) -> None:
        papers = [
            paper("web", "Web agents", tags=("C++",)),
            paper("both", "Agents of the web", tags=("C#",)),
            paper("help", "Agents that help"),
        ]
        path = site(tmp_path, *papers)
        cases = {
            "agents -web": ["help"],
            "agents −web": ["help"],
            'agents -"web agents"': ["both", "help"],
            'agents -"web agents" -help': ["both"],
            "agents -agent": ["both", "help", "web"],
            "agents --web": ["both", "web"],
            "agents - web": ["both", "web"],
            "agents -tag:c++": ["both", "help"],
            'tag:"C#"': ["both"],
            "-web": ["help"],
        }
        cases["agents --web"] = cases["agents - web"] = ["both", "help", "web"]
        assert found(path, cases) == cases

    def test_small_words_are_not_needed_beside_an_unwanted_one_that_is_searched(self, tmp_path: Path) -> None:
        path = site(tmp_path, paper("a", "Agents"), paper("b", "The Weather"))
        assert found(path, {"of -agents": ["a"]}) == {"of -agents": ["a"]}

    def test_question_finds_what_its_subject_finds(self, tmp_path: Path) -> None:
        papers = [paper("a", "Pruning caches"), paper("b", "What research work is about")]
        path = site(tmp_path, *papers, *[paper(f"c{n}", f"Hard ways {n}", "How does it work") for n in range(12)])
        questions = (
            "papers about pruning caches",
            "why is pruning caches hard ",
            "how do caches work when you prune them ",
        )
        cases = {question: ["a"] for question in questions}
        assert found(path, cases) == cases
        assert firsts(path, {"research work ": "b"}) == {"research work ": "b"}

    def test_half_typed_title_may_begin_like_a_question(self, tmp_path: Path) -> None:
        others = [paper(f"c{n}", "Understanding models", "Which understanding") for n in range(20)]
        path = site(tmp_path, paper("a", "What If Understanding Needs No Notes"), *others)
        assert firsts(path, {"what if understandi": "a"}) == {"what if understandi": "a"}

    def test_papers_with_all_words_of_a_sentence_rank_as_for_keywords(self, tmp_path: Path) -> None:
        text = "closing a gap " + "between kites and lanterns " * 30
        titled = paper("titled", "Aspects of Video in Seven Quiet Northern Towns", text)
        short = paper("short", "Notes on Towns", "aspects of a gap, closing gaps of video, video aspects, closing")
        path = site(tmp_path, titled, short, *[paper(f"c{n}", "Kites", "lanterns of towns") for n in range(9)])
        cases = {"aspects gap closing video towns ": "titled", "aspects gap closing video towns zzqqx ": "titled"}
        assert firsts(path, cases) == cases

    def test_four_words_are_a_sentence_with_a_small_word(self, tmp_path: Path) -> None:
        common = [paper(f"c{n}", "Notes", "models improve results") for n in range(20)]
        path = site(tmp_path, *common, paper("rare", "Notes", "zeppelins"))
        cases = {"models improve results zeppelins ": "c9", "models improve the results zeppelins ": "rare"}
        assert firsts(path, cases) == cases

    def test_sentence_ranks_by_the_weight_of_what_is_found(self, tmp_path: Path) -> None:
        common = [paper(f"c{n}", "Notes", "models improve results here") for n in range(20)]
        path = site(tmp_path, *common, paper("rare", "Notes", "zeppelins"))
        [answer] = answers(
            path, ["models improve results of zeppelins gliding south over quiet snowy hills "], limit=30
        )
        assert (ids(answer)[0], answer["total"]) == ("rare", 21)

    def test_hyphen_of_a_pasted_title_is_read_as_a_word(self, tmp_path: Path) -> None:
        title = "RM -RF: Reward Model for Run-Free Evaluation"
        [answer] = answers(site(tmp_path, paper("rf", title), paper("other", "A Reward Model")), [title])
        assert (ids(answer)[0], answer["included"]) == ("rf", ["rf"])


FORMS = {
    "2603.08068": """2603.08068 2603.08068v3 arXiv:2603.08068 arxiv.2603.08068v2 [2603.08068] (2603.08068).
        https://arxiv.org/abs/2603.08068 http://www.arxiv.org/abs/2603.08068v1/ arxiv.org/pdf/2603.08068v3.pdf
        2603.08068v1.pdf https://arxiv.org/abs/2603.08068?context=cs.AI https://arxiv.org/abs/2603.08068#comments
        https://arxiv.org/html/2603.08068v1#S3 10.48550/arXiv.2603.08068 https://doi.org/10.48550/arXiv.2603.08068
        doi:10.48550/arXiv.2603.08068 https://huggingface.co/papers/2603.08068
            https://www.alphaxiv.org/abs/2603.08068v2
        https://example.org/shelf/papers/2603.08068.html https://ar5iv.labs.arxiv.org/html/2603.08068
        "2603.08068" "https://arxiv.org/abs/2603.08068" 'arXiv:2603.08068' arXiv-2603.08068v1.tar.gz 2603.08068v2(1).pdf
        eprint={2603.08068}, url={https://arxiv.org/abs/2603.08068}, [paper](https://arxiv.org/abs/2603.08068v2)
        https://scholar.google.com/scholar_lookup?arxiv_id=2603.08068 arXiv:2603.08068v1[cs.CL] ２６０３．０８０６８""",
    "old": """cs/0309040 cs/0309040v1 arXiv:cs/0309040 https://arxiv.org/abs/cs/0309040
            arxiv.org/pdf/cs/0309040v2.pdf
        cs.CL/0309040 https://arxiv.org/abs/cs.CL/0309040""",
    "acl": """2023.acl-long.1 https://aclanthology.org/2023.acl-long.1 https://aclanthology.org/2023.acl-long.1/
        https://aclanthology.org/2023.acl-long.1.pdf aclanthology.org/2023.acl-long.1.bib acl:2023.acl-long.1
        10.18653/v1/2023.acl-long.1 https://doi.org/10.18653/v1/2023.acl-long.1""",
    "p19": """P19-1001 p19-1001 https://www.aclweb.org/anthology/P19-1001 https://aclanthology.org/P19-1001.pdf
        10.18653/v1/P19-1001""",
    "openreview": """https://openreview.net/forum?id=rJl-b3RcF7 https://openreview.net/pdf?id=rJl-b3RcF7
        https://openreview.net/forum?id=rJl-b3RcF7&noteId=abc openreview:rJl-b3RcF7""",
    "doi": """10.1145/3290605.3300233 doi:10.1145/3290605.3300233 DOI:10.1145/3290605.3300233.
            10.1145/3290605.3300233)
        https://doi.org/10.1145/3290605.3300233 http://dx.doi.org/10.1145/3290605.3300233
        https://dl.acm.org/doi/10.1145/3290605.3300233 https://dl.acm.org/doi/pdf/10.1145/3290605.3300233
        https://dl.acm.org/doi/abs/10.1145/3290605.3300233?download=true
        info:doi/10.1145/3290605.3300233 doi={10.1145/3290605.3300233},
        https://doi.org/10.1145%2F3290605.3300233 https://link.example.com/article/10.1145/3290605.3300233/full""",
    "dblp": "https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17 https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.html",
    "pubmed": """https://pubmed.ncbi.nlm.nih.gov/12345678/ pmid:12345678
        https://www.ncbi.nlm.nih.gov/pubmed/12345678""",
    "hal": "hal-01234567 https://hal.science/hal-01234567v2 https://inria.hal.science/hal-01234567v2/document",
    "nature": """10.1038/s41586-021-03819-2 https://www.nature.com/articles/s41586-021-03819-2
        https://www.nature.com/articles/s41586-021-03819-2.pdf#Sec1""",
    "acl-doi": "10.18653/v1/2020.acl-main.7 https://aclanthology.org/2020.acl-main.7/ 2020.acl-main.7",
}


@pytest.fixture(scope="module")
def identified_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of papers with identifiers of every kind."""
    identifiers = {
        "old": "cs/0309040",
        "acl": "2023.acl-long.1",
        "p19": "P19-1001",
        "openreview": "rJl-b3RcF7",
        "doi": "10.1145/3290605.3300233",
        "dblp": "conf/nips/VaswaniSPUJGKP17",
        "pubmed": "12345678",
        "hal": "hal-01234567",
        "nature": "10.1038/s41586-021-03819-2",
        "acl-doi": "10.18653/v1/2020.acl-main.7",
    }
    papers = [paper(name, f"A paper {name}", identifiers=(value,)) for name, value in identifiers.items()]
    papers.append(paper("2603.08068", "Arxiv papers, version 1", "A pdf on doi, acl and html."))
    papers.append(
        paper("other", "On arXiv abs, pdf, html, www, http, papers and DOI", "2603 08068 acl 2023 long 1 org")
    )
    return write_site(papers, tmp_path_factory.mktemp("identified"))


class TestIdentifiers:
    """Identifiers as people paste them."""

    def test_paper_is_found_alone(self, identified_path: Path) -> None:
        cases = {text: [name] for name, forms in FORMS.items() for text in forms.split()}
        assert found(identified_path, cases) == cases

    def test_identifier_decides_among_other_words(self, identified_path: Path) -> None:
        cases = {
            "arXiv:2603.08068v1 [cs.CL] 12 Mar 2026": ["2603.08068"],
            "A citation of papers. arXiv preprint arXiv:2603.08068, 2026.": ["2603.08068"],
            "2603.08068 10.1145/3290605.3300233": ["2603.08068", "doi"],
            "2603.08068 -2603.08068": [],
        }
        assert found(identified_path, cases) == cases

    def test_identifiers_that_no_paper_has_are_named(self, identified_path: Path) -> None:
        texts = ["2603.99999", "https://arxiv.org/abs/2603.99999v1", "10.1145/1.1", "pmid:99"]
        for text, answer in zip(texts, answers(identified_path, texts), strict=True):
            assert (answer["total"], len(answer["unknown"])) == (0, 1), text

    def test_name_with_a_digit_does_not_hide_papers_on_it(self, tmp_path: Path) -> None:
        path = site(tmp_path, paper("gpt4", "A Report"), paper("other", "Using GPT-4"))
        [answer] = answers(path, ["gpt4"])
        assert ids(answer) == ["gpt4", "other"]


class TestCorrections:
    """Words that no paper has, or hardly any."""

    def test_best_correction_ranks_as_if_typed(self, tmp_path: Path) -> None:
        many = [paper(f"d{i:02}", f"Diffusion models {i}", "Diffusion models.") for i in range(12)]
        path = site(
            tmp_path, *many, paper("f", "Fusion"), paper("g", "Diusion models", "Diusion"), paper("h", "Diusion")
        )
        typed, meant = answers(path, ["difusion models ", "diffusion models "])
        assert ids(typed) == ids(meant)
        assert typed["corrections"] == [["difusion", "diffusion"]]

    def test_word_of_one_abstract_is_found_without_its_last_letters(self, tmp_path: Path) -> None:
        words = (
            "electroencephalography hallucination zeppelins quantization crystallographic sentimentality extrapolator"
            " obedience unsegmented verifications bootstrapped sensitivities allegorical normalizing"
        ).split()
        path = abstracts(tmp_path, **{f"p{n}": f"We study {word} here." for n, word in enumerate(words)}, z="Nothing.")
        cases = {word[: len(word) - cut]: [f"p{n}"] for n, word in enumerate(words) for cut in (0, 1, 2, 3)}
        assert found(path, cases) == cases

    def test_word_of_one_abstract_is_found_with_a_slip(self, tmp_path: Path) -> None:
        path = abstracts(tmp_path, a="Ultracrepidarian views.", b="Nothing of it.")
        assert found(path, {"ultracrepidrian ": ["a"]}) == {"ultracrepidrian ": ["a"]}

    def test_rare_word_is_searched_with_its_likely_correction(self, tmp_path: Path) -> None:
        path = abstracts(tmp_path, a="A difusion model.", b="A diffusion model.", c="Diffusion.")
        [answer] = answers(path, ["difusion "])
        assert (sorted(ids(answer)), answer["added"]) == (["a", "b", "c"], [["difusion", "diffusion"]])
        assert found(path, {'"difusion"': ["a"]}) == {'"difusion"': ["a"]}

    def test_compound_that_no_paper_has_is_searched_by_its_parts(self, tmp_path: Path) -> None:
        path = abstracts(tmp_path, a="Agent memory.", b="Memory consolidation in sleep.", c="Weather.")
        cases = {"agent-memory-consolidation-sleep": ["a", "b"], "weather-zzqqx": ["c"]}
        assert found(path, cases) == cases
        assert answers(path, ["weather-zzqqx"])[0]["missing"] == ["zzqqx"]


class TestLanguages:
    """What a reader of a language types."""

    def test_readers_find_their_words(self, tmp_path: Path) -> None:
        path = site(
            tmp_path,
            paper("fr", "L'optimisation de l’été", "Une méthode d'Alembert qu'on aime."),
            paper("de", "Größe der Übersicht", authors=("Bernhard Schölkopf", "Jürgen Groß")),
            paper("de2", "Nothing", authors=("Klaus Mueller",)),
            paper("he", "שָׁלוֹם עולם"),
            paper("ar", "المُعَلِّم والتعلّم"),
            paper("hi", "हिन्दी में पढ़ना"),
            paper("th", "งานวิจัยภาษาไทย"),
            paper("zh", "在大学里深度学习的应用"),
            paper("ja", "人々のための画像検索"),
            paper("el", "β-VAE and the α-divergence", "With $\\pi_0$ and σ."),
            paper("vi", "Tiếng Việt và Đà Nẵng"),
            paper("tr", "Işık ve İstanbul"),
            paper("ru", "Ещё один шаг"),
        )
        cases = {
            "optimisation ": ["fr"],
            "été ": ["fr"],
            "l'été ": ["fr"],
            "alembert ": ["fr"],
            "d’alembert ": ["fr"],
            "Schoelkopf ": ["de"],
            "Schölkopf ": ["de"],
            "Scholkopf ": ["de"],
            "Uebersicht ": ["de"],
            "groesse ": ["de"],
            "Grosse ": ["de"],
            "Gross ": ["de"],
            "Juergen ": ["de"],
            "Müller ": ["de2"],
            "author:Schoelkopf": ["de"],
            'author:"Klaus Müller"': ["de2"],
            "שלום ": ["he"],
            "שָׁלוֹם ": ["he"],
            "المعلم ": ["ar"],
            "हिन्दी ": ["hi"],
            "हिंदी ": ["hi"],
            "पढना ": ["hi"],
            "วิจัย ": ["th"],
            "ภาษา ": ["th"],
            "大学 ": ["zh"],
            "深 ": ["zh"],
            "学 ": ["zh"],
            "用 ": ["zh"],
            "人々 ": ["ja"],
            "検索 ": ["ja"],
            "beta-vae ": ["el"],
            "beta vae ": ["el"],
            "β-VAE ": ["el"],
            "βvae ": ["el"],
            "alpha ": ["el"],
            "pi ": ["el"],
            "sigma ": ["el"],
            "tieng viet ": ["vi"],
            "da nang ": ["vi"],
            "isik ": ["tr"],
            "istanbul ": ["tr"],
            "еще ": ["ru"],
        }
        assert found(path, cases) == cases

    def test_names_of_programming_languages_are_themselves(self, tmp_path: Path) -> None:
        path = abstracts(
            tmp_path,
            cpp="Written in C++.",
            cs="Written in C#.",
            net="A .NET library.",
            c="Plain C code.",
            x="A sharp vitamin.",
            y="A sharp edge.",
        )
        cases = {
            "C++ ": ["cpp"],
            "c# ": ["cs"],
            ".NET ": ["net"],
            "c++,": ["cpp"],
            "csharp ": ["cs"],
            "F# ": [],
            "(C++) ": ["cpp"],
            "C ": ["c"],
        }
        assert found(path, cases) == cases


def test_whatever_is_typed_gets_an_answer(site_path: Path) -> None:
    texts = [text for text in FUZZ if text != "\ud83d\ude00"]
    assert len(answers(site_path, texts)) == len(texts)


def test_slips_are_counted_up_to_a_limit(site_path: Path) -> None:
    cases = [("form", "from", 1), ("cat", "cat", 0), ("cat", "cut", 1), ("a", "abcd", 2)]
    assert ask("slips", site_path, pairs=[case[:2] for case in cases], most=1) == [case[2] for case in cases]


def test_titles_find_their_papers(site_path: Path) -> None:
    made = invented(40)
    found_first = answers(site_path, [one.document.title for one in made])
    titles = [answer["results"][0]["title"] for answer in found_first]
    assert titles == [one.document.title for one in made]
