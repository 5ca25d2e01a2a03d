"""Related papers on a page: the words that relate them, as its paper writes them."""

from __future__ import annotations

from pathlib import Path

from site_builder.contexts.related import related_papers
from site_builder.library.library import make_library
from site_builder.related.relations import Relation
from site_builder.settings.groups import RelatedSettings
from site_builder.settings.terms import DEFAULT_TAXONOMIES
from site_builder.settings.types import SiteConfig
from tests.shelf import built, entry, front_matter, page, write_archive

CONFIG = SiteConfig(taxonomies=DEFAULT_TAXONOMIES)


def no_date(iso: str) -> None:
    """Make no date."""


def words(text: str, *features: str, title: str = "A paper") -> tuple[str, ...]:
    """Return the words of a related paper of one with a title and an abstract."""
    papers = [entry("one", title, tags=("KV cache",), date="2026-01-02"), entry("two", date="2026-01-01")]
    library, _ = make_library(papers, [], CONFIG, lambda path: b"")
    (found,) = related_papers(library, 0, text, [Relation(1, features)], no_date)
    assert found.url == "papers/two.html"
    return found.words


def test_stems_are_shown_as_words_of_the_paper() -> None:
    assert words("Diffusion is a diffusion of GPT-4.", "diffus", "gpt4") == ("diffusion", "GPT-4")


def test_a_word_is_shown_by_itself_rather_than_in_a_compound() -> None:
    assert words("Layer-wise cache-aware: one cache.", "cach") == ("cache",)


def test_several_stems_of_one_word_are_one() -> None:
    assert words("On GPT-4.", "gpt4", "gpt", "4") == ("GPT-4",)


def test_tags_are_shown_by_name() -> None:
    assert words("", "tags/kv-cache") == ("KV cache",)


def test_words_of_the_title_serve_where_the_abstract_has_none() -> None:
    assert words("", "shelv", title="Shelves") == ("Shelves",)


def test_chinese_is_shown_in_pairs_and_not_in_sentences() -> None:
    assert words("深度学习的方法很多", "学习") == ("学习",)


def test_papers_that_the_entry_names_are_not_repeated() -> None:
    papers = [entry("one", related=("two",)), entry("two")]
    library, _ = make_library(papers, [], CONFIG, lambda path: b"")
    relations = [Relation(library.positions["two"], ())]
    assert related_papers(library, library.positions["one"], "", relations, no_date) == ()


def test_large_archives_show_fewer() -> None:
    settings = RelatedSettings()
    assert [settings.most(papers) for papers in (10, 8_206, 30_000, 103_923)] == [10, 10, 5, 3]
    assert RelatedSettings(7).most(103_923) == 7


def test_a_page_shows_them_or_not(tmp_path: Path) -> None:
    papers = {
        f"content/papers/p{n}.md": front_matter(f"title: Paper {n} on {'zebras' if n < 2 else 'shelves'}")
        for n in range(9)
    }
    write_archive(tmp_path, papers)
    built(tmp_path)
    assert '<a href="p1.html" dir=auto>Paper 1 on zebras</a> <small>zebras</small>' in page(tmp_path, "papers/p0.html")
    write_archive(tmp_path, {"site.yml": "title: A shelf\nrelated: false\n"})
    built(tmp_path)
    assert "p1.html" not in page(tmp_path, "papers/p0.html").partition("<main")[2].partition("<nav")[0]
