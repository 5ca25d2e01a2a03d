"""Keys of services, which are optional and come from the environment."""

from __future__ import annotations

import os


def key_header(header: str, variable: str, before: str = "") -> dict[str, str]:
    """Return the header with the key that the environment has for a service, if it has one."""
    key = os.environ.get(variable, "")
    return {header: before + key} if key.isascii() and key.isprintable() and key else {}


def crossref_key() -> dict[str, str]:
    """Return the header with Crossref's key."""
    return key_header("Crossref-Plus-API-Token", "CROSSREF_API_TOKEN", "Bearer ")
