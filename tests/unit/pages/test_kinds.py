"""A kind of page is one class: planned, rendered, linked and kept fresh without a word elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.contract.document import Template
from site_builder.contract.parts import Link
from site_builder.library.library import Library
from site_builder.pages import contexts, plan
from site_builder.pages.kind import Context, FactsPage
from site_builder.pages.kinds import KINDS, KINDS_BY_NAME
from site_builder.pages.planned import Planned
from site_builder.site.page import Page
from site_builder.words.catalogue import Translate
from tests.shelf import built, front_matter, page, write_archive


class OldestPage(FactsPage):
    """The oldest paper."""

    name = "oldest"
    template = Template("oldest.html", "The oldest paper.", {"paper": "Link"})

    @classmethod
    def pages(cls, planned: Planned) -> Iterator[Page]:
        """Yield the page, if there are papers."""
        if planned.library.entries:
            yield Page("oldest.html", cls.name)

    @classmethod
    def nav(cls, planned: Planned, t: Translate) -> Iterator[Link]:
        """Yield the page."""
        yield Link("Oldest", "oldest.html")

    @classmethod
    def last_change(cls, page: Page, library: Library) -> str:
        """The day is unknown."""
        return ""

    def context(self, page: Page) -> Context:
        """Return a link to the paper."""
        return {"paper": self.site.cards.paper_link(len(self.site.library.entries) - 1)}

    def title(self) -> str:
        """Return the title."""
        return "Oldest"


def test_a_new_kind_needs_its_class_a_place_in_the_list_and_a_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = (*KINDS[:2], OldestPage, *KINDS[2:])
    monkeypatch.setattr(plan, "KINDS", kinds)
    monkeypatch.setattr(contexts, "KINDS", kinds)
    monkeypatch.setitem(KINDS_BY_NAME, "oldest", OldestPage)
    files = {f"content/papers/{n}.md": front_matter(f"title: Paper {n}", f"date: 2026-01-0{n}") for n in (1, 2)}
    files["themes/overrides/templates/oldest.html"] = "{{ page.title }}: {{ paper.name }}"
    files["site.yml"] = "title: A shelf\nbase_url: https://example.org/\n"
    report = built(write_archive(tmp_path, files))
    assert page(tmp_path, "oldest.html") == "Oldest: Paper 1"
    assert "<a href=oldest.html>Oldest</a>" in page(tmp_path, "index.html")
    assert "https://example.org/oldest.html" in page(tmp_path, "sitemap.xml")
    assert report.files["oldest"] == 1
    write_archive(tmp_path, files | {"content/papers/1.md": front_matter("title: Other", "date: 2026-01-01")})
    built(tmp_path)
    assert page(tmp_path, "oldest.html") == "Oldest: Other"


def test_kinds_have_names_and_templates_of_their_own() -> None:
    assert len(KINDS_BY_NAME) == len(KINDS)
    assert all(kind.template.meaning for kind in KINDS)
