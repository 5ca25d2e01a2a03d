"""Random queries of every kind, made from the papers of an archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from site_builder.reading.query import Item
from site_builder.search.documents import filter_names
from site_builder.text.tokens import compounds

from .papers import Paper

KINDS = ("words", "prefixes", "phrases", "fields", "filters", "negations", "mixtures", "slips")

# What the query language takes for more than words, and words that the two spellings of umlauts may name.
_SPECIAL = re.compile(
    r"[\"\u201c-\u201f\u00ab\u00bb:/\uff1a\uff02]|^[-\u2010-\u2015\u2212]|[äöüÄÖÜ]|\d{4}\.\d{4}|^[A-Za-z]\d\d-\d{4}|^10\.\d"
)


class RandomQueries:
    """Makes queries for the papers of an archive, the same for the same seed."""

    def __init__(self, papers: Sequence[Paper], seed: int) -> None:
        self._papers = papers
        self._random = Random(seed)

    def query(self, kind: str) -> list[Item]:
        """Return a query of a kind."""
        makers: dict[str, Callable[[], list[Item]]] = {
            "words": lambda: self._words(self._random.randint(1, 4)),
            "prefixes": lambda: [*self._words(self._random.randint(0, 2)), self._prefix()],
            "phrases": lambda: [self._phrase()],
            "fields": lambda: [self._field()],
            "filters": lambda: [*self._words(self._random.randint(1, 2)), *self._fields(self._random.randint(1, 2))],
            "negations": lambda: [*self._words(self._random.randint(1, 2)), self._unwanted()],
            "mixtures": self._mixture,
            "slips": lambda: [self._slip()],
        }
        return makers[kind]()

    def _paper(self) -> Paper:
        return self._random.choice(self._papers)

    def _texts(self) -> list[str]:
        while True:
            made = self._paper()
            text = self._random.choice([made.document.title, made.abstract]).split()
            if any(map(self._is_plain, text)):
                return text

    @staticmethod
    def _is_plain(word: str) -> bool:
        return len(word) < 30 and not _SPECIAL.search(word) and len(compounds(word)) == 1

    def _word(self) -> str:
        return self._random.choice([word for word in self._texts() if self._is_plain(word)])

    def _words(self, count: int) -> list[Item]:
        return [Item("word", self._word()) for _ in range(count)]

    def _prefix(self) -> Item:
        for _ in range(1000):
            word = self._random.choice(self._paper().document.title.split() or [""])
            if self._is_plain(word) and word.isascii() and word.isalpha() and len(word) > 3:
                return Item("prefix", word[: self._random.randint(3, len(word))])
        return Item("word", self._word())

    def _slip(self) -> Item:
        """Return a word with a letter missing, doubled or exchanged."""
        word = self._word()
        place = self._random.randrange(len(word))
        slipped = self._random.choice(
            [word[:place] + word[place + 1 :], word[: place + 1] + word[place:], word[:place] + "e" + word[place + 1 :]]
        )
        return Item("word", slipped if self._is_plain(slipped) else word)

    def _phrase(self) -> Item:
        while True:
            words = self._texts()
            start = self._random.randrange(len(words))
            phrase = " ".join(words[start : start + self._random.randint(2, 5)])
            if not _SPECIAL.search(phrase.replace(":", "").replace("/", "")) and compounds(phrase):
                return Item("phrase", phrase)

    def _field(self) -> Item:
        while True:
            document = self._paper().document
            choices = [Item(kind, name) for kind, name in filter_names(document) if '"' not in name and compounds(name)]
            choices += [Item(kind, self._random.choice(name.split())) for kind, name, _ in choices if kind != "has"]
            choices += [Item("author", name) for name in document.authors if '"' not in name and compounds(name)]
            choices += [Item("author", name.split()[-1]) for kind, name, _ in choices if kind == "author"]
            if document.date:
                year = int(document.date[:4])
                choices += [Item("year", str(year)), Item("year", f"{year}..{year + self._random.randint(0, 2)}")]
            choices = [item for item in choices if compounds(item.value)]
            if choices:
                return self._random.choice(choices)

    def _fields(self, count: int) -> list[Item]:
        return [self._field() for _ in range(count)]

    def _unwanted(self) -> Item:
        make = self._random.choice([lambda: self._words(1)[0], self._phrase, self._field])
        return make()._replace(is_unwanted=True)

    def _mixture(self) -> list[Item]:
        parts = [*self._words(self._random.randint(0, 3)), *self._fields(self._random.randint(0, 2))]
        parts += [self._phrase()] * self._random.randint(0, 1)
        parts += [self._unwanted() for _ in range(self._random.randint(0, 2))]
        self._random.shuffle(parts)
        return parts or self._words(1)
