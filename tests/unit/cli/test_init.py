"""`papershelf init`: what it asks, what it writes, what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.cli import init as init_module
from site_builder.exchange.services.client import Client, FetchError
from site_builder.settings.load import load_config
from tests.shelf import run

BIB = "@inproceedings{a2020, title={A {P}aper}, author={Author, Ana and Writer, Bo}, year=2020}\n"
DAY = b'[{"paper": {"id": "2605.00001", "title": "A New Paper"}}]'


def entries(folder: Path) -> list[str]:
    return [path.name for path in sorted((folder / "content/papers").rglob("*.md"))]


def test_an_archive_takes_its_addresses_from_its_repository(tmp_path: Path) -> None:
    assert run("init", tmp_path, "--repository", "You/papers", "--theme", "proceedings").exit_code == 0
    config, problems = load_config(tmp_path)
    assert problems == ()
    assert config.repository == "https://github.com/You/papers"
    assert config.base_url == "https://you.github.io/papers/"
    assert config.theme == "proceedings"
    assert entries(tmp_path) == ["a-first-entry.md"]
    assert (tmp_path / ".github/workflows/check.yml").is_file()


def test_the_site_of_an_account_stands_at_its_root(tmp_path: Path) -> None:
    run("init", tmp_path, "--repository", "https://github.com/you/you.github.io.git")
    assert load_config(tmp_path)[0].base_url == "https://you.github.io/"


def test_an_archive_starts_from_a_bibliography(tmp_path: Path) -> None:
    (tmp_path / "mine.bib").write_text(BIB, encoding="utf-8")
    result = run("init", tmp_path / "a", "--from", tmp_path / "mine.bib")
    assert result.stdout.startswith("1 entry added, ")
    assert entries(tmp_path / "a") == ["a2020.md"]
    assert run("check", "--quiet", "--archive", tmp_path / "a").exit_code == 0
    (tmp_path / "other.txt").write_text(BIB, encoding="utf-8")
    assert run("init", tmp_path / "b", "--from", f"bibtex={tmp_path / 'other.txt'}").exit_code == 0


def test_an_archive_starts_from_a_folder_of_files(tmp_path: Path) -> None:
    for year in (2019, 2020):
        file = tmp_path / "bibs" / f"{year}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(BIB.replace("2020", str(year)), encoding="utf-8")
    assert run("init", tmp_path / "a", "--from", f"bibtex={tmp_path / 'bibs'}").exit_code == 0
    assert entries(tmp_path / "a") == ["a2019.md", "a2020.md"]


def test_files_of_several_formats_are_recognized_by_what_they_hold(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "mine.txt").write_text(BIB, encoding="utf-8")
    (sources / "2026-05-01.json").write_bytes(DAY)
    (sources / "notes.md").write_text("no papers\n", encoding="utf-8")
    (tmp_path / "more.json").write_text('[{"id": "c1", "title": "A Third Paper"}]', encoding="utf-8")
    result = run("init", tmp_path / "a", "--from", sources, "--from", tmp_path / "more.json")
    assert result.exit_code == 0, result.output
    assert sorted(entries(tmp_path / "a")) == ["2605.00001.md", "a2020.md", "c1.md"]


def test_a_source_without_papers_leaves_an_example_entry_and_fails(tmp_path: Path) -> None:
    (tmp_path / "mine.bib").write_text("@article{}\n", encoding="utf-8")
    result = run("init", tmp_path / "a", "--from", tmp_path / "mine.bib")
    assert result.exit_code == 1
    assert "mine.bib" in result.stderr
    assert entries(tmp_path / "a") == ["a-first-entry.md"]


def test_an_archive_starts_from_a_source_of_the_web_and_keeps_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Client, "get", lambda self, address, accept: DAY if address.endswith("1") else b"[]")
    assert run("init", tmp_path, "--from", "hf-daily").exit_code == 0
    assert [source.source for source in load_config(tmp_path)[0].daily] == ["hf-daily"]


def test_without_the_web_there_is_an_archive_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Client, address: str, accept: str) -> bytes:
        raise FetchError("no route")

    monkeypatch.setattr(Client, "get", refuse)
    result = run("init", tmp_path, "--from", "hf-daily")
    assert result.exit_code == 0
    assert "no route; papershelf daily tries again" in result.stderr
    assert entries(tmp_path) == ["a-first-entry.md"]


def test_files_that_exist_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    result = run("init", tmp_path)
    assert result.exit_code == 0
    assert "left as they were: README.md\n" in result.stdout
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_an_archive_is_not_made_twice(tmp_path: Path) -> None:
    run("init", tmp_path, "--title", "One")
    assert run("init", tmp_path, "--title", "Two").exit_code == 1
    assert load_config(tmp_path)[0].title == "One"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--base-url", "javascript:x"],
        ["--repository", "not a repository"],
        ["--theme", "nowhere"],
        ["--from", "papers.txt"],
        ["--from", "missing.bib"],
    ],
)
def test_wrong_answers_are_told_before_anything_is_written(tmp_path: Path, arguments: list[str]) -> None:
    assert run("init", tmp_path / "a", *arguments).exit_code == 2
    assert not (tmp_path / "a").exists()


def test_on_a_terminal_it_asks_for_what_is_not_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init_module, "is_terminal", lambda: True)
    answers = ["Our papers", "you/papers", "https://papers.example.org/", "default", ""]
    assert run("init", tmp_path / "a", input="\n".join(answers) + "\n").exit_code == 0
    assert load_config(tmp_path / "a")[0].title == "Our papers"
    assert load_config(tmp_path / "a")[0].base_url == "https://papers.example.org/"
    assert run("init", tmp_path / "b", "--yes", input="").exit_code == 0


def test_a_wrong_answer_is_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init_module, "is_terminal", lambda: True)
    answers = ["Ours", "not a repository", "you/papers", "nowhere", "", "no-theme", "default", "missing.bib", ""]
    result = run("init", tmp_path / "a", input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    config, _ = load_config(tmp_path / "a")
    assert (config.title, config.repository) == ("Ours", "https://github.com/you/papers")
    assert config.base_url == "https://you.github.io/papers/"
