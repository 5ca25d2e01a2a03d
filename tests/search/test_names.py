"""Names are found by any of their words, and lead to pages that exist."""

from __future__ import annotations

from pathlib import Path

from site_builder.search.names import Name, update_names
from site_builder.search.store import Store

from .node import ask, needs_node

NAMES = [
    Name(0, "Zoë van der Berg", "zoe-van-der-berg", 3, (1, 4, 9)),
    Name(0, "Q. Li", "q-li", 1, (2,), ("Qing Li",)),
    Name(1, "theory of “everything”", "theory-of-everything", 2),
    Name(1, "李明", "li-ming", 4),
]


def stored(*steps: list[Name]) -> dict[str, bytes | None]:
    """Return the files of names that were stored after each other."""
    store = Store(None, "1")
    for names in steps:
        update_names(store, names, 64)
    return {path: store.file(path) for path in store.paths()}


def test_updated_names_are_those_of_a_new_index() -> None:
    others = [NAMES[0], Name(1, "李明", "li-ming", 5), Name(0, "Ana Author", "ana-author", 2, (0, 1))]
    assert stored(NAMES, others) == stored(others)
    assert stored(NAMES, []) == {}


def test_a_name_is_listed_by_each_word_that_may_come_first() -> None:
    (data,) = stored(NAMES[:1]).values()
    assert data is not None
    assert data.startswith(b"shard(")
    assert all(name in data for name in (b"Berg Zo", b"van der Berg", b"Zo\xc3\xab van"))


@needs_node
def test_names_are_found_in_any_order_and_lead_to_pages(sample_site: Path) -> None:
    cases = {
        "ana author": "authors/ana-author.html",
        "Author, Ana": "authors/ana-author.html",
        "auth": "authors/ana-author.html",
        "ana auhtor": "authors/ana-author.html",
        "shelv": "tags/shelves.html",
        "nothing of this name": "",
        "tag:shelves": "",
    }
    found = ask("names", sample_site, texts=list(cases), most=9)
    assert {text: names[0][2] if names else "" for text, names in zip(cases, found, strict=True)} == cases
    letters = [first + second for first in "abcdefghilmnoprstuvw" for second in "aeiourh"]
    listed = {url for names in ask("names", sample_site, texts=letters, most=999) for _, _, url, _ in names}
    assert len(listed) > 20
    assert [url for url in sorted(listed) if not (sample_site / url).is_file()] == []
