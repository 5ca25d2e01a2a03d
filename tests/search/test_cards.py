"""What result lists show of a paper, as a script holds it."""

from __future__ import annotations

import json

from site_builder.search.cards import card_literal

from .papers import paper


def test_card_keeps_every_mark_and_single_spaces() -> None:
    made = paper("odd", 'On "q"\t\\alpha\x1f and </script>', authors=("A\tB", "C|D"), has=("pdf", "code"), date="2024")
    fields = json.loads(card_literal(made.document), strict=False).split("\t")
    assert fields == ["odd", 'On "q" \\alpha and </script>', "A B\x1fC|D", "2", "2024", "", "", "code"]


def test_card_of_a_bare_paper_ends_with_its_title() -> None:
    assert card_literal(paper("bare", "Title").document) == b'"bare\tTitle"'
