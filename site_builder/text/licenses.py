"""Licenses as papers name them, to their addresses and the names that SPDX gives them."""

from __future__ import annotations

import re
from typing import NamedTuple

_CREATIVE_COMMONS = re.compile(
    r"(?:https?://creativecommons\.org/(?:licenses|publicdomain)/|cc[\s-]*|creative commons\s*)"
    r"(zero|0|by(?:[\s-](?:nc|nd|sa))*)(?:[\s/-]*v?([1-9]\.0))?(?:/|\b.*)?",
    re.IGNORECASE,
)
_NAMES = "Apache-2.0 BSD-2-Clause BSD-3-Clause ISC MIT ODbL-1.0 ODC-By-1.0 PDDL-1.0"
_OTHERS = {name.lower(): name for name in _NAMES.split()}


class License(NamedTuple):
    """A license: its address and its SPDX identifier, each empty if unknown."""

    address: str = ""
    spdx: str = ""


def find_license(text: str) -> License:
    """Return the license that a text names."""
    text = text.strip()
    if match := _CREATIVE_COMMONS.fullmatch(text):
        kind, version = re.sub(r"\s+", "-", match[1].lower()), match[2]
        if kind in ("zero", "0"):
            return License("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0")
        if version:
            return License(f"https://creativecommons.org/licenses/{kind}/{version}/", f"CC-{kind.upper()}-{version}")
    if known := _OTHERS.get(text.lower()):
        return License(f"https://spdx.org/licenses/{known}.html", known)
    return License(text) if re.fullmatch(r"https?://[^\s<>\"]+", text) else License()
