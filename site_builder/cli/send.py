"""`papershelf send`: sends an email to its readers."""

from __future__ import annotations

import re
from email.errors import MessageError
from pathlib import Path

import click

from site_builder.cli.console import reported
from site_builder.core.numbers import plural
from site_builder.mail.send import parse_server, ready_mail, send_mail

_PERSON = re.compile(r"[^\s@<>,]+@[^\s@<>,]+")


@click.command()
@click.argument("mail", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--server", envvar="SMTP_URL", help="The server, smtps://name:password@host; better set as SMTP_URL.")
@click.option("--from", "sender", envvar="MAIL_FROM", help="The sender; can be set as MAIL_FROM.")
@click.option("--to", "recipients", envvar="MAIL_TO", help="The recipients, comma-separated; can be set as MAIL_TO.")
@reported
def send(mail: Path, server: str | None, sender: str | None, recipients: str | None) -> None:
    """Send the file MAIL, such as papershelf digest --format eml writes.

    Recipients do not see each other's addresses. Without a server, nothing is sent.

    \b
    Example:
      papershelf send digest.eml
    """
    if not server:
        click.echo("nothing sent: SMTP_URL is not set")
        return
    people = [person.strip() for person in (recipients or "").split(",") if person.strip()]
    try:
        place = parse_server(server)
    except ValueError as error:
        hint = "write smtps://name:password@host; in a password, / # ? and @ are %2F %23 %3F and %40"
        raise click.UsageError(f"{error}; {hint}") from None
    if not people or not all(_PERSON.fullmatch(person) for person in (*people, sender or "")):
        raise click.UsageError("MAIL_FROM and MAIL_TO must be email addresses, separated by commas")
    try:
        send_mail(place, ready_mail(mail.read_bytes(), sender or ""), people)
    except MessageError as error:
        raise click.UsageError(f"{mail} is not an email: {error}") from None
    click.echo(f"sent to {plural(len(people), 'reader')}")
