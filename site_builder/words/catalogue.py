"""The words of the interface: English messages, and catalogues of what other languages say for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec
import yaml

FOLDER = Path(__file__).parent

LANGUAGES = ("de", "en", "es", "fr", "ja", "zh")
"""The languages that ship. A tag serves longer ones, too: `de` serves `de-AT`."""

# The catalogue `zh` is in simplified characters.
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")

Translate = Callable[..., str]


class Catalogue(msgspec.Struct, frozen=True):
    """What a language says for the English messages of pages, and for those that scripts show."""

    pages: dict[str, str] = {}
    scripts: dict[str, str] = {}


def language_tags(language: str) -> list[str]:
    """Return a language tag in lower case and the tags that it starts with, the longest first: `zh-cn`, `zh`."""
    parts = language.lower().split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def shipped_language(language: str) -> str:
    """Return which of `LANGUAGES` serves a language tag such as `zh-CN`; empty if none does."""
    tag = next((tag for tag in language_tags(language) if tag in (*LANGUAGES, *_TRADITIONAL)), "")
    return tag if tag in LANGUAGES else ""


@cache
def load_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language tag such as `zh-CN`; an empty one for English and where there is none."""
    name = shipped_language(language)
    if name in ("", "en"):
        return Catalogue()
    text = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    # All scalars are text: "No" is a word here.
    return msgspec.convert(yaml.load(text, Loader=yaml.BaseLoader), Catalogue)


def translator(words: Mapping[str, str]) -> Translate:
    """Return `t(message, **values)`: the message in the words' language, each `{name}` filled in."""

    def t(message: str, **values: object) -> str:
        text = words.get(message, message)
        for key, value in values.items():
            text = text.replace("{" + key + "}", str(value))
        return text

    return t


def number_text(number: float, t: Translate, form: str = ",") -> str:
    """Return a number in a form of Python's, with the separators of the language of `t`: `12,345.5`, `12.345,5`."""
    text = format(number, form)
    return text if text.isdecimal() else text.translate({ord(","): t(","), ord("."): t(".")})
