"""Uncommitted entries to a pull request: a branch of its own, pushed; a request opened, or brought up to date.

A branch is never pushed by force. What somebody has reviewed stays as it is: a later change gets a request of its own.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from site_builder.core.git import ToolError, changed_files, commit, gh, git, git_remote

CONTENT = "content"

# Who commits in a workflow: GitHub's own account for its Actions.
BOT_NAME = "github-actions[bot]"
BOT_EMAIL = "41898282+github-actions[bot]@users.noreply.github.com"

# More open requests than anybody has from branches of one name; forks may have any number.
_MOST_REQUESTS = 1_000
_MOST_BRANCHES = 50


class Request(msgspec.Struct, frozen=True, rename="camel"):
    """An open pull request as `gh` lists it; one that does not say where its branch is counts as a fork's."""

    url: str
    is_cross_repository: bool = True
    reviews: list[Any] = []
    review_decision: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody has said something about what it holds."""
        return bool(self.reviews) or self.review_decision in ("APPROVED", "CHANGES_REQUESTED")


_decode_requests = msgspec.json.Decoder(list[Request]).decode


class Outcome(msgspec.Struct, frozen=True):
    """What became of it: the request's address, or the words that say why there is none; neither if nothing changed."""

    url: str = ""
    reason: str = ""
    is_failure: bool = False


def open_pull_request(root: Path, branch: str, text: str, issue: int = 0) -> Outcome:
    """Commit what changed in `content/` and propose it from a branch; return what became of it.

    A branch whose last commit is a person's is left alone, and so is one whose request was reviewed: other changes then
    come from a second branch, `<branch>-2`. `issue` is closed when the request is merged.
    """
    changes = changed_files(root, CONTENT)
    if not changes:
        return Outcome()
    base = git(root, "rev-parse", "--abbrev-ref", "HEAD").strip()
    title = request_title(changes)
    main, made = _committed(root, branch, title)
    reviewed: Request | None = None
    for number in range(1, _MOST_BRANCHES):
        name = branch if number == 1 else f"{branch}-{number}"
        tip = _fetched_tip(root, name)
        if tip and git(root, "log", "-1", "--format=%ae", tip).strip() != BOT_EMAIL:
            return Outcome(reason=f"the branch {name} was changed by hand; it is left as it is")
        is_same = bool(tip) and _tree(root, tip) == _tree(root, made)
        try:
            request = _own_request(root, name)
            if request and request.is_reviewed and not is_same:
                reviewed = request
                continue
            if not is_same:
                _push(root, name, _after(root, made, (tip, main), title) if tip else made)
            url = _propose(root, base, name, title, text + (f"\nCloses #{issue}\n" if issue else ""), request)
            if reviewed and not request:
                _tell_reviewers(root, reviewed, url)
            return Outcome(url)
        except ToolError as error:
            hint = "Settings, Actions, General: allow GitHub Actions to create pull requests"
            reason = f"no pull request could be opened from the branch {name} ({hint}): {error.strerror}"
            return Outcome(reason=reason, is_failure=True)
    return Outcome(reason=f"{_MOST_BRANCHES} requests from branches like {branch} were reviewed and are open")


def request_title(changes: dict[str, str]) -> str:
    """Return the title for a set of changed files; of a stranger's words it holds none but a file's safe name."""
    entries = [path for path in changes if path.startswith(f"{CONTENT}/papers/")]
    if not entries:
        return f"Change {', '.join(sorted(PurePosixPath(path).name for path in changes))}"
    if len(entries) == 1:
        verb = {"??": "Add", "A": "Add", "D": "Remove"}.get(changes[entries[0]], "Correct")
        return f"{verb} {PurePosixPath(entries[0]).stem}"
    added = sum(changes[path] in ("??", "A") for path in entries)
    if added == len(entries):
        return f"Add {added} papers"
    if not added:
        return f"Correct {len(entries)} papers"
    return f"Add {added} papers, change {len(entries) - added}"


def _fetched_tip(root: Path, branch: str) -> str:
    """Return the commit at the end of a branch of the origin; empty if there is no such branch."""
    if not git_remote(root, "ls-remote", "origin", f"refs/heads/{branch}").strip():
        return ""
    git_remote(root, "fetch", "--quiet", "--depth=1", "origin", branch)
    return git(root, "rev-parse", "FETCH_HEAD").strip()


def _committed(root: Path, branch: str, title: str) -> tuple[str, str]:
    """Commit what changed on a local branch; return the commit before it and the new one."""
    main = git(root, "rev-parse", "HEAD").strip()
    git(root, "switch", "--quiet", "--force-create", branch)
    for key, value in (("user.name", BOT_NAME), ("user.email", BOT_EMAIL)):
        git(root, "config", key, value)
    commit(root, [CONTENT], title)
    return main, git(root, "rev-parse", "HEAD").strip()


def _tree(root: Path, revision: str) -> str:
    return git(root, "rev-parse", f"{revision}^{{tree}}").strip()


def _after(root: Path, made: str, parents: tuple[str, ...], title: str) -> str:
    """Return a commit of the same files that follows others, so that a push to their branch needs no force."""
    follows = [argument for parent in parents for argument in ("-p", parent)]
    return git(root, "commit-tree", f"{made}^{{tree}}", *follows, "-m", title).strip()


def _push(root: Path, branch: str, revision: str) -> None:
    git_remote(root, "push", "--quiet", "origin", f"{revision}:refs/heads/{branch}")


def _own_request(root: Path, branch: str) -> Request | None:
    """Return the open request from this repository's branch; a fork may have a branch of the same name."""
    fields = "url,isCrossRepository,reviews,reviewDecision"
    query = ("--head", branch, "--state", "open", "--limit", str(_MOST_REQUESTS), "--json", fields)
    found = _decode_requests(gh(root, "pr", "list", *query) or "[]")
    return next((request for request in found if not request.is_cross_repository), None)


def _propose(root: Path, base: str, branch: str, title: str, body: str, known: Request | None) -> str:
    """Open a request, or give the one that is open its new title and text; return its address."""
    if known:
        gh(root, "pr", "edit", known.url, "--title", title, "--body-file", "-", text=body)
        return known.url
    new = ("--head", branch, "--base", base, "--title", title, "--body-file", "-")
    return gh(root, "pr", "create", *new, text=body).strip()


def _tell_reviewers(root: Path, reviewed: Request, url: str) -> None:
    text = (
        f"What this request is made of has changed since it was reviewed. It stays as it is; the change is in {url}.\n"
    )
    gh(root, "pr", "comment", reviewed.url, "--body-file", "-", text=text)
