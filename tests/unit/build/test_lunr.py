"""The part of lunr.js that sites publish."""

from site_builder.build.lunr import LUNR, lunr_script


def test_published_lunr_queries_indexes_and_makes_none() -> None:
    whole, published = LUNR.read_text(encoding="utf-8"), lunr_script().decode()
    names = ("Index", "Query", "TokenSet", "stemmer", "Builder", "QueryParser", "tokenizer", "trimmer")
    assert all(f"lunr.{name}=" in whole for name in names)
    assert [name for name in names if f"lunr.{name}=" in published] == ["Index", "Query", "TokenSet", "stemmer"]
    assert published.startswith("/* lunr 2.3.9")
