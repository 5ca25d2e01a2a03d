"""The JSON Schema of an entry: valid itself, complete, and in a dialect of patterns that editors read."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from site_builder.content.fields import FIELDS
from site_builder.content.json_schema import SCHEMA_FILE, entry_schema, schema_comment, schema_text
from tests.shelf import run, write_archive


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        yield from schema.get("patternProperties", {})
        for value in schema.values():
            yield from patterns(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from patterns(value)


def test_the_schema_is_valid_and_describes_every_field() -> None:
    schema = entry_schema()
    Draft7Validator.check_schema(schema)
    assert list(schema["properties"]) == [*FIELDS, "abstract"]
    assert all(field["description"] for field in schema["properties"].values())


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_every_pattern_is_one_of_javascript() -> None:
    """Editors compile patterns in JavaScript's Unicode mode, which refuses needless backslashes."""
    script = "for (const p of JSON.parse(process.argv[1])) new RegExp(p, 'u')"
    found = json.dumps(sorted(set(patterns(entry_schema()))))
    done = subprocess.run(["node", "-e", script, found], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_comment_of_an_entry_leads_to_the_schema() -> None:
    assert schema_comment("content/papers/2026/04/one.md").endswith(f"$schema=../../../../{SCHEMA_FILE}")


def test_the_repository_holds_the_schema_of_its_version() -> None:
    held = Path(__file__).parents[3] / SCHEMA_FILE
    assert held.read_text(encoding="utf-8") == schema_text(), "run papershelf schema --write"


def test_the_command_prints_and_writes_the_schema_of_an_archive(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"site.yml": "title: A shelf\ntaxonomies: {methods: {title: Methods}}\n"})
    printed = run("schema", "--archive", root)
    assert "methods" in json.loads(printed.stdout)["properties"]
    assert run("schema", "--write", "--archive", root).exit_code == 0
    assert (root / SCHEMA_FILE).read_text(encoding="utf-8") == printed.stdout


def test_the_schema_is_printed_without_an_archive(tmp_path: Path) -> None:
    assert run("schema", "--archive", tmp_path).stdout == schema_text()


def test_a_new_archive_has_the_schema_and_its_entries_lead_there(tmp_path: Path) -> None:
    run("init", tmp_path / "shelf")
    root = tmp_path / "shelf"
    path = Path(run("new", "A paper: new", "--date", "2026-04-15", "--archive", root).stdout.strip())
    first, *_ = (root / "content/papers").rglob("a-first-entry.md")
    for entry in (path, first):
        line = entry.read_text(encoding="utf-8").split("\n")[1]
        assert (entry.parent / line.partition("$schema=")[2]).resolve() == (root / SCHEMA_FILE).resolve()


def test_an_entry_names_no_schema_that_is_not_there(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {})
    path = Path(run("new", "A paper", "--date", "2026-04-15", "--archive", root).stdout.strip())
    assert "$schema" not in path.read_text(encoding="utf-8")
