"""Digests: which papers they name, as mails that programs read, and as pages."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest

from site_builder.text.markdown import escape_markdown, render_page
from tests.shelf import built, front_matter, page, run, write_archive

BASE = "https://example.org/papers/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two weeks of papers, the newer one with three of them."""
    days = {"a": "2026-01-05", "b": "2026-01-06", "c": "2026-01-11", "old": "2025-12-30"}
    files = {
        f"content/papers/{name}.md": front_matter(
            f"title: Paper {name} & <co> @all",
            f"date: {day}",
            "authors: [Ana Author, Bo Writer]",
            f"tags: [{'agents' if name == 'c' else 'C++'}]",
            f"upvotes: {votes}",
            "as_of: 2026-01-12",
            f"summary: What {name} does, at some length, so that the line of a plain text must be broken somewhere.",
        )
        for votes, (name, day) in enumerate(days.items())
    }
    return write_archive(tmp_path, files | {"site.yml": f"title: A shelf\nbase_url: {BASE}\n"})


def digest(root: Path, *options: str) -> str:
    result = run("digest", "--archive", root, *options)
    assert result.exit_code == 0, result.output
    return result.output


def titles(text: str) -> list[str]:
    return re.findall(r"Paper (\w+) &", text)


def test_the_newest_week_is_the_default_and_the_most_upvoted_come_first(root: Path) -> None:
    assert titles(digest(root)) == ["c", "b", "a"]
    assert "Week 2, 2026" in digest(root)


def test_a_day_week_or_month_is_named_by_a_day_or_by_itself(root: Path) -> None:
    assert titles(digest(root, "--day", "2026-01-06")) == ["b"]
    assert titles(digest(root, "--week", "2026-01-06")) == titles(digest(root, "--week", "2026-W02")) == ["c", "b", "a"]
    assert titles(digest(root, "--month", "2025-12")) == ["old"]


def test_a_digest_can_be_of_some_tags(root: Path) -> None:
    text = digest(root, "--tag", "agents")
    assert titles(text) == ["c"]
    assert "Week 2, 2026: agents" in text
    assert titles(digest(root, "--tag", "c++", "--tag", "agents")) == ["c", "b", "a"]


def test_long_digests_end_in_a_link_to_all_papers(root: Path) -> None:
    (root / "site.yml").write_text(f"title: A shelf\nbase_url: {BASE}\ndigest: {{items: 2}}\n", encoding="utf-8")
    text = digest(root)
    assert titles(text) == ["c", "b"]
    assert f"All 3 papers: {BASE}weeks/2026-W02.html" in text


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--day", "2026-02-30"), "no paper is listed in the day '2026-02-30'; papers are listed from 2025-12-30"),
        (("--tag", "agent"), "unknown tag 'agent'; did you mean"),
        (("--week", "yesterday"), "no paper is listed in the week 'yesterday'"),
    ],
)
def test_what_is_not_there_is_told(root: Path, options: tuple[str, ...], reason: str) -> None:
    result = run("digest", "--archive", root, *options)
    assert result.exit_code == 2
    assert reason in result.output


def message(root: Path) -> EmailMessage:
    target = root / "digest.eml"
    digest(root, "--format", "eml", "--output", str(target))
    parsed = message_from_bytes(target.read_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    assert parsed.defects == []
    return parsed


def test_a_mail_has_plain_text_and_html(root: Path) -> None:
    mail = message(root)
    assert mail["Subject"] == "A shelf: Week 2, 2026"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (mail.get_body([kind]) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert titles(plain.get_content()) == ["c", "b", "a"]
    assert plain.get_content().replace("\r", "") == digest(root)
    assert "Paper c &amp; &lt;co&gt; @all" in html.get_content()


def test_a_mail_is_the_same_at_any_time(root: Path) -> None:
    assert bytes(message(root)) == bytes(message(root))


class Tags(HTMLParser):
    """Notes a page's tags."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.found.append((tag, dict(attrs)))


def test_a_mail_loads_nothing_and_all_of_its_links_are_whole(root: Path) -> None:
    tags = Tags()
    tags.feed(digest(root, "--format", "html"))
    names = {tag for tag, _ in tags.found}
    assert not names & {"img", "script", "link", "iframe", "form", "svg"}
    links = [attributes["href"] for tag, attributes in tags.found if tag == "a"]
    assert len(links) > 3
    assert all(link and link.startswith("https://") for link in links)
    cells = [attributes for tag, attributes in tags.found if tag == "td"]
    assert all(attributes.get("style") for attributes in cells)
    assert all(attributes.get("role") == "presentation" for tag, attributes in tags.found if tag == "table")


def test_plain_text_has_lines_of_72_columns_but_for_addresses(root: Path) -> None:
    assert all(len(line) <= 72 for line in digest(root).splitlines() if "://" not in line)


def test_markdown_says_what_the_papers_say_and_calls_nobody(root: Path) -> None:
    text = digest(root, "--format", "markdown")
    assert "@all" not in text
    html, plain = render_page(text)
    assert "<h3><a href=" in html
    assert "Paper c & <co> @\u200ball" in plain


def test_what_markdown_would_take_for_marks_is_escaped() -> None:
    text = r"a*b*_c_ [d](e) `f` <g> &amp; #1 $x$ ~~h~~ | \i"
    assert render_page(escape_markdown(text))[1] == text


def test_a_site_that_does_not_know_its_address_has_mails_without_links(root: Path) -> None:
    (root / "site.yml").write_text("title: A shelf\n", encoding="utf-8")
    assert "://" not in digest(root)
    assert "href" not in digest(root, "--format", "html")
    assert "](" not in digest(root, "--format", "markdown")


def test_the_list_of_digests_has_weeks_unless_the_site_says_otherwise(root: Path) -> None:
    built(root)
    assert "url=../weeks/2026-W02.html" in page(root, "digests/2026-W02.html")
    assert "weeks/2026-W02.html" in page(root, "digests/index.html")
    assert "weeks/2026-W02.html" in page(root, "subscribe.html")
    settings = f"title: A shelf\nbase_url: {BASE}\n"
    (root / "site.yml").write_text(settings + "digest: {pages: month}\n", encoding="utf-8")
    built(root)
    assert {path.name for path in (root / "_site/digests").iterdir()} == {"index.html", "2026-01.html", "2025-12.html"}
    (root / "site.yml").write_text(settings + "digest: {pages: none}\n", encoding="utf-8")
    built(root)
    assert not (root / "_site/digests").exists()
