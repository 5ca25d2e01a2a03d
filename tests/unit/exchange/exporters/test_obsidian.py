"""Notes for Obsidian: what they say, where they link, and that what an entry says stays text."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import yaml

from site_builder.exchange.exporters.obsidian import obsidian_note
from site_builder.model import Author
from tests.security.injections import injections
from tests.shelf import entry, front_matter, run, write_archive

LINK = re.compile(r"(?<!\\)\[\[([^\[\]|]+)")


def properties(note: str) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(note.split("---\n")[1])
    return found


def test_a_note_has_properties_texts_and_links() -> None:
    paper = entry(
        "oak2020",
        "Lamps: $x_1$ & [Shelves]",
        authors=(Author("Ana Reed"), Author("Bo/Oak", id="bo-oak-2")),
        published="2020-05",
        tags=("KV cache", "2024", "C++"),
        identifiers={"arxiv": "2401.00001"},
        links={"code": "https://github.com/oak/lamps"},
        summary="It is lit.",
    )
    note = obsidian_note(
        paper, "oak2020lamps", "One *star*.\n\nTwo.", {"Related": [entry("b", "B | [[C]]")], "Cites": []}
    )
    assert properties(note) == {
        "title": "Lamps: $x_1$ & [Shelves]",
        "aliases": ["Lamps: $x_1$ & [Shelves]"],
        "authors": ["[[Ana Reed]]", "[[Bo Oak (bo-oak-2)|Bo Oak]]"],
        "published": "2020-05",
        "tags": ["kv-cache", "tag-2024", "c"],
        "citekey": "oak2020lamps",
        "arxiv": "https://arxiv.org/abs/2401.00001",
        "code": "https://github.com/oak/lamps",
    }
    body = note.split("---\n", 2)[2]
    assert body == (
        "\n# Lamps: $x_1$ \\& \\[Shelves\\]\n\n> It is lit.\n\nOne \\*star\\*.\n\nTwo.\n\n## Related\n\n- [[b|B C]]\n"
    )


def test_what_an_entry_says_runs_nothing() -> None:
    texts = [
        *injections()[::7],
        "<% tp.x() %>",
        "```dataviewjs\nx\n```",
        "`$= x`",
        "![[b]]",
        "%%x%%",
        "$`x` [[b]] <% x %>$",
    ]
    for text in texts:
        note = obsidian_note(
            entry("a", text, authors=(Author(text),), note=text, summary=text), "a", text, {"R": [entry("b", text)]}
        )
        head, body = note.split("\n---\n", 1)
        assert "<%" not in note
        assert isinstance(yaml.safe_load(head.removeprefix("---\n")), dict)
        assert LINK.findall(body) == ["b"], text
        assert not re.search(r"(?<!\\)(?:`|<|%%)", re.sub(r"\$[^$]*\$", "", body)), text


def test_notes_go_to_a_folder_or_a_zip_file_and_link_only_to_each_other(tmp_path: Path) -> None:
    words = "Lamps of shelves are counted on ladders."
    files = {f"content/papers/p{n}.md": front_matter(f"title: Lamps {n}", "tags: [a]", body=words) for n in range(3)}
    files["content/papers/other.md"] = front_matter("title: Other", "related: [p0]", body=words)
    files["content/citations.csv"] = "citing,cited,source,day\np1,p2,by hand,2026-05-26\n"
    root = write_archive(tmp_path / "archive", files)
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "own.md").write_text("mine", encoding="utf-8")
    done = run("export", "obsidian", "--archive", root, "--tag", "a", "--output", vault)
    assert (done.exit_code, done.output) == (0, f"3 notes written to {vault}\n")
    notes = {path.name: path.read_text(encoding="utf-8") for path in vault.iterdir()}
    assert notes.pop("own.md") == "mine"
    assert sorted(notes) == ["p0.md", "p1.md", "p2.md"]
    assert "## Cites\n\n- [[p2|Lamps 2]]" in notes["p1.md"]
    assert "## Cited by\n\n- [[p1|Lamps 1]]" in notes["p2.md"]
    assert {f"{name}.md" for note in notes.values() for name in LINK.findall(note)} <= notes.keys()
    run("export", "obsidian", "--archive", root, "--output", tmp_path / "vault.zip")
    with ZipFile(tmp_path / "vault.zip") as packed:
        assert sorted(packed.namelist()) == [f"vault/{name}.md" for name in ("other", "p0", "p1", "p2")]
        assert b"[[p0|Lamps 0]]" in packed.read("vault/other.md")


def test_a_link_in_the_folder_is_not_written_through(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "archive", {"content/papers/one.md": front_matter("title: One")})
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault/one.md").symlink_to(tmp_path / "outside.md")
    refused = run("export", "obsidian", "--archive", root, "--output", tmp_path / "vault")
    assert refused.exit_code == 1
    assert "one.md: error[E505]" in refused.output
    assert not (tmp_path / "outside.md").exists()
