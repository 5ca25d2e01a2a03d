"""PMLR's posts: front matter to a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Record, Skipped

POST = """---
title: Counting $n$ Shelves in Caf\\'es
abstract: 'We count -- with \\emph{care} -- up to 50\\% of the shelves: all of them.'
layout: inproceedings
series: Proceedings of Machine Learning Research
publisher: PMLR
issn: 2640-3498
id: author31a
month: 0
tex_title: "{C}ounting $n$ {S}helves"
firstpage: 1
lastpage: 10
page: 1-10
order: 1
cycles: false
author:
- given: Ana
  family: Author
- given: Vincent
  prefix: van der
  family: Berg
date: 2031-11-21
container-title: Proceedings of the 1st Conference on Shelves
volume: '1019'
genre: inproceedings
issued:
  date-parts:
  - 2031
  - 11
  - 21
pdf: http://proceedings.mlr.press/v1019/author31a/author31a.pdf
software: https://example.org/~code
extras:
- label: Supplementary PDF
  link: https://example.org/supplement.pdf
- label: Supplementary ZIP
  link: https://example.org/supplement.zip
- label: Talk
  link: https://example.org/talk
- label: Broken
  link: javascript:alert(1)
---
"""


def read(tmp_path: Path, text: str) -> Record | Skipped:
    path = tmp_path / "2031-11-21-author31a.md"
    path.write_text(text, encoding="utf-8")
    (outcome,) = IMPORTERS["pmlr"].read([path], {})
    return outcome


def test_a_post_becomes_a_record(tmp_path: Path) -> None:
    record = read(tmp_path, POST)
    assert isinstance(record, Record)
    assert record.id == "pmlr-v1019-author31a"
    assert record.abstract == "We count – with care – up to 50% of the shelves: all of them."
    assert record.fields == {
        "title": "Counting $n$ Shelves in Cafés",
        "authors": ["Ana Author", "Vincent van der Berg"],
        "published": "2031-11-21",
        "venue": "Proceedings of the 1st Conference on Shelves",
        "volume": "1019",
        "pages": "1–10",
        "publisher": "PMLR",
        "series": "Proceedings of Machine Learning Research",
        "issn": "2640-3498",
        "links": {
            "pdf": "http://proceedings.mlr.press/v1019/author31a/author31a.pdf",
            "code": "https://example.org/~code",
            "page": "https://proceedings.mlr.press/v1019/author31a.html",
            "supplement": "https://example.org/supplement.pdf",
            "supplement-2": "https://example.org/supplement.zip",
            "video": "https://example.org/talk",
        },
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Just text.", "no front matter"),
        ("---\ntitle: [\n---\n", "not valid YAML"),
        ("---\nlayout: page\n---\n", "no title"),
        ("---\ntitle: !!python/object/apply:os.system ['true']\n---\n", "no title"),
    ],
)
def test_another_file_is_told(text: str, reason: str, tmp_path: Path) -> None:
    skipped = read(tmp_path, text)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


def test_fields_of_odd_types_are_left_out(tmp_path: Path) -> None:
    record = read(tmp_path, "---\ntitle: T\nauthor: Ana\nvolume: [1]\nissued: x\npdf: {a: b}\nid: k\n---\n")
    assert isinstance(record, Record)
    assert record.fields == {"title": "T"}
