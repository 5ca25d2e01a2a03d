"""Every code is explained, and every code that is explained is used."""

from __future__ import annotations

import re
from pathlib import Path

import site_builder
from site_builder.check.explanations import explanations


def test_codes_are_written_alike() -> None:
    assert all(code[0] in "EW" and code[1:].isdigit() and len(code) == 4 for code in explanations())


def test_every_code_that_is_explained_is_reported_and_the_other_way_round() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(site_builder.__file__).parent.rglob("*.py"))
    sources = re.sub(r'@rule\("[^"]*"', "", sources)
    assert set(re.findall(r'"([EW][0-9]{3})"', sources)) == explanations().keys()
