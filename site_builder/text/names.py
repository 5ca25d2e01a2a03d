"""Parts of personal names to names as entries write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from site_builder.text.slugs import is_name_suffix, slug, split_name

Author = str | dict[str, str]

_OTHERS = re.compile(r"(?:^|[\s,])(?:(?:and\s+)?et\.?\s+al\b\.?|and\s+others)$|^others$", re.IGNORECASE)
_AND = re.compile(r"\band\b", re.IGNORECASE)


def full_name(given: str = "", particle: str = "", family: str = "", suffix: str = "", *, comma: bool = False) -> str:
    """Return a name's parts in the order of speech: `Ludwig van Beethoven`, `Martin King Jr.`."""
    name = " ".join(part for part in (given, particle, family) if part)
    if particle.endswith(("'", "’")) and family:
        # `d'` and its like stand at the name that they belong to.
        name = " ".join(part for part in (given, particle + family) if part)
    return f"{name}{', ' if comma else ' '}{suffix}" if suffix else name


def distinct(authors: Iterable[Author]) -> list[Author]:
    """Return the authors; the second of one name gets an `id`, since an entry names nobody twice."""
    seen: Counter[str] = Counter()
    result: list[Author] = []
    for author in authors:
        name = author if isinstance(author, str) else author["name"]
        seen[name] += 1
        if seen[name] == 1:
            result.append(author)
        elif stem := slug(name, 70):
            result.append(({} if isinstance(author, str) else author) | {"name": name, "id": f"{stem}-{seen[name]}"})
    return result


def author_fields(authors: Iterable[Author]) -> dict[str, object]:
    """Return an entry's fields of its authors; `et al.` among them is no name, but says that there are others."""
    named: list[Author] = []
    others = False
    for author in authors:
        name = author if isinstance(author, str) else author["name"]
        bare = _OTHERS.sub("", name).rstrip(" ,")
        others |= bare != name.rstrip(" ,")
        if bare:
            named.append(bare if isinstance(author, str) else author | {"name": bare})
    return {"authors": distinct(named), "x-authors": "and others" if others else ""}


class NameParts(NamedTuple):
    """A name as citations need it; a name that is not a person's, or of one word, is all family name."""

    given: str
    particle: str
    family: str
    suffix: str


def name_parts(name: str) -> NameParts:
    """Return the parts of a name in the order of speech; `full_name` of them is the name again."""
    if "," in name or _AND.search(name):
        return NameParts("", "", name, "")
    given, family = split_name(name)
    words = family.split()
    suffix = words.pop() if len(words) > 1 and is_name_suffix(words[-1]) else ""
    # A particle is all in lower case and stands before the family name's last word.
    count = next((n for n, word in enumerate(words[:-1]) if not word.islower()), len(words) - 1)
    if not given or (count and words[count - 1].endswith(("'", "’"))):
        count = 0
    return NameParts(given, " ".join(words[:count]), " ".join(words[count:]), suffix)
