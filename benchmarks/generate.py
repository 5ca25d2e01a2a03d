"""A synthetic archive of any size: `python -m benchmarks.generate FOLDER --papers N --seed S`.

Words, authors, tags, organizations and venues come up as often as Zipf's law has it, since the cost of a site
is the number and length of its lists. All of them are made of syllables, so nobody who exists is named.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from site_builder.exchange.record import Record
from site_builder.exchange.write_entry import render_entry

FIRST_DAY = date(2019, 1, 7)
PAPERS_A_DAY = 10

_STARTS = "b br ch d dr f fl g gr h j k kl l m n p pr qu r s sk st t tr v w z".split()
_VOWELS = "a e i o u ai ea io ou".split()
_ENDS = ["", "", "", "l", "m", "n", "r", "s", "t"]
_ACCENTS = str.maketrans("aeiou", "áéíöü")
_FORMULAS = (
    r"$O({a} \log {b})$",
    r"$\sum_{{{a}=1}}^{{{b}}} {a}^2 \leq {c}$",
    r"$\alpha_{{{a}}} \in \mathbb{{R}}^{{{b}}}$",
    r"$\frac{{{a}}}{{{b}+{c}}}$",
    r"$p({a} \mid {b})$",
)
_SITE = """\
title: A shelf of {papers} generated papers
description: Words, names and dates are made of chance.
base_url: https://example.org/shelf/
"""


class Zipf:
    """Draws items, the first ones most often: the n-th about 1 / (n + shift) times."""

    def __init__(self, items: list[str], shift: float) -> None:
        self.items = items
        self._weights = list(accumulate(1 / (rank + shift) for rank in range(1, len(items) + 1)))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """Return `count` items; one may come twice."""
        return rng.choices(self.items, cum_weights=self._weights, k=count)

    def draw_distinct(self, rng: random.Random, count: int) -> list[str]:
        """Return at most `count` items, each once."""
        return list(dict.fromkeys(self.draw(rng, count)))


class Shelf:
    """The vocabulary of an archive, and its papers."""

    def __init__(self, papers: int, seed: int) -> None:
        self._papers = papers
        self._rng = rng = random.Random(seed)
        words = _distinct(lambda: _word(rng, rng.choice((1, 2, 2, 3))), 20_000)
        self._words = Zipf(words, 2.7)
        self._authors = Zipf(_distinct(lambda: _person(rng), 10 + 6 * papers), 300)
        self._tags = Zipf(_distinct(lambda: " ".join(rng.sample(words, rng.choice((1, 2, 2, 3)))), 10 + 2 * papers), 20)
        self._organizations = Zipf(_distinct(lambda: f"{_word(rng, 3).title()} Institute", 10 + papers // 8), 5)
        self._venues = Zipf(_distinct(lambda: f"Journal of {_word(rng, 3).title()}", 10 + papers // 1_000), 3)

    def records(self) -> Iterator[Record]:
        """Yield the papers, oldest first, about as many a working day."""
        for number in range(self._papers):
            weeks, weekday = divmod(number // PAPERS_A_DAY, 5)
            yield self._record(number, FIRST_DAY + timedelta(weeks=weeks, days=weekday))

    def _record(self, number: int, day: date) -> Record:
        rng = self._rng
        name = f"{day:%y%m}.{number:06}"
        fields: dict[str, object] = {
            "title": self._title(),
            "authors": self._authors.draw_distinct(rng, min(1 + int(rng.expovariate(0.2)), 60)),
            "date": day.isoformat(),
            "published": (day - timedelta(days=rng.randrange(30))).isoformat(),
            "organizations": self._organizations.draw_distinct(rng, rng.choice((0, 1, 1, 2))),
            "tags": self._tags.draw_distinct(rng, rng.randrange(3, 8)),
            "links": {"pdf": f"https://example.org/pdf/{name}"},
            "upvotes": int(rng.paretovariate(0.8)) % 1_000,
            "as_of": day.isoformat(),
            "summary": self._sentence(),
        }
        if rng.random() < 0.4:
            fields["venue"] = self._venues.draw(rng, 1)[0]
        if rng.random() < 0.3:
            fields["links"] = {"pdf": f"https://example.org/pdf/{name}", "code": f"https://example.org/code/{name}"}
        return Record(name, {key: value for key, value in fields.items() if value != []}, self._abstract())

    def _title(self) -> str:
        words = self._words.draw(self._rng, self._rng.randrange(6, 13))
        return " ".join([word.capitalize() for word in words])

    def _abstract(self) -> str:
        """Return 150 to 200 words in sentences, some with a formula."""
        rng = self._rng
        sentences = [self._sentence() for _ in range(rng.randrange(9, 12))]
        for _ in range(rng.choice((0, 1, 1, 2))):
            a, b, c = rng.sample("dhkmnpqrt", 3)
            sentences.append(f"Then {rng.choice(_FORMULAS).format(a=a, b=b, c=c)} holds.")
        return " ".join(sentences)

    def _sentence(self) -> str:
        return " ".join(self._words.draw(self._rng, self._rng.randrange(12, 22))).capitalize() + "."


def write_archive(folder: Path, papers: int, seed: int) -> None:
    """Write an archive of so many papers; the same seed gives the same bytes."""
    (folder / "content" / "papers").mkdir(parents=True)
    (folder / "site.yml").write_text(_SITE.format(papers=f"{papers:,}"), encoding="utf-8")
    for record in Shelf(papers, seed).records():
        path = folder / "content" / "papers" / str(record.fields["date"])[:7] / f"{record.id}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(render_entry(record), encoding="utf-8")


def _distinct(make: Callable[[], str], count: int) -> list[str]:
    """Return so many different names; chance decides their order, and so which of them are frequent."""
    made: dict[str, None] = {}
    while len(made) < count:
        made[make()] = None
    return list(made)


def _word(rng: random.Random, syllables: int) -> str:
    return "".join([rng.choice(_STARTS) + rng.choice(_VOWELS) + rng.choice(_ENDS) for _ in range(syllables)])


def _person(rng: random.Random) -> str:
    name = f"{_word(rng, 2).title()} {_word(rng, 3).title()}"
    return name.translate(_ACCENTS) if rng.random() < 0.05 else name


def main() -> None:
    """Write the archive that the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate", description="Write a synthetic archive.")
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.folder.exists():
        parser.error(f"{arguments.folder} exists already")
    write_archive(arguments.folder, arguments.papers, arguments.seed)
    print(f"{arguments.papers:,} papers in {arguments.folder}")


if __name__ == "__main__":
    main()
