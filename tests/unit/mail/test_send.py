"""A digest to its readers: over a server on this machine that speaks as mail servers do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.cli import papershelf
from tests.web import post_office

MAIL = b"X-Unsent: 1\r\nSubject: Papers\r\nBcc: spy@example.org\r\nContent-Type: text/plain\r\n\r\nOne paper.\r\n"


def sent(tmp_path: Path, **environment: str) -> tuple[int, str]:
    mail = tmp_path / "digest.eml"
    mail.write_bytes(MAIL)
    result = CliRunner().invoke(papershelf, ["send", str(mail)], env={"SMTP_URL": "", "MAIL_TO": ""} | environment)
    return result.exit_code, result.output


def test_readers_get_a_mail_and_do_not_see_each_other(tmp_path: Path) -> None:
    with post_office() as (server, told):
        done = sent(tmp_path, SMTP_URL=server, MAIL_FROM="papers@example.org", MAIL_TO="a@example.org, b@example.org")
    assert done == (0, "sent to 2 readers\n")
    # Pythons differ in how they spell commands.
    assert [line.lower() for line in told if line.lower().startswith("rcpt")] == [
        "rcpt to:<a@example.org>",
        "rcpt to:<b@example.org>",
    ]
    text = told[told.index("data") + 1 :]
    assert "Subject: Papers" in text
    assert "From: papers@example.org" in text
    assert "One paper." in text
    assert not [
        line for line in text if "a@example" in line or "b@example" in line or "spy" in line or "Unsent" in line
    ]


def test_without_a_server_nothing_is_sent(tmp_path: Path) -> None:
    assert sent(tmp_path) == (0, "nothing sent: SMTP_URL is not set\n")


@pytest.mark.parametrize(
    "environment",
    [
        {"SMTP_URL": "https://example.org"},
        {"MAIL_TO": ""},
        {"MAIL_TO": "a@example.org\nBcc: spy@example.org"},
        {"MAIL_FROM": "nobody"},
    ],
)
def test_what_is_no_address_is_wrong_usage(tmp_path: Path, environment: dict[str, str]) -> None:
    sound = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "papers@example.org", "MAIL_TO": "a@example.org"}
    assert sent(tmp_path, **(sound | environment))[0] == 2


def test_a_server_that_refuses_is_told_without_its_password(tmp_path: Path) -> None:
    with post_office(refuses="MAIL") as (server, _):
        status, output = sent(tmp_path, SMTP_URL=server, MAIL_FROM="papers@example.org", MAIL_TO="a@example.org")
    assert status == 3
    assert "550" in output


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with post_office() as (server, _):
        pass
    assert sent(tmp_path, SMTP_URL=server, MAIL_FROM="papers@example.org", MAIL_TO="a@example.org")[0] == 3


def test_a_password_is_not_sent_in_the_clear(tmp_path: Path) -> None:
    with post_office() as (server, told):
        address = server.replace("smtp://", "smtp://me:hush@")
        code, output = sent(tmp_path, SMTP_URL=address, MAIL_FROM="papers@example.org", MAIL_TO="a@example.org")
    assert (code, "offers no encryption" in output, "hush" in output) == (3, True, False)
    assert not [line for line in told if line.lower().startswith(("auth", "mail", "rcpt"))]


@pytest.mark.parametrize("password", ["hush/hush", "hush#hush", "hush?hush", "hush:1hush@", "[hush", "hush@hush/1"])
def test_an_address_that_cannot_be_read_gives_no_part_of_the_password(tmp_path: Path, password: str) -> None:
    environment = {"SMTP_URL": f"smtps://me:{password}@127.0.0.1:1x", "MAIL_FROM": "a@example.org"}
    code, output = sent(tmp_path, MAIL_TO="a@example.org", **environment)
    assert (code, "hush" in output, "%2F" in output) == (2, False, True)
