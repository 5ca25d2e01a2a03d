"""Parts of personal names to names as entries write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from slugify import slugify

Author = str | dict[str, str]


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
        elif slug := slugify(name, max_length=70):
            result.append(({} if isinstance(author, str) else author) | {"name": name, "id": f"{slug}-{seen[name]}"})
    return result
