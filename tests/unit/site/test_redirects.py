"""Former addresses of papers."""

from __future__ import annotations

from pathlib import Path

from tests.shelf import built, front_matter, page, write_archive


def test_a_former_address_leads_to_where_the_paper_is_now(tmp_path: Path) -> None:
    entry = front_matter("title: A paper", "aliases: [old-name]")
    root = write_archive(tmp_path, {"content/papers/new-name.md": entry})
    built(root)
    redirect = page(root, "papers/old-name.html")
    assert 'http-equiv=refresh content="0; url=../papers/new-name.html"' in redirect
    assert "noindex" in redirect


def test_a_former_address_follows_its_paper(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/papers/b.md": front_matter("title: A paper", "aliases: [a]")})
    built(root)
    (root / "content/papers/b.md").rename(root / "content/papers/c.md")
    (root / "content/papers/c.md").write_text(front_matter("title: A paper", "aliases: [a, b]"), encoding="utf-8")
    built(root)
    assert "../papers/c.html" in page(root, "papers/a.html")
    assert "../papers/c.html" in page(root, "papers/b.html")
