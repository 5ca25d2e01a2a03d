"""The corpora of the search's benchmarks: Daily Papers as served, and CSL-JSON items of machine-learning venues."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from site_builder.search.documents import SearchDocument


class Paper(NamedTuple):
    """A paper's document and its abstract."""

    document: SearchDocument
    abstract: str


def load_corpus(path: Path) -> list[Paper]:
    """Return the papers of a folder of Daily Papers' days, or of a `.jsonl.gz` file of CSL-JSON items."""
    return list(_daily_papers(path) if path.is_dir() else _csl_items(path))


def _paper(paper_id: str, title: str, abstract: str, summary: str = "", **fields: object) -> Paper:
    title = " ".join(title.split())
    made = SearchDocument(paper_id, f"papers/{paper_id}.html", title, paper_id, summary=summary, **fields)  # type: ignore[arg-type]
    return Paper(made, abstract)


def _daily_papers(path: Path) -> Iterator[Paper]:
    seen = set()
    for day in sorted(path.glob("*.json")):
        items = json.loads(day.read_text(encoding="utf-8"))
        for item in items if isinstance(items, list) else ():
            found = item.get("paper") if isinstance(item, dict) else None
            if not isinstance(found, dict) or found.get("id") in seen:
                continue
            seen.add(found["id"])
            organization = found.get("organization") or {}
            name = organization.get("fullname") or organization.get("name")
            yield _paper(
                found["id"],
                found.get("title") or item.get("title") or "",
                found.get("summary") or "",
                found.get("ai_summary") or "",
                authors=tuple(author["name"] for author in found.get("authors") or () if author.get("name")),
                tags=tuple(found.get("ai_keywords") or ()),
                organizations=(name,) if name else (),
                date=day.stem,
                has=("code",) if found.get("githubRepo") else (),
            )


def _csl_items(path: Path) -> Iterator[Paper]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            authors = item.get("author") or ()
            issued = item.get("issued")
            yield _paper(
                item["id"],
                item.get("title") or "",
                item.get("abstract") or "",
                authors=tuple(f"{author.get('given', '')} {author.get('family', '')}".strip() for author in authors),
                venue=item.get("container-title") or "",
                identifiers=(item["DOI"],) if item.get("DOI") else (),
                date=str(issued["date-parts"][0][0]) if issued else "",
            )
