"""An archive that random edits change: one kind of edit for each thing that a person can change."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml

from site_builder.content.fields import FIELDS
from site_builder.reading.identifiers import IDENTIFIERS
from tests.every_field import every_field_templates
from tests.pictures import picture

Fields = dict[str, Any]
Edit = Callable[[], None]

PAPERS = 14  # a map needs 12
TEMPLATES = "themes/overrides/templates"
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
PEOPLE: list[Any] = [
    "Ana Author",
    "Ána Author",
    "Bo Writer",
    {"name": "Bo Writer", "orcid": "0000-0002-1825-0097"},
    {"name": "Bo Writer", "id": "bo-writer-2", "affiliation": "A Lab"},
    {"name": "Cem Third", "affiliation": "Institute of Shelves", "url": "https://example.org/cem"},
]
TAGS = ["agents", "Agent", "retrieval", "KV cache", "KV caches", "kv cache (KVC)", "C++", "shelves"]
DAYS = ["2026-01-01", "2026-01-02", "2026-01-05", "2025-12-31", "2025-11-30", "2024-02-29"]
DAYS += [f"2026-02-{day:02}" for day in range(1, 7)]
WORDS = ["zebra", "ladder", "shelf", "diffusion", "GPT-4", "cache", "$x^2$", "*agents*", "retrieval"]

# Values of fields whose own example would say too little.
VALUES: dict[str, list[Any]] = {
    "author_count": [1, 12],
    "date": DAYS,
    "published": [*DAYS, "2025", "2026-01", "2025-12"],
    "venue": ["A Conference", "A Journal"],
    "links": [{"code": "https://example.org/code"}, {"pdf": "https://example.org/a.pdf", "poster": "poster.pdf"}],
    "thumbnail": ["figure.webp"],
    "summary": ["It halves the memory.", "It reads $x$ <twice>."],
    "versions": [[{"name": "v1", "date": "2026-01-01"}], [{"name": "v2", "date": "2026-02-01", "note": "Longer."}]],
    "withdrawn": [
        "Withdrawn by its authors.",
        {"kind": "retracted", "reason": "A proof is wrong.", "date": "2026-02-01"},
        {"kind": "corrected", "url": "https://example.org/erratum"},
    ],
    "provenance": [{"summary": "a model"}, {"summary": "a person"}],
    "methods": [["Survey"], ["Survey", "Ablation"]],
    "x-own": ["one", "two"],
}
LISTS = {"authors": PEOPLE, "tags": TAGS, "organizations": ["A Lab", "Another Lab"]}
COUNTS = ("upvotes", "comments", "stars")

BASE_URL = "https://example.org/shelf/"
# Values of the settings; an absent one is always possible.
SITE: dict[str, list[Any]] = {
    "title": ["A shelf", "Another shelf"],
    "description": ["What we read.", "On <shelves>."],
    "language": ["en", "zh", "fa"],
    "base_url": [BASE_URL, BASE_URL, "https://example.org/other/"],
    "repository": ["https://example.org/repository", "https://example.org/another"],
    "theme": ["default", "proceedings"],
    "style": [{"accent": "red"}, {"accent": "#7a1f1f"}],
    "logo": ["logo.png"],
    "offline": [True, False],
    "footer": ["Kept by Ana.", "Kept by Bo."],
    "docs": [True, False],
    "taxonomies": [
        {"methods": {"title": "Methods"}},
        {"methods": {"title": "Ways", "singular": "Way"}, "tags": {"title": "Subjects", "min_entries": 2}},
        {
            "methods": {"min_entries": 3, "fold": True},
            "tags": {"fold": False},
            "authors": {"min_entries": 2},
            "venues": {"feed_entries": 1},
        },
        {"methods": {"feed_entries": 2}, "tags": {"feed_entries": 2}, "authors": {"feed_entries": 3}},
    ],
    "aliases": [{"tags": {"agents": ["retrieval"]}}, {"authors": {"Bo Writer": ["Cem Third"]}}],
    "lists": [{"page_size": 5}, {"page_size": 6}, {"page_size": 5, "card_authors": 1}],
    "feeds": [{"items": 3}, {"items": 0}, {"site_items": 2}, {"site_items": 0}, {"id": "https://example.org/old/"}],
    "trending": [{"show": False}, {"comments": 9}, {"stars": 1}, {"half_life": 1}],
    "nav": [
        ["archive", "tags"],
        ["tags", {"name": "Elsewhere", "url": "https://example.org/"}],
        [{"name": "Find", "url": "search.html"}],
    ],
    "accept": [["W203"], ["W113", {"code": "W203", "path": "content/papers"}]],
    "trends": [True, False],
    "map": [True, False],
    "citations": [True, False],
    "watch": [
        {"Ladders": "ladder", "Caches": 'tag:"KV cache" -zebra'},
        {"Ladders": "agents diffusion", "None": "none"},
    ],
    "calendar": [True, False],
    "surprise": [True, False],
    "pictures": [True, False],
    "vectors": ["one.npz", "other.npz"],
    "terms": [{"years": False}, {"companions": False}, {"facets": False}, {"picture": 1}, {"picture": 2}],
    "related": [False, {"count": 1}, {"count": 3}],
    "metadata": [{"json_ld": False}, {"signposting": False}, {"brief": True}, {"cards": "papers"}, {"cards": "none"}],
    "data": [
        {"lists": 2},
        {"lists": 4, "jsonl": False},
        {"api": False, "bibtex": False},
        {"csl": False, "llms": False},
        {"markdown": False, "linkset": False},
        {"api": False, "bibtex": False, "csl": False, "jsonl": False, "llms": False},
        {"zip": "https://example.org/site.zip"},
        {"gateway": "https://gateway.example.org/oai", "email": "curator@example.org"},
    ],
    "cite_as": [{"authors": ["Ana Author"]}, {"license": "CC0-1.0", "doi": "10.1000/182"}],
    "daily": [{"source": "hf-daily"}],
    "digest": [{"pages": "day"}, {"pages": "month"}, {"pages": "none"}, {"items": 2}],
    "comments": [
        {"repository": "owner/name", "repository_id": "R_1", "category": "Announcements", "category_id": category}
        for category in ("DIC_1", "DIC_2")
    ],
    "visits": [{"script": "https://stats.example.org/count.js"}, {"script": "https://stats.example.org/b.js"}],
    "limits": [{"site_bytes": "1GB"}, {"shrink": "10%"}],
}
DECLARATIONS: dict[str, list[Fields]] = {
    "tags": [
        {"agents": {"name": "Agents", "description": "What acts."}},
        {"agents": {"slug": "acting"}, "c-plus-plus": {"name": "C++", "url": "https://example.org/"}},
        {"kv-cache": {"name": "KV caches", "spellings": ["KV cache"]}},
    ],
    "authors": [{"ana-author": {"name": "Ana A. Author", "spellings": ["Ana Author"], "orcid": "0000-0001-5109-3700"}}],
    "venues": [{"a-journal": {"name": "The Journal", "description": "Of shelves.", "spellings": ["A Journal"]}}],
}
PARTS = ["{{ page.title }} {{ site.title }}", "{% include 'part.html' %}{{ page.url }}", "{{ root }}"]


@cache
def _vectors(seed: int) -> bytes:
    """Return a file of vectors as a model could have made them."""
    file = BytesIO()
    words = [word for word in WORDS if word.isalpha()]
    np.savez(file, words=np.array(words), vectors=np.random.default_rng(seed).normal(size=(len(words), 8)))
    return file.getvalue()


class RandomArchive:
    """An archive in a folder. All that is random comes from one seed, so that a failure can be repeated."""

    def __init__(self, root: Path, seed: int, *, prints_all: bool) -> None:
        self.root = root
        self.random = Random(seed)
        self.serial = 0
        self.papers: dict[str, Fields] = {}
        self.settings: Fields = {"lists": {"page_size": 5}, "base_url": BASE_URL, "title": "A shelf", "related": {}}
        self.settings |= {"taxonomies": SITE["taxonomies"][3], "data": {"lists": 2}, "terms": {"picture": 1}}
        self.declared: dict[str, Fields] = {}
        self.collections: dict[str, Fields] = {}
        self.citations: list[tuple[str, str]] = []
        self.pages = {"about": "About *it*."}
        self.removed: dict[str, str | Fields] = {}
        self.assets: dict[str, str] = {}
        self.picture = (32, 20)
        self.templates = {"part.html": "part"} | (every_field_templates() if prints_all else {})
        for _ in range(PAPERS):
            self.add_paper()
        self.add_collection()
        self.cite()

    # What there is

    def files(self) -> dict[str, bytes]:
        """Return every file of the archive by path."""
        texts = {f"content/papers/{name}.md": _front_matter(fields) for name, fields in self.papers.items()}
        texts |= {f"content/collections/{name}.md": _front_matter(fields) for name, fields in self.collections.items()}
        texts |= {f"content/pages/{name}.md": f"---\ntitle: {name}\n---\n{text}\n" for name, text in self.pages.items()}
        texts |= {f"content/{name}.yml": json.dumps(terms) for name, terms in self.declared.items()}
        texts |= {f"{TEMPLATES}/{name}": text for name, text in self.templates.items()}
        texts |= {f"themes/overrides/assets/{name}": text for name, text in self.assets.items()}
        texts |= {
            "site.yml": json.dumps(self.settings),
            "words/fa.yml": "pages: {Search: جستجو}\n",
            "docs/README.md": "# The manual\n",
            "docs/a.md": "# A chapter\n",
        }
        if self.removed:
            texts["content/removed.yml"] = json.dumps(self.removed)
        if self.citations:
            rows = [f"{citing},{cited},by hand,\n" for citing, cited in self.citations]
            texts["content/citations.csv"] = "".join(["citing,cited,source,day\n", *rows])
        files = {path: text.encode() for path, text in texts.items()}
        fixed = ("content/papers/poster.pdf", "content/static/logo.png")
        chosen = [name for name in SITE["vectors"] if name == self.settings.get("vectors")]
        vectors = {f"content/{name}": _vectors(len(name)) for name in chosen}
        return files | vectors | dict.fromkeys(fixed, PIXEL) | {"content/papers/figure.webp": picture(*self.picture)}

    def write(self) -> None:
        """Write the files that differ and delete those that are gone."""
        files = self.files()
        for folder in ("content", "themes"):
            for path in (self.root / folder).rglob("*"):
                if path.is_file() and path.relative_to(self.root).as_posix() not in files:
                    path.unlink()
        for name, data in files.items():
            path = self.root / name
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def state(self) -> Fields:
        """Return a copy of all that the files are made of."""
        return copy.deepcopy({name: value for name, value in vars(self).items() if name not in ("root", "random")})

    def restore(self, state: Fields) -> None:
        """Take up an earlier state."""
        vars(self).update(state)

    def edits(self) -> list[tuple[str, Edit]]:
        """Return every kind of edit by name, in random order; each can be made at any time."""
        kinds: list[tuple[str, Edit]] = [
            *((f"field {name}", partial(self.set_field, name)) for name in (*FIELDS, "methods", "x-own")),
            *((f"setting {name}", partial(self.set_setting, name)) for name in SITE),
            *((f"terms {name}", partial(self.declare, name)) for name in DECLARATIONS),
            *((_name(edit), edit) for edit, times in self._others().items() for _ in range(times)),
        ]
        self.random.shuffle(kinds)
        return kinds

    def _others(self) -> dict[Edit, int]:
        """Edits of other things, each with how often it is made."""
        return {
            self.edit_abstract: 6,
            self.add_paper: 2,
            self.remove_paper: 2,
            self.rename_paper: 1,
            self.rename_tag: 1,
            self.add_collection: 2,
            self.remove_collection: 1,
            self.cite: 3,
            self.forget_citations: 2,
            self.edit_page: 2,
            self.remove_address: 2,
            self.edit_template: 4,
            self.edit_asset: 2,
            self.edit_picture: 1,
            self.delete_output: 3,
        }

    # The edits

    def set_field(self, name: str) -> None:
        """Give a paper another value of a field, or none."""
        paper = self.random.choice([*self.papers])
        fields = self.papers[paper]
        old = fields.pop(name, None)
        if old is not None and name != "title" and self.random.random() < 0.3:
            return
        value = self._value(name, paper)
        if value is not None:
            fields[name] = value
        if name in COUNTS:
            fields.setdefault("as_of", "2026-01-02")
        if name == "as_of" or name in COUNTS:
            fields.setdefault("as_of", "2026-01-03")

    def _value(self, name: str, paper: str) -> Any:
        if name in LISTS:
            return self.random.sample(LISTS[name], self.random.randint(1, len(LISTS[name]))) or None
        if name in COUNTS:
            return self.random.randint(0, 30)
        if name == "title":
            return f"{paper} on {' and '.join(self.random.sample(WORDS, 2))}"
        if name == "as_of":
            return self.random.choice(DAYS)
        if name in IDENTIFIERS:
            example = IDENTIFIERS[name].example
            return None if any(name in fields for fields in self.papers.values()) else example
        if name == "related":
            others = [other for other in self.papers if other != paper]
            return self.random.sample(others, min(2, len(others)))
        if name == "aliases":
            self.serial += 1
            return [f"old-{self.serial}"]
        if name in VALUES:
            return self.random.choice(VALUES[name])
        example = yaml.safe_load(FIELDS[name].example)
        return self.random.choice([example, f"{example} again"]) if isinstance(example, str) else example

    def set_setting(self, name: str) -> None:
        """Give a setting another value, or none."""
        values = [value for value in SITE[name] if value != self.settings.get(name)]
        if self.settings.pop(name, None) is None or self.random.random() < 0.7:
            self.settings[name] = self.random.choice(values)

    def declare(self, taxonomy: str) -> None:
        """Say something of a taxonomy's terms, or nothing."""
        if self.declared.pop(taxonomy, None) is None or self.random.random() < 0.5:
            self.declared[taxonomy] = self.random.choice(DECLARATIONS[taxonomy])

    def edit_abstract(self) -> None:
        """Write another abstract for a paper, or add to one, which leaves its excerpt as it is."""
        fields = self.papers[self.random.choice([*self.papers])]
        if len(fields["abstract"]) > 400 and self.random.random() < 0.7:
            fields["abstract"] += " And more."
        else:
            fields["abstract"] = self._abstract()

    def _abstract(self) -> str:
        words = [self.random.choice(WORDS) for _ in range(self.random.choice([0, 12, 90, 90]))]
        return f"On {' '.join(words)}." if words else ""

    def add_paper(self) -> None:
        """Add a paper with some of all fields."""
        self.serial += 1
        name = f"p{self.serial}"
        self.papers[name] = {"title": self._value("title", name), "abstract": self._abstract()}
        likely = ("date", "tags", "authors", "organizations", "venue", "methods", "upvotes")
        for field in (*likely, *self.random.sample(sorted(FIELDS), 6)):
            if self.random.random() < 0.8 and (value := self._value(field, name)) is not None:
                self.papers[name][field] = value
        if any(count in self.papers[name] for count in COUNTS):
            self.papers[name].setdefault("as_of", "2026-01-02")
        if not self.papers[name].get("related", True):
            del self.papers[name]["related"]

    def remove_paper(self) -> None:
        """Remove a paper and what names it."""
        name = self.random.choice([*self.papers])
        del self.papers[name]
        self._rename_everywhere(name, None)

    def rename_paper(self) -> None:
        """Rename a paper's file and keep its old address."""
        old = self.random.choice([*self.papers])
        self.serial += 1
        new = f"p{self.serial}"
        fields = self.papers.pop(old)
        self.papers[new] = fields | {"aliases": [*fields.get("aliases", []), old]}
        self._rename_everywhere(old, new)

    def _rename_everywhere(self, old: str, new: str | None) -> None:
        for fields in self.papers.values():
            if old in fields.get("related", ()):
                fields["related"] = [new if name == old else name for name in fields["related"] if new or name != old]
        if new:
            self.citations = [(new if a == old else a, new if b == old else b) for a, b in self.citations]
        for name, fields in [*self.collections.items()]:
            picks = [pick | {"id": new} if pick["id"] == old else pick for pick in fields["papers"]]
            fields["papers"] = [pick for pick in picks if pick["id"]]
            if not fields["papers"]:
                del self.collections[name]

    def rename_tag(self) -> None:
        """Write another tag in all papers that have one."""
        old, new = self.random.sample(TAGS, 2)
        for fields in self.papers.values():
            if "tags" in fields:
                fields["tags"] = [*dict.fromkeys(new if tag == old else tag for tag in fields["tags"])]

    def add_collection(self) -> None:
        """Add a curated list, or write another one of that name."""
        picks = self.random.sample([*self.papers], min(3, len(self.papers)))
        comments = [{}, {"comment": "Read it *first*."}, {"comment": "For $x$."}]
        self.collections[self.random.choice(["start", "later"])] = {
            "title": self.random.choice(["Where to start", "To begin with"]),
            "papers": [{"id": name} | self.random.choice(comments) for name in picks],
            "abstract": self.random.choice(["", "In **this** order."]),
        } | self.random.choice([{}, {"summary": "Some papers."}])

    def remove_collection(self) -> None:
        """Remove a curated list, if there is one."""
        if self.collections:
            del self.collections[self.random.choice([*self.collections])]

    def cite(self) -> None:
        """Let some papers cite others, or papers that the archive lacks or may get."""
        others = ["doi:10.1000/183", f"arxiv:{IDENTIFIERS['arxiv'].example}", *self.papers]
        for cited in self.random.sample(others, 3):
            self.citations += [(citing, cited) for citing in self.random.sample([*self.papers], 3)]

    def forget_citations(self) -> None:
        """Delete some citations, or all of them."""
        kept = self.random.choice([0, len(self.citations) // 2])
        self.citations = self.random.sample(self.citations, kept)

    def edit_page(self) -> None:
        """Write, or delete, a page of the archive's own."""
        name = self.random.choice(["about", "imprint"])
        if self.pages.pop(name, None) is None or self.random.random() < 0.6:
            self.pages[name] = f"On {self.random.choice(WORDS)}."

    def remove_address(self) -> None:
        """Say of an address that its page is gone, or where it is now."""
        self.serial += 1
        choices: list[str | Fields] = ["It was a mistake.", {"reason": "It was empty."}, {"to": "archive"}]
        self.removed[f"papers/gone-{self.serial % 2}"] = self.random.choice(choices)

    def edit_template(self) -> None:
        """Add to a template, put one in place of the theme's, or take an added one away."""
        name = self.random.choice([name for name in every_field_templates() if name.endswith(".html")])
        if "every.Site" in self.templates.get(name, "") or name == "every-field.html":
            self.serial += 1
            self.templates["part.html"] = f"part {self.serial}"
            if name in self.templates and name != "every-field.html":
                self.templates[name] += self.random.choice(PARTS)
        elif self.templates.pop(name, None) is None:
            self.templates[name] = self.random.choice(PARTS)

    def edit_picture(self) -> None:
        """Save a picture that entries name in another size."""
        self.picture = self.random.choice([(32, 20), (32, 24), (64, 20)])

    def edit_asset(self) -> None:
        """Write another stylesheet."""
        self.assets["style.css"] = self.random.choice(["a{}", "b{}", "i{}"])

    def delete_output(self) -> None:
        """Delete a file of the published site, as a person may do by mistake."""
        files = [path for path in sorted((self.root / "_site").rglob("*")) if path.is_file() and path.name[0] != "."]
        if files:
            self.random.choice(files).unlink()


def _front_matter(fields: Fields) -> str:
    head = [f"{name}: {json.dumps(value)}" for name, value in fields.items() if name != "abstract"]
    return "\n".join(["---", *head, "---", fields.get("abstract", ""), ""])


def _name(edit: Edit) -> str:
    return edit.__name__.replace("_", " ")
