"""Warnings about what a build accepts: each is given where it should be, and where it should not it is silent."""

from __future__ import annotations

from datetime import date

import pytest

from site_builder.check.archive_rules import future_dates, misspelled_tags
from site_builder.check.rules import check_entry
from site_builder.content.entries import parse_entry
from tests.shelf import entry, front_matter


def warnings(*lines: str, body: str = "A short abstract.", path: str = "content/papers/one.md") -> list[str]:
    """Return the codes and places of an entry's warnings."""
    data = front_matter(*lines, body=body).encode()
    parsed = parse_entry(path, data, "")
    assert parsed.entry, parsed.diagnostics
    return [f"{w.code}:{w.line}:{w.column}" for w in check_entry(parsed.entry, data, parsed.body.markdown)]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("\nIt works on many...", "W101:5:19"),
        ("It works on all of the", "W101:4:22"),
        ("It works on all,\nand we", "W101:5:6"),
        ("We try.\nIt works.We show it.", "W102:5:4"),
        ("Does it work?We show it.", "W102:4:9"),
        (r"It is \textbf{very} quick.", "W103:4:7"),
        (r"By Erd{\"o}s and \'e.", "W103:4:8"),
        (r"As in \cite{x}, it works.", "W103:4:7"),
        (r"See~\ref{x}.", "W103:4:4"),
    ],
)
def test_a_blemished_abstract_is_told_with_its_place(body: str, place: str) -> None:
    assert warnings("title: A paper", body=body) == [place]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "It works.",
        "It works (on all).",
        "It **works.**",
        "See https://example.org/code",
        "The code is at example.org/code",
        "It needs O(n) for $n$",
        "The formula $\\textbf{x} \\ref{y}$ and `\\cite{x}` stay.",
        "It is 5\\% better on node.Js and A.B.Cee than a\\_b.",
        "Read torch.nn.Linear or https://example.org/a.The here.",
        "We use PyTorch.Lightning and example.Com today.",
    ],
)
def test_a_sound_abstract_is_left_alone(body: str) -> None:
    assert warnings("title: A paper", body=body) == []


@pytest.mark.parametrize(
    ("body", "links", "places"),
    [
        ("Code: https://github.com/you/code.", "{}", ["W113:5:7"]),
        ("Code: github.com/you/my\\_code.", "{pdf: a.pdf}", ["W113:5:7"]),
        ("See https://you.github.io/page/ and https://gitlab.com/you/code.", "{}", ["W113:5:37", "W113:5:5"]),
        ("Code: https://github.com/you/code.", "{code: https://example.org/code}", []),
        ("Code: https://github.com/you/code.", "{project: https://github.com/you/code}", []),
        ("We scrape https://github.com/ and https://example.org/data.", "{}", []),
    ],
)
def test_code_and_pages_that_an_abstract_names_belong_to_the_links(body: str, links: str, places: list[str]) -> None:
    fields = ["title: A paper"] if links == "{}" else ["title: A paper", f"links: {links}"]
    body = body if len(fields) == 2 else f"\n{body}"
    assert warnings(*fields, body=body) == places


def test_titles_and_addresses() -> None:
    assert warnings("title: ALL THE WORDS LOUD") == ["W104:2:8"]
    assert warnings("title: GPT-4V") == []
    assert warnings("title: On \\emph{this}") == ["W103:2:8"]
    assert warnings("title: On $\\mathbf{x}$") == []
    assert warnings("title: A", "links: {code: http://example.org}") == ["W107:3:15"]
    assert warnings("title: A", "authors: [{name: B, url: http://example.org}]") == ["W107:3:26"]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("title: Pаper", "W110:2:8"),  # the second letter is Cyrillic
        ("title: TOΡ of all", "W110:2:8"),  # a capital rho
        ("title: A\u200bpaper", "W110:2:8"),
        ("title: \u200dA paper", "W110:2:8"),
        ("authors: [Ana Author, Аnnа Popova]", "W110:3:23"),
        ("tags: [one, so\u00adft]", "W110:3:13"),
        ("venue: Conf\ufefference", "W110:3:8"),
        ("organizations: [МIT]", "W110:3:17"),
    ],
)
def test_a_letter_that_looks_like_another_or_like_none_is_told(line: str, place: str) -> None:
    assert warnings(*(["title: A"] if "title" not in line else []), line) == [place]


@pytest.mark.parametrize(
    "title", ["νSAM and TNFα", "Анна Попова", "β-catenin in Ω", "می\u200cخواهم", "👩\u200d💻 at work", "naïve"]
)
def test_letters_of_other_alphabets_are_left_alone(title: str) -> None:
    assert warnings(f"title: {title}") == []


def test_in_a_file_of_yaml_the_place_is_the_abstract() -> None:
    data = b"title: A paper\nabstract: It is \\emph{so}.\n"
    parsed = parse_entry("content/papers/one.yml", data, "")
    assert parsed.entry
    (found,) = check_entry(parsed.entry, data, parsed.body.markdown)
    assert (found.code, found.line) == ("W103", 2)


def test_dates_to_come_are_told_but_not_a_day_that_has_begun_elsewhere() -> None:
    today = date(2026, 5, 26)
    told = [
        (problem.place[0], problem.place[1])
        for problem in future_dates(
            [
                entry("a", date="2026-05-27", published="2026-05"),
                entry("b", date="2026-05-28", as_of="2027-01-01"),
                entry("c", published="2026-06"),
                entry("d", published="2026"),
                entry("e", published="2027"),
            ],
            today,
        )
    ]
    paths = {"b": ("date", "as_of"), "c": ("published",), "e": ("published",)}
    assert told == [(f"content/papers/{name}.md", key) for name, keys in paths.items() for key in keys]


@pytest.mark.parametrize(
    ("tag", "is_told"),
    [
        ("multi modal learning", True),
        ("multimodal learnings", True),
        ("multimodal learing", True),
        ("multimodal earning", True),
        ("Multimodal-Learning", False),
        ("MultimodaL learnings", False),
        ("unimodal learning", False),
        ("gans", False),
        ("multimodal learning 2", False),
    ],
)
def test_a_lone_tag_near_one_of_the_archive_is_told(tag: str, is_told: bool) -> None:
    entries = [entry(f"known-{n}", tags=("multimodal learning", "gan")) for n in range(5)]
    found = list(misspelled_tags([*entries, entry("new", tags=(tag,))], ()))
    assert [problem.place for problem in found] == [("content/papers/new.md", "tags", tag)] * is_told


def test_a_tag_near_a_declared_one_is_told_and_a_declared_one_is_not() -> None:
    entries = [entry("one", tags=("multi-modal",)), entry("two", tags=("retrievals",))]
    assert [p.place[2] for p in misspelled_tags(entries, ["multimodal", "retrieval"])] == ["multi-modal", "retrievals"]
    assert list(misspelled_tags(entries, ["multimodal", "multi-modal", "retrievals"])) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("note: see #12", ["W112:3:11"]),
        ("note: see  #MeToo and more", ["W112:3:12"]),
        ("authors:\n  - Ana Author #2", ["W112:4:16"]),
        ("note: see # a remark", []),
        ("note: see#12", []),
        ("note: 'see #12'", []),
        ("note: 'see' #todo", []),
        ("tags: [one, two] #todo", []),
        ("note: >\n  see #12", []),
        ("# see #12", []),
    ],
)
def test_a_comment_that_reads_as_part_of_a_value_is_reported(line: str, told: list[str]) -> None:
    assert warnings("title: A paper", line, body="As in #12, see #13.") == told
