"""A digest as a mail: HTML, plain text or Markdown by the theme's templates, and all of a mail in one file."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from site_builder.contract.digests import DigestView
from site_builder.contract.document import Template
from site_builder.theme.load import Templates
from site_builder.theme.render import render_page

_SHOWN = {"digest": "DigestView"}
TEMPLATES = {
    "html": Template("mail.html", "A digest as a mail; it also sees `site`. Links must be whole.", _SHOWN),
    "text": Template("mail.txt", "The same as plain text; nothing is escaped.", _SHOWN),
    "markdown": Template("mail.md", "The same as Markdown; text goes through `markdown`, which escapes it.", _SHOWN),
}
FORMATS = (*TEMPLATES, "eml")


def render_mail(templates: Templates, context: dict[str, Any], form: str) -> bytes:
    """Return a digest in one of `FORMATS`; the same digest gives the same bytes at any time."""
    if form != "eml":
        return render_page(templates, (TEMPLATES[form].name,), context)
    digest: DigestView = context["digest"]
    site = context["site"]
    html, text = (render_page(templates, (TEMPLATES[part].name,), context).decode() for part in ("html", "text"))
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
