"""Identifiers and addresses as sources write them, in the form that entries use."""

from __future__ import annotations

import re
from hashlib import blake2b
from urllib.parse import quote, unquote

from slugify import slugify

from site_builder.content.values import WINDOWS_DEVICE
from site_builder.model import Entry
from site_builder.reading.identifiers import ARXIV, IDENTIFIERS

MAX_ID = 100

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?<!\.)")

_ARXIV_ID = re.compile(rf"(?:arxiv:\s*)?({ARXIV})(?:v[0-9]+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
# Older DOIs of Wiley hold `<1661::AID-SIM968>`; as part of an address it is encoded.
_DOI = re.compile(r"10\.[0-9]{4,9}/(?:[^\s<>\"{}]|<[0-9]+::[^\s<>]{1,40}>)*[^\s<>\"{}.,;]")
_DOI_OF_ARXIV = re.compile(rf"10\.48550/arxiv\.({ARXIV})(?:v[0-9]+)?", re.IGNORECASE)
# Some tools write several without anything between them.
_ISBN = re.compile(
    r"(?<![0-9])(?:97[89](?:[-–‐ ]?[0-9]){10}(?![0-9])|97[89][0-9]{10}(?=97[89][0-9]{10}(?![0-9]))"
    r"|[0-9](?:[-–‐ ]?[0-9]){8}[-–‐ ]?[0-9Xx](?![0-9]))"
)
_HINT = re.compile(r"10\.|arxiv|abs/|corr|openreview|aclanthology|aclweb|pubmed|pmid|dblp|hal\.", re.IGNORECASE)
_ANYWHERE = {
    "arxiv": re.compile(
        rf"(?:arxiv(?:\.org/(?:abs|pdf|html))?[:/\s]\s*|\babs/)(?:arxiv:)?({ARXIV})(?![0-9])", re.IGNORECASE
    ),
    "doi": re.compile(rf"(?:doi:?\s*|doi\.org/|\A\s*)(?:<a[^>]*?doi\.org/)?({_DOI.pattern})", re.IGNORECASE),
    "openreview": re.compile(r"openreview\.net/(?:forum|pdf)\?id=([\w-]{6,40})"),
    "acl": re.compile(
        r"(?:aclanthology\.org|aclweb\.org/anthology)/(?:papers/\w/\w+/)?"
        r"([A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)"
    ),
    "pmid": re.compile(r"(?:pubmed(?:\.ncbi\.nlm\.nih\.gov)?/|\bpmid:?\s*)([0-9]{1,9})(?![0-9])", re.IGNORECASE),
    "hal": re.compile(r"hal\.(?:science|archives-ouvertes\.fr)/([a-z]+-[0-9]{6,9})"),
    "dblp": re.compile(
        r"dblp\.(?:org|uni-trier\.de)/(?:rec/)(?:bib/)?([\w./+-]{3,100}?)(?:\.bib|\.html|\.xml)?/?(?=\s|\Z)"
    ),
}
_ADDRESSES = {
    "arxiv": re.compile(rf"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/({ARXIV})(?:v[0-9]+)?(?:\.pdf)?/?"),
    "doi": re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.[0-9]{4,9}/[^\s<>\"]+)", re.IGNORECASE),
    "openreview": re.compile(r"https?://openreview\.net/(?:forum|pdf)\?id=([\w-]{6,40})"),
    "acl": re.compile(
        r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/"
        r"([A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)(?:\.pdf)?/?"
    ),
}
# Identifiers that formats have no field for, and that addresses contain.
_HOMES = ("openreview", "acl", "hal")


def safe_id(text: str) -> str:
    """Return the text as an entry's identifier, which is a file's stem on every system; empty where nothing is left."""
    stem = text
    if not _SAFE_ID.fullmatch(stem):
        stem = slugify(text, lowercase=False, regex_pattern=r"[^A-Za-z0-9._-]+").strip("._-")
    if WINDOWS_DEVICE.match(stem):
        stem = f"id-{stem}"
    if len(stem) > MAX_ID:
        stem = f"{stem[: MAX_ID - 9].rstrip('.')}-{blake2b(text.encode(), digest_size=4).hexdigest()}"
    return stem


def is_safe_id(text: str) -> bool:
    """Return whether the text can be a file's stem on every system."""
    return bool(_SAFE_ID.fullmatch(text)) and len(text) <= MAX_ID and not WINDOWS_DEVICE.match(text)


def arxiv_id(text: str, subject: str = "") -> str:
    """Return an arXiv identifier without prefix and version; empty where the text is none.

    `subject` completes an old number on its own: `0309136` of `math`.
    """
    text = text.strip()
    if re.fullmatch(r"[0-9]{7}(?:v[0-9]+)?", text) and re.fullmatch(r"[a-z-]+(?:\.[A-Za-z]{2})?", subject):
        text = f"{subject.partition('.')[0]}/{text}"
    match = _ARXIV_ID.fullmatch(text)
    return match[1] if match else ""


def doi(text: str) -> str:
    """Return the first DOI of a text, without prefix and in lower case; empty where there is none."""
    match = _DOI.search(unquote(text) if "%2" in text else text)
    return match[0].lower().replace("<", "%3c").replace(">", "%3e") if match else ""


def isbn(text: str) -> str:
    """Return the first valid ISBN of a text, without hyphens; the first one if all are misspelled, or empty."""
    found = [re.sub(r"[^0-9Xx]", "", match[0]).upper() for match in _ISBN.finditer(text)]
    return next(filter(_is_valid_isbn, found), found[0] if found else "")


def _is_valid_isbn(text: str) -> bool:
    digits = [10 if char == "X" else int(char) for char in text]
    if len(digits) == 10:
        return sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def find_identifiers(text: str) -> dict[str, str]:
    """Return the identifiers that a text of any kind states: in an address, or behind a word such as `arXiv:`."""
    if not _HINT.search(text):
        return {}
    found = {kind: match[1] for kind, pattern in _ANYWHERE.items() if (match := pattern.search(text))}
    if "doi" in found:
        found["doi"] = doi(found["doi"])
        if match := _DOI_OF_ARXIV.fullmatch(found["doi"]):
            found.setdefault("arxiv", match[1])
    return found


def web_address(text: str | None) -> str:
    """Return an http(s) address with what no address may hold encoded; empty where the text is none."""
    address = (text or "").strip()
    if not re.match(r"https?://[^\s/@]+\.", address):
        return ""
    return re.sub(r"[\s<>\"\\^`{|}]", lambda match: quote(match[0]), address)


def read_address(address: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what an address says: the identifiers that it states, and the link to the PDF or page that it is."""
    stated = {kind: match[1] for kind, pattern in _ADDRESSES.items() if (match := pattern.fullmatch(address))}
    if "doi" in stated:
        return {"doi": stated["doi"].lower()}, {}
    if not address:
        return {}, {}
    return stated, {"pdf" if re.search(r"\.pdf$|/pdf[/?]", address) else "page": address}


def home_address(entry: Entry) -> str:
    """Return the web address of a paper's page or PDF; that of an archive that it has an identifier of, or none."""
    links = [entry.links.get(kind, "") for kind in ("page", "pdf")]
    homes = [IDENTIFIERS[kind].address.format(entry.identifiers[kind]) for kind in _HOMES if kind in entry.identifiers]
    return next((address for address in links + homes if address.startswith(("https://", "http://"))), "")
