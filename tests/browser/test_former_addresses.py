"""Former addresses in Chromium, from a disk and from a server: they lead on, or say why nothing is there any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import WAYS, Visit, serve_site
from tests.shelf import built, front_matter, write_archive

REMOVED = """\
papers/gone: Its authors asked for it.
tags/agent: {to: tags/agents}
authors/a/b: {to: index}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    entry = front_matter("title: One paper", "tags: [agents]", "aliases: [old]")
    files = {"content/papers/new.md": entry, "content/removed.yml": REMOVED}
    root = write_archive(tmp_path_factory.mktemp("former"), files)
    built(root)
    return root / "_site"


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    yield from serve_site(site)


@pytest.fixture(params=WAYS)
def address(request: pytest.FixtureRequest, site: Path) -> str | Path:
    found: str | Path = site if request.param == "file" else request.getfixturevalue("server")
    return found


@pytest.mark.parametrize(
    ("former", "now", "heading"),
    [
        ("papers/old.html", "papers/new.html", "One paper"),
        ("tags/agent.html", "tags/agents.html", "agents"),
        ("authors/a/b.html", "index.html", "A small shelf"),
    ],
)
def test_a_former_address_leads_on(visit: Visit, address: str | Path, former: str, now: str, heading: str) -> None:
    visitor = visit(address)
    tab = visitor.open(former)
    tab.wait_for_url(f"**/{now}")
    assert tab.locator("h1").inner_text() == heading
    assert visitor.complaints == []


def test_a_removed_page_says_why(visit: Visit, address: str | Path) -> None:
    visitor = visit(address)
    tab = visitor.open("papers/gone.html")
    assert tab.locator("h1").inner_text() == "This page was removed"
    assert tab.get_by_text("Its authors asked for it.").is_visible()
    assert visitor.complaints == []
