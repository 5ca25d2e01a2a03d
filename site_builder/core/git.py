"""What is asked of git and of GitHub's own command: one call at a time, arguments never read by a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.core.diagnostics import ContentError, Diagnostic

# An archive that was shared as a folder may bring its own `.git/config`: nothing that it names is run.
_SAFE = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
# What a build makes, in any case: some disks take `_Site` for `_site`.
_MADE = (":(icase)_site", ":(icase)._site.*", ":(icase).papershelf")
_SHOWN = 10


class ToolError(OSError):
    """A tool refused; carries what it said."""


def git(root: Path, *arguments: str) -> str:
    """Return what a git command prints; raise `ToolError` with its message where it fails."""
    return _run("git", root, (*_SAFE, *arguments))


def gh(root: Path, *arguments: str, text: str = "") -> str:
    """Return what a command of GitHub's `gh` prints; it reads `text`, and raises `ToolError` where it fails."""
    return _run("gh", root, arguments, text)


def commit(root: Path, paths: Sequence[str], message: str) -> None:
    """Commit these files as they are, and nothing else."""
    git(root, "add", "--all", "--", *paths)
    git(root, "commit", "--quiet", "--message", message, "--", *paths)


def merge_texts(ours: bytes, base: bytes, theirs: bytes) -> bytes | None:
    """Return a text with the changes of both sides to `base`; `None` where they conflict."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, data in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(data)
        try:
            git(Path(folder), "merge-file", "--quiet", *(path.name for path in paths))
        except ToolError:
            return None
        return paths[0].read_bytes()


def changed_files(root: Path, folder: str) -> dict[str, str]:
    """Return the uncommitted files below a folder by path, with git's letters for what became of each."""
    found = git(root, "status", "--porcelain", "--no-renames", "--untracked-files=all", "-z", "--", folder)
    return {line[3:]: line[:2].strip() for line in found.split("\0") if line}


def changed_since(root: Path, revision: str) -> frozenset[str]:
    """Return the paths that differ from where a revision and the present one parted, new files among them.

    Raises `ToolError` where git does not know the revision.
    """
    if revision.startswith("-"):
        raise ToolError(0, f"'{revision}' is not a revision")
    base = git(root, "merge-base", revision, "HEAD").strip()
    changed = git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", base, "--", ".")
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(path for path in f"{changed}{new}".split("\0") if path)


def refuse_tracked(root: Path) -> None:
    """Raise `ContentError` if git tracks a site or a cache: what a branch brings must not pass for what was built.

    Without git, or outside a repository, nothing is tracked.
    """
    top = root.resolve()
    if not any((folder / ".git").exists() for folder in (top, *top.parents)):
        return
    try:
        tracked = [path for path in git(root, "ls-files", "-z", "--", *_MADE).split("\0") if path]
    except ToolError as error:
        if "safe.directory" not in str(error):
            return
        hint = f"let git read this folder: git config --global --add safe.directory {top}"
        message = "git does not say which files it tracks, since somebody else owns the folder"
        raise ContentError([Diagnostic(".git", 0, 0, "E506", message, hint)]) from None
    folders = sorted({path.partition("/")[0] for path in tracked})
    if folders:
        problems = [
            Diagnostic(folder, 0, 0, "E506", "git tracks it, and a build makes it", f"git rm -r --cached {folder}")
            for folder in folders[:_SHOWN]
        ]
        raise ContentError(problems)


def _run(tool: str, root: Path, arguments: Sequence[str], text: str = "") -> str:
    command = [tool, *arguments]
    try:
        done = subprocess.run(command, cwd=root, input=text, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise ToolError(0, f"{tool} is not installed") from None
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"ended with status {done.returncode}"
        raise ToolError(0, f"{tool}: {said}")
    return done.stdout
