"""What services say today of the papers of an archive; a service that fails is named, and the others are asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from site_builder.core.progress import Progress
from site_builder.exchange.services.arxiv import Preprint, fetch_preprints
from site_builder.exchange.services.client import Client, FetchError, NotFoundError
from site_builder.exchange.services.moved import moved_to
from site_builder.exchange.services.works import Work, fetch_works
from site_builder.model import Entry

MOVING = ("code", "data", "model")
"""The links whose hosts rename what they have."""
# How many links are asked for at a time.
_PARALLEL = 4

Found = TypeVar("Found")


class News(msgspec.Struct):
    """What arXiv says by identifier, Crossref by DOI, hosts by address; and which of them failed, with the reason."""

    preprints: dict[str, Preprint] = {}
    works: dict[str, Work] = {}
    moved: dict[str, str] = {}
    failures: list[str] = []


def gather_news(
    entries: Sequence[Entry],
    kinds: Collection[str],
    make_client: Callable[[], Client],
    addresses: Mapping[str, str],
    progress: Progress,
) -> News:
    """Ask the services for what the kinds of suggestions need (see `edit.refresh`)."""
    news = News()
    client = make_client()
    if not {"notices", "published", "versions"}.isdisjoint(kinds):
        names = [entry.identifiers["arxiv"] for entry in entries if "arxiv" in entry.identifiers]
        _collect(
            news, "arXiv", fetch_preprints(client, addresses["arxiv"], names), news.preprints, len(names), progress
        )
    if not {"notices", "published"}.isdisjoint(kinds):
        ask = partial(fetch_works, client, addresses["crossref"])
        dois = [entry.identifiers["doi"] for entry in entries if "doi" in entry.identifiers]
        named = [preprint.doi for preprint in news.preprints.values() if preprint.doi]
        _collect(news, "Crossref", ask([*dois, *named]), news.works, len(dois) + len(named), progress)
        became = [work.published_as for work in news.works.values() if work.published_as]
        left = [name for name in became if name not in news.works]
        if left and "published" in kinds:
            _collect(news, "Crossref", ask(left), news.works, len(left), progress)
    if "links" in kinds:
        _follow_links(news, entries, make_client, progress)
    return news


def _collect(
    news: News,
    service: str,
    answers: Iterator[tuple[int, dict[str, Found]]],
    into: dict[str, Found],
    total: int,
    progress: Progress,
) -> None:
    done = 0
    try:
        for asked, found in answers:
            done += asked
            progress(service, done, max(done, total))
            into |= found
    except FetchError as error:
        news.failures.append(str(error))


def _follow_links(news: News, entries: Sequence[Entry], make_client: Callable[[], Client], progress: Progress) -> None:
    """Ask hosts whether they moved what entries link to. An address that is gone is a matter for `check --links`."""
    links = (entry.links.get(kind, "") for entry in entries for kind in MOVING)
    asked = list(dict.fromkeys(link for link in links if link.startswith(("https://", "http://"))))
    failed: Counter[tuple[str, str]] = Counter()

    def ask(address: str) -> tuple[str, str]:
        try:
            return moved_to(make_client(), address), ""
        except NotFoundError:
            return "", ""
        except FetchError as error:
            return "", error.said or str(error)

    with ThreadPoolExecutor(_PARALLEL) as pool:
        for done, (address, (moved, failure)) in enumerate(zip(asked, pool.map(ask, asked), strict=True), start=1):
            progress("links", done, len(asked))
            if moved:
                news.moved[address] = moved
            elif failure:
                failed[urlsplit(address).netloc, failure] += 1
    news.failures += [f"{host}: {failure}, for {count:,} of its addresses" for (host, failure), count in failed.items()]
