"""A mail from a file to people, over the server that the environment names; nothing of it is kept."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
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


def send_mail(address: str, mail: EmailMessage, recipients: Sequence[str]) -> None:
    """Send a mail over `smtps://name:password@host:port`, or `smtp://` with encryption as soon as the server has it.

    Raises `OSError` where the server refuses.
    """
    parts = urlsplit(address)
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
    with server:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail, from_addr=mail["From"].addresses[0].addr_spec, to_addrs=list(recipients))
