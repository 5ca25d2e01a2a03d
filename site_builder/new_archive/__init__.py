"""The files of a new archive, which lie in `files/`, and the text of a new entry.

The workflows and forms of Papershelf's own repository are these as well; only how Papershelf is installed differs.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from site_builder.content.json_schema import SCHEMA_FILE, schema_comment, schema_text
from site_builder.exchange.importing import Folders
from site_builder.new_archive.installation import LOCKED, locked_file, this_installation
from site_builder.reading.identifiers import IDENTIFIERS

FILES = Path(__file__).parent / "files"

# How a workflow of an archive gets Papershelf.
INSTALL = "python -m pip install --requirement requirements.txt"
# In a workflow, every package that Papershelf needs has the bytes that were tried with it.
INSTALL_LOCKED = f"""|
          python -m pip install --require-hashes --requirement {LOCKED}
          python -m pip install --no-deps --requirement requirements.txt"""

# A hidden file's name would hide it here as well: git and the packaging tool would follow it, or leave it out.
_HIDDEN = {"github": ".github", "gitignore": ".gitignore"}
_FIRST_ENTRY = "content/papers/a-first-entry.md"


class NewArchive(msgspec.Struct, frozen=True):
    """What is asked about a new archive."""

    title: str
    today: str
    base_url: str = ""
    repository: str = ""
    theme: str = "default"
    daily: str = ""


def quoted(text: str) -> str:
    """Return text as a YAML value in single quotes."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def new_archive(asked: NewArchive) -> dict[str, bytes]:
    """Return a new archive's files by path; entries are not among them."""
    files = {target_path(path): text for path, text in skeleton_files().items() if path != _FIRST_ENTRY}
    installation = this_installation()
    texts = _filled(files, asked) | {SCHEMA_FILE: schema_text(), "requirements.txt": f"{installation.requirement}\n"}
    texts[LOCKED] = locked_file().read_text(encoding="utf-8")
    return {path: text.encode() for path, text in texts.items()} | installation.files


def first_entry(asked: NewArchive) -> dict[str, bytes]:
    """Return an entry to look at, by its path."""
    path = Folders(()).place("a-first-entry", asked.today)
    text = skeleton_files()[_FIRST_ENTRY].replace("@schema@", schema_comment(path))
    return {path: _filled({path: text}, asked)[path].encode()}


def _filled(files: dict[str, str], asked: NewArchive) -> dict[str, str]:
    words = {
        "@title@": " ".join(asked.title.split()),
        "@title_yaml@": quoted(asked.title),
        "@theme@": asked.theme,
        "@base_url@": f"base_url: {asked.base_url}" if asked.base_url else "# base_url: https://example.org/papers/",
        "@repository@": (
            f"repository: {asked.repository}" if asked.repository else "# repository: https://github.com/you/papers"
        ),
        "@today@": asked.today,
        "@install@": INSTALL,
        "@daily@": f"daily: {{source: {asked.daily}}}" if asked.daily else "# daily: {source: hf-daily}",
    }
    pattern = re.compile("|".join(words))
    return {path: pattern.sub(lambda match: words[match[0]], text) for path, text in files.items()}


def skeleton_files() -> dict[str, str]:
    """Return the texts of the skeleton's files by path, as they lie in the package."""
    files = sorted(path for path in FILES.rglob("*") if path.is_file())
    return {path.relative_to(FILES).as_posix(): path.read_text(encoding="utf-8") for path in files}


def target_path(path: str) -> str:
    """Return where a file of the skeleton goes in an archive."""
    first, slash, rest = path.partition("/")
    return _HIDDEN.get(first, first) + slash + rest


def new_entry(name: str, title: str, day: str, schema_comment: str = "") -> str:
    """Return the text of a new entry, to be filled in; the comment, if any, leads editors to the schema."""
    arxiv = f"arxiv: {name}" if re.fullmatch(IDENTIFIERS["arxiv"].pattern, name) else "# arxiv: 2604.12890"
    schema = f"{schema_comment}\n" if schema_comment else ""
    return _ENTRY.format(title=quoted(title), day=day, arxiv=arxiv, schema=schema)


_ENTRY = """\
---
{schema}title: {title}
# authors:
#   - Ana Author
date: {day}
# published: {day}
{arxiv}
# tags: [methods]
# links: {{code: https://example.org/code}}
# summary: One plain sentence.
---
"""
