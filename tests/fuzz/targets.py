"""What reads text of strangers, each with the law that holds for any text; a law that is broken raises."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from site_builder.content.citation_file import Row, parse_citations, render_citations
from site_builder.content.entries import parse_entry
from site_builder.content.pictures import MAX_PICTURE_SIDE, PictureError, picture_size
from site_builder.core.diagnostics import ContentError, has_errors, render_text
from site_builder.core.processes import collecting_young_objects
from site_builder.exchange.format_entry import format_entry
from site_builder.exchange.identifiers import is_safe_id, safe_id
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.pictures import small_picture
from site_builder.exchange.record import Record, Skipped
from site_builder.exchange.services.citations import SOURCES, Asked, fetch_citations
from site_builder.exchange.services.client import Client, FetchError
from site_builder.exchange.services.fetch import BASES, fetch
from site_builder.exchange.services.references import Reference, parse_reference
from site_builder.exchange.tex import plain
from site_builder.exchange.write_entry import render_entry
from site_builder.github.archive_state import Shelf, load_shelf
from site_builder.github.forms import IssueForm, load_forms
from site_builder.github.proposals import read_submission
from site_builder.github.report import problem_report, proposal_report
from site_builder.settings.load import parse_config
from site_builder.text.markdown import render_abstract, render_page
from site_builder.text.math import render_inline

REPOSITORY = Path(__file__).parent.parent.parent

# What Markdown and formulas may become; anything else would be a way in.
_ELEMENTS = frozenset(
    "p a em strong code pre blockquote ul ol li br hr h1 h2 h3 h4 h5 h6 table thead tbody tr th td "
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts "
    "mprescripts mtable mtr mtd mpadded mphantom mstyle".split()
)


class _Safe(HTMLParser):
    """Raises where HTML has what no abstract may have."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        assert tag in _ELEMENTS, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in ("srcdoc", "src"), name
            if name == "href":
                # As browsers read it: without white space and control characters.
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", value or ""), re.IGNORECASE)
                assert scheme is None or scheme[1].lower() in ("http", "https", "mailto"), value


def _assert_safe(html: str) -> None:
    parser = _Safe()
    parser.feed(html)
    parser.close()


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="ignore")


def read_entry(data: bytes) -> None:
    """An entry is read, or its problems are reported."""
    for path in ("content/papers/a.md", "content/papers/a.yml"):
        parsed = parse_entry(path, data, "0" * 32, ("methods",))
        assert (parsed.entry is None) == has_errors(parsed.diagnostics)
        assert all(render_text(problem).replace("\n", "").isprintable() for problem in parsed.diagnostics)
        _assert_safe(parsed.body.html)


def read_settings(data: bytes) -> None:
    """Settings are read, or their problems are reported."""
    parse_config(data)


def read_markdown(data: bytes) -> None:
    """Markdown and formulas become harmless HTML."""
    for render in (render_abstract, render_page):
        _assert_safe(render(_text(data))[0])
    _assert_safe(render_inline(_text(data)))


def read_picture(data: bytes) -> None:
    """A picture has a size within the bounds, or its problem is reported; what is kept of it has one."""
    with suppress(PictureError):
        assert max(picture_size(data)) <= MAX_PICTURE_SIDE
    with suppress(PictureError):
        picture_size(small_picture(data))


def format_file(data: bytes) -> None:
    """The canonical form of a file says the same, and is its own canonical form."""
    path = "content/papers/a.md"
    formed, problems = format_entry(path, data)
    if not problems:
        assert format_entry(path, formed) == (formed, ())
        before, after = parse_entry(path, data, ""), parse_entry(path, formed, "")
        assert before.entry == after.entry
        assert before.body.html == after.body.html


def read_tex(data: bytes) -> None:
    """TeX becomes text."""
    plain(_text(data))


def _import(name: str, suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        with tempfile.NamedTemporaryFile(suffix=suffix) as file:
            file.write(data)
            file.flush()
            for outcome in IMPORTERS[name].read([Path(file.name)], {}):
                if isinstance(outcome, Skipped):
                    continue
                _assert_imports(outcome)

    read.__doc__ = f"What {name} gives is left out with a reason, or can be written as an entry."
    return read


class _Answering(Client):
    """Answers every request with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self._answer = answer

    def get(
        self,
        url: str,
        accept: str,
        pause: float = 0.0,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        *,
        only_public: bool = False,
    ) -> bytes:
        """Return them."""
        return self._answer


def fetch_answer(data: bytes) -> None:
    """Whatever a service answers can be written as an entry, or is reported."""
    references = [Reference(service, identifier) for service, identifier in _ASKED.items()]
    for found in fetch(_Answering(data), references, BASES, "2026-03-02"):
        if isinstance(found, Record):
            assert is_safe_id(found.id), found.id
            _assert_imports(found)
    paper = Asked("one", {"doi": "10.1000/182"})
    for source in SOURCES:
        with suppress(FetchError):
            for _, answers in fetch_citations(_Answering(data), source, "https://example.org", [paper]):
                rows = [Row("one", names[0]) for cited in answers.values() for names in cited]
                assert parse_citations(render_citations(rows).encode())[1] == ()


_ASKED = {
    "arxiv": "2604.12890",
    "doi": "10.1000/182",
    "openreview": "rJl-b3RcF7",
    "acl": "2020.acl-main.1",
    "huggingface": "2604.12890",
}


def read_identifiers(data: bytes) -> None:
    """What people paste names a paper or none; what becomes a file's name is one on every system."""
    text = _text(data)
    parse_reference(text)
    name = safe_id(text)
    assert not name or is_safe_id(name), name


def _assert_imports(record: Record) -> None:
    """An entry that an importer wrote keeps every rule of entries."""
    parsed = parse_entry(f"content/papers/{record.id}.md", render_entry(record).encode(), "")
    assert not has_errors(parsed.diagnostics), parsed.diagnostics


@cache
def _shelf() -> tuple[Shelf, tuple[IssueForm, ...]]:
    return load_shelf(REPOSITORY), load_forms(REPOSITORY)


def answer_form(data: bytes) -> None:
    """An answered form becomes a file below `content/papers/`, or a report of what is wrong."""
    shelf, forms = _shelf()
    for form in forms:
        try:
            proposal = read_submission(shelf, form, _text(data), "2026-03-02")
        except ContentError as error:
            problem_report(error.diagnostics)
        else:
            assert proposal.path.startswith("content/papers/")
            assert ".." not in proposal.path
            proposal_report(proposal, _text(data))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "entry": read_entry,
    "settings": read_settings,
    "markdown": read_markdown,
    "picture": read_picture,
    "format": format_file,
    "tex": read_tex,
    "bibtex": _import("bibtex", ".bib"),
    "ris": _import("ris", ".ris"),
    "csl-json": _import("csl-json", ".json"),
    "hf-daily": _import("hf-daily", ".json"),
    "acl-xml": _import("acl-xml", ".xml"),
    "markdown-list": _import("markdown", ".md"),
    "pmlr": _import("pmlr", ".md"),
    "arxiv-json": _import("arxiv-json", ".json"),
    "answer": fetch_answer,
    "identifiers": read_identifiers,
    "form": answer_form,
}

SECONDS = 1.0  # of this process, so that a busy machine is no failure


def keep_law(target: str, data: bytes) -> None:
    """Hold a target to its law and to its time."""
    # As in a build: otherwise the garbage collector's walks through all objects of the tests are most of the time.
    with collecting_young_objects():
        start = time.process_time()
        TARGETS[target](data)
        assert time.process_time() - start < SECONDS
