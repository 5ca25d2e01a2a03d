"""Every text that once broke a law, and one that is sound for each target, keep the law, within a second each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, keep_law
from tests.security.injections import injections

CORPUS = Path(__file__).parent / "corpus"

# Texts that make a careless parser take the square of their length, or more.
REPEATED = (
    *("[", "[](", "![", "*a ", "**a*", "_a", "$a", "${", "$\\", "{", "\\", "- ", "> ", "`", "<a ", "&", "| "),
    *("\n", "é", "@a{", "T", '"', "[[", "a", "é "),
)


def test_each_target_has_a_corpus() -> None:
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_a_law_keeps_it(path: Path) -> None:
    keep_law(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_injections_keep_the_law(target: str) -> None:
    for text in injections()[::5]:
        TARGETS[target](text.encode())


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - {"form"}))
def test_no_text_takes_a_second(target: str) -> None:
    """20,000 characters; what is longer is refused, or bounded by what its reader allows."""
    for part in REPEATED:
        keep_law(target, (part * 20_000)[:20_000].encode())
        keep_law(target, f"---\ntitle: a\n---\n{(part * 20_000)[:20_000]}\n".encode())
