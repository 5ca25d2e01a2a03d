"""BibTeX as bibliographies have it, read by Papershelf and by pandoc: where they differ, and which of them is wrong.

python -m benchmarks.pandoc [PAPERS] [--size 3000] [--seed 1] [--pandoc PATH]

The entries are made, so what they say is known. PAPERS is a file of CSL-JSON lines, gzipped or not, that gives
titles, names and venues; without one they are invented.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from site_builder.content.entries import parse_entry
from site_builder.exchange.exporters.csl_json import csl_item
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.importers.json_streams import lines, open_stream
from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import render_entry

FIELDS = ("title", "names", "families", "venue", "date", "pages", "doi")

Values = dict[str, str]


class Paper(NamedTuple):
    """What an entry is made from; authors as (given, family)."""

    title: str
    authors: list[tuple[str, str]]
    venue: str
    year: int


class Made(NamedTuple):
    """An entry: its key, its BibTeX, what each field says, and the shape that it has it in."""

    key: str
    bibtex: str
    says: Values
    shapes: Values


# A way to write a value: the BibTeX fields of it, and what they say if that is not the value itself.
Written = tuple[Values, str]

_MARKS = {"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u0304": "=", "\u0307": "."}
_LETTER_MARKS = {"\u0327": "c", "\u030c": "v", "\u0306": "u", "\u030b": "H", "\u0328": "k", "\u030a": "r"}
_LETTERS = {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "ı": "i", "đ": "dj"}
_ESCAPED = "&%#_${}"
_ACCENTS: dict[str, Callable[[str, str], str]] = {
    "braces around": lambda mark, letter: f"{{\\{mark}{' ' if mark.isalpha() else ''}{letter}}}",
    "braces inside": lambda mark, letter: f"\\{mark}{{{letter}}}",
    "both braces": lambda mark, letter: f"{{\\{mark}{{{letter}}}}}",
    "no braces": lambda mark, letter: f"\\{mark}{f'{{{letter}}}' if mark.isalpha() else letter}",
}


def tex(text: str, accents: str = "UTF-8") -> str:
    """Return text as TeX, its accents in one of several ways."""
    return "".join(_letter(char, accents) for char in text)


def _letter(char: str, accents: str) -> str:
    if char in _ESCAPED:
        return f"\\{char}"
    if char.isascii() or accents not in _ACCENTS:
        return char
    if char in _LETTERS:
        return f"{{\\{_LETTERS[char]}}}" if accents != "braces inside" else f"\\{_LETTERS[char]}{{}}"
    decomposed = unicodedata.normalize("NFD", char)
    base, mark = decomposed[0], (_MARKS | _LETTER_MARKS).get(decomposed[1:], "")
    return _ACCENTS[accents](mark, base) if mark and base.isascii() else char


def _names(form: str, paper: Paper, accents: str) -> Written:
    """Return authors in a form; the second part says their families, in order."""
    people = paper.authors
    written: list[str] = []
    families: list[str] = []
    names: list[str] = []
    for number, (given, family) in enumerate(people):
        first, last, suffix = tex(given, accents), tex(family, accents), ""
        plain = family
        if form == "spoken" and " " not in family and not family[:1].islower():
            written.append(f"{first} {last}".strip())
        elif form == "two words" and number == 0:
            plain = f"García {family}"
            written.append(f"{tex('García', accents)} {last}, {first}")
        elif form == "particle" and number == 0:
            plain = f"van der {family}"
            written.append(f"van der {last}, {first}")
        elif form == "suffix" and number == 0:
            suffix = "Jr."
            written.append(f"{last}, Jr., {first}")
        elif form == "group" and number == 0:
            given, plain = "", f"Shelf Consortium of {family}"
            written.append(f"{{Shelf Consortium of {last}}}")
        elif form == "extended":
            written.append(f"family={{{last}}}, given={{{first}}}")
        elif form == "ties":
            written.append(f"{last}, {tex(given.replace(' ', '~'), accents)}")
        elif form == "family in braces":
            written.append(f"{{{last}}}, {first}")
        else:
            written.append(f"{last}, {first}")
        families.append(plain)
        names.append(" ".join((given, plain, suffix)))
    return {"author": " and ".join(written), "names": "; ".join(names)}, "; ".join(families)


_TITLES: dict[str, Callable[[str], Written]] = {
    "plain": lambda title: ({"title": tex(title)}, title),
    "accents in TeX": lambda title: ({"title": tex(f"Études of {title}", "braces around")}, f"Études of {title}"),
    "capitals in braces": lambda title: ({"title": re.sub(r"\b([A-Z]\w*)", r"{\1}", tex(title))}, title),
    "double braces": lambda title: ({"title": f"{{{tex(title)}}}"}, title),
    "formula": lambda title: ({"title": rf"{tex(title)} in $x^{{2}}$"}, f"{title} in x2"),
    "lowered": lambda title: ({"title": rf"CO\textsubscript{{2}} and {tex(title)}"}, f"CO2 and {title}"),
    "styles": lambda title: ({"title": rf"\emph{{On}} \textbf{{{tex(title)}}} \texttt{{x}}"}, f"On {title} x"),
    "signs": lambda title: ({"title": rf"{tex(title)} {{\textless}} 1 \& 5\%"}, f"{title} < 1 & 5%"),
    "quotes": lambda title: ({"title": f"``{tex(title)}'' --- `two'"}, f"{title} two"),
    "subtitle": lambda title: ({"title": tex(title), "subtitle": "A Study"}, f"{title}: A Study"),
    "HTML": lambda title: ({"title": f"{tex(title)} &amp; <i>more</i>"}, f"{title} & more"),
}
_VENUES: dict[str, Callable[[str], Written]] = {
    "journal": lambda venue: ({"journal": f"{{{tex(venue)}}}"}, venue),
    "journaltitle": lambda venue: ({"journaltitle": f"{{{tex(venue)}}}"}, venue),
    "concatenated": lambda venue: ({"journal": f'jol # " of " # {{{tex(venue)}}}'}, f"Journal of {venue}"),
    "macro": lambda venue: ({"journal": "jol"}, "Journal"),
    "booktitle": lambda venue: ({"booktitle": f"{{{tex(venue)}}}"}, venue),
}
_DATES: dict[str, Callable[[int], Written]] = {
    "year": lambda year: ({"year": f"{year}"}, f"{year}"),
    "year and macro": lambda year: ({"year": f"{{{year}}}", "month": "may"}, f"{year}-5"),
    "year and number": lambda year: ({"year": f"{{{year}}}", "month": "{05}"}, f"{year}-5"),
    "year and name": lambda year: ({"year": f"{{{year}}}", "month": "{July}"}, f"{year}-7"),
    "days and name": lambda year: ({"year": f"{{{year}}}", "month": "{13--18 Jul}"}, f"{year}-7"),
    "date": lambda year: ({"date": f"{{{year}-05-03}}"}, f"{year}-5-3"),
    "range": lambda year: ({"date": f"{{{year}-05/{year}-06}}"}, f"{year}-5"),
}
_PAGES: dict[str, Callable[[str], Written]] = {
    "two hyphens": lambda pages: ({"pages": f"{{{pages.replace('-', '--')}}}"}, pages),
    "one hyphen": lambda pages: ({"pages": f"{{{pages}}}"}, pages),
    "a dash": lambda pages: ({"pages": f"{{{pages.replace('-', '–')}}}"}, pages),
}
_DOIS: dict[str, Callable[[str], Written]] = {
    "bare": lambda doi: ({"doi": f"{{{doi}}}"}, doi),
    "address": lambda doi: ({"doi": f"{{https://doi.org/{doi}}}"}, doi),
    "escaped": lambda doi: ({"doi": f"{{{doi.replace('_', chr(92) + '_')}}}"}, doi),
    "none": lambda doi: ({}, ""),
}
_NAMES = (
    "family first",
    "spoken",
    "two words",
    "particle",
    "suffix",
    "group",
    "extended",
    "ties",
    "family in braces",
)
_START = '@string{jol = "Journal"}\n'


def make_entries(papers: Sequence[Paper], seed: int) -> list[Made]:
    """Return an entry for each paper, each field in a shape that the seed chooses."""
    chance = random.Random(seed)
    return [_entry(f"key{number}", paper, chance) for number, paper in enumerate(papers)]


def _entry(key: str, paper: Paper, chance: random.Random) -> Made:
    form, accents = chance.choice(_NAMES), chance.choice(("UTF-8", *_ACCENTS))
    authors, families = _names(form, paper, accents)
    shapes = {"names": f"{form}, accents: {accents}", "families": f"{form}, accents: {accents}"}
    says = {"names": authors.pop("names"), "families": families}
    fields = {name: f"{{{value}}}" for name, value in authors.items()}
    first = chance.randrange(1, 900)
    values: dict[str, tuple[Mapping[str, Callable[[Any], Written]], Any]] = {
        "title": (_TITLES, paper.title),
        "venue": (_VENUES, paper.venue),
        "date": (_DATES, paper.year),
        "pages": (_PAGES, f"{first}-{first + 9}"),
        "doi": (_DOIS, f"10.5555/{key}_{first}"),
    }
    for field, (ways, value) in values.items():
        shapes[field] = chance.choice(list(ways))
        written, says[field] = ways[shapes[field]](value)
        braced = field == "title"
        fields |= {name: f"{{{text}}}" for name, text in written.items()} if braced else written
    kind = "inproceedings" if "booktitle" in fields else "article"
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return Made(key, f"@{kind}{{{key},\n{lines}}}\n", says, shapes)


def load_papers(path: Path, size: int, seed: int) -> list[Paper]:
    """Return papers of a file of CSL-JSON lines, chosen by the seed."""
    with open_stream(path) as file:
        found = [paper for line in lines(file) if (paper := _paper(json.loads(line)))]
    return random.Random(seed).sample(found, min(size, len(found)))


def _paper(item: Mapping[str, Any]) -> Paper | None:
    authors = [(str(one.get("given", "")), str(one["family"])) for one in item.get("author", ()) if one.get("family")]
    title = str(item.get("title", ""))
    # Their TeX, and names that are lists or particles, would need a reader to say what they mean.
    odd = re.compile(r"[\\${}<>&~^`,*0-9]|\band\b|'|\b[IVX]+\b|[JS]r\b", re.IGNORECASE)
    simple = [name for name in authors if name[0] and not any(odd.search(part) or _has_particle(part) for part in name)]
    year = item.get("issued", {}).get("date-parts", [[0]])[0][0]
    if not simple or re.search(r"[\\${}<>&~^`'\"]|--", title) or not year:
        return None
    return Paper(title, simple[:8], str(item.get("container-title") or "Meeting on Shelves"), int(year))


def _has_particle(part: str) -> bool:
    return any(not word[0].isupper() for word in part.split())


def invent_papers(size: int, seed: int) -> list[Paper]:
    """Return invented papers."""
    chance = random.Random(seed)
    words = "Shelves Ladders Lamps Rooms Counting Learning Études Deep Notes on the of with CRISPR COVID-19".split()
    givens = "Ana Bo Émile Łukasz Çağla Øystein J. Mary-Ann Jean Pierre".split()
    families = "Oak Fir Gómez Ångström Şahin Thrift Köhler Nguyễn Dvořák Sørensen O'Neil Reed-Smith Čapek".split()
    return [
        Paper(
            " ".join(chance.sample(words, chance.randrange(3, 7))),
            [(chance.choice(givens), chance.choice(families)) for _ in range(chance.randrange(1, 5))],
            f"Meeting on {chance.choice(words)}",
            chance.randrange(1970, 2027),
        )
        for _ in range(size)
    ]


def read_by_us(path: Path) -> dict[str, Values]:
    """Return what Papershelf's own export says of each entry after an import."""
    found = {}
    for record in IMPORTERS["bibtex"].read([path], {}):
        if isinstance(record, Record):
            entry = parse_entry(f"content/papers/{record.id}.md", render_entry(record).encode(), "").entry
            found[record.id] = values_of(csl_item(entry, record.id)) if entry else {}
    return found


def read_by_pandoc(path: Path, pandoc: str) -> dict[str, Values]:
    """Return what pandoc says of each entry."""
    command = [pandoc, "--from", "biblatex", "--to", "csljson", str(path)]
    items = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {item["id"]: values_of(item) for item in items}


def values_of(item: Mapping[str, Any]) -> Values:
    """Return the fields of a CSL item in the form that they are compared in."""
    authors = item.get("author", [])
    date = item.get("issued", {}).get("date-parts", [[]])[0]
    return {
        "title": item.get("title", ""),
        "names": "; ".join(" ".join((one.get("given", ""), _family(one), one.get("suffix", ""))) for one in authors),
        "families": "; ".join(map(_family, authors)),
        "venue": item.get("container-title", ""),
        "date": "-".join(str(int(part)) for part in date),
        "pages": item.get("page", ""),
        "doi": item.get("DOI", "").lower(),
    }


def _family(name: Mapping[str, str]) -> str:
    parts = (name.get(part, "") for part in ("dropping-particle", "non-dropping-particle", "family", "literal"))
    return " ".join(part for part in parts if part)


def normal(field: str, value: str) -> str:
    """Return a value without what is a matter of style: case, mark-up, dashes, and punctuation of texts."""
    if field in ("date", "doi"):
        return value
    if field == "pages":
        return re.sub("[–—]", "-", value)
    text = re.sub(r"</?(?:i|b|sub|sup|span|em|strong)\b[^>]*>|\\\w+", "", value)
    text = unicodedata.normalize("NFC", text).casefold()
    keep = "; " if field in ("names", "families") else ""
    text = re.sub(r"[^\w;]+", " ", text) if keep else "".join(char for char in text if char.isalnum())
    return " ".join(text.replace(" ;", ";").split())


class Difference(NamedTuple):
    """A field that the two readers do not agree about, or that neither has as the entry says."""

    field: str
    shape: str
    key: str
    says: str
    ours: str
    pandocs: str

    @property
    def is_ours(self) -> bool:
        """Whether Papershelf has it otherwise than the entry says."""
        return normal(self.field, self.ours) != normal(self.field, self.says)


def compare(entries: Sequence[Made], folder: Path, pandoc: str) -> Iterator[Difference]:
    """Yield what is not as the entries say, by either reader."""
    path = folder / "papers.bib"
    path.write_text(_START + "".join(entry.bibtex for entry in entries), encoding="utf-8")
    ours, pandocs = read_by_us(path), read_by_pandoc(path, pandoc)
    for entry in entries:
        for field in FIELDS:
            said = entry.says[field]
            values = [found.get(entry.key, {}).get(field, "") for found in (ours, pandocs)]
            if any(normal(field, value) != normal(field, said) for value in values):
                yield Difference(field, entry.shapes[field], entry.key, said, *values)


def find_pandoc() -> str:
    """Return where pandoc is: on the path or in the package `pypandoc_binary`; empty where it is not."""
    if found := shutil.which("pandoc"):
        return found
    try:
        import pypandoc  # type: ignore[import-not-found]
    except ImportError:
        return ""
    return str(pypandoc.get_pandoc_path())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="?", type=Path)
    parser.add_argument("--size", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pandoc", default=find_pandoc())
    wanted = parser.parse_args()
    if not wanted.pandoc:
        sys.exit("pandoc is not installed: pip install pypandoc_binary, or name it with --pandoc")
    make = (
        load_papers(wanted.papers, wanted.size, wanted.seed)
        if wanted.papers
        else invent_papers(wanted.size, wanted.seed)
    )
    entries = make_entries(make, wanted.seed)
    with TemporaryDirectory() as folder:
        found = list(compare(entries, Path(folder), wanted.pandoc))
    print(f"{len(entries):,} entries, {sum(len(entry.says['families'].split('; ')) for entry in entries):,} names")
    print(f"{'field':<9} {'shape':<44} entries  pandoc wrong  Papershelf wrong")
    used = Counter((field, entry.shapes[field]) for entry in entries for field in FIELDS)
    by_kind: dict[tuple[str, str], list[Difference]] = {}
    for one in found:
        by_kind.setdefault((one.field, one.shape), []).append(one)
    for kind, ones in sorted(by_kind.items()):
        wrong = sum(one.is_ours for one in ones)
        pandocs = sum(normal(one.field, one.pandocs) != normal(one.field, one.says) for one in ones)
        print(f"{kind[0]:<9} {kind[1]:<44} {used[kind]:7,}  {pandocs:12,}  {wrong:16,}")
        example = next((one for one in ones if one.is_ours), ones[0])
        print(f"          {example.key}: {example.says!r}; Papershelf {example.ours!r}, pandoc {example.pandocs!r}")
    for field in FIELDS:
        ones = [one for one in found if one.field == field]
        same = len(entries) - len(ones)
        print(
            f"{field}: {same:,} of {len(entries):,} the same and right; Papershelf wrong {sum(o.is_ours for o in ones)}"
        )


if __name__ == "__main__":
    main()
