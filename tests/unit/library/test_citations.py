"""Who cites whom: rows to positions, what is missing, what is said of papers that are not there."""

from __future__ import annotations

from site_builder.content.citation_file import Row
from site_builder.library.citations import Lacking, lacking_among, most_cited, relate_citations
from tests.shelf import entry

ENTRIES = [entry("a", identifiers={"doi": "10.1000/a"}), entry("b"), entry("c", identifiers={"isbn": "9780262035613"})]
POSITIONS = {one.id: position for position, one in enumerate(ENTRIES)}


def rows(*pairs: str) -> list[Row]:
    split = [pair.split() for pair in pairs]
    return [Row(citing, cited, line=number) for number, (citing, cited) in enumerate(split, start=2)]


def test_an_identifier_stands_for_the_entry_that_has_it() -> None:
    found, problems = relate_citations(rows("b doi:10.1000/a", "b a", "c a", "doi:10.1000/a a"), ENTRIES, POSITIONS)
    assert problems == ()
    assert (found.cites, found.cited_by) == ({1: (0,), 2: (0,)}, {0: (1, 2)})
    assert found.lacking == ()


def test_what_is_missing_is_counted_once_a_paper_and_an_isbn_names_no_paper() -> None:
    pairs = ("a arxiv:2604.1", "b doi:10.1000/z", "c doi:10.1000/z", "b doi:10.1000/z", "a isbn:9780262035613")
    found, _ = relate_citations(rows(*pairs), ENTRIES, POSITIONS)
    first = Lacking("doi", "10.1000/z", (1, 2))
    assert found.lacking[0] == first
    assert [one.kind for one in found.lacking] == ["doi", "arxiv", "isbn"]
    assert lacking_among(found, range(3), 2) == [first]
    assert lacking_among(found, (0,), 1)[0] == Lacking("arxiv", "2604.1", (0,))


def test_unknown_papers_are_told_with_their_line_and_many_are_cut_short() -> None:
    _, problems = relate_citations(rows("a b", "gone a", "a lost"), ENTRIES, POSITIONS)
    assert [(one.line, one.code, one.message) for one in problems] == [
        (3, "W304", "unknown entry 'gone'"),
        (4, "W304", "unknown entry 'lost'"),
    ]
    assert len(relate_citations(rows(*["a lost"] * 50), ENTRIES, POSITIONS)[1]) == 20


def test_the_most_cited_come_first_and_ties_keep_their_order() -> None:
    found, _ = relate_citations(rows("a c", "b c", "c a", "c b"), ENTRIES, POSITIONS)
    assert most_cited(found, range(3)) == [2, 0, 1]
    assert most_cited(found, (1,)) == [1]
