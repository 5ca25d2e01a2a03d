"""Hugging Face's papers: the object that the lists of Daily Papers also hold."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from site_builder.exchange.importers.hf_daily import parse_paper
from site_builder.exchange.record import Record
from site_builder.exchange.services.client import Client, decode_json
from site_builder.exchange.services.records import record_of


def fetch_huggingface(client: Client, base: str, identifier: str, today: str) -> Record:
    """Return a paper by its arXiv identifier; its counts are those of `today`."""
    url = f"{base}/api/papers/{quote(identifier, safe='')}"
    paper = decode_json(client.get(url, "application/json"), urlsplit(base).netloc)
    return record_of(parse_paper(paper, today, url), "Hugging Face")
