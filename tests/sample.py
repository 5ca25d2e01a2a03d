"""An invented archive that has every kind of page and every field of an entry, for tests of whole sites."""

from __future__ import annotations

from pathlib import Path

from tests.pictures import picture

BASE_URL = "https://example.org/papers/"

# One page of each kind, by what it is.
PAGES = {
    "home": "index.html",
    "paper with all fields": "papers/all-fields.html",
    "paper with a title only": "papers/bare.html",
    "paper with many authors": "papers/many-authors.html",
    "tags": "tags/index.html",
    "tag": "tags/shelves.html",
    "second page of a tag": "tags/shelves/2.html",
    "authors": "authors/index.html",
    "author": "authors/ana-author.html",
    "author with a picture of co-authors": "authors/di-shelver.html",
    "organizations": "organizations/index.html",
    "organization": "organizations/institute-of-shelves.html",
    "venues": "venues/index.html",
    "venue": "venues/journal-of-shelves.html",
    "declared taxonomy": "methods/index.html",
    "term of a declared taxonomy": "methods/counting.html",
    "day": "days/2026-03-02.html",
    "week": "weeks/2026-W10.html",
    "month": "months/2026-03.html",
    "year": "years/2026.html",
    "papers without a date": "years/undated.html",
    "trends": "trends.html",
    "map": "map.html",
    "trending": "trending.html",
    "most upvoted": "trending/upvoted.html",
    "most cited": "cited.html",
    "most cited of a year": "cited/2026.html",
    "missing papers": "read-first.html",
    "watched questions": "watch/index.html",
    "watched question": "watch/short-notes.html",
    "question that finds nothing": "watch/nothing.html",
    "collections": "collections/index.html",
    "collection": "collections/where-to-start.html",
    "archive": "archive.html",
    "search": "search.html",
    "reading list": "reading-list.html",
    "subscribe": "subscribe.html",
    "offline": "offline.html",
    "digests": "digests/index.html",
    "about": "about.html",
    "page in a folder": "people/alumni.html",
    "manual": "docs/index.html",
    "chapter": "docs/shelving.html",
    "data": "api/index.html",
    "not found": "404.html",
}

_SITE = """\
title: A shelf of invented papers
description: None of these papers exists.
base_url: {base_url}
footer: Everything here is made up.
repository: https://example.org/shelf
docs: true
style: {{accent: '#7a1f1f'}}
taxonomies: {{methods: {{title: Methods, singular: Method}}}}
aliases: {{authors: {{Ana Author: [A. Author]}}}}
lists: {{page_size: 5, card_authors: 2}}
terms: {{picture: 2}}
watch: {{Short notes: 'note "few words"', Nothing: zeppelin}}
"""

_TAGS = """\
shelves: {name: Shelves, description: Where papers are kept.}
c-plus-plus: {name: C++}
"""

_CHAPTER = """\
# Shelving

Upright, as the [manual](README.md) says.

## By size

| paper | shelf |
| --- | --- |
| large | low |

```console
papershelf build
```
"""

_ABOUT = """\
---
title: About this shelf
---
Papers that **nobody** wrote, with a [link](https://example.org/), a list:

- one
- two

and a table:

| a | b |
| --- | --- |
| 1 | 2 |
"""

_COLLECTION = """\
---
title: Where to start
summary: Four papers, in the order in which to read them.
papers:
  - {id: all-fields, comment: It has everything; mind the bound of $O(n)$.}
  - many-authors
  - {id: withdrawn, comment: For the history.}
  - year-only
---
Begin with the **first**; the others are [optional](https://example.org/).
"""

_CITATIONS = "citing,cited,source,day\nall-fields,doi:10.1000/shelf.2,crossref,2026-03-09\n" + "".join(
    f"note-{n},{cited},by hand,\n" for n in range(1, 9) for cited in ("all-fields", "old-1", "arxiv:2603.00009")
)

_ALL_FIELDS = """\
---
title: Bounds of $O(n \\log n)$ on <Shelves> & "Ladders"
authors:
  - {name: Ana Author, orcid: 0000-0002-1825-0097, affiliation: Institute of Shelves}
  - {name: Bo Writer, affiliation: Ladder Works, url: 'https://example.org/bo'}
  - Mária Háromszéki
date: 2026-03-02
published: 2026-02-27
arxiv: 2603.00001
doi: 10.1000/shelf.1
venue: Journal of Shelves
volume: '3'
issue: '1'
pages: 10-19
publisher: A University Press
organizations: [Institute of Shelves]
tags: [shelves, c-plus-plus]
methods: [counting]
links: {code: 'https://example.org/code', project: 'https://example.org/', pdf: paper.pdf}
thumbnail: figure.webp
media: ['https://example.org/film.mp4']
upvotes: 12
comments: 3
stars: 45
as_of: 2026-03-09
submitted_by: Cy Reader
summary: Sorts books on ladders.
note: The best invented paper of its week.
related: [bare, many-authors]
versions:
  - {name: v1, date: 2026-02-27}
  - {name: v2, date: 2026-03-01, note: Mended a lemma., url: 'https://example.org/v2'}
license: CC BY 4.0
provenance: {summary: a helper}
---
We *sort* books with `ladders`; see [the code](https://example.org/code?a=1&b=2). Each costs $x_i^2$, and in all

$$\\sum_{i=1}^{n} x_i^2 \\leq \\frac{n}{2}.$$

- A first claim.
- A second claim, with `code_that_is_quite_long_and_has_no_place_to_break_anywhere_in_it_at_all_really`.

1. Numbered.

> Quoted.
"""


def write_sample(root: Path, base_url: str = BASE_URL) -> None:
    """Write the archive into a folder."""
    papers = root / "content" / "papers"
    files: dict[str, str] = {
        "site.yml": _SITE.format(base_url=base_url),
        "content/tags.yml": _TAGS,
        "content/venues.yml": "Journal of Shelves: {issn: 1234-5679}\n",
        "content/organizations.yml": "Institute of Shelves: {ror: 'https://ror.org/05dxps055'}\n",
        "content/pages/about.md": _ABOUT,
        "content/pages/people/alumni.md": "---\ntitle: Alumni\n---\nThey are elsewhere now.\n",
        "content/collections/where-to-start.md": _COLLECTION,
        "content/citations.csv": _CITATIONS,
        "docs/README.md": "# Manual\n\nHow to [shelve](shelving.md).\n",
        "docs/shelving.md": _CHAPTER,
        "content/collections/just-two.md": "---\ntitle: Just two\npapers: [bare, many-authors]\n---\n",
        "content/papers/2026/all-fields.md": _ALL_FIELDS,
        "content/papers/bare.yml": "title: A paper known by its title only\n",
        "content/papers/many-authors.md": _many_authors(),
        "content/papers/withdrawn.md": _entry("A shelf that fell", "2026-03-02", "withdrawn: It fell.\n"),
        "content/papers/year-only.yml": "title: A paper of some day\npublished: 2019\nauthors: [Ana Author]\n"
        "withdrawn: {kind: corrected, url: 'https://example.org/erratum'}\n",
        "content/papers/count-only.yml": "title: Nobody knows who\npublished: 2020-05\nauthor_count: 7\n",
    }
    for number in range(1, 9):
        extra = f"upvotes: {number * number % 10}\nas_of: 2026-03-09\n"
        extra += "links: {code: 'https://example.org/code'}\n" if number % 3 == 0 else ""
        title = f"{'HGFEDCBA'[number - 1]} note on shelf {number}"
        files[f"content/papers/note-{number}.md"] = _entry(title, "2026-03-02", extra)
    for number in range(1, 6):
        files[f"content/papers/old-{number}.md"] = _entry(f"An old note {number}", f"2025-12-{28 + number % 4}", "")
    for number, others in enumerate(
        ("Eva Lent, Fay Reader", "Eva Lent, Fay Reader, Gil Binder", "Eva Lent, Gil Binder"), 1
    ):
        for part in "abcd":
            head = f"title: Shelving together {number}{part}\nauthors: [Di Shelver, {others}]\npublished: 2024\n"
            files[f"content/papers/together-{number}{part}.md"] = f"---\n{head}---\nTogether.\n"
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (papers / "2026" / "paper.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (papers / "2026" / "figure.webp").write_bytes(picture())


def _entry(title: str, day: str, extra: str) -> str:
    head = f"title: {title}\nauthors: [A. Author, Bo Writer]\ndate: {day}\ntags: [shelves]\n"
    return f"---\n{head}{extra}---\nAn abstract of few words.\n"


def _many_authors() -> str:
    names = "".join(f"  - Person{'abcdefghij'[n % 10]} Numbered{'abcdefghij'[n // 10]}\n" for n in range(60))
    title = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, counted by many"
    return f"---\ntitle: {title}\nauthors:\n{names}date: 2026-02-20\ntags: [shelves]\n---\n" + "Long. " * 200 + "\n"
