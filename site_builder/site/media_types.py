"""What kinds of files the site has, by the ends of their addresses; the same on every machine."""

from __future__ import annotations

from posixpath import splitext

_TYPES = {
    ".avif": "image/avif",
    ".bib": "application/x-bibtex",
    ".css": "text/css",
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".mp4": "video/mp4",
    ".opml": "text/x-opml",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "application/x-research-info-systems",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
UNKNOWN = "application/octet-stream"


def media_type(url: str) -> str:
    """Return the media type of the file at an address."""
    return _TYPES.get(splitext(url)[1].lower(), UNKNOWN)
