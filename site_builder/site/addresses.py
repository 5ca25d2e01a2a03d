"""Every address of the site, and the check that no two pages share one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from site_builder.core.diagnostics import Diagnostic

FOLDERS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}

HOME_URL = "index.html"
ARCHIVE_URL = "archive.html"
UNDATED_URL = "years/undated.html"
MAP_URL = "map.html"
DATA_URL = "api/index.html"
WATCH_URL = "watch/index.html"
READ_FIRST_URL = "read-first.html"
DIGESTS_URL = "digests/index.html"
COLLECTIONS = "collections"
COLLECTIONS_URL = f"{COLLECTIONS}/index.html"
LINKSET_URL = "linkset.json"
CRATE_URL = "ro-crate-metadata.json"
SITE_CARD = "cards/site.png"
SEARCH_URL = "search.html"
OFFLINE_URL = "offline.html"
WORKER_URL = "sw.js"
WEB_APP_URL = "app.webmanifest"


def offline_list_url(number: int) -> str:
    """Return the address of one of the lists of files that the service worker reads."""
    return f"offline/{number}.txt"


def paper_url(entry_id: str) -> str:
    """Return a paper's address."""
    return f"papers/{entry_id}.html"


def paper_markdown_url(entry_id: str) -> str:
    """Return the address of a paper as Markdown."""
    return f"papers/{entry_id}.md"


def term_url(taxonomy: str, slug: str) -> str:
    """Return the address of a term's first page."""
    return f"{taxonomy}/{slug}.html"


def taxonomy_url(taxonomy: str) -> str:
    """Return the address of a taxonomy's index."""
    return f"{taxonomy}/index.html"


def period_url(kind: str, key: str) -> str:
    """Return the address of a day, week, month or year."""
    return f"{FOLDERS[kind]}/{key}.html"


def collection_url(collection_id: str) -> str:
    """Return a curated list's address."""
    return f"{COLLECTIONS}/{collection_id}.html"


def cited_url(year: str = "") -> str:
    """Return the address of the most cited papers of a year, or of all."""
    return f"cited/{year}.html" if year else "cited.html"


def watch_url(slug: str) -> str:
    """Return a watched question's address."""
    return f"watch/{slug}.html"


def numbered_url(url: str, number: int) -> str:
    """Return the address of a long list's page: the first is the list's own, then `<stem>/2.html` and so on."""
    return url if number == 1 else f"{url.removesuffix('.html')}/{number}.html"


def feed_url(url: str, form: str) -> str:
    """Return the address of a page's feed, which is `xml` (Atom) or `json`."""
    return f"feed.{form}" if url == HOME_URL else f"{url.removesuffix('.html')}.{form}"


def served_url(url: str) -> str:
    """Return the address that servers use: the folder instead of its index."""
    return url.removesuffix("index.html") if url.rpartition("/")[2] == "index.html" else url


def bibtex_url(url: str) -> str:
    """Return the address of the BibTeX of what a page lists."""
    return f"{url.removesuffix('.html')}.bib"


def paper_card_url(entry_id: str) -> str:
    """Return the address of the picture shown where a link to a paper is shared."""
    return f"cards/{entry_id}.png"


def file_url(path: str) -> str:
    """Return the address of a file next to an entry: below papers/, where Google Scholar expects PDFs."""
    return f"papers/files/{path.removeprefix('content/papers/')}"


def root_prefix(url: str) -> str:
    """Return the path from a page to the site's root: `../` for each folder."""
    return "../" * url.count("/")


def check_collisions(urls: Sequence[str], owner: Callable[[int], str]) -> tuple[Diagnostic, ...]:
    """Return a problem for each address that two pages claim; `owner` names what claims the address at a position.

    Case is ignored, as on some file systems.
    """
    folded = [url.lower() for url in urls]
    if len(set(folded)) == len(folded):
        return ()
    owners: dict[str, str] = {}
    problems = []
    for position, url in enumerate(folded):
        other = owners.setdefault(url, owner(position))
        if other != owner(position):
            message = f"{urls[position]} would be the page of both {other} and {owner(position)}"
            hint = "rename one of them, or give one another slug"
            path = next((name for name in (owner(position), other) if name.startswith("content/")), "site.yml")
            problems.append(Diagnostic(path, 0, 0, "E206", message, hint))
    return tuple(problems)
