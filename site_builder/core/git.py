"""What is asked of git and of GitHub's own command: one call at a time, arguments never read by a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.core.diagnostics import ContentError, Diagnostic

# A shared archive may bring its own `.git/config`, and a branch a folder that looks like a repository without files,
# with a configuration of its own: nothing that these name is run.
_SAFE = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit", "-c", "diff.ignoreSubmodules=all"),
)
# Settings that name a program. A user's own are trusted, those of an archive are not.
_PROGRAMS = r"^(filter\..*|gpg\..*|core\.(sshcommand|askpass)|credential\..*)$"
_NOT_TRUSTED = ("local", "worktree")
# How git fetches an object that a partial clone lacks; another way may run a program that the archive names.
_FETCHED_BY = {"GIT_ALLOW_PROTOCOL": "https:ssh"}
# The token stays in the environment: git asks gh for it, and no file holds it.
_CREDENTIALS = ("-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential")
# What a build makes, in any case: some disks take `_Site` for `_site`.
_MADE = (":(icase)_site", ":(icase)._site.*", ":(icase).papershelf")
_SHOWN = 10
_NOTHING_TRACKED = ("is not installed", "not a git repository")
# What git says where it does not read a repository, and the cure.
_CURES = {
    "safe.directory": "somebody else owns the folder; to let git read it: git config --global --add safe.directory {}",
    "safe.bareRepository": "the folder, or one above it, looks like a repository: delete its HEAD, objects and refs",
}


class ToolError(OSError):
    """A tool refused; carries what it said."""


def git(root: Path, *arguments: str) -> str:
    """Return what a git command prints; raise `ToolError` with its message where it fails."""
    return _run("git", root, (*_SAFE, *arguments), variables=_FETCHED_BY | _programs_off(root))


def git_remote(root: Path, *arguments: str) -> str:
    """Return what a git command prints that asks the origin, as the repository is set up to reach it.

    Raises `ToolError` with git's message where it fails.
    """
    return _run("git", root, (*_SAFE, *_CREDENTIALS, *arguments))


def _programs_off(root: Path) -> dict[str, str]:
    """Return variables that switch off the programs which an archive's own configuration names.

    Not arguments, since a key may hold `=`. What is wrong with a repository, the command itself reports.
    """
    try:
        listed = _run("git", root, (*_SAFE, "config", "--show-scope", "--name-only", "-z", "--get-regexp", _PROGRAMS))
    except ToolError:
        return {}
    fields = listed.split("\0")
    keys = dict.fromkeys(key for scope, key in zip(fields[::2], fields[1::2], strict=False) if scope in _NOT_TRUSTED)
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    variables = {"GIT_CONFIG_COUNT": str(first + len(keys))}
    for number, key in enumerate(keys, start=first):
        value = "false" if key.endswith(".required") else ""
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return variables


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
        # Each build asks. The list of tracked files is read without running anything.
        listed = _run("git", root, (*_SAFE, "ls-files", "-z", "--", *_MADE))
        tracked = [path for path in listed.split("\0") if path]
    except ToolError as error:
        if any(reason in str(error) for reason in _NOTHING_TRACKED):
            return
        cure = next((cure for reason, cure in _CURES.items() if reason in str(error)), "see what git status says")
        message = "git does not say which files it tracks"
        raise ContentError([Diagnostic(".git", 0, 0, "E506", message, cure.format(top))]) from None
    folders = sorted({path.partition("/")[0] for path in tracked})
    if folders:
        problems = [
            Diagnostic(folder, 0, 0, "E506", "git tracks it, and a build makes it", f"git rm -r --cached {folder}")
            for folder in folders[:_SHOWN]
        ]
        raise ContentError(problems)


def _run(
    tool: str, root: Path, arguments: Sequence[str], text: str = "", variables: Mapping[str, str] | None = None
) -> str:
    environment = {**os.environ, "LC_ALL": "C", **(variables or {})}  # in English, since messages are looked at
    command = [tool, *arguments]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, input=text, capture_output=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        raise ToolError(0, f"{tool} is not installed") from None
    if done.returncode:
        said = " ".join(done.stderr.split()) or f"ended with status {done.returncode}"
        raise ToolError(0, f"{tool}: {said}")
    return done.stdout
