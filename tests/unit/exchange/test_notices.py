"""Notices of withdrawal as text: what formats carry comes back, and other texts are none."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.exchange.exporters.bibtex import bibtex
from site_builder.exchange.exporters.csl_json import csl_item
from site_builder.exchange.exporters.ris import ris
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.notices import gone_because, notice_field, notice_text, parse_notice
from site_builder.exchange.record import Record
from site_builder.model import NOTICE_KINDS, Entry, Notice

RETRACTED = Notice("retracted", "A proof is wrong.", "2026-05-03", "https://doi.org/10.1000/182")
PAPER = Entry("one", "content/papers/one.md", "", "A paper", published="2026", withdrawn=RETRACTED)


@given(
    st.builds(
        Notice,
        st.sampled_from(NOTICE_KINDS),
        st.sampled_from(["", "Its authors: both.", "10:30, a lemma"]),
        st.sampled_from(["", "2026", "2026-05-03"]),
        st.sampled_from(["", "https://example.org/a?b=c"]),
    )
)
@settings(max_examples=30, deadline=None)
def test_a_notice_survives_as_text_and_as_a_field(notice: Notice) -> None:
    assert Notice(**parse_notice(notice_text(notice))) == notice
    field = notice_field(notice)
    assert (Notice(reason=field) if isinstance(field, str) else Notice(**field)) == notice


@pytest.mark.parametrize(
    "text", ["", "Withdrawn by its authors.", "retracted in 2026", "Corrected 2026-13: x", "Best paper"]
)
def test_other_texts_are_no_notice(text: str) -> None:
    assert parse_notice(text) == {}


def test_only_a_paper_that_is_gone_has_a_reason_to_be() -> None:
    assert gone_because(PAPER) == "A proof is wrong."
    bare, corrected = Notice("retracted"), Notice("corrected", "A table.")
    assert gone_because(msgspec.structs.replace(PAPER, withdrawn=bare)) == "Retracted"
    assert gone_because(msgspec.structs.replace(PAPER, withdrawn=corrected)) == ""


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json"])
def test_reference_managers_get_a_retraction_and_give_it_back(tmp_path: Path, name: str) -> None:
    texts = {"bibtex": bibtex(PAPER, "one"), "ris": ris(PAPER), "csl-json": json.dumps([csl_item(PAPER, "one")])}
    assert "retracted 2026-05-03: a proof is wrong." in texts[name].lower()
    file = tmp_path / "papers"
    file.write_text(texts[name], encoding="utf-8")
    (record,) = IMPORTERS[name].read([file], {})
    assert isinstance(record, Record)
    assert record.fields["withdrawn"] == notice_field(RETRACTED)
    assert "doi" not in record.fields
    assert "note" not in record.fields
