"""Uncommitted entries to a pull request: a branch of its own, pushed; a request opened, or brought up to date."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec

from site_builder.core.git import ToolError, changed_files, commit, gh, git

CONTENT = "content"

# Who commits in a workflow: GitHub's own account for its Actions.
BOT_NAME = "github-actions[bot]"
BOT_EMAIL = "41898282+github-actions[bot]@users.noreply.github.com"

# The token stays in the environment: git asks gh for it, and no file holds it.
_CREDENTIALS = ("-c", "credential.helper=", "-c", "credential.helper=!gh auth git-credential")


class Outcome(msgspec.Struct, frozen=True):
    """What became of it: the request's address, or the words that say why there is none; neither if nothing changed."""

    url: str = ""
    reason: str = ""
    is_failure: bool = False


def open_pull_request(root: Path, branch: str, text: str, issue: int = 0) -> Outcome:
    """Commit what changed in `content/` and propose it from a branch, which is made anew; return what became of it.

    A branch whose last commit is a person's is left alone. `issue` is closed when the request is merged.
    """
    changes = changed_files(root, CONTENT)
    if not changes:
        return Outcome()
    base = git(root, "rev-parse", "--abbrev-ref", "HEAD").strip()
    tip = _fetched_tip(root, branch)
    if tip and git(root, "log", "-1", "--format=%ae", tip).strip() != BOT_EMAIL:
        return Outcome(reason=f"the branch {branch} was changed by hand; it is left as it is")
    title = request_title(changes)
    git(root, "switch", "--quiet", "--force-create", branch)
    for key, value in (("user.name", BOT_NAME), ("user.email", BOT_EMAIL)):
        git(root, "config", key, value)
    commit(root, [CONTENT], title)
    git(root, *_CREDENTIALS, "push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{branch}")
    body = text + (f"\nCloses #{issue}\n" if issue else "")
    try:
        return Outcome(_request(root, base, branch, title, body))
    except ToolError as error:
        hint = "Settings, Actions, General: allow GitHub Actions to create pull requests"
        reason = f"the branch {branch} is pushed, but no pull request could be opened ({hint}): {error.strerror}"
        return Outcome(reason=reason, is_failure=True)


def request_title(changes: dict[str, str]) -> str:
    """Return the title for a set of changed files; of a stranger's words it holds none but a file's safe name."""
    entries = [path for path in changes if path.startswith(f"{CONTENT}/papers/")]
    if len(entries) == 1:
        verb = {"??": "Add", "A": "Add", "D": "Remove"}.get(changes[entries[0]], "Correct")
        return f"{verb} {PurePosixPath(entries[0]).stem}"
    added = sum(changes[path] in ("??", "A") for path in entries)
    if added == len(entries):
        return f"Add {added} papers"
    return f"Add {added} papers, change {len(entries) - added}"


def _fetched_tip(root: Path, branch: str) -> str:
    """Return the commit at the end of a branch of the origin; empty where there is no such branch."""
    if not git(root, *_CREDENTIALS, "ls-remote", "origin", f"refs/heads/{branch}").strip():
        return ""
    git(root, *_CREDENTIALS, "fetch", "--quiet", "--depth=1", "origin", branch)
    return git(root, "rev-parse", "FETCH_HEAD").strip()


def _request(root: Path, base: str, branch: str, title: str, body: str) -> str:
    query = ("--head", branch, "--state", "open", "--json", "url", "--jq", ".[].url")
    open_ones = gh(root, "pr", "list", *query).split()
    if open_ones:
        gh(root, "pr", "edit", open_ones[0], "--title", title, "--body-file", "-", text=body)
        return open_ones[0]
    new = ("--head", branch, "--base", base, "--title", title, "--body-file", "-")
    return gh(root, "pr", "create", *new, text=body).strip()
