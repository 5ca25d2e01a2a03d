"""Names of people and groups, to parts and back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.exchange.exporters.formats import EXPORTERS, Citable
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.plain_text import one_line
from site_builder.exchange.record import Record
from site_builder.model import Author
from site_builder.text.names import NameParts, full_name, name_parts
from tests.shelf import entry

_LETTERS = st.text(st.characters(categories=["Lu", "Ll", "Lo"], max_codepoint=0x2FFF), min_size=1, max_size=4)
_WORDS = st.one_of(st.sampled_from("van der de la d’Or Jr. III and Ana J. Ł. Li-Mei O'Neil".split()), _LETTERS)
NAMES = st.lists(_WORDS, min_size=1, max_size=5).map(lambda words: one_line(" ".join(words))).filter(bool)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Author", ("Ana", "", "Author", "")),
        ("Vincent van der Berg", ("Vincent", "van der", "Berg", "")),
        ("Kim de los Libros Writer", ("Kim", "de los", "Libros Writer", "")),
        ("Kim Writer Jr.", ("Kim", "", "Writer", "Jr.")),
        ("Kim van Writer III", ("Kim", "van", "Writer", "III")),
        ("Plato", ("", "", "Plato", "")),
        ("Shelves, Inc.", ("", "", "Shelves, Inc.", "")),
        ("Shelves and Ladders", ("", "", "Shelves and Ladders", "")),
    ],
)
def test_a_name_has_parts(name: str, parts: tuple[str, str, str, str]) -> None:
    assert name_parts(name) == NameParts(*parts)


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_the_parts_make_the_name_again(name: str) -> None:
    assert full_name(*name_parts(name)) == name


@given(st.lists(NAMES, min_size=1, max_size=3, unique=True))
@example(["and van"])
@example(["Ana", "and"])
@example(["A and B", "and van", "Ana"])
@settings(max_examples=60, deadline=None)
def test_names_survive_every_format(names: list[str]) -> None:
    paper = Citable(entry("one", authors=tuple(map(Author, names))), "one")
    for form in sorted(EXPORTERS.keys() & IMPORTERS.keys()):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "papers"
            file.write_text("".join(EXPORTERS[form].write([paper])), encoding="utf-8")
            (record,) = IMPORTERS[form].read([file], {})
        assert isinstance(record, Record)
        assert record.fields["authors"] == names, form
