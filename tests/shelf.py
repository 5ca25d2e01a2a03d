"""Small archives for tests: files from a dict, the command in this process, all bytes of a built site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from site_builder.build.build import build
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.cli import papershelf
from site_builder.content.entries import parse_entry
from site_builder.model import Entry

SITE = "title: A small shelf\n"


def front_matter(*lines: str, body: str = "A short abstract.") -> str:
    """Return the text of an entry or page."""
    return "\n".join(["---", *lines, "---", body, ""])


def write_archive(root: Path, files: Mapping[str, str]) -> Path:
    """Write an archive's files; `site.yml` is made where it is not among them."""
    for path, text in ({"site.yml": SITE} | dict(files)).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def built(root: Path, *, verify: bool = False, jobs: int = 1, sync: bool = False) -> BuildReport:
    """Build an archive into its `_site/`, in this process unless there are more jobs."""
    return build(BuildOptions(root, root / "_site", jobs=jobs, verify=verify, sync=sync))


def site_files(root: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a built site by path."""
    site = root / "_site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def page(root: Path, url: str) -> str:
    """Return a page of a built site."""
    return (root / "_site" / url).read_text(encoding="utf-8")


def run(*arguments: str | Path, input: str | None = None) -> Result:
    """Run the command in this process, as in a terminal; a traceback fails the test."""
    result = CliRunner().invoke(papershelf, [str(argument) for argument in arguments], input=input, color=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def parsed_entry(*lines: str, body: str = "A short abstract.") -> Entry:
    """Return the entry of sound front matter."""
    parsed = parse_entry("content/papers/one.md", front_matter(*lines, body=body).encode(), "00" * 16)
    assert parsed.entry is not None, parsed.diagnostics
    return parsed.entry


def problem_codes(text: str, path: str = "content/papers/one.md") -> list[str]:
    """Return the codes of an entry's problems."""
    return [problem.code for problem in parse_entry(path, text.encode(), "00" * 16).diagnostics]


def entry(identifier: str, title: str = "", **fields: Any) -> Entry:
    """Return an entry as a parsed file gives it."""
    path = fields.pop("path", f"content/papers/{identifier}.md")
    return Entry(identifier, path, "00" * 16, title or f"Paper {identifier}", **fields)
