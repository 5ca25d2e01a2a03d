"""Files as people have them: what was once read wrong, by format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from site_builder.exchange.importers.formats import IMPORTERS, recognize_format
from site_builder.exchange.record import Record, Skipped


def read(tmp_path: Path, form: str, data: str | bytes) -> list[Record | Skipped]:
    path = tmp_path / "papers"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(IMPORTERS[form].read([path], {}))


def one(tmp_path: Path, form: str, data: str | bytes) -> Record:
    (record,) = read(tmp_path, form, data)
    assert isinstance(record, Record)
    return record


WITHOUT_MARKS = ["Zhi Ou", "Ana Oak", "Bo Fir", "Cy Elm"]
WEI = {"name": "Wei Fir"}
BIB: list[tuple[str, dict[str, Any]]] = [
    (
        r"author={Li Oak and \L{}uk Pine and \'Eva Reed and Jo\~{a}o Sedge}",
        {"authors": ["Li Oak", "Łuk Pine", "Éva Reed", "João Sedge"]},
    ),
    (r"author={{\uppercase{d}e Sedge}, Ana}", {"authors": [{"name": "Ana De Sedge", "family": "De Sedge"}]}),
    ("author={{Shelf and Sons}}", {"authors": ["Shelf and Sons"]}),
    ("author={{Deep Shelf}}", {"authors": [{"name": "Deep Shelf", "family": "Deep Shelf"}]}),
    ("author={García López, María}", {"authors": [{"name": "María García López", "family": "García López"}]}),
    ("author={family=Pine, given=Pia, prefix=von}", {"authors": [{"name": "Pia von Pine", "family": "Pine"}]}),
    ("author={Pia Pine 0002}", {"authors": [{"name": "Pia Pine", "id": "pia-pine-0002"}]}),
    ("author={Reed, Rex et al.}", {"authors": ["Rex Reed"], "x-authors": "and others"}),
    ("author={Ana Reed; Bo Oak}", {"authors": ["Ana Reed", "Bo Oak"]}),
    ('title="On " # "Lamps" # {!}', {"title": "On Lamps!"}),
    ('month=10 # "~" # jan, year=2015', {"published": "2015-01-10", "x-month": None}),
    ('month=jan # "~12", year=2015', {"published": "2015-01-12", "x-month": None}),
    ("month={March 3rd, 2020}, year=2020", {"published": "2020-03-03", "x-month": None}),
    ("month={13--18 Jul}, year=2020", {"published": "2020-07", "x-month": "13–18 Jul"}),
    ("month={Jul/Aug}, year=2020", {"published": "2020-07", "x-month": "Jul/Aug"}),
    ("month={junio}, year=2020", {"published": "2020-06", "x-month": None}),
    ("month=may, date={2020-06}", {"published": "2020-06", "x-month": "may"}),
    ("month=feb, day=31, year=2020", {"published": "2020-02", "x-month": "feb", "x-day": "31"}),
    ("title={Lanterns}, subtitle={A Study}, titleaddon={Part One}", {"title": "Lanterns: A Study. Part One"}),
    (
        r"title={CO\textsubscript{2}, 5\textsuperscript{th}, \texttt{x}, \LaTeX{} \foo{y}}",
        {"title": "CO$_{2}$, 5th, x, LaTeX y"},
    ),
    (r"title={$\Sigma$$^{0}$ and \href{https://a.example}{b}}", {"title": r"$\Sigma^{0}$ and b"}),
    (r"title={A{\textless}B{\textgreater} &lt;i&gt;c&lt;/i&gt; &amp; <b>d</b>}", {"title": "A<B> c & d"}),
    ("title={A `safe' place}", {"title": "A ‘safe’ place"}),
    ("isbn={978-0-262-03561-3 978-0-262-03562-0}", {"isbn": "9780262035613"}),
    ("isbn={none}", {"x-isbn": "none"}),
    ("pmid={PMC12}", {"x-pmid": "PMC12"}),
    (r"journal={\mnras}", {"venue": "Monthly Notices of the Royal Astronomical Society"}),
    ("journal={ArXiv}, volume={abs/2401.00001}, booktitle={Meet}", {"arxiv": "2401.00001", "venue": "Meet"}),
    ("note={arXiv:2401.00001 [cs.CL]}", {"arxiv": "2401.00001"}),
    (r"howpublished={\url{https://arxiv.org/abs/2401.00001}}", {"arxiv": "2401.00001"}),
    ("eprint={0309136}, archiveprefix={arXiv}, primaryclass={math}", {"arxiv": "math/0309136"}),
    ("doi={10.48550/arXiv.2401.00001}", {"doi": "10.48550/arxiv.2401.00001", "arxiv": "2401.00001"}),
    ('doi={doi:<a href="https://doi.org/10.5555/x">10.5555/x</a>}', {"doi": "10.5555/x"}),
    ("type={bathesis}", {"genre": "Bachelor's thesis"}),
    ("ids={old-one, older}", {"aliases": ["old-one", "older"]}),
    ("keywords={a}, keywords={b}, year=2020, year=2021", {"tags": ["a", "b"], "published": "2020"}),
    ("year=2020 file={x.pdf}", {"published": "2020"}),
    (
        "supp={https://a.example/s}, github={https://a.example/g}, thing={https://a.example/t}",
        {"links": {"supplement": "https://a.example/s", "code": "https://a.example/g", "thing": "https://a.example/t"}},
    ),
    (r"author={Zhi* Ou and Oak*, Ana and Bo Fir$^{1}$ and Cy Elm\thanks{x}}", {"authors": WITHOUT_MARKS}),
    ("author={Ana Oak, Bo Fir, Cy Elm}", {"authors": ["Ana Oak", "Bo Fir", "Cy Elm"]}),
    (r"author={Ana Oak \& Bo Fir}", {"authors": ["Ana Oak", "Bo Fir"]}),
    (r"author={Oak \& Sons}", {"authors": ["Oak & Sons"]}),
    ("author={Bo Oak, Jr. and M&uuml;ller, J&ouml;rg}", {"authors": ["Bo Oak Jr.", "Jörg Müller"]}),
    ("author={Oak, Ana, PhD}", {"authors": [{"name": "Ana Oak PhD", "family": "Oak"}]}),
    (
        "author={Wei Fir 0001 and Wei Fir 0002}",
        {"authors": [WEI | {"id": "wei-fir-0001"}, WEI | {"id": "wei-fir-0002"}]},
    ),
    ("year={in press}", {"published": None, "x-year": "in press"}),
    ("year={2019/2020}", {"published": "2019", "x-year": "2019/2020"}),
    ("date={2020~}", {"published": "2020", "x-date": "2020~"}),
    ("date={2020-05-03}, year=2020", {"published": "2020-05-03", "x-year": None}),
    ("year=2020, month={Frühling}", {"published": "2020", "x-month": "Frühling"}),
    ("eventdate={2020-05-01/2020-05-03}", {"published": "2020-05-01"}),
    ("keywords={Stress, high\nLamps\nRooms}", {"tags": ["Stress, high", "Lamps", "Rooms"]}),
    ("keywords={deep shelves, long\n ladders, x}", {"tags": ["deep shelves", "long ladders", "x"]}),
    ("isbn={978-0-262-03561-4; 978-1-4503-6201-6}", {"isbn": "9781450362016"}),
    ("isbn={97833196321179783319632124}", {"isbn": "9783319632117"}),
    ("number={arXiv:2401.00001}", {"issue": None, "arxiv": "2401.00001"}),
    (r"journal={\apjl\ }", {"venue": "The Astrophysical Journal Letters"}),
    ('url={doi:<a href="https://doi.org/10.5555/x">10.5555/x</a>}', {"doi": "10.5555/x", "x-url": None}),
    (
        r"title={a<b and c > d, p $<$ 1, {\textless}i{\textgreater}x{\textless}/i{\textgreater}}",
        {"title": "a<b and c > d, p < 1, x"},
    ),
    ('title={<div>A</div> <a href="x">b</a> List<a>}', {"title": "A b List<a>"}),
    (r"title={The $ of 5\$ \& {\"u}ber}", {"title": "The $ of 5$ & über"}),
    (r"title={\textsf{s} \verb|x_y| \foo[o]{a} see~\ref{b}}", {"title": "s x_y a see"}),
    ('title="A {"}b{"} \\"uber"', {"title": 'A "b" über'}),
]


@pytest.mark.parametrize(("fields", "expected"), BIB)
def test_bibtex(tmp_path: Path, fields: str, expected: dict[str, Any]) -> None:
    title = "" if "title=" in fields.replace("booktitle=", "").replace("subtitle=", "")[:7] else "title={T}, "
    found = one(tmp_path, "bibtex", f"@misc{{k, {title}{fields}}}").fields
    assert {name: found.get(name) for name in expected} == expected


def test_an_entry_without_its_last_brace_is_kept_and_one_in_a_comment_is_not(tmp_path: Path) -> None:
    text = "% @misc{out, title={Out}}\n@misc{a, title={A}, year=2020\n@misc{b, title={B}}\n@misc{c, title={C},\n"
    found = read(tmp_path, "bibtex", text)
    assert [record.id for record in found if isinstance(record, Record)] == ["a", "b", "c"]


def test_keys_are_kept_or_made(tmp_path: Path) -> None:
    text = "@article{DBLP:conf/x/A, title={A}}\n@article{, author={Gum, Gil}, title={No Lost Key}, year=2019}"
    first, second = (record for record in read(tmp_path, "bibtex", text) if isinstance(record, Record))
    assert (first.id, first.fields["x-key"], first.fields["dblp"]) == ("DBLP-conf-x-A", "DBLP:conf/x/A", "conf/x/A")
    assert second.id == "gum2019lost"


def test_nothing_of_a_volume_s_own_is_inherited(tmp_path: Path) -> None:
    text = (
        "@inproceedings{a, title={A}, crossref={v}}\n"
        "@proceedings{v, title={V}, doi={10.5555/v}, url={https://v.example}, abstract={V.}, keywords={v},"
        " publisher={P}}"
    )
    record = next(record for record in read(tmp_path, "bibtex", text) if isinstance(record, Record))
    assert (record.fields, record.abstract) == ({"title": "A", "venue": "V", "publisher": "P"}, "")


def test_windows_1252_and_utf_16_keep_their_punctuation(tmp_path: Path) -> None:
    text = "@misc{k, title={“A” – it’s €}, pages={1–10}}"
    record = one(tmp_path, "bibtex", text.encode("cp1252"))
    assert (record.fields["title"], record.fields["pages"]) == ("“A” – it’s €", "1–10")
    assert record.notes == (
        "the file is not UTF-8: it was read as Windows-1252; if letters are wrong, save it as UTF-8",
    )
    assert one(tmp_path, "ris", "TY  - JOUR\nTI  - Äh\nER  - \n".encode("utf-16")).fields["title"] == "Äh"


RIS: list[tuple[str, dict[str, Any]]] = [
    ("TY - JOUR\nTI - T\nAU - Reed, Rex\nER -\n", {"authors": ["Rex Reed"]}),
    ("TY  - JOUR\nTI  -T\nAU  -Reed, Rex\nER  -", {"authors": ["Rex Reed"]}),
    ("TY  - JOUR\nTI  - T\nPY  - 2020", {"published": "2020"}),
    ("ty  - EJOUR\nti  - T\nau  - Reed, Rex\nkw  - a\ner  - ", {"authors": ["Rex Reed"], "tags": ["a"]}),
    ("TY  - JOUR\nTI  - T\nAB  - A\nis  - b\nER  - ", {"issue": None}),
    (
        "TY  - JOUR\nTI  - T\nAU  - Reed, Rex\nAU  - et al.,\nER  - ",
        {"authors": ["Rex Reed"], "x-authors": "and others"},
    ),
    ("TY  - JOUR\nTI  - T\nA1  - A, A\nAU  - B, B\nER  - ", {"authors": ["A A", "B B"]}),
    ("TY  - JOUR\nTI  - T\nKW  - one; two\nKW  - three\nfour\nER  - ", {"tags": ["one", "two", "three", "four"]}),
    ("TY  - EJOUR\nTI  - T\nJF  - Shelves\nER  - ", {"venue": "Shelves", "x-type": "article-journal"}),
    (
        "TY  - BOOK\nTI  - T\nSN  - 978-0-262-03561-3\nSN  - 1234-5679\nER  - ",
        {"isbn": "9780262035613", "issn": "1234-5679"},
    ),
    ("TY  - CHAP\nTI  - T\nA2  - Edit, Ed\nT3  - Notes\nER  - ", {"editors": ["Ed Edit"], "series": "Notes"}),
    ("TY  - JOUR\nTI  - A &amp; B <i>c</i>\nER  - ", {"title": "A & B c"}),
    ("TY  - JOUR\nTI  - T\nAU  - Deep Shelf,\nER  - ", {"authors": [{"name": "Deep Shelf", "family": "Deep Shelf"}]}),
    ("TY  - JOUR\nTI  - T\nC7  - odd\nY2  - 2020\nER  - ", {"x-c7": "odd", "x-y2": None}),
    (
        "TY  - JOUR\nTI  - T\nPY  - in press\nST  - Short\nER  - ",
        {"published": None, "x-py": "in press", "x-st": "Short"},
    ),
    ("TY  - JOUR\nTI  - T\nAB  - We ask.\nER - we act.\nPY  - 2020\nER  - ", {"published": "2020"}),
    ("TY  - JOUR\nTI  - T\nAU  - Oak, A\n  Fir, B\nER  - ", {"authors": ["A Oak", "B Fir"]}),
    ("TY  - CONF\nTI  - T\nT2  - Notes\nBT  - Meet\nER  - ", {"venue": "Meet", "x-t2": "Notes"}),
    (
        "TY  - GEN\nTI  - T\nAN  - arXiv:2401.00001\nL1  - file:///C:/x.pdf\nER  - ",
        {"arxiv": "2401.00001", "links": None},
    ),
    ("TY  - RPRT\nTI  - T\nSN  - TR-7\nAB  - A\nN2  - B\nER  - ", {"issn": None, "x-sn": "TR-7", "x-n2": "B"}),
]


@pytest.mark.parametrize(("text", "expected"), RIS)
def test_ris(tmp_path: Path, text: str, expected: dict[str, Any]) -> None:
    found = one(tmp_path, "ris", text).fields
    assert {name: found.get(name) for name in expected} == expected


CSL: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"issued": {"date-parts": [[None]]}, "author": None, "type": None}, {"published": None}),
    ({"issued": [{"date-parts": [[2019.0, 5]]}]}, {"published": "2019-05"}),
    ({"ISBN": ["978-0-262-03561-3"], "ISSN": ["1", "2"]}, {"isbn": "9780262035613", "issn": "1, 2"}),
    ({"keyword": ["a, b", "c"]}, {"tags": ["a, b", "c"]}),
    ({"title": ["A"], "subtitle": ["B"]}, {"title": "A: B"}),
    ({"author": [{"literal": "Deep Shelf"}]}, {"authors": [{"name": "Deep Shelf", "family": "Deep Shelf"}]}),
    (
        {"author": [{"given": "Al", "family": "Oak", "dropping-particle": "von"}]},
        {"authors": [{"name": "Al von Oak", "family": "Oak"}]},
    ),
    ({"author": [{"given": "T., III", "family": "Oak"}]}, {"authors": ["T. Oak III"]}),
    ({"type": "chapter", "container-title": ["Series", "Book"]}, {"venue": "Book", "series": "Series"}),
    ({"note": "arXiv: 2401.00001 PMID: 12"}, {"arxiv": "2401.00001", "pmid": "12"}),
    (
        {"custom": {"hal": "hal-01234567", "code": "https://a.example/c", "odd": "x"}},
        {"hal": "hal-01234567", "x-odd": "x", "links": {"code": "https://a.example/c"}},
    ),
    ({"id": "http://zotero.org/users/1/items/A", "citation-key": "oak2020"}, {"title": "T"}),
    ({"author": ["Oak, Ana", "Bo Fir"]}, {"authors": ["Ana Oak", "Bo Fir"]}),
    ({"author": "Ana Oak and Bo Fir"}, {"authors": ["Ana Oak", "Bo Fir"]}),
    ({"issued": {"literal": "in press"}}, {"published": None, "x-issued": "in press"}),
    ({"issued": {"date-parts": [[2020], [2021]]}}, {"published": "2020", "x-issued": "2020/2021"}),
    ({"issued": {"date-parts": [["2020-05-03"]]}}, {"published": "2020-05-03", "x-issued": None}),
    (
        {"ISBN": ["bad", "9780262035613"], "number": "arXiv:2401.00001"},
        {"isbn": "9780262035613", "arxiv": "2401.00001"},
    ),
    ({"translator": [{"given": "Al", "family": "Oak"}], "version": "2"}, {"x-translator": "Al Oak", "x-version": "2"}),
]


# A venue makes a paper one of a conference, and an issue an article; no venue makes it a preprint.
CSL += [
    ({"type": "paper-conference", "container-title": "Meet"}, {"x-type": None}),
    ({"type": "article-journal", "container-title": "Meet", "issue": "2"}, {"x-type": None}),
    ({"type": "article"}, {"x-type": None}),
    ({"type": "paper-conference"}, {"x-type": "paper-conference"}),
]


@pytest.mark.parametrize(("item", "expected"), CSL)
def test_csl_json(tmp_path: Path, item: dict[str, Any], expected: dict[str, Any]) -> None:
    record = one(tmp_path, "csl-json", json.dumps([{"id": "k", "title": "T"} | item]))
    assert {name: record.fields.get(name) for name in expected} == expected
    assert record.id == item.get("citation-key", "k")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "wrap",
    [
        lambda item: item,
        lambda item: [item],
        lambda item: {"items": [item]},
        lambda item: {"status": "ok", "message": item},
        lambda item: {"status": "ok", "message": {"items": [item]}},
        lambda item: [{"key": "A", "csljson": item}],
    ],
)
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_shapes_of_csl_json(tmp_path: Path, indent: int | None, wrap: Any, start: str) -> None:
    item = {"DOI": "10.5555/a", "title": "Without an id"}
    assert one(tmp_path, "csl-json", start + json.dumps(wrap(item), indent=indent)).id == "10.5555-a"


def test_an_odd_field_costs_no_paper_of_hugging_face(tmp_path: Path) -> None:
    odd = {"summary": None, "publishedAt": None, "authors": [{"name": None}, None], "ai_keywords": [None, "a"]}
    papers = [{"paper": {"id": "2605.00001", "title": "T", **odd, "organization": {"name": None}}}]
    assert one(tmp_path, "hf-daily", json.dumps(papers)).fields["tags"] == ["a"]


def test_nulls_cost_no_paper_of_arxiv(tmp_path: Path) -> None:
    line = {"id": "2401.00001", "title": "T", "abstract": None, "versions": None, "doi": "10.5555/a, 10.5555/b"}
    assert one(tmp_path, "arxiv-json", json.dumps(line)).fields["doi"] == "10.5555/a"


NOTE = {
    "id": "AbCdEf001",
    "forum": "AbCdEf001",
    "pdate": 1735689600000,
    "content": {
        "title": "On Lamps",
        "authors": ["Ana Oak", {"fullname": "Bo Elm"}, "Anonymous"],
        "keywords": "lamps; shelves",
        "venue": "LAMP 2025 oral",
        "pdf": "/pdf/a.pdf",
        "supplementary_material": "/attachment/b.zip",
        "Project Page": "https://a.example/p",
        "primary_area": "lighting",
        "_bibtex": "@misc{x}",
    },
}
REVIEW = {"id": "Zz", "forum": "AbCdEf001", "content": {"title": "Official Review", "rating": "8"}}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    "wrap",
    [lambda notes: json.dumps({"notes": notes, "count": 2}), json.dumps, lambda n: "\n".join(map(json.dumps, n))],
)
def test_notes_of_openreview(tmp_path: Path, version: int, wrap: Any) -> None:
    content = {key: value if version == 1 else {"value": value} for key, value in NOTE["content"].items()}  # type: ignore[attr-defined]
    record, review = read(tmp_path, "openreview", wrap([NOTE | {"content": content}, REVIEW]))
    assert isinstance(record, Record)
    assert recognize_format(tmp_path / "papers") == "openreview"
    assert (record.id, record.fields) == (
        "AbCdEf001",
        {
            "title": "On Lamps",
            "authors": ["Ana Oak", "Bo Elm"],
            "published": "2025-01-01",
            "openreview": "AbCdEf001",
            "tags": ["lamps", "shelves"],
            "venue": "LAMP 2025 oral",
            "links": {
                "pdf": "https://openreview.net/pdf/a.pdf",
                "supplement": "https://openreview.net/attachment/b.zip",
                "project-page": "https://a.example/p",
            },
            "x-primary_area": "lighting",
        },
    )
    assert isinstance(review, Skipped)
    assert review.reason == "it is a reply to AbCdEf001, not a paper"
