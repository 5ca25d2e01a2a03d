"""Links of reading lists: what a label or an address says of where a link leads."""

from __future__ import annotations

import re

from site_builder.exchange.identifiers import find_identifiers, read_address
from site_builder.reading.identifiers import IDENTIFIERS, normal_identifier

PAPER = "paper"
"""What links that lead to a paper itself are, until their address says more."""

_LABELS = {
    PAPER: "abs abstract acl acm anthology arxiv cvf doi ieee jmlr link openreview paper pmlr preprint proceedings "
    "springer",
    "pdf": "pdf",
    "html": "html",
    "page": "page",
    "code": "code codes git github gitlab implementation official-code repo repository source source-code star stars "
    "github-stars github-repo pytorch tensorflow jax",
    "project": "project project-page project-website website webpage web homepage home-page site",
    "data": "data dataset datasets benchmark",
    "demo": "demo online-demo space",
    "model": "model models weights checkpoint checkpoints huggingface hugging-face hf",
    "video": "video talk youtube",
    "slides": "slides presentation",
    "poster": "poster",
    "blog": "blog blog-post post",
    "review": "review reviews",
    "supplement": "supplement supplementary supp appendix",
}
_KINDS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()} | dict.fromkeys(
    IDENTIFIERS, PAPER
)
_CODE_HOST = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/", re.IGNORECASE)
_HOSTS = (
    (_CODE_HOST, "code"),
    (re.compile(r"https?://huggingface\.co/datasets/"), "data"),
    (re.compile(r"https?://huggingface\.co/spaces/"), "demo"),
    (re.compile(r"https?://(?:www\.)?(?:youtube\.com|youtu\.be)/"), "video"),
    (re.compile(r"https?://[\w-]+\.(?:github|gitlab)\.io/"), "project"),
)
# Where publishers and repositories keep papers.
_PUBLISHERS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:aaai\.org|acm\.org|aclanthology\.org|aclweb\.org|arxiv\.org|biorxiv\.org|cvf\.com"
    r"|thecvf\.com|ecva\.net|ieee\.org|ijcai\.org|isca-speech\.org|jmlr\.org|mdpi\.com|medrxiv\.org|mlr\.press"
    r"|mlsys\.org|nature\.com|neurips\.cc|nips\.cc|openreview\.net|roboticsproceedings\.org|science\.org"
    r"|sciencedirect\.com|semanticscholar\.org|springer\.com|ssrn\.com|usenix\.org|wiley\.com)/.",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"https?://(?:huggingface\.co/papers/(?P<arxiv>[0-9]{4}\.[0-9]{4,5})"
    r"|(?:dl\.acm\.org/doi|(?:www\.)?science\.org/doi|link\.springer\.com/(?:article|chapter)|[\w-]+\.wiley\.com/doi)/"
    r"(?:abs/|full/|pdf/|book/)?(?P<doi>10\.[0-9]{4,9}/[^\s/?#]+))"
)
_HOMES = {name: tuple(map(re.escape, kind.address.split("{}"))) for name, kind in IDENTIFIERS.items()}
_HOME = {name: re.compile(f"{start}({IDENTIFIERS[name].pattern}){end}") for name, (start, end) in _HOMES.items()}


def label_kind(label: str) -> str:
    """Return the kind of link that a label such as `Code` or `[PDF]` names; empty if it is not a usual one."""
    return _KINDS.get(_plain(label), "")


def link_kind(label: str, address: str) -> str:
    """Return the kind of a labelled link; an unusual label is a kind of its own."""
    if kind := label_kind(label):
        # Lists call much a link; its address knows better.
        return _host_kind(address) or kind if kind == PAPER and not leads_to_paper(address) else kind
    own = _plain(label)
    return _host_kind(address) or (own[:31] if re.match(r"[a-z]", own) else "page")


def plain_kind(address: str) -> str:
    """Return the kind of a link that has no label; empty where its address does not say."""
    return PAPER if leads_to_paper(address) else _host_kind(address)


def leads_to_paper(address: str) -> bool:
    """Return whether an address is that of a paper: it states an identifier, is a PDF, or a publisher's."""
    if _CODE_HOST.match(address):
        return False
    return bool(stated(address) or _PUBLISHERS.match(address) or address.lower().partition("?")[0].endswith(".pdf"))


def stated(address: str) -> dict[str, str]:
    """Return the identifiers that an address states."""
    for name, pattern in _HOME.items():
        if match := pattern.fullmatch(address):
            return {name: normal_identifier(name, match[1])}
    if match := _STATED.fullmatch(address):
        return {name: normal_identifier(name, value) for name, value in match.groupdict().items() if value}
    return find_identifiers(address)


def paper_link(address: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return a paper's address as its identifiers and, where these do not lead to the same page, a link."""
    if any(pattern.fullmatch(address) for pattern in _HOME.values()):
        return stated(address), {}
    exact, link = read_address(address)
    return stated(address), {} if exact and "page" in link else link


def _host_kind(address: str) -> str:
    return next((kind for pattern, kind in _HOSTS if pattern.match(address)), "")


def _plain(label: str) -> str:
    return "-".join(re.findall(r"[a-z0-9_]+", label.lower()))[:60]
