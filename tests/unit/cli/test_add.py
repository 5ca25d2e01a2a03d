"""`papershelf add`: entries from identifiers and addresses, duplicates refused, tags suggested, failures reported."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_builder.cli import add as adding
from site_builder.cli import papershelf
from site_builder.cli.add import already_there
from site_builder.exchange.identity import Papers
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, Limits
from site_builder.exchange.suggestions import suggest_tags
from tests.shelf import entry, front_matter, run, write_archive

BIB = r"""@inproceedings{author2026kv,
  title = {A {KV} Cache for Erd{\H{o}}s},
  author = {Author, Ana and others},
  booktitle = {Proceedings of Shelves}, year = 2026, doi = {10.1000/182},
  keywords = {retrieval, unheard of},
}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return write_archive(
        tmp_path,
        {
            "content/tags.yml": "kv-cache: {name: KV cache}\nretrieval: {name: Retrieval}\n",
            "content/papers/old.md": front_matter("title: An Old Shelf", "arxiv: 2604.00001"),
            "entry.schema.json": "{}",
        },
    )


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services are on a port where nobody answers, and nobody waits."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    monkeypatch.setattr(adding, "Client", partial(Client, limits=Limits(tries=1), sleep=lambda seconds: None))
    monkeypatch.setenv("PAPERSHELF_BASES", "arxiv=http://127.0.0.1:9")


def add(root: Path, *arguments: str, text: str = "") -> Result:
    result = CliRunner().invoke(papershelf, ["add", "--archive", str(root), *arguments], input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_bibtex_from_standard_input_becomes_an_entry_without_network(shelf: Path) -> None:
    result = add(shelf, "-", text=BIB)
    assert result.exit_code == 0, result.output
    (path,) = result.stdout.split()
    assert (
        Path(path)
        .read_text(encoding="utf-8")
        .startswith(
            "---\n"
            "# yaml-language-server: $schema=../../../entry.schema.json\n"
            "title: A KV Cache for Erdős\n"
            "authors:\n"
            "  - Ana Author\n"
            "date: 2026-05-28\n"
            "published: 2026\n"
            "doi: 10.1000/182\n"
        )
    )
    assert "tags" not in Path(path).read_text(encoding="utf-8")
    assert "tag? kv-cache: it is in the title" in result.stderr
    assert "tag? retrieval: it is a keyword of the source" in result.stderr
    assert "unheard" not in result.stderr
    assert run("check", "--archive", shelf).exit_code == 0


def test_tags_are_written_where_they_are_asked_for(shelf: Path) -> None:
    shown = add(shelf, BIB, "--accept-tags", "--tag", "books", "--dry-run")
    assert "tags: [books, kv-cache, retrieval]" in shown.stdout
    assert shown.stdout.startswith("# content/papers/2026/author2026kv.md\n---\n")
    assert not (shelf / "content/papers/2026").exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("title = {Another}, eprint = {2604.00001v3}, archiveprefix = {arXiv}", "has its arXiv identifier 2604.00001"),
        ("title = {AN OLD: {Sh\\'elf}}", "has its title"),
    ],
)
def test_a_twin_is_refused_with_its_file_named(shelf: Path, fields: str, reason: str) -> None:
    result = add(shelf, "-", text=f"@misc{{new, {fields}}}")
    assert result.exit_code == 1
    assert f"the archive already has it: content/papers/old.md {reason}" in result.stderr
    assert add(shelf, "--same-title", "-", text=f"@misc{{new, {fields}}}").exit_code == (reason != "has its title")


def test_every_failure_is_told_and_the_others_are_added(shelf: Path) -> None:
    others = "@misc{old, title={Named as another}}\n@misc{untitled, year=2026}\n@misc{good, title={Good}}"
    result = add(shelf, "2604.00009", "nonsense", "-", "@book{", text=f"{BIB}\n{others}")
    assert result.exit_code == 1
    assert [Path(path).name for path in result.stdout.split()] == ["author2026kv.md", "good.md"]
    told = [line for line in result.stderr.splitlines() if line.startswith("papershelf: ")]
    assert [line.split(": ")[1] for line in told] == [
        "2604.00009",
        "nonsense",
        "standard input",
        "standard input",
        "@book{",
    ]
    assert "5 papers could not be added" in result.stderr


def test_two_of_one_run_are_twins_too(shelf: Path) -> None:
    assert "has its DOI identifier 10.1000/182" in add(shelf, BIB, BIB.replace("author2026kv", "b")).stderr


def test_what_breaks_a_rule_of_entries_is_mended_and_reported(shelf: Path) -> None:
    result = add(shelf, "--dry-run", f"@misc{{long, title={{{'long ' * 300}}}}}")
    assert "long: title has 1,499 characters and was cut" in result.stderr
    assert "long…\n" in result.stdout


def test_control_characters_of_a_source_do_not_reach_the_terminal(shelf: Path) -> None:
    result = add(shelf, "--dry-run", "@misc{x, title={A \x1b[31mred\x1b[0m title}, abstract={b\x07\x9b}}")
    assert "\x1b" not in result.output
    assert "\x9b" not in result.output


@pytest.mark.parametrize("arguments", ["--date soon x", "--base arxiv x", "--base x=http://y.z x", ""])
def test_wrong_usage(shelf: Path, arguments: str) -> None:
    assert add(shelf, *arguments.split()).exit_code == 2


def test_twins_are_known_by_name_and_by_identifier_in_any_form() -> None:
    known = Papers([entry("Some-Name", "A title", identifiers={"doi": "10.1000/abc", "isbn": "9780000000002"})])

    def reason(name: str, **fields: object) -> str:
        return already_there(Record(name, {"title": "Other", **fields}), known, same_title=False)

    assert "has its name" in reason("some-name")
    assert "DOI" in reason("x", doi="10.1000/ABC")
    assert reason("x", isbn="9780000000002") == ""


def test_suggestions_are_the_whole_words_of_the_archive() -> None:
    vocabulary = {"reinforcement": (), "reinforcement learning": ("RL",), "agents": (), "cat": (), "ML": ()}
    record = Record("x", {"title": "On Reinforcement Learning"}, "ML agents catalogue agents by agents. ml ml ml")
    assert [found.tag for found in suggest_tags(record, vocabulary)] == ["reinforcement learning", "agents"]
