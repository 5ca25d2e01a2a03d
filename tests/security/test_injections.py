"""Nothing that an entry holds runs in a reader's browser, wherever the site shows it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.security.conftest import Trap
from tests.security.injections import CALL, injected_addresses, injections
from tests.shelf import front_matter, run, write_archive

# One page in so many of a kind is opened; a step of one opens them all.
ONE_IN = {"papers": 4, "authors": 80, "organizations": 40, "tags": 80, "methods": 40, "venues": 40}

pytestmark = pytest.mark.xdist_group("hostile")


def test_the_trap_notes_what_runs(trap: Trap, tmp_path: Path) -> None:
    """A page that does what ours must not: the tests below can fail."""
    trap.root = tmp_path
    (tmp_path / "index.html").write_text(f"<p onclick=x><a href='javascript:{CALL}'>a</a><script>{CALL}</script>")
    trap.open("index.html")
    faults = trap.faults()
    assert any(fault.startswith("alert") for fault in faults)
    assert any(fault.startswith("attribute onclick") for fault in faults)
    assert any(fault.startswith("address href") for fault in faults)


def test_there_are_many_injections() -> None:
    assert len(injections()) >= 300


def test_no_page_of_a_hostile_archive_runs_anything(trap: Trap, hostile_site: Path) -> None:
    """All pages that are one of a kind, and some of the papers and of the terms' pages, which show the same fields."""
    every = sorted(path.relative_to(hostile_site).as_posix() for path in hostile_site.rglob("*.html"))
    every.remove("404.html")  # its addresses start at the host's root
    seen: Counter[str] = Counter()
    opened, found = 0, []
    for path in every:
        folder = path.partition("/")[0]
        seen[folder] += 1
        if seen[folder] % ONE_IN.get(folder, 1) == 0:
            trap.open(path)
            # A former address first leads to its page.
            trap.page.wait_for_selector("main", state="attached")
            opened += 1
            found += [f"{path}: {fault}" for fault in trap.faults()]
    assert opened > 100
    assert found == []


def test_no_search_runs_anything(trap: Trap) -> None:
    """What is typed and what is found are shown as text."""
    found = []
    trap.open("search.html")
    for text in injections()[::9]:
        trap.page.evaluate("text => { location.hash = 'q=' + encodeURIComponent(text); }", text)
        expect(trap.page.locator("#search-results")).not_to_have_attribute("aria-busy", "true")
        found += [f"{text}: {fault}" for fault in trap.faults()]
    assert found == []


@pytest.mark.parametrize("address", injected_addresses())
def test_a_field_of_addresses_takes_none_that_runs(tmp_path: Path, address: str) -> None:
    quoted = "'" + " ".join(address.split()).replace("'", "''") + "'"
    lines = ("title: A paper", f"links: {{code: {quoted}}}", f"authors: [{{name: Ana Author, url: {quoted}}}]")
    result = run("check", "--archive", write_archive(tmp_path, {"content/papers/a.md": front_matter(*lines)}))
    assert result.exit_code == 1
    assert "error[E" in result.output


def test_the_terminal_gets_no_control_sequence(tmp_path: Path) -> None:
    """Names, values and paths are printed so that no terminal obeys them."""
    files = {}
    for position, text in enumerate(injections()):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        files[f"content/papers/p{position}.md"] = front_matter('title: "A paper"', f'no-such-field: "{escaped}"')
        files[f"content/papers/q{position}.md"] = front_matter('title: "A paper"', f'"{escaped[:100]}": a')
    result = run("check", "--archive", write_archive(tmp_path, files))
    assert result.exit_code == 1
    unsafe = [character for character in result.output if ord(character) < 32 and character != "\n"]
    assert unsafe == []
    assert not set(result.output) & set("\x7f\x9b\u202e\u2066\u2028\u2029")
