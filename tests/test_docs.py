"""The documentation says what is true: nothing is left out of it, and what it shows works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import msgspec
import pytest

from site_builder.check.explanations import explanations
from site_builder.cli import papershelf
from site_builder.content.collections import parse_collection
from site_builder.content.entries import read_entry
from site_builder.content.fields import FIELDS
from site_builder.core.diagnostics import Diagnostic
from site_builder.settings.load import parse_config, parse_declarations, parse_removals
from site_builder.settings.setting import settings_of
from site_builder.settings.terms import Declaration
from site_builder.settings.types import SiteConfig
from tests.chapters import blocks, is_run, run_chapter
from tests.shelf import front_matter, run, write_archive

REPOSITORY = Path(__file__).parent.parent
GENERATED = {"commands": "commands", "fields": "fields", "settings": "settings", "errors": "troubleshooting"}
# What only happens while files are written, on a network, or to answered forms; and where a file is what is wrong.
WITHOUT_EXAMPLE = {
    *"E001 E002 E003 E010 E011 E012 E013 E109 E206 E209 E211 E212 E213 E303 E304 E307 E308 E403 E404 E405 E406".split(),
    *"E309 E501 E503 E505 E506 E701 E702 E703 E704 E705 E706".split(),
    *(code for code in explanations() if code.startswith("W")),
}


def test_every_promise_names_tests_that_are_there() -> None:
    text = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[A-Za-z0-9_/*.-]+)`", text)
    assert len(named) >= 15
    assert [path for path in named if not list(REPOSITORY.glob(path))] == []
    sources = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("*.py"))
    assert [name for name in re.findall(r"`(test_[a-z_]+)`", text) if f"def {name}(" not in sources] == []


@pytest.mark.parametrize("chapter", GENERATED)
def test_generated_chapters_are_current(chapter: str) -> None:
    file = REPOSITORY / "docs" / f"{GENERATED[chapter]}.md"
    told = run("reference", chapter).stdout
    assert file.read_text(encoding="utf-8") == told, f"papershelf reference {chapter} > docs/{file.name}"


def test_every_command_and_option_says_what_it_is_for() -> None:
    waiting: list[tuple[str, click.Command]] = [("papershelf", papershelf)]
    silent = []
    while waiting:
        name, command = waiting.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            inner = [(f"{name} {one}", command.get_command(context, one)) for one in command.list_commands(context)]
            waiting += [(path, found) for path, found in inner if found]
        options = [option for option in command.params if isinstance(option, click.Option)]
        silent += [f"{name} {option.name}" for option in options if not option.help]
        silent += [] if command.help else [name]
    assert silent == []


def test_the_index_names_every_chapter() -> None:
    docs = REPOSITORY / "docs"
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", (docs / "README.md").read_text(encoding="utf-8")))
    assert named == {path.name for path in docs.glob("*.md")} - {"README.md"}


def test_every_field_of_the_settings_is_a_setting() -> None:
    filled_by_loading = {"declarations", "published", "removed", "words"}
    assert set(SiteConfig.__struct_fields__) - settings_of(SiteConfig).keys() == filled_by_loading
    for name, setting in settings_of(SiteConfig).items():
        default = getattr(SiteConfig(), name)
        if isinstance(default, msgspec.Struct):
            assert list(setting.settings) == list(default.__struct_fields__), name


def test_examples_of_settings_can_be_read() -> None:
    settings = settings_of(SiteConfig)
    assert parse_config("\n".join(f"{name}: {one.example}" for name, one in settings.items()).encode())[1] == ()
    for group, setting in settings.items():
        inner = setting.settings.items()
        alone = [setting.nested_example(group, name) for name, _ in inner if group == "taxonomies"]
        written = "\n".join(setting.nested_example(group, name) for name, _ in inner)
        assert "E006" not in {problem.code for problem in parse_config(written.encode())[1]}, written
        whole = "\n".join([f"{group}:", *(f"  {name}: {one.example}" for name, one in inner)])
        for text in alone or ([whole] if inner else []):
            assert parse_config(text.encode())[1] == (), text
    terms = "\n".join(["kv-cache:", *(f"  {name}: {one.example}" for name, one in settings_of(Declaration).items())])
    assert parse_declarations("content/tags.yml", terms.encode())[1] == ()


def test_examples_of_fields_can_be_read() -> None:
    for field in FIELDS.values():
        lines = [f"{field.name}: {field.example}"] if ": " not in field.example or field.example[0] in "[{" else []
        title = [] if field.name == "title" else ["title: A Paper"]
        dated = ["as_of: 2026-05-26"] if field.name in ("upvotes", "comments", "stars") else []
        text = front_matter(*title, *lines, *dated) if lines else front_matter(f"{field.name}: '{field.example}'")
        assert read_entry("content/papers/one.md", text.encode(), "", ()).diagnostics == (), field.name


def test_every_code_is_explained() -> None:
    assert all(len(found.text) > 40 for found in explanations().values())
    told = run("explain", "e006").stdout
    assert told.startswith("E006: invalid YAML\n\nThe front matter is")
    wrong = run("explain", "E06")
    assert wrong.exit_code == 2
    assert "unknown code 'E06'; known: E001, E002" in wrong.output
    assert "W203  duplicate title" in run("explain").output


@pytest.mark.parametrize("code", [code for code in explanations() if code not in WITHOUT_EXAMPLE])
def test_the_example_of_a_code_gives_it(code: str, tmp_path: Path) -> None:
    files = {}
    for block in re.findall(r"```yaml\n(.*?)```", explanations()[code].text, re.DOTALL):
        name = re.search(r"^# (\S+\.(?:md|yml))$", block, re.MULTILINE)
        files[name[1] if name else "content/papers/one.md"] = block
    if any(problem.code == code for path, text in files.items() for problem in problems_of_entry(path, text)):
        return
    archive = write_archive(tmp_path, {"content/papers/other.md": front_matter("title: Other")} | files)
    assert f"[{code}]" in run("check", "--archive", archive).output


def problems_of_entry(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file by itself, if it is an entry: that needs no archive around it."""
    return read_entry(path, text.encode(), "").diagnostics if path.startswith("content/papers/") else ()


CHAPTERS = {path.stem: path for path in sorted((REPOSITORY / "docs").glob("*.md"))}
CHAPTERS |= {path.name: path for path in (REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md")}


@pytest.mark.parametrize(
    "name", [name for name, path in CHAPTERS.items() if is_run(path) and path.parent != REPOSITORY]
)
def test_commands_of_a_chapter_work_as_printed(name: str, tmp_path: Path) -> None:
    done = run_chapter(CHAPTERS[name], tmp_path)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_yaml_of_chapters_can_be_read() -> None:
    for path in CHAPTERS.values():
        if path.name == "troubleshooting.md":  # what it shows is wrong, and tested above
            continue
        for kind, text, file in blocks(path):
            if not kind.startswith("yaml") or file:
                continue
            assert read_problems(kind, text) == (), f"{path.name}: {text}"


def ways_to_write(text: str) -> list[str]:
    """Return the settings of a block, one after the other where it shows several ways to write one."""
    return text.splitlines() if text.count("\ndaily: ") else [text]


def read_problems(kind: str, text: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a block: a collection or an entry, terms, addresses that are gone, or settings."""
    data = text.encode()
    if "\npapers:\n" in text:
        return parse_collection("content/collections/one.md", data)[1]
    if text.startswith("---"):
        return read_entry("content/papers/one.md", data, "", ()).diagnostics
    if kind == "yaml terms":
        return parse_declarations("content/tags.yml", data)[1]
    if kind == "yaml addresses":
        return parse_removals(data)[1]
    return tuple(problem for line in ways_to_write(text) for problem in parse_config(line.encode())[1])


def test_the_example_for_python_runs(tmp_path: Path) -> None:
    write_archive(tmp_path / "my-archive", {"content/papers/one.md": front_matter("title: One", "tags: [agents]")})
    example = next(text for kind, text, _ in blocks(CHAPTERS["python"]) if kind == "python")
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", example]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("one  One []\nagents ['one']\nA short abstract.\n1 papers,")
