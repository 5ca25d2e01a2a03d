"""Whatever happens to an archive between checks, the cache of the last one changes no report."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from site_builder.check.check import check
from site_builder.core.cache_files import CACHE_FOLDER
from site_builder.core.diagnostics import Diagnostic
from tests.shelf import front_matter, write_archive

NAMES = [f"p{n}" for n in range(5)]
# What an entry may say: much of it clashes with what another one says, or is wrong by itself.
LINES = [
    "arxiv: 2604.00001",
    "doi: 10.1000/182",
    "tags: [Agents]",
    "tags: [agents, C++]",
    "tags: [C#]",
    "authors: [Ana Author]",
    "authors: ['李']",
    "authors: [{name: Ana Author, id: other}, {name: Ána Author, orcid: 0000-0002-1825-0097}]",
    "date: 2026-01-01",
    "date: 2999-01-01",
    "related: [p0]",
    "related: [p4]",
    "aliases: [p1, old]",
    "aliases: [old]",
    "links: {pdf: paper.pdf}",
    "# A remark",
    "misspelt: yes",
]
ENTRIES = st.builds(
    lambda title, lines, body: front_matter(*lines[:1], f"title: {title}", *lines[1:], body=body),
    st.sampled_from(["One paper", "one Paper", "A SECOND LOUD PAPER"]),
    st.lists(st.sampled_from(LINES), max_size=4, unique_by=lambda line: line.partition(":")[0]),
    st.sampled_from(["", "A text.", "A text that ends within", "Two.Sentences here."]),
)
OTHERS = st.sampled_from(
    [
        ("site.yml", "title: A shelf\n"),
        ("site.yml", "title: A shelf\naliases: {authors: {Ana Author: [Ána Author]}}\n"),
        ("site.yml", "title: A shelf\ntaxonomies: {tags: {min_entries: 2}}\n"),
        ("content/tags.yml", "C#: {slug: c-sharp}\n"),
        ("content/tags.yml", "agents: {spellings: [Agents]}\n"),
        ("content/collections/start.md", front_matter("title: Start", "papers: [p0, p1]")),
        ("content/pages/p2.md", front_matter("title: A page")),
        ("content/papers/paper.pdf", "%PDF-1.4"),
        ("content/removed.yml", "papers/gone: {to: papers/p0}\n"),
    ]
)
FILES = st.one_of(
    st.tuples(st.sampled_from([f"content/papers/{name}.md" for name in NAMES] + ["content/papers/sub/P0.md"]), ENTRIES),
    OTHERS,
)
# A file with its new text; without one it goes.
EDITS = st.one_of(FILES, FILES, st.tuples(st.sampled_from([f"content/papers/{name}.md" for name in NAMES]), st.none()))


def apply(root: Path, path: str, text: str | None) -> None:
    if text is None:
        (root / path).unlink(missing_ok=True)
        return
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def checked_anew(root: Path, changed: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Return the report on a copy that was never checked."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "archive"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(CACHE_FOLDER))
        return check(copy, changed=changed)


CLASH = [(f"content/papers/{name}.md", front_matter(f"title: {name}", "doi: 10.1000/182")) for name in ("p0", "p1")]
# The same facts, a line lower.
LOWER = ("content/papers/p1.md", front_matter("# A remark", "title: p1", "doi: 10.1000/182"))


@given(
    first=st.lists(FILES, max_size=8), edits=st.lists(st.lists(EDITS, min_size=1, max_size=2), min_size=1, max_size=4)
)
@example(first=CLASH, edits=[[LOWER], [CLASH[0]]])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_a_check_tells_what_a_check_from_scratch_tells(
    first: list[tuple[str, str]], edits: list[list[tuple[str, str | None]]]
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        write_archive(root, dict(first) | {"site.yml": "title: A shelf\n"})
        check(root)
        for group in edits:
            for path, text in group:
                apply(root, path, text)
            changed = frozenset(path for path, _ in group)
            assert check(root, changed=changed) == checked_anew(root, changed)
            assert check(root) == checked_anew(root, frozenset())
