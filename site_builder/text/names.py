"""Parts of personal names to names as entries write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from site_builder.text.slugs import is_name_suffix, slug, split_name

Author = str | dict[str, str]

_OTHERS = re.compile(r"(?:^|[\s,])(?:(?:and\s+)?et\.?\s+al\b\.?|and\s+others)$|^others$", re.IGNORECASE)
_SUFFIX_BEHIND = re.compile(r"(.*?),?\s*,\s*([JS]r\.?|I{2,3}|IV)")
_AND = re.compile(r"\band\b", re.IGNORECASE)


def full_name(given: str = "", particle: str = "", family: str = "", suffix: str = "", *, comma: bool = False) -> str:
    """Return a name's parts in the order of speech: `Ludwig van Beethoven`, `Martin King Jr.`."""
    # `d'` and the like join the name that follows.
    joins = family and (particle or given).endswith(("'", "’"))
    before = " ".join(part for part in (given, particle) if part)
    name = before + family if joins else " ".join(part for part in (before, family) if part)
    return f"{name}{', ' if comma else ' '}{suffix}" if suffix else name


def distinct(authors: Iterable[Author]) -> list[Author]:
    """Return the authors; the second of one name gets an `id`, since an entry names nobody twice."""
    seen: Counter[str] = Counter()
    result: list[Author] = []
    for author in authors:
        name = author if isinstance(author, str) else author["name"]
        seen[name] += 1
        if seen[name] == 1 or (isinstance(author, dict) and author.get("id") and author not in result):
            result.append(author)
        elif stem := slug(name, 70):
            result.append(({} if isinstance(author, str) else author) | {"name": name, "id": f"{stem}-{seen[name]}"})
    return result


def author_fields(authors: Iterable[Author]) -> dict[str, object]:
    """Return an entry's fields of its authors; `et al.` among them is not a name, but says that there are others."""
    named: list[Author] = []
    others = False
    for author in authors:
        name = author if isinstance(author, str) else author["name"]
        bare = _OTHERS.sub("", name).rstrip(" ,")
        others |= bare != name.rstrip(" ,")
        if bare:
            named.append(bare if isinstance(author, str) else author | {"name": bare})
    return {"authors": distinct(named), "x-authors": "and others" if others else ""}


# What ends, or starts, the name of a group and hardly ever that of a person; there are people whose name is The.
_GROUP = re.compile(
    r"The \S+|Team .+|.+ (?:Team|Developers|Contributors|Collaboration|Consortium|Organi[sz]ation|Committee|Association"
    r"|Foundation|Institute|Initiative|Working Group|Group|Labs?|Laborator(?:y|ies)|Project|University|Society"
    r"|Community|Network)"
)


class NameParts(NamedTuple):
    """A name as citations need it; a name that is not a person's, or of one word, is all family name."""

    given: str
    particle: str
    family: str
    suffix: str

    @property
    def whole_family(self) -> str:
        """The family name with its particle: `van Beethoven`."""
        return full_name(particle=self.particle, family=self.family)


@lru_cache(maxsize=1 << 12)
def name_parts(name: str, family: str = "") -> NameParts:
    """Return the parts of a name in the order of speech; `full_name` of them is the name again.

    `family` is the family name where an entry states it. Otherwise it is guessed: the last word, with the lower-case
    words before it as its particle.
    """
    if family and (start := _last_word(name, family)) >= 0:
        rest = name[start + len(family) :].strip(" ,")
        if not rest or is_name_suffix(rest):
            return NameParts(name[:start].strip(), "", family, rest)
    if "," in name or _AND.search(name) or _GROUP.fullmatch(name):
        return NameParts("", "", name, "")
    given, family = split_name(name)
    words = family.split()
    suffix = words.pop() if len(words) > 1 and is_name_suffix(words[-1]) else ""
    # A particle is in lower case and comes before the family name's last word.
    count = next((n for n, word in enumerate(words[:-1]) if not word.islower()), len(words) - 1)
    if not given or (count and words[count - 1].endswith(("'", "’"))):
        count = 0
    return NameParts(given, " ".join(words[:count]), " ".join(words[count:]), suffix)


def person(
    given: str = "",
    particle: str = "",
    family: str = "",
    suffix: str = "",
    *,
    comma: bool = False,
    orcid: str = "",
    affiliation: str = "",
) -> Author:
    """Return an author of a name's parts: the name, with its family name where that would be guessed wrong."""
    if not (family or particle):
        given, family = "", given
    if not suffix and (match := _SUFFIX_BEHIND.fullmatch(given)):
        given, suffix = match.groups()
    name = full_name(given, particle, family, suffix, comma=comma)
    whole = full_name(particle=particle, family=family)
    guessed = name_parts(name)
    same = (guessed.given, guessed.whole_family, guessed.suffix) == (given, whole, suffix)
    stated = "" if same else whole or name
    fields = {"name": name, "family": stated, "orcid": orcid, "affiliation": affiliation}
    present = {key: value for key, value in fields.items() if value}
    return present if len(present) > 1 else name


def group(name: str, orcid: str = "") -> Author:
    """Return an author that is not a person: all of the name is family name."""
    return person(family=name, orcid=orcid)


def _last_word(name: str, part: str) -> int:
    """Return where a part of a name last occurs as whole words; -1 if it does not."""
    start = name.rfind(part)
    while start >= 0:
        before, after = name[start - 1 : start], name[start + len(part) :][:1]
        if before in ("", " ", "'", "’") and after in ("", " ", ","):
            return start
        start = name.rfind(part, 0, start + len(part) - 1)
    return -1
