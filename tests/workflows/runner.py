"""Workflows run here as GitHub runs them: their steps' own shell lines, a fake `gh`, a bare repository to push to."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from site_builder.new_archive import NewArchive, first_entry, new_archive
from tests.conftest import REPOSITORY

PULL_REQUEST = "https://github.com/example/papers/pull/8"

# Answers as GitHub's command does, and keeps what it was asked, the text of a body's file included. As there, a
# branch's name alone finds requests from forks too, the newest first, and thirty of them unless more are asked for.
_GH = f"""#!{sys.executable}
import json, os, pathlib, sys
args = sys.argv[1:]
body = next((args[i + 1] for i, arg in enumerate(args) if arg in ("--body-file", "--notes-file")), "")
text = sys.stdin.read() if body == "-" else pathlib.Path(body).read_text() if body else ""
log = pathlib.Path(os.environ["GH_LOG"])
with log.open("a") as file:
    file.write(json.dumps({{"args": args, "text": text, "token": os.environ.get("GH_TOKEN", "")}}) + "\\n")
if os.environ.get("GH_REFUSES") == args[1]:
    sys.exit("GitHub Actions is not permitted to do this")
if args[:1] == ["api"]:
    print(os.environ["GH_PAGES"]) if os.environ.get("GH_PAGES") else sys.exit("gh: Not Found (HTTP 404)")
if args[:2] == ["release", "view"] and not os.environ.get("GH_RELEASED"):
    sys.exit("release not found")
state = pathlib.Path(os.environ["GH_REQUESTS"])
requests = json.loads(state.read_text()) if state.exists() else []
option = lambda name, default="": args[args.index(name) + 1] if name in args else default
if args[:2] == ["pr", "list"]:
    fields = option("--json").split(",")
    found = [r for r in reversed(requests) if option("--head") in ("", r["headRefName"])][:int(option("--limit", "30"))]
    print(json.dumps([{{field: r.get(field) for field in fields}} for r in found]))
if args[:2] == ["pr", "create"]:
    if ":" in option("--head"):
        sys.exit("this is a branch of a fork")
    if any(r["headRefName"] == option("--head") and not r["isCrossRepository"] for r in requests):
        sys.exit("a pull request for this branch already exists")
    own = sum(not r["isCrossRepository"] for r in requests)
    made = {{"url": f"https://github.com/example/papers/pull/{{8 + own}}", "headRefName": option("--head")}}
    made |= {{"isCrossRepository": False, "reviews": [], "reviewDecision": ""}}
    state.write_text(json.dumps([*requests, made]))
    print(made["url"])
if args[:2] in (["pr", "edit"], ["pr", "comment"]) and args[2] not in [r["url"] for r in requests]:
    sys.exit("no such pull request")
"""
_PAPERSHELF = f'#!/bin/sh\nexec "{sys.executable}" -m site_builder "$@"\n'
# Installs nothing; Papershelf is the checkout's.
_PYTHON = '#!/bin/sh\ntest "$1 $2 $3" = "-m pip install"\n'

# The week of the first entry is last week at any time.
_DATE = '#!/bin/sh\necho "${WEEK:-2026-W22}"\n'

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Call(msgspec.Struct):
    """One call of the fake `gh`."""

    args: list[str]
    text: str
    token: str


class Runner:
    """A machine with a checkout of an archive's main branch; `origin` is a bare repository."""

    def __init__(self, root: Path) -> None:
        self.archive, self.origin, self.temp = root / "archive", root / "origin.git", root / "temp"
        self.summary, self.log = root / "summary.md", root / "gh.jsonl"
        for folder in (self.archive, self.temp, root / "bin"):
            folder.mkdir(parents=True)
        for name, text in (("gh", _GH), ("papershelf", _PAPERSHELF), ("python", _PYTHON), ("date", _DATE)):
            (root / "bin" / name).write_text(text, encoding="utf-8")
            (root / "bin" / name).chmod(0o755)
        self.environment = {
            "PATH": f"{root / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(root),
            "CI": "true",
            "GH_LOG": str(self.log),
            "GH_REQUESTS": str(root / "requests.json"),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_EVENT_PATH": str(root / "event.json"),
            "GITHUB_ENV": str(root / "environment"),
            "GITHUB_OUTPUT": str(root / "output"),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "example/papers",
            "LANG": "C.UTF-8",
        }
        asked = NewArchive("Papers", "2026-05-26")
        for path, data in (new_archive(asked) | first_entry(asked)).items():
            target = self.archive / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("init", "--quiet", "--bare", str(self.origin))
        self.git("remote", "add", "origin", str(self.origin))
        self.commit("Start")
        self.git("push", "--quiet", "origin", "main")

    def git(self, *arguments: str) -> str:
        """Return what git says in the archive."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.archive, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit everything, as a person."""
        self.git("add", "--all")
        self.git("-c", "user.name=Bo", "-c", "user.email=bo@example.org", "commit", "--quiet", "--message", message)

    def checkout(self) -> None:
        """Bring the checkout back to what the main branch holds, as each run of a workflow starts with."""
        self.git("switch", "--quiet", "--force", "main")
        self.git("clean", "--quiet", "--force", "-d", "content")

    def run(self, workflow: str, event: Mapping[str, Any], **more: str) -> list[tuple[str, int, str]]:
        """Run a workflow's `run:` steps and return name, status and output of each.

        After a step that failed only those run that say so, as on GitHub.
        """
        (self.archive.parent / "event.json").write_text(json.dumps(event), encoding="utf-8")
        definition = load_workflow(self.archive / ".github" / "workflows" / workflow)
        shell = definition["defaults"]["run"]["shell"].replace("{0}", "").split()
        results: list[tuple[str, int, str]] = []
        for job in definition["jobs"].values():
            for step in job["steps"]:
                failed = any(status for _, status, _ in results)
                if "run" not in step or (failed and "cancelled()" not in str(step.get("if", ""))):
                    continue
                declared = job.get("env", {}) | step.get("env", {})
                values = {key: _evaluated(str(value), event) for key, value in declared.items()}
                done = subprocess.run(
                    [*shell, "-c", step["run"]],
                    cwd=self.archive,
                    env=self.environment | self._exported() | values | more,
                    capture_output=True,
                    encoding="utf-8",
                    check=False,
                )
                results.append((step["name"], done.returncode, done.stdout + done.stderr))
        return results

    def _exported(self) -> dict[str, str]:
        """Return the variables that earlier steps set for later ones."""
        path = Path(self.environment["GITHUB_ENV"])
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return dict(line.split("=", 1) for line in lines)

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The open pull requests, the oldest first."""
        path = self.archive.parent / "requests.json"
        found: list[dict[str, Any]] = json.loads(path.read_bytes()) if path.exists() else []
        return found

    @requests.setter
    def requests(self, requests: list[dict[str, Any]]) -> None:
        (self.archive.parent / "requests.json").write_text(json.dumps(requests), encoding="utf-8")

    def review(self, url: str) -> None:
        """Approve an open pull request."""
        approval = {"state": "APPROVED", "author": {"login": "curator"}}
        self.requests = [r | {"reviews": [approval]} if r["url"] == url else r for r in self.requests]

    def tip(self, branch: str) -> str:
        """Return the commit at the end of a pushed branch."""
        return self.git("ls-remote", "origin", f"refs/heads/{branch}").partition("\t")[0]

    def calls(self) -> list[Call]:
        """Return the calls of `gh` since the last time."""
        lines = self.log.read_bytes().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [msgspec.json.decode(line, type=Call) for line in lines]

    def pushed(self, branch: str) -> str:
        """Return the files that a pushed branch changes, with the letter of the change; empty without the branch."""
        refs = self.git("ls-remote", "origin", f"refs/heads/{branch}")
        if not refs:
            return ""
        self.git("fetch", "--quiet", "origin", branch)
        return self.git("diff", "--name-status", "main", "FETCH_HEAD")


def load_workflow(path: Path) -> dict[str, Any]:
    """Return a workflow's definition."""
    definition: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)
    return definition


def _evaluated(text: str, event: Mapping[str, Any]) -> str:
    """Return a value of `env:` with its expressions evaluated: the event's fields, the token, variables and secrets."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "github.token":
            return "a-token"
        if name.startswith("inputs."):
            asked, _, rest = name.partition(" && ")
            chosen = rest.split(" || ")[0 if event.get(asked) else 1]
            return chosen.strip("'")
        if name.startswith(("secrets.", "vars.")):
            return str(event.get(name, ""))
        found: Any = {"github": {"event": event}}
        for part in name.split("."):
            found = found[part]
        return str(found)

    return _EXPRESSION.sub(value, text)
