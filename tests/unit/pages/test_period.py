"""The page of a week, month or year: its most upvoted papers, then all of them by day."""

from __future__ import annotations

import re
from pathlib import Path

from tests.shelf import built, front_matter, page, write_archive


def shown(root: Path, url: str) -> list[str]:
    """Return the headings of a period's page and the papers below them."""
    main = page(root, url).partition("<main")[2]
    found = re.findall(r"<h2 class=day-head>(.*?)</h2>|papers/([a-z])\.html", main)
    return [re.sub(r"<[^>]*>", "", heading) or name for heading, name in found]


def test_a_week_leads_with_its_most_upvoted_papers(tmp_path: Path) -> None:
    votes = {"a": (25, 3), "b": (25, 1), "c": (26, 9), "d": (26, 2)}
    files = {
        f"content/papers/{name}.md": front_matter(
            f"title: {name}", f"date: 2026-05-{day}", f"upvotes: {count}", "as_of: 2026-05-27"
        )
        for name, (day, count) in votes.items()
    }
    built(write_archive(tmp_path, files | {"site.yml": "title: A shelf\ndigest: {items: 2}"}))
    days = ["Tuesday 26 May 2026 2 papers", "c", "d", "Monday 25 May 2026 2 papers", "a", "b"]
    assert shown(tmp_path, "weeks/2026-W22.html") == ["Most upvoted", "c", "a", *days]
    built(write_archive(tmp_path, {"site.yml": "title: A shelf\ndigest: {items: 3}"}))
    assert shown(tmp_path, "weeks/2026-W22.html") == days
