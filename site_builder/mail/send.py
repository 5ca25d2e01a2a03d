"""A mail from a file to people, over the server that the environment names; nothing of it is kept."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

TIMEOUT = 60


def ready_mail(data: bytes, sender: str) -> EmailMessage:
    """Return a mail as it is sent: from the sender, to nobody by name, so that no reader sees another's address."""
    mail = message_from_bytes(data, _class=EmailMessage, policy=SMTP)
    for name in ("X-Unsent", "From", "To", "Cc", "Bcc", "Date"):
        del mail[name]
    mail["From"] = sender
    mail["To"] = "undisclosed-recipients:;"
    mail["Date"] = formatdate()
    return mail


class Server(NamedTuple):
    """A mail server as an address names it; the password is in no message and no traceback."""

    is_encrypted: bool
    host: str
    port: int
    name: str
    password: str

    def __repr__(self) -> str:
        """Return the server without its name and password."""
        return f"Server({self.host}:{self.port})"


def parse_server(address: str) -> Server:
    """Return the server of `smtps://name:password@host:port` or `smtp://…`.

    Raises `ValueError`, with no part of the address, where that is not one.
    """
    try:
        parts = urlsplit(address)
        is_encrypted, port = parts.scheme == "smtps", parts.port
    except ValueError:
        parts, is_encrypted, port = urlsplit(""), False, None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("SMTP_URL is not the address of a mail server") from None
    if parts.fragment:
        raise ValueError("SMTP_URL is not the address of a mail server") from None
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(is_encrypted, parts.hostname, port or (465 if is_encrypted else 587), name, password)


def send_mail(server: Server, mail: EmailMessage, recipients: Sequence[str]) -> None:
    """Send a mail, encrypted if the server can; a password is sent encrypted or not at all.

    Raises `OSError` where the server refuses.
    """
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.is_encrypted:
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    with connection:
        connection.ehlo()
        if not server.is_encrypted and connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif not server.is_encrypted and server.name:
            raise OSError(f"{server.host} offers no encryption, so it gets no password and no mail; write smtps://")
        if server.name:
            _log_in(connection, server)
        connection.send_message(mail, from_addr=mail["From"].addresses[0].addr_spec, to_addrs=list(recipients))


def _log_in(connection: smtplib.SMTP, server: Server) -> None:
    try:
        connection.login(server.name, server.password)
    except UnicodeError:
        raise OSError(f"{server.host}: a name or password with such letters cannot be sent") from None
