"""A digest as a mail: HTML, plain text or Markdown by the theme's templates, and all of a mail in one file."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from site_builder.contract.digests import DigestView
from site_builder.theme.load import Templates
from site_builder.theme.render import render_page

TEMPLATES = {"html": "mail.html", "text": "mail.txt", "markdown": "mail.md"}
FORMATS = (*TEMPLATES, "eml")


def render_mail(templates: Templates, context: dict[str, Any], form: str) -> bytes:
    """Return a digest in one of `FORMATS`; the same digest gives the same bytes at any time."""
    if form != "eml":
        return render_page(templates, (TEMPLATES[form],), context)
    digest: DigestView = context["digest"]
    site = context["site"]
    html, text = (render_page(templates, (TEMPLATES[part],), context).decode() for part in ("html", "text"))
    seal = blake2b((html + text).encode(), digest_size=12).hexdigest()
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(f"{site.title}: {digest.title}".split())
    message["Message-ID"] = f"<{digest.period.key}.{seal}@{urlsplit(site.base_url).hostname or 'localhost'}>"
    # Mail programs open a message that was not sent yet for sending; From, To and Date are the sender's.
    message["X-Unsent"] = "1"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message.set_boundary(f"=={seal}==")
    return bytes(message)
