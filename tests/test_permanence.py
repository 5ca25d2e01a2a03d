"""Addresses that were published lead somewhere for ever: redirects, tombstones, and the guard over both."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result

from site_builder.site.permanence import load_published, parse_addresses
from tests.shelf import built, front_matter, page, run, write_archive

REMOVED = "content/removed.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive of twenty papers, built, with a list of what is published."""
    files = {f"content/papers/p{n}.md": paper(n) for n in range(20)}
    shelf = write_archive(tmp_path / "archive", files)
    built(shelf)
    kept = permanence(shelf, "--keep")
    assert (kept.exit_code, kept.output.partition(", ")[2]) == (0, "written to published.txt\n")
    return shelf


def paper(number: int, *lines: str, tag: str = "agents") -> str:
    return front_matter(f"title: Paper {number}", "date: 2026-01-01", f"tags: [{tag}]", *lines)


def permanence(root: Path, *options: str) -> Result:
    return run("permanence", "--archive", root, *options)


def write(root: Path, path: str, text: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def test_nothing_is_lost_while_nothing_changes(root: Path) -> None:
    result = permanence(root)
    assert result.exit_code == 0
    assert "published addresses, none lost" in result.output


def test_a_rename_in_capitals_only_has_a_cure_that_every_disk_can_keep(root: Path) -> None:
    file = root / "content/papers/p3.md"
    file.rename(file.with_name("moving")).rename(file.with_name("P3.md"))
    output = permanence(root).output
    assert "'papers/p3.html' would be lost: its page is now 'P3.html', in other capitals" in output
    assert "rename 'P3' back to 'p3'" in output
    file.with_name("P3.md").rename(file.with_name("moving")).rename(file)
    assert permanence(root).exit_code == 0


def test_published_tags_lead_to_the_spelling_or_the_only_paper_that_has_them(root: Path) -> None:
    write(root, "content/papers/p1.md", paper(1, tag="KV cache, kv-cache, Agent"))
    write(root, "content/papers/p2.md", paper(2, tag="a tag of one paper, agents"))
    setting = "taxonomies: {{tags: {{fold: {}, min_entries: {}}}}}\n"
    write(root, "site.yml", setting.format("no", 1))
    assert permanence(root, "--keep").exit_code == 0
    listed = (root / "published.txt").read_text(encoding="utf-8").split()
    tags = {address for address in listed if address.startswith("tags/")} - {"tags/index"}
    assert len(tags) == 5, "the second spelling of KV cache has a suffix"
    write(root, "site.yml", setting.format("yes", 2))
    assert permanence(root).exit_code == 0
    assert run("build", "--archive", root).exit_code == 0
    targets = {page(root, f"{tag}.html").partition('content="0; url=')[2].partition('"')[0] for tag in tags}
    assert targets == {"", "../tags/agents.html", "../papers/p1.html", "../papers/p2.html"}
    spellings = run("check", "--archive", root, "--spellings").output
    assert "tags: 20 papers: agents, Agent\n" in spellings


def test_a_removed_paper_is_named_with_the_cure(root: Path) -> None:
    (root / "content/papers/p3.md").unlink()
    result = permanence(root)
    assert result.exit_code == 1
    assert "error[E211]: the published address 'papers/p3.html' would be lost" in result.output
    assert "content/removed.yml: papers/p3: …" in result.output
    write(root, REMOVED, "papers/p3: Its authors asked for it.\n")
    assert permanence(root).exit_code == 0
    built(root)
    assert "Its authors asked for it." in page(root, "papers/p3.html")
    assert "noindex" in page(root, "papers/p3.html")


def test_a_renamed_paper_is_named_with_its_new_name(root: Path) -> None:
    (root / "content/papers/p3.md").rename(root / "content/papers/p3a.md")
    assert "write aliases: [p3] in the entry p3a, or" in permanence(root).output
    write(root, "content/papers/p3a.md", paper(3, "aliases: [p3]"))
    assert permanence(root).exit_code == 0
    built(root)
    assert "url=../papers/p3a.html" in page(root, "papers/p3.html")


def test_a_moved_list_is_named_with_its_new_address(root: Path) -> None:
    for number in range(20):
        write(root, f"content/papers/p{number}.md", paper(number, tag="agent"))
    assert "content/removed.yml where it is now: tags/agents: {to: tags/agent}" in permanence(root).output
    write(root, REMOVED, "tags/agents: {to: tags/agent}\n")
    assert permanence(root).exit_code == 0
    built(root)
    assert "url=../tags/agent.html" in page(root, "tags/agents.html")


def test_a_build_fails_and_the_site_stays(root: Path) -> None:
    (root / "content/papers/p3.md").unlink()
    before = page(root, "index.html")
    result = run("build", "--archive", root)
    assert result.exit_code == 1
    assert "E211" in result.output
    assert page(root, "index.html") == before
    assert run("build", "--archive", root, "--allow-lost").exit_code == 0
    assert not (root / "_site/papers/p3.html").exists()


def test_an_archive_that_shrinks_is_refused_whatever_else_is_allowed(root: Path) -> None:
    for number in range(11):
        (root / f"content/papers/p{number}.md").unlink()
    result = run("build", "--archive", root, "--allow-lost")
    assert result.exit_code == 1
    assert "11 of 20 papers would be lost, more than 5.0%" in result.output
    assert run("build", "--archive", root, "--allow-lost", "--allow-shrink").exit_code == 0


def test_the_share_that_may_go_is_a_setting(root: Path) -> None:
    for number in range(11):
        (root / f"content/papers/p{number}.md").unlink()
    write(root, "site.yml", "title: A small shelf\nlimits: {shrink: 60%}\n")
    assert run("build", "--archive", root, "--allow-lost").exit_code == 0


def test_papers_that_say_why_they_are_gone_are_not_missing(root: Path) -> None:
    for number in range(3):
        (root / f"content/papers/p{number}.md").unlink()
    write(root, REMOVED, "".join(f"papers/p{number}: Withdrawn.\n" for number in range(3)))
    assert run("build", "--archive", root).exit_code == 0


def test_a_small_archive_may_lose_a_few_papers(root: Path) -> None:
    for number in range(10):
        (root / f"content/papers/p{number}.md").unlink()
    assert "E212" not in permanence(root).output
    assert permanence(root, "--allow-lost").exit_code == 0


def test_a_paper_without_likeness_is_no_suggestion(root: Path) -> None:
    (root / "content/papers/p3.md").unlink()
    write(root, "content/papers/unrelated.md", paper(99))
    output = permanence(root).output
    assert "unrelated" not in output
    assert "write aliases: [p3] in the entry that replaces it, or say why it is gone" in output


def test_generated_pages_may_go(root: Path) -> None:
    for number in range(20):
        write(root, f"content/papers/p{number}.md", front_matter(f"title: Paper {number}", "tags: [agents]"))
    assert not {"days/2026-01-01", "years/2026"} - set((root / "published.txt").read_text(encoding="utf-8").split())
    assert permanence(root).exit_code == 0


def test_many_lost_addresses_end_in_their_number(tmp_path: Path) -> None:
    root = write_archive(tmp_path, {"content/papers/one.md": paper(1)})
    write(root, "published.txt", "".join(f"tags/t{n}\n" for n in range(70)))
    output = permanence(root).output
    assert output.count("would be lost") == 51
    assert "20 more published addresses" in output


def test_further_pages_of_a_list_may_go(tmp_path: Path) -> None:
    files = {f"content/papers/p{n}.md": paper(n) for n in range(6)} | {"site.yml": "lists: {page_size: 5}\n"}
    root = write_archive(tmp_path, files)
    built(root)
    assert (root / "_site/tags/agents/2.html").is_file()
    assert "tags/agents/2" not in (root / "_site/addresses.txt").read_text(encoding="utf-8").split()


def test_a_list_is_read_from_a_site_on_the_web_and_on_a_disk(root: Path) -> None:
    site = root / "_site"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        assert load_published(address) == load_published(str(site)) == load_published(str(root / "published.txt"))
        assert load_published(f"{address}elsewhere/") is None
        (root / "content/papers/p3.md").unlink()
        (root / "published.txt").unlink()
        assert run("build", "--archive", root, "--published", address).exit_code == 1
    finally:
        server.shutdown()
        server.server_close()
    result = run("build", "--archive", root, "--published", address)
    assert result.exit_code == 1
    assert "E001" in result.output
    assert "E001" in permanence(root, "--published", "published-list.txt").output


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of single requests."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_lines_that_can_be_no_address_are_left_out() -> None:
    assert parse_addresses(b"papers/one\n../../etc/passwd\n<html>\npapers/one\n\xff\n") == ("papers/one",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tags/old: {to: tags/none}\n", "E213"),
        ("tags/old: {to: tags/old}\n", "E213"),
        ("papers/p1: It is still there.\n", "E206"),
        ("../etc: Gone.\n", "E302"),
        ("tags/old: {too: tags/agents}\n", "E301"),
        ("tags/old: {}\n", "E302"),
        ("tags/old: [one]\n", "E103"),
        ("tags/old:\n", "E104"),
    ],
)
def test_mistakes_of_the_file_are_told_at_their_line(root: Path, text: str, code: str) -> None:
    write(root, REMOVED, text)
    output = run("check", "--archive", root).output
    assert f"error[{code}]" in output
    assert output.startswith(f"{REMOVED}:1:") or code == "E206"
