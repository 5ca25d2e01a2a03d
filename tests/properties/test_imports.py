"""Whatever any importer takes, the archive that it leaves has no error; and what goes out comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.content.entries import parse_entry
from site_builder.core.diagnostics import Diagnostic
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.exporters.formats import EXPORTERS, Citable
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.importing import import_records
from site_builder.exchange.record import Record
from site_builder.exchange.spellings import archive_terms
from site_builder.library.library import make_library
from site_builder.model import Author, Entry
from site_builder.pages.plan import make_plan
from site_builder.settings.load import parse_config
from tests.shelf import entry

CONFIG = parse_config(b"title: Papers\n")[0]

# Few words, so that papers, names and identifiers meet; and whatever else a file may hold.
_WORDS = st.sampled_from(
    "Shelf shelf Editorial Ana Müller Mueller Wang 王 Index ??? C++ C# 10.5555/a 2401.00001 978-0-26-203561-3 PMC1 "
    "0000-0002-1825-0097 https://a.example/x.pdf https://a.example:0/ 2020 2020-02-31 {x} \\'e $x^2$ <i>y</i> &amp; "
    "and".split()
)
_LONG = st.sampled_from(["long " * 70, "a" * 210, "Journal of the Very Long Name " * 4 + "A", "x, " * 120 + "; y"])
_TEXT = st.one_of(
    st.lists(_WORDS, min_size=1, max_size=4).map(" ".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    _LONG,
)
_BIB_FIELDS = (
    "title author editor year month date doi isbn issn url pdf preview note keywords journal booktitle volume number "
    "pages publisher series ids eprint pmid abstract type hal_id odd-field crossref"
).split()
_RIS_TAGS = "TI AU A1 A2 PY DA DO SN UR L1 KW JO T2 VL IS SP EP PB N1 AB ID C1 M3".split()
_CSL_KEYS = (
    "id title author editor issued DOI ISBN ISSN URL container-title volume issue page publisher keyword abstract note "
    "PMID type custom genre"
).split()
_HF_KEYS = (
    "id title summary authors publishedAt upvotes githubRepo ai_summary ai_keywords organization mediaUrls".split()
)
_ARXIV_KEYS = "id title authors abstract categories doi versions license authors_parsed comments".split()

_NOTE_KEYS = "title authors abstract keywords venue TLDR pdf code supplementary_material primary_area _bibtex".split()

_JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 3000), st.floats(allow_nan=False, allow_infinity=False), _TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from("family given literal name ORCID date-parts raw fullname".split()), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


def _bib(entries: list[tuple[str, dict[str, str]]]) -> str:
    return "".join(
        f"@article{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"
        for key, fields in entries
    )


def _ris(records: list[list[tuple[str, str]]]) -> str:
    return "".join("TY  - JOUR\n" + "".join(f"{t}  - {v}\n" for t, v in tags) + "ER  - \n" for tags in records)


def _jsons(*keys: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    item = st.fixed_dictionaries({"id": st.one_of(_JSON, st.just("2401.00001")), "title": st.one_of(_TEXT, _JSON)})
    more = st.dictionaries(st.sampled_from(keys), _JSON, max_size=8)
    return st.lists(st.tuples(more, item).map(lambda pair: pair[0] | pair[1]), min_size=1, max_size=3)


def _xml(papers: list[dict[str, str]]) -> str:
    def escaped(text: str) -> str:
        safe = "".join(char for char in text if char.isprintable())
        return safe.replace("&", "&amp;").replace("<", "&lt;")

    inner = "".join(
        f'<paper id="{number}">' + "".join(f"<{n}>{escaped(v)}</{n}>" for n, v in paper.items()) + "</paper>"
        for number, paper in enumerate(papers)
    )
    return f'<collection id="2031.shelf"><volume id="main"><meta/>{inner}</volume></collection>'


# What lists are made of; a link of each kind, whole and broken.
_LIST_MARKS = [
    "- ",
    "\n  - ",
    "## ",
    "| ",
    "|---|---|",
    "**",
    "*",
    "`",
    "[",
    "](",
    "[[code](https://github.com/oak/x)]",
    "- [Shelf](https://arxiv.org/abs/2401.00001) ",
    "- **Shelf** by Ana, Bo (*Index*, 2020) ",
    "[paper](https://a.example/x.pdf)",
    " - ",
    "<a href='https://a.example/'>",
    "<!--",
    "```",
]
_XML_NAMES = "title abstract doi pages year month award retracted bibkey url".split()
FILES: dict[str, tuple[str, st.SearchStrategy[str]]] = {
    "bibtex": (
        "papers.bib",
        st.lists(
            st.tuples(
                st.sampled_from(["a", "A", "a:b", "a/b", "", "con", "10.5555/a"]),
                st.one_of(
                    st.dictionaries(st.sampled_from(_BIB_FIELDS), _TEXT, max_size=8),
                    st.fixed_dictionaries(
                        {"title": _WORDS, "ids": st.sampled_from(["a", "b", "a,b", "A, con", "a:b"])}
                    ),
                ),
            ),
            min_size=1,
            max_size=4,
        ).map(_bib),
    ),
    "ris": (
        "papers.ris",
        st.lists(st.lists(st.tuples(st.sampled_from(_RIS_TAGS), _TEXT), max_size=8), min_size=1, max_size=4).map(_ris),
    ),
    "csl-json": ("papers.json", _jsons(*_CSL_KEYS).map(json.dumps)),
    "hf-daily": ("2026-05-26.json", _jsons(*_HF_KEYS).map(lambda items: json.dumps([{"paper": one} for one in items]))),
    "openreview": (
        "notes.json",
        _jsons(*_NOTE_KEYS).map(
            lambda items: json.dumps({"notes": [{"id": one["id"], "pdate": 1, "content": one} for one in items]})
        ),
    ),
    "arxiv-json": ("snapshot.json", _jsons(*_ARXIV_KEYS).map(lambda items: "\n".join(map(json.dumps, items)))),
    "acl-xml": (
        "2031.shelf.xml",
        st.lists(st.dictionaries(st.sampled_from(_XML_NAMES), _TEXT, max_size=6), min_size=1, max_size=3).map(_xml),
    ),
    "markdown": (
        "README.md",
        st.lists(
            st.lists(st.one_of(_WORDS, st.sampled_from(_LIST_MARKS), _TEXT), min_size=1, max_size=12).map("".join),
            min_size=1,
            max_size=8,
        ).map("\n".join),
    ),
    "pmlr": (
        "post.md",
        st.dictionaries(st.sampled_from("title id volume page abstract issued author publisher x".split()), _JSON).map(
            lambda post: f"---\n{json.dumps(post)}\n---\n"
        ),
    ),
}


def problems(root: Path) -> tuple[list[Entry], list[Diagnostic]]:
    """Return an archive's entries and every error that a build would stop at."""
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for path in sorted(root.rglob("*.md")):
        name = path.relative_to(root).as_posix()
        parsed = parse_entry(name, path.read_bytes(), "", CONFIG.taxonomy_fields)
        found += parsed.diagnostics
        if parsed.entry:
            entries.append(parsed.entry)
    library, between = make_library(entries, (), CONFIG, lambda name: (root / name).read_bytes())
    found += [*between, *make_plan(library, CONFIG).diagnostics]
    return entries, [problem for problem in found if problem.severity == "error"]


def _import(form: str, name: str, texts: list[str]) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        for text in texts:
            file = root / name
            file.write_text(text, encoding="utf-8")
            target = root / "archive"
            target.mkdir(exist_ok=True)
            entries, wrong = problems(target)
            assert not wrong
            records = IMPORTERS[form].read([file], archive_terms(CONFIG, entries))
            import_records(records, target, update=True, entries=entries)
        assert problems(target)[1] == []

    return run


@pytest.mark.parametrize("form", sorted(IMPORTERS))
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_imported_builds(form: str, data: st.DataObject) -> None:
    """A second file may update what the first one brought, or bring other papers of the same names."""
    name, files = FILES[form]
    with TemporaryDirectory() as folder:
        _import(form, name, [data.draw(files), data.draw(files)])(Path(folder))


_LINE = st.lists(
    st.sampled_from("Shelf of A&B 50% x_y #1 é “q” it’s C++ n-th (a) 3/4 Łuk Lamps".split()), min_size=1, max_size=4
).map(" ".join)
_NAMES = ["Ana Reed", "Vincent van der Berg", "Kim Reed Jr.", "Plato", "Gamma Team", "Shelves and Ladders"]
_PEOPLE = st.lists(
    st.sampled_from(
        [
            *map(Author, _NAMES),
            Author("María García López", family="García López"),
            Author("Deep Shelf", family="Deep Shelf"),
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
_CARRIED = {
    "authors": _PEOPLE,
    "editors": _PEOPLE,
    "published": st.sampled_from(["2020", "2020-05", "2020-05-26"]),
    "venue": _LINE,
    "series": _LINE,
    "volume": st.just("7"),
    "issue": st.sampled_from(["2", "3a"]),
    "pages": st.sampled_from(["1–9", "e12"]),
    "edition": st.just("2nd"),
    "publisher": _LINE,
    "address": _LINE,
    "issn": st.just("1234-5679"),
    "note": _LINE,
    "tags": st.lists(_LINE, min_size=1, max_size=3, unique_by=str.lower).map(tuple),
    "identifiers": st.sampled_from([{"doi": "10.5555/a_b"}, {"doi": "10.5555/a", "isbn": "9780262035613"}]),
    "links": st.sampled_from([{"page": "https://a.example/x_y"}, {"pdf": "https://a.example/a.pdf"}]),
}


# A reading list has a place for these; its names are names only, and what tells a paper from a tool is its link.
_LISTED = {name: _CARRIED[name] for name in ("published", "venue", "tags")} | {
    "authors": st.lists(st.sampled_from(list(map(Author, _NAMES))), min_size=1, max_size=3, unique=True).map(tuple),
    "identifiers": st.sampled_from([{"arxiv": "2401.00001"}, {"doi": "10.5555/a_b", "isbn": "9780262035613"}]),
    "summary": _LINE,
}
_LISTED_LINKS = st.sampled_from(
    [
        {"page": "https://a.example/x_y"},
        {"pdf": "https://a.example/a(1).pdf", "code": "https://github.com/oak/x", "code-2": "https://github.com/oak/y"},
    ]
)


@given(title=_LINE, links=_LISTED_LINKS, fields=st.fixed_dictionaries({}, optional=_LISTED))
@settings(max_examples=40, deadline=None)
def test_what_a_list_says_comes_back(title: str, links: dict[str, str], fields: dict[str, Any]) -> None:
    _assert_comes_back("markdown", entry("oak2020", title, links=links, **fields))


@pytest.mark.parametrize("form", sorted((EXPORTERS.keys() & IMPORTERS.keys()) - {"markdown"}))
@given(title=_LINE, fields=st.fixed_dictionaries({}, optional=_CARRIED))
@settings(max_examples=40, deadline=None)
def test_what_goes_out_comes_back(form: str, title: str, fields: dict[str, Any]) -> None:
    _assert_comes_back(form, entry("oak2020", title, **fields))


def _assert_comes_back(form: str, before: Entry) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "papers"
        file.write_text("".join(EXPORTERS[form].write([Citable(before, "oak2020", "")])), encoding="utf-8")
        (record,) = IMPORTERS[form].read([file], {})
    assert isinstance(record, Record)
    after = {name: value for name, value in record.fields.items() if name != "x-type"}
    assert after == entry_fields(before)
