"""`papershelf pictures`: fetched from a server on loopback, kept next to the entry; failures are named."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_builder.cli import papershelf
from site_builder.cli import pictures as command
from site_builder.content.pictures import picture_size
from site_builder.exchange.services.client import Client, Limits
from tests.pictures import picture
from tests.shelf import front_matter, write_archive
from tests.unit.exchange.services.conftest import Service

PNG = picture(900, 600, "PNG")
OLD, NEW = "content/papers/2025/old.md", "content/papers/2026/new.md"


@pytest.fixture
def shelf(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("PAPERSHELF_BASES", f"thumbnails={service.base}")
    patient = partial(Client, limits=Limits(silence=5.0, tries=2), sleep=lambda seconds: None)
    monkeypatch.setattr(command, "Client", lambda contact, limits: patient(contact))
    return write_archive(
        tmp_path,
        {
            OLD: front_matter("title: Old", "date: 2025-01-02", "arxiv: 2501.00001"),
            NEW: front_matter("title: New", "date: 2026-01-02", "arxiv: 2601.00001"),
            "content/papers/none.md": front_matter("title: Neither"),
        },
    )


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(papershelf, [*arguments, "--archive", str(root)])


def at(identifier: str) -> str:
    return f"/social-thumbnails/papers/{identifier}.png"


def test_what_is_missing_is_fetched_once_and_named_in_the_entry(shelf: Path, service: Service) -> None:
    service.serve(at("2601.00001"), PNG)
    done = run(shelf, "pictures", "--contact", "you@example.org")
    assert done.exit_code == 0, done.output
    assert "1 picture added, none found for 2 papers" in done.output
    assert picture_size((shelf / "content/papers/2026/new.webp").read_bytes()) == (480, 320)
    assert "arxiv: 2601.00001\nthumbnail: new.webp\n" in (shelf / NEW).read_text()
    asked = [path for path, _ in service.requests]
    assert asked == [at("2601.00001"), at("2501.00001")]  # the newest first
    assert "you@example.org" in service.requests[0][1]
    run(shelf, "pictures")
    assert at("2601.00001") not in [path for path, _ in service.requests[len(asked) :]]
    assert run(shelf, "check").exit_code == 0


def test_a_dry_run_asks_for_nothing(shelf: Path, service: Service) -> None:
    done = run(shelf, "pictures", "--dry-run", "--limit", "1")
    assert done.output == f"{NEW}: {service.base}{at('2601.00001')}\n"
    assert not service.requests


def test_a_file_that_is_no_picture_is_named_and_the_others_are_kept(shelf: Path, service: Service) -> None:
    service.serve(at("2601.00001"), b"<html>a page</html>")
    service.serve(at("2501.00001"), PNG)
    done = run(shelf, "pictures")
    assert done.exit_code == 1
    assert f"{NEW}: {service.base}{at('2601.00001')}: it is not a picture" in done.output
    assert (shelf / "content/papers/2025/old.webp").exists()
    assert "thumbnail" not in (shelf / NEW).read_text()


def test_a_host_that_fails_is_named_and_not_asked_again(shelf: Path, service: Service) -> None:
    service.serve(at("2601.00001"), (503, {}, b""))
    done = run(shelf, "pictures")
    assert done.exit_code == 3
    assert "it answered with status 503, 2 times; try again later" in done.output
    assert {path for path, _ in service.requests} == {at("2601.00001")}


def test_an_entry_cannot_send_requests_into_a_private_network(shelf: Path, service: Service) -> None:
    service.serve("/secret.png", PNG)
    text = front_matter("title: New", "date: 2026-01-02", f"media: ['{service.base}/secret.png']")
    (shelf / NEW).write_text(text, encoding="utf-8")
    done = run(shelf, "pictures", "new")
    assert done.exit_code == 3
    assert "not on the public network" in done.output
    assert not service.requests


def test_a_figure_of_the_paper_comes_before_its_card(
    shelf: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is this machine's own and taken for one of the public network."""
    monkeypatch.setattr("site_builder.exchange.services.client.ip_address", lambda _: type("", (), {"is_global": True}))
    service.serve("/figure.PNG", PNG)
    media = f"media: ['{service.base}/film.mp4', '{service.base}/figure.PNG?x=1']"
    (shelf / NEW).write_text(front_matter("title: New", "arxiv: 2601.00001", media), encoding="utf-8")
    assert run(shelf, "pictures", "new").exit_code == 0
    assert [path for path, _ in service.requests] == ["/figure.PNG?x=1"]


def test_a_picture_of_this_machine_replaces_any_other(shelf: Path, service: Service) -> None:
    figure = shelf / "figure.png"
    figure.write_bytes(PNG)
    done = run(shelf, "pictures", "old", "--from", str(figure))
    assert done.output.startswith("content/papers/2025/old.webp: ")
    assert "thumbnail: old.webp" in (shelf / OLD).read_text()
    figure.write_bytes(b"GIF89a")
    refused = run(shelf, "pictures", "old", "--from", str(figure))
    assert refused.exit_code == 1
    assert f"{figure}: it is" in refused.output
    assert run(shelf, "pictures", "--from", str(figure)).exit_code == 2
    assert "did you mean" in run(shelf, "pictures", "olt").output
    assert not service.requests


@pytest.mark.parametrize(
    ("setting", "names"), [("pictures: yes", ["2602.00001.md", "2602.00001.webp"]), ("", ["2602.00001.md"])]
)
def test_an_import_fetches_pictures_only_where_site_yml_says_so(
    shelf: Path, service: Service, setting: str, names: list[str]
) -> None:
    (shelf / "site.yml").write_text(f"title: A shelf\n{setting}\n")
    service.serve(at("2602.00001"), PNG)
    day = shelf / "2026-02-03.json"
    day.write_text('[{"paper": {"id": "2602.00001", "title": "Shelved", "submittedOnDailyAt": "2026-02-03"}}]')
    done = run(shelf, "import", "hf-daily", str(day))
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (shelf / "content/papers/2026").glob("2602*")) == names


def test_daily_and_add_fetch_the_pictures_of_new_papers(shelf: Path, service: Service) -> None:
    day = [{"paper": {"id": "2602.00001", "title": "Shelved", "submittedOnDailyAt": "2026-02-03"}}]
    service.serve("/day.json", day)
    source = f"daily: {{source: hf-daily, address: '{service.base}/day.json?{{date}}'}}"
    (shelf / "site.yml").write_text(f"title: A shelf\npictures: yes\n{source}\n")
    for identifier in ("2602.00001", "2602.00002"):
        service.serve(at(identifier), PNG)
    daily = run(shelf, "daily", "--date", "2026-02-03")
    added = run(
        shelf, "add", "--date", "2026-02-04", "@misc{a, title={Another}, eprint={2602.00002}, eprinttype={arxiv}}"
    )
    for done in (daily, added):
        assert done.exit_code == 0, done.output
        assert "1 picture added" in done.output
    assert len([*shelf.glob("content/papers/2026/*.webp")]) == 2
