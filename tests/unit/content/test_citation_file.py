"""`content/citations.csv`: what is read, and what is said of a line that cannot be."""

from __future__ import annotations

import pytest

from site_builder.content.citation_file import Row, parse_citations, renamed_rows, render_citations
from site_builder.core.diagnostics import summarize

HEAD = "citing,cited,source,day\n"


def test_papers_are_named_by_entry_or_identifier() -> None:
    text = f'{HEAD}one,two,by hand,\n"doi:10.1000/A,B",arxiv:2604.12890v2,crossref,2026-05-26\n\n'
    rows, problems = parse_citations(text.encode())
    assert problems == ()
    assert rows == (
        Row("one", "two", "by hand", "", 2),
        Row("doi:10.1000/a,b", "arxiv:2604.12890", "crossref", "2026-05-26", 3),
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("one,two", "2 values instead of 4"),
        ("one,../two,,", "'../two' is neither the name of an entry nor an identifier such as doi:10.1000/182"),
        ("one,doi:182,,", "'doi:182' is neither the name of an entry nor an identifier such as doi:10.1000/182"),
        ("one,two,<b>,", "'<b>' is not the name of a source"),
        ("one,two,,2026-02-30", "'2026-02-30' is not a day"),
        ('one,"two', "invalid CSV: unexpected end of data"),
    ],
)
def test_what_is_wrong_with_a_line(line: str, message: str) -> None:
    rows, (problem,) = parse_citations(f"{HEAD}one,two,,\n{line}".encode())
    assert (problem.path, problem.line, problem.code) == ("content/citations.csv", 3, "E308")
    assert problem.message == message
    assert "citing,cited,source,day" in problem.hint
    assert len(rows) == 1


def test_the_first_line_names_the_columns_and_every_wrong_line_is_counted() -> None:
    assert parse_citations(b"one,two,,\n")[1][0].message == "the first line names other columns"
    *listed, total = parse_citations((HEAD + "one\n" * 5_000).encode())[1]
    assert [problem.line for problem in listed] == list(range(2, 22))
    assert total.message == "5,000 lines in all are wrong; the first 20 are listed"
    assert summarize([*listed, total]) == "5,000 errors in 1 file"


def test_rows_are_written_sorted_and_each_pair_once() -> None:
    rows = [Row("b", "c"), Row("a", "doi:10.1000/x,y", "crossref", "2026-05-26"), Row("b", "c", "by hand")]
    text = render_citations(rows)
    assert text == HEAD + 'a,"doi:10.1000/x,y",crossref,2026-05-26\nb,c,,\n'
    assert render_citations(parse_citations(text.encode())[0]) == text


def test_a_renamed_paper_is_renamed_on_both_sides_and_a_removed_one_goes() -> None:
    rows = (Row("a", "b"), Row("b", "c"), Row("c", "a"))
    assert renamed_rows(rows, {"a": "d"}) == (Row("d", "b"), Row("b", "c"), Row("c", "d"))
    assert renamed_rows(rows, {"a": ""}) == (Row("b", "c"),)
    assert renamed_rows(rows, {"a": "b"}) == (Row("b", "c"), Row("c", "b"))
