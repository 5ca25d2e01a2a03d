"""Whatever happens to an archive between builds: an incremental build equals a clean one, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_builder.build.build import build
from site_builder.build.report import BuildOptions
from tests.shelf import built, front_matter, site_files, write_archive

REPOSITORY = Path(__file__).parent.parent.parent
OVERRIDES = "themes/overrides/templates"

TAGS = st.lists(st.sampled_from(["agents", "retrieval", "KV cache", "C++"]), max_size=3, unique=True)
AUTHORS = st.lists(
    st.sampled_from(["Ana Author", "Ána Author", "Bo Writer", "{name: Bo Writer, orcid: 0000-0002-1825-0097}"]),
    max_size=2,
    unique=True,
)
DATES = st.sampled_from(
    ["", "date: 2026-01-01", "date: 2026-01-02", "date: 2025-12-31", "published: 2026-01", "published: '2025'"]
)
NAMES = st.sampled_from([f"p{n}" for n in range(7)])


@st.composite
def entries(draw: st.DrawFn) -> str:
    lines = [f"title: {draw(st.sampled_from(['One paper', 'A second paper', 'On $x^2$']))}"]
    if tags := draw(TAGS):
        lines.append(f"tags: [{', '.join(tags)}]")
    if authors := draw(AUTHORS):
        lines.append(f"authors: [{', '.join(authors)}]")
    if draw(st.booleans()):
        lines.append("versions: [{name: v1, date: 2026-01-01}]")
    if day := draw(DATES):
        lines.append(day)
    if draw(st.booleans()):
        lines += [f"upvotes: {draw(st.integers(0, 3))}", "as_of: 2026-01-02"]
    if draw(st.booleans()):
        lines.append(f"venue: {draw(st.sampled_from(['A Conference', 'A Journal']))}")
    return front_matter(*lines, body=draw(st.sampled_from(["", "Text.", "More *text* with $y$."])))


SITES = st.sampled_from(
    [
        "title: A shelf\nlists: {page_size: 5}\n",
        "title: Another shelf\nlists: {page_size: 5}\n",
        "title: A shelf\nbase_url: https://example.org/shelf/\ntaxonomies: {tags: {feed_entries: 2}}\n",
        "title: A shelf\nlists: {page_size: 5}\ntaxonomies: {tags: {min_entries: 2}}\n",
        "title: A shelf\ntaxonomies: {tags: {title: Subjects, min_entries: 3}, authors: {min_entries: 2}}\n",
        "title: A shelf\naliases: {tags: {agents: [retrieval]}}\nstyle: {accent: red}\ntrending: {half_life: 1}\n",
    ]
)
TEMPLATES = st.tuples(
    st.sampled_from(["404.html", "undated.html", "period.year.html", "term.html", "paper.html"]),
    st.sampled_from(["", "{{ page.title }} {{ site.title }}", "{% include 'part.html' %}{{ page.url }}"]),
)
# Things that templates may show beside what the default theme shows of them.
CURIOUS = {
    "period.html": "{{ period.start.url }} {{ period.end.url }} {% for p in papers %}{{ p.title }}{% endfor %}",
    "term.html": "{{ term.count }} {{ pager.total }} {{ pager.number }} {{ taxonomy.title }} {{ related|length }} "
    "{{ facets|length }} {{ years|length }}",
}
EDITS = st.one_of(
    st.tuples(st.just("entry"), NAMES, entries()),
    st.tuples(st.just("entry"), NAMES, entries()),
    st.tuples(st.just("abstract"), NAMES, st.sampled_from(["One more word.", "$z$"])),
    st.tuples(st.just("style"), st.just(""), st.sampled_from(["a{}", "b{}"])),
    st.tuples(st.just("remove"), NAMES, st.just("")),
    st.tuples(st.just("rename tag"), st.sampled_from(["agents", "KV cache"]), st.sampled_from(["acting", "retrieval"])),
    st.tuples(st.just("site"), st.just(""), SITES),
    TEMPLATES.map(lambda made: ("template", *made)),
    st.tuples(st.just("template"), st.just("part.html"), st.sampled_from(["one", "two {{ root }}"])),
    st.tuples(st.just("collection"), NAMES, NAMES),
    st.tuples(st.just("about"), st.just(""), st.sampled_from(["", "About.", "About *it*."])),
)
Edit = tuple[str, str, str]


def apply(root: Path, edit: Edit) -> None:
    kind, name, text = edit
    papers = root / "content" / "papers"
    if kind == "entry":
        write_archive(
            root, {"site.yml": site(root), f"content/papers/{name}.md": text.replace("title: ", f"title: {name} ", 1)}
        )
    elif kind == "abstract":
        if (path := papers / f"{name}.md").exists():
            path.write_text(f"{path.read_text(encoding='utf-8')}{text}\n", encoding="utf-8")
    elif kind == "style":
        write_archive(root, {"site.yml": site(root), "themes/overrides/assets/style.css": text})
    elif kind == "remove":
        (papers / f"{name}.md").unlink(missing_ok=True)
        (root / "content/collections/start.md").unlink(missing_ok=True)
    elif kind == "collection":
        named = [one for one in dict.fromkeys((name, text)) if (papers / f"{one}.md").exists()]
        if named:
            head = front_matter("title: Where to start", f"papers: [{', '.join(named)}]")
            write_archive(root, {"site.yml": site(root), "content/collections/start.md": head})
    elif kind == "rename tag":
        for path in sorted(papers.glob("*.md")):
            path.write_text(path.read_text(encoding="utf-8").replace(f"{name},", f"{text},"), encoding="utf-8")
    elif kind == "site":
        (root / "site.yml").write_text(text, encoding="utf-8")
    elif kind == "template":
        write_archive(root, {"site.yml": site(root), f"{OVERRIDES}/{name}": text})
        if not text and name != "part.html":
            (root / OVERRIDES / name).unlink()
    elif text:
        write_archive(root, {"site.yml": site(root), "content/pages/about.md": front_matter("title: About", body=text)})
    else:
        (root / "content/pages/about.md").unlink(missing_ok=True)


def site(root: Path) -> str:
    return (root / "site.yml").read_text(encoding="utf-8")


def built_anew(root: Path) -> dict[str, bytes]:
    """Return the site that a clean build of a copy gives."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "archive"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("_site", "._site*", ".papershelf"))
        built(copy)
        return site_files(copy)


def start(root: Path, first: list[tuple[str, str]], *, curious: bool) -> None:
    write_archive(root, {"site.yml": "title: A shelf\nlists: {page_size: 5}\n", f"{OVERRIDES}/part.html": "part"})
    (root / "content/papers").mkdir(parents=True)
    if curious:
        write_archive(root, {"site.yml": site(root)} | {f"{OVERRIDES}/{name}": text for name, text in CURIOUS.items()})
    for name, text in first:
        apply(root, ("entry", name, text))


@given(
    first=st.lists(st.tuples(NAMES, entries()), max_size=7, unique_by=lambda made: made[0]),
    edits=st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=2),
    curious=st.booleans(),
)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_an_incremental_build_equals_a_clean_one(
    first: list[tuple[str, str]], edits: list[list[Edit]], *, curious: bool
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "archive"
        start(root, first, curious=curious)
        built(root)
        for step in edits:
            for edit in step:
                # The tags of one file may become equal, which is an error of the archive and not of the build.
                before = {path: path.read_bytes() for path in (root / "content/papers").glob("*.md")}
                apply(root, edit)
                if edit[0] == "rename tag":
                    undo_repeated_tags(before)
            built(root)
            assert site_files(root) == built_anew(root)
        assert built(root).written == 0


def undo_repeated_tags(before: dict[Path, bytes]) -> None:
    for path, data in before.items():
        line = next((line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("tags:")), "")
        tags = line.removeprefix("tags: [").removesuffix("]").split(", ")
        if len(set(tags)) < len(tags):
            path.write_bytes(data)


def many(root: Path, count: int) -> Path:
    """Write an archive with enough files for several processes to share them."""
    files = {
        f"content/papers/{n % 3}/p{n:03}.md": front_matter(
            f"title: Paper {n}",
            f"date: 2026-01-{n % 28 + 1:02}",
            f"tags: [tag {n % 7}, tag {(n + 1) % 5}x]",
            f"authors: [Ana Author, Author {n % 40}]",
            body=f"Text {n} with *stars* and $x^{n % 9}$.",
        )
        for n in range(count)
    }
    return write_archive(root, files | {"site.yml": "title: A shelf\nlists: {page_size: 20}\n"})


@pytest.fixture(scope="module")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    root = many(tmp_path_factory.mktemp("one"), 150)
    built(root)
    return root, site_files(root)


def test_the_number_of_processes_does_not_matter(one_process: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root = many(tmp_path, 150)
    build(BuildOptions(root, root / "_site", jobs=3))
    assert site_files(root) == one_process[1]


@pytest.mark.parametrize(
    ("seed", "zone", "locale"), [("1", "Pacific/Kiritimati", "C"), ("4242", "America/Adak", "C.UTF-8")]
)
def test_hash_seed_clock_zone_locale_and_order_of_files_do_not_matter(
    seed: str, zone: str, locale: str, one_process: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    root = tmp_path / "archive"
    for path in sorted(one_process[0].rglob("content/**/*.md"), reverse=True):
        target = root / path.relative_to(one_process[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        os.utime(target, (0, 0))
    shutil.copy(one_process[0] / "site.yml", root)
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "site_builder", "build", "--quiet", "--jobs", "2", "--archive", str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert site_files(root) == one_process[1]
