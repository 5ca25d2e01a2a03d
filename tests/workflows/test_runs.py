"""Every shell line of the workflows, run on events of friends and of strangers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.forms import CORRECTION, HOSTILE, SUBMISSION, answered
from tests.shelf import front_matter
from tests.web import post_office, served
from tests.workflows.runner import PULL_REQUEST, Runner, load_workflow

BRANCH = "papershelf/issue-7"


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def issue(body: str | None, title: str = "Paper: x") -> dict[str, Any]:
    fields = {"number": 7, "title": title, "body": body, "created_at": "2026-05-20T10:00:00Z", "state": "open"}
    return {"action": "opened", "issue": fields}


def test_an_answered_form_becomes_a_pull_request(runner: Runner) -> None:
    body = answered(SUBMISSION, title="A Paper", links="2604.12890").replace("\n", "\r\n")
    assert [status for _, status, _ in runner.run("submit.yml", issue(body))] == [0, 0, 0, 0]
    assert runner.pushed(BRANCH) == "A\tcontent/papers/2026/2604.12890.md\n"
    listed, created, commented = runner.calls()
    assert listed.args[:2] == ["pr", "list"]
    assert created.args == [
        *("pr", "create", "--head", BRANCH, "--base", "main", "--title", "Add 2604.12890", "--body-file", "-")
    ]
    assert created.text.endswith("\nCloses #7\n")
    assert commented.args[:3] == ["issue", "comment", "7"]
    assert f"The pull request: {PULL_REQUEST}\n" in commented.text
    assert {call.token for call in (listed, created, commented)} == {"a-token"}


def test_editing_the_issue_brings_the_pull_request_up_to_date(runner: Runner) -> None:
    runner.run("submit.yml", issue(answered(SUBMISSION, title="A Paper", links="2604.12890")))
    runner.calls()
    runner.checkout()
    tip = runner.tip(BRANCH)
    runner.run("submit.yml", issue(answered(SUBMISSION, title="A Better Title")))
    assert runner.pushed(BRANCH) == "A\tcontent/papers/2026/a-better-title.md\n"
    assert [call.args[:2] for call in runner.calls()] == [["pr", "list"], ["pr", "edit"], ["issue", "comment"]]
    runner.git("merge-base", "--is-ancestor", tip, runner.tip(BRANCH))  # nothing was pushed by force


def fork(branch: str, number: int = 99) -> dict[str, Any]:
    """Return an open request from a stranger's fork."""
    url = f"https://github.com/example/papers/pull/{number}"
    return {"url": url, "headRefName": branch, "isCrossRepository": True, "reviews": [], "reviewDecision": ""}


@pytest.mark.parametrize("count", [1, 40])
def test_a_request_from_a_fork_is_not_taken_for_our_own(runner: Runner, count: int) -> None:
    """Its branch may be named like ours, and there may be more of them than one page lists."""
    body = answered(SUBMISSION, title="A Paper", links="2604.12890")
    runner.run("submit.yml", issue(body))
    runner.requests += [fork(BRANCH, 100 + number) for number in range(count)]
    runner.checkout()
    runner.calls()
    runner.run("submit.yml", issue(answered(SUBMISSION, title="A Better Title")))
    _, edited, commented = runner.calls()
    assert edited.args[:3] == ["pr", "edit", PULL_REQUEST]
    assert f"The pull request: {PULL_REQUEST}\n" in commented.text
    assert not [call for call in runner.calls() if "/pull/1" in str(call.args)]


@pytest.mark.parametrize(("workflow", "branch"), [("submit.yml", BRANCH), ("daily.yml", "papershelf/daily")])
def test_a_fork_that_came_first_is_left_alone(runner: Runner, workflow: str, branch: str) -> None:
    runner.requests = [fork(branch)]
    item = {"id": "x", "type": "article", "title": "A Paper", "issued": {"date-parts": [[2026]]}}
    with served({"/papers.json": [(200, {}, json.dumps([item]).encode())]}) as address:
        with (runner.archive / "site.yml").open("a", encoding="utf-8") as file:
            file.write(f"daily: {{source: csl-json, address: '{address}/papers.json'}}\n")
        runner.commit("A source")
        runner.git("push", "--quiet", "origin", "main")
        runner.run(workflow, issue(answered(SUBMISSION, title="A Paper", links="2604.12890")))
    calls = runner.calls()
    assert [call.args[:2] for call in calls][:2] == [["pr", "list"], ["pr", "create"]]
    assert runner.pushed(branch).startswith("A\tcontent/papers/")
    assert "pull/99" not in "".join(call.text for call in calls)


def test_an_edit_after_a_review_is_another_request(runner: Runner) -> None:
    runner.run("submit.yml", issue(answered(SUBMISSION, title="A Paper", links="2604.12890")))
    runner.review(PULL_REQUEST)
    approved = runner.tip(BRANCH)
    for title, calls in (
        ("Another Paper", ["list", "list", "create", "comment"]),
        ("A Third Paper", ["list", "list", "edit"]),
        ("A Third Paper", ["list", "list", "edit"]),
    ):
        runner.calls()
        runner.checkout()
        runner.run("submit.yml", issue(answered(SUBMISSION, title=title, links="2604.12891")))
        assert runner.tip(BRANCH) == approved
        found = runner.calls()
        assert [call.args[1] for call in found if call.args[0] == "pr"] == calls
        assert "The pull request: https://github.com/example/papers/pull/9\n" in found[-1].text
        if "comment" in calls:
            assert found[3].args[:3] == ["pr", "comment", PULL_REQUEST]
            assert "pull/9" in found[3].text
    assert "A\tcontent/papers/2026/2604.12891.md\n" in runner.pushed(f"{BRANCH}-2")


def test_the_same_edit_again_leaves_an_approved_request(runner: Runner) -> None:
    body = answered(SUBMISSION, title="A Paper", links="2604.12890")
    runner.run("submit.yml", issue(body))
    runner.review(PULL_REQUEST)
    approved = runner.tip(BRANCH)
    runner.checkout()
    runner.calls()
    runner.run("submit.yml", issue(body))
    assert runner.tip(BRANCH) == approved
    assert [call.args[:2] for call in runner.calls()] == [["pr", "list"], ["pr", "edit"], ["issue", "comment"]]


def test_a_request_says_which_edit_it_holds(runner: Runner) -> None:
    edits = []
    for title in ("A Paper", "A Better Title"):
        runner.checkout()
        runner.run("submit.yml", issue(answered(SUBMISSION, title=title)))
        text = next(call.text for call in runner.calls() if call.args[1] in ("create", "edit"))
        (edit,) = re.findall(r"It holds the edit `([0-9a-f]{12})` of the form", text)
        edits.append(edit)
    assert edits[0] != edits[1]


@pytest.mark.parametrize("workflow", ["check.yml", "deploy.yml", "digest.yml"])
@pytest.mark.parametrize("path", ["_site/index.html", ".papershelf/sites/0", "._site.standby/config", "_Site/x"])
def test_a_site_that_git_tracks_is_not_published(runner: Runner, workflow: str, path: str) -> None:
    """It is looked for before a cache is restored over it."""
    target = runner.archive / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("<script>alert(1)</script>", encoding="utf-8")
    runner.git("add", "--force", path)
    runner.commit("Forced")
    ((name, status, output),) = [result for result in runner.run(workflow, {}) if result[0] != "Install Papershelf"]
    assert (name, status) == ("Refuse a site that git tracks", 1)
    assert output.startswith("::error::git tracks what a build makes")


@pytest.mark.parametrize("workflow", ["check.yml", "deploy.yml", "digest.yml"])
def test_a_cache_is_restored_after_the_look_and_with_its_key(runner: Runner, workflow: str) -> None:
    steps = load_workflow(runner.archive / ".github/workflows" / workflow)["jobs"]
    names = [step.get("name", "") for job in steps.values() for step in job["steps"]]
    assert names.index("Refuse a site that git tracks") < names.index("Restore the last build")
    (restored,) = [s for job in steps.values() for s in job["steps"] if s["name"] == "Restore the last build"]
    assert restored["with"]["path"].split() == ["_site", ".papershelf", "~/.local/state/papershelf"]
    commands = [step.get("run", "") for job in steps.values() for step in job["steps"]]
    builds = [command for command in commands if "papershelf build" in command]
    assert builds
    assert all("papershelf build --verify" in command for command in builds)


def test_what_a_person_did_on_the_branch_is_not_overwritten(runner: Runner) -> None:
    runner.git("switch", "--quiet", "--create", BRANCH)
    (runner.archive / "content/papers/2026/by-hand.md").write_text(front_matter("title: By hand"), encoding="utf-8")
    runner.commit("By hand")
    runner.git("push", "--quiet", "origin", BRANCH)
    runner.checkout()
    runner.run("submit.yml", issue(answered(SUBMISSION, title="A Paper")))
    assert runner.pushed(BRANCH) == "A\tcontent/papers/2026/by-hand.md\n"
    assert "was changed by hand" in runner.calls()[-1].text


def test_mistakes_are_answered_on_the_issue(runner: Runner) -> None:
    results = runner.run("submit.yml", issue(answered(SUBMISSION, title="A Paper", published="soon")))
    assert [status for _, status, _ in results] == [0, 0, 0, 0]
    (comment,) = runner.calls()
    assert comment.args[:5] == ["issue", "comment", "7", "--edit-last", "--create-if-none"]
    assert "`published is 'soon', not a date`" in comment.text
    assert runner.pushed(BRANCH) == ""


def test_a_correction_becomes_a_pull_request(runner: Runner) -> None:
    body = answered(CORRECTION, paper="a-first-entry", field="venue", value="A Conference")
    runner.run("submit.yml", issue(body))
    assert runner.pushed(BRANCH) == "M\tcontent/papers/2026/a-first-entry.md\n"
    assert "Correct a-first-entry" in runner.calls()[1].args


def test_other_issues_are_left_alone(runner: Runner) -> None:
    for body in (None, "The site is slow."):
        assert [status for _, status, _ in runner.run("submit.yml", issue(body))] == [0, 0, 0, 0]
    assert runner.calls() == []


def test_a_repository_that_forbids_pull_requests_is_told_what_to_set(runner: Runner) -> None:
    results = runner.run("submit.yml", issue(answered(SUBMISSION, title="A Paper")), GH_REFUSES="create")
    assert [status for _, status, _ in results] == [0, 0, 3, 0]
    assert "allow GitHub Actions to create pull requests" in runner.calls()[-1].text


@pytest.mark.parametrize(
    "answers",
    [
        {"title": "`id` $(touch pwned) ${{ github.token }} ; touch pwned #"},
        {"title": "\n".join(HOSTILE), "authors": "\n".join(HOSTILE)},
        {"title": "A Paper", "abstract": "\n\n".join(HOSTILE), "venue": HOSTILE[4], "tags": HOSTILE[6]},
        {"title": "A Paper", "links": "\n".join(HOSTILE)},
        {"title": "A Paper", "abstract": "x" * 1_000_000},
        {"title": "A Paper", "abstract": "`$(touch pwned)` " * 5_000},
    ],
    ids=["title", "names", "texts", "links", "a megabyte", "a long abstract"],
)
def test_what_strangers_write_does_nothing(runner: Runner, answers: dict[str, str]) -> None:
    event = issue(answered(SUBMISSION, **answers), title="$(touch pwned) `touch pwned` ${{ github.token }}")
    results = runner.run("submit.yml", event)
    assert all(status == 0 for _, status, _ in results)
    assert not list(runner.archive.parent.rglob("pwned"))
    changed = runner.pushed(BRANCH).splitlines()
    assert all(line.startswith("A\tcontent/papers/2026/") for line in changed)
    calls = runner.calls()
    assert calls[-1].args[:3] == ["issue", "comment", "7"]
    assert not [
        argument for call in calls for argument in call.args if "touch pwned" in argument or "@someone" in argument
    ]
    assert len(calls[-1].text) < 65_536


def test_a_pull_request_gets_cards_annotations_and_a_site(runner: Runner) -> None:
    (runner.archive / "content/papers/2026/new.md").write_text(
        front_matter("title: 'A `new` one $(id)'", "date: 2026-05-27"), encoding="utf-8"
    )
    runner.commit("New")
    assert [status for _, status, _ in runner.run("check.yml", {})] == [0] * 6
    summary = runner.summary.read_text(encoding="utf-8")
    assert "### New: `content/papers/2026/new.md`\n\n- title: `` A `new` one $(id) ``\n" in summary
    assert (runner.archive / "_site/papers/new.html").is_file()


def test_a_mistake_is_annotated_at_its_line(runner: Runner) -> None:
    (runner.archive / "content/papers/2026/new.md").write_text(front_matter("titel: x\n\n::error::y"), encoding="utf-8")
    runner.commit("New")
    results = runner.run("check.yml", {})
    assert [status for _, status, _ in results] == [0, 0, 0, 1]
    commands = [line for line in results[-1][2].splitlines() if line.startswith("::")]
    assert commands
    assert all(line.startswith("::error file=content/papers/2026/new.md,line=") for line in commands)


def test_new_papers_of_a_source_become_one_pull_request(runner: Runner) -> None:
    item = {"id": "x", "type": "article", "title": "$(touch pwned) `id` @someone", "issued": {"date-parts": [[2026]]}}
    with served({"/papers.json": [(200, {}, json.dumps([item]).encode())]}) as address:
        site = runner.archive / "site.yml"
        setting = f"daily: {{source: csl-json, address: '{address}/papers.json'}}\n"
        site.write_text(site.read_text(encoding="utf-8") + setting, encoding="utf-8")
        runner.commit("A source")
        runner.git("push", "--quiet", "origin", "main")
        assert [status for _, status, _ in runner.run("daily.yml", {})] == [0] * 6
    assert len(runner.pushed("papershelf/daily").splitlines()) == 1
    _, created = runner.calls()
    assert created.args[:2] == ["pr", "create"]
    assert "touch pwned" not in created.text
    assert not list(runner.archive.parent.rglob("pwned"))


def test_without_a_source_the_daily_run_does_nothing(runner: Runner) -> None:
    assert [status for _, status, _ in runner.run("daily.yml", {})] == [0] * 6
    assert runner.calls() == []


def test_what_services_say_of_listed_papers_becomes_one_pull_request(runner: Runner) -> None:
    path = "content/papers/2026/old.md"
    (runner.archive / path).write_text(front_matter("title: Old", "doi: 10.1000/old"), encoding="utf-8")
    runner.commit("A paper")
    runner.git("push", "--quiet", "origin", "main")
    notice = {"DOI": "10.1000/n", "type": "retraction", "updated": {"date-parts": [[2026, 5, 3]]}}
    work = {"DOI": "10.1000/old", "title": ["Old"], "updated-by": [notice]}
    with served({"/works": [(200, {}, json.dumps({"message": {"items": [work]}}).encode())]}) as address:
        bases = f"crossref={address} arxiv={address}"
        results = runner.run("refresh.yml", {}, PAPERSHELF_BASES=bases)
        assert [status for _, status, _ in results] == [0, 0, 0, 0, 0], results
    assert runner.pushed("papershelf/refresh") == f"M\t{path}\n"
    _, created = runner.calls()
    assert f"- `{path}`: `Crossref has a retraction of 2026-05-03 https://doi.org/10.1000/n`\n" in created.text


def test_the_main_branch_is_built_before_pages_is_on(runner: Runner) -> None:
    results = runner.run("deploy.yml", {})
    assert [status for _, status, _ in results] == [0, 0, 0, 0]
    assert "::notice::GitHub Pages is off" in results[2][2]
    assert "https://github.com/example/papers/settings/pages" in results[2][2]
    assert not Path(runner.environment["GITHUB_OUTPUT"]).exists()
    assert (runner.archive / "_site/index.html").is_file()
    assert not (runner.archive / "_site/sitemap.xml").exists()


def test_pages_says_the_address_of_the_site(runner: Runner) -> None:
    results = runner.run("deploy.yml", {}, GH_PAGES="https://example.github.io/papers/", GUARD=" ")
    assert [status for _, status, _ in results] == [0, 0, 0, 0]
    assert Path(runner.environment["GITHUB_OUTPUT"]).read_text(encoding="utf-8") == "pages=on\n"
    assert "https://example.github.io/papers/" in (runner.archive / "_site/sitemap.xml").read_text(encoding="utf-8")


def test_an_address_that_is_published_is_lost_on_purpose_only(runner: Runner) -> None:
    with served({"/addresses.txt": [(200, {}, b"index\npapers/gone\n")]}) as address:
        site = runner.archive / "site.yml"
        site.write_text(site.read_text(encoding="utf-8") + f"base_url: {address}/\n", encoding="utf-8")
        runner.commit("An address")
        checked, built = runner.run("check.yml", {}), runner.run("deploy.yml", {})
        assert [status for _, status, _ in runner.run("deploy.yml", {"inputs.lose": True})] == [0, 0, 0, 0]
    assert [status for _, status, _ in checked] == [0, 0, 0, 0, 1]
    assert [status for _, status, _ in built] == [0, 0, 0, 1]
    assert "papers/gone" in built[-1][2]


def test_the_digest_of_last_week_becomes_a_release_once(runner: Runner) -> None:
    assert [status for _, status, _ in runner.run("digest.yml", {})] == [0, 0, 0, 0, 0, 0]
    looked, created = runner.calls()
    assert looked.args == ["release", "view", "digest-2026-W22"]
    assert created.args[:3] == ["release", "create", "digest-2026-W22"]
    assert "A first entry, to be replaced" in created.text
    assert re.search(r"To read offline: site\.zip \(\d+ files, [\d.]+ [kM]B\)\. Unpack it", created.text)
    with ZipFile(created.args[-1]) as packed:
        assert "papers/index.html" in packed.namelist()
    runner.run("digest.yml", {}, GH_RELEASED="1")
    assert [call.args[1] for call in runner.calls()] == ["view"]


def test_a_week_without_papers_is_passed_over(runner: Runner) -> None:
    assert [status for _, status, _ in runner.run("digest.yml", {}, WEEK="2026-W01")] == [0, 0, 0, 0, 0, 0]
    assert runner.calls() == []


def test_the_digest_is_sent_where_a_server_is_named(runner: Runner) -> None:
    with post_office() as (server, told):
        settings = {"secrets.SMTP_URL": server, "vars.MAIL_FROM": "p@example.org", "vars.MAIL_TO": "a@example.org"}
        results = runner.run("digest.yml", settings)
    assert results[-1][1:] == (0, "sent to 1 reader\n")
    assert "rcpt TO:<a@example.org>" in told
