"""The citation fields on a paper's page."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.shelf import built, front_matter, page, write_archive

BOOK = front_matter(
    "title: One",
    "editors: [Ed Itor, {name: Pia van Pine, family: van Pine}]",
    "collaboration: The Shelf & Ladder Team",
    "venue: Shelves 2025",
    "series: Lecture Notes in <Shelving>",
    "volume: '89'",
    "issue: '2'",
    "pages: 10-19",
    "edition: 2nd",
    "publisher: A Press",
    "address: Kyoto",
    "issn: 1234-5679",
    "genre: Technical report",
)
THESIS = front_matter("title: Two", "publisher: A School", "genre: Master's thesis")


@pytest.mark.parametrize("theme", ["default", "proceedings"])
def test_a_paper_shows_its_citation_fields(tmp_path: Path, theme: str) -> None:
    files = {"site.yml": f"title: Papers\ntheme: {theme}\n", "content/papers/one.md": BOOK}
    built(write_archive(tmp_path, files | {"content/papers/two.md": THESIS}))
    assert _facts(page(tmp_path, "papers/one.html")) == {
        "Venue": "Shelves 2025 89(2), pages 10-19 / A Press, Kyoto",
        "Series": "Lecture Notes in <Shelving>",
        "Edition": "2nd",
        "Kind": "Technical report",
        "Editors": "Ed Itor, Pia van Pine",
        "Collaboration": "The Shelf & Ladder Team",
        "ISSN": "1234-5679",
    }
    assert _facts(page(tmp_path, "papers/two.html")) == {"Institution": "A School", "Kind": "Master's thesis"}


def _facts(page: str) -> dict[str, str]:
    """Return the terms of the page's list with the text of their descriptions, line breaks as slashes."""
    rows = re.findall(r"<dt>([^<]*)<dd>(.*?)(?=<dt>|</dl>)", page, re.DOTALL)
    texts = ((name, re.sub(r"<[^<>]*>", "", text.replace("<br>", " / "))) for name, text in rows)
    return {name: html.unescape(" ".join(text.split())) for name, text in texts}
