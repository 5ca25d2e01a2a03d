"""Related papers from build to build: pages follow what other papers say."""

from __future__ import annotations

from pathlib import Path

from site_builder.build.related import STATE
from tests.shelf import built, front_matter, page, site_files, write_archive


def shelf(root: Path, **bodies: str) -> Path:
    papers = {f"p{n}": f"We fold paper number {n} along {'edges' if n % 2 else 'diagonals'}." for n in range(12)}
    files = {
        f"content/papers/{name}.md": front_matter(f"title: Note {name}", body=text) for name, text in papers.items()
    }
    return write_archive(
        root, files | {f"content/papers/{n}.md": front_matter(f"title: Note {n}", body=t) for n, t in bodies.items()}
    )


def clean(root: Path) -> dict[str, bytes]:
    """Return what a build without any memory of the last one gives."""
    for path in sorted((root / ".papershelf").glob("*.*")):
        path.unlink()
    built(root)
    return site_files(root)


def test_a_page_follows_an_edit_of_another_paper(tmp_path: Path) -> None:
    built(shelf(tmp_path, p0="Zebras graze."))
    assert "<small>Zebras" not in page(tmp_path, "papers/p0.html")
    built(shelf(tmp_path, p0="Zebras graze.", p7="Zebras run."))
    assert '<a href="p7.html" dir=auto>Note p7</a> <small>Zebras</small>' in page(tmp_path, "papers/p0.html")
    assert site_files(tmp_path) == clean(tmp_path)


def test_a_state_that_is_ahead_of_the_site_leaves_no_page_behind(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    built(shelf(root, p0="Zebras graze."))
    other = tmp_path / "other"
    built(shelf(other, p0="Zebras graze."))
    built(shelf(other, p0="Zebras graze.", p7="Zebras run."))
    # As if a build had been killed after it kept its state and before it published.
    (root / ".papershelf" / STATE).write_bytes((other / ".papershelf" / STATE).read_bytes())
    built(shelf(root, p0="Zebras graze.", p7="Zebras run."))
    assert site_files(root) == site_files(other)


def test_a_damaged_state_is_made_anew(tmp_path: Path) -> None:
    built(shelf(tmp_path))
    first = site_files(tmp_path)
    path = tmp_path / ".papershelf" / STATE
    path.write_bytes(path.read_bytes()[:-9])
    built(shelf(tmp_path, p3="Zebras run."))
    built(shelf(tmp_path))
    assert site_files(tmp_path) == first
