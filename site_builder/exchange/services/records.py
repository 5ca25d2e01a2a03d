"""What a service answered, as the record of a paper, or an error that says why it is none."""

from __future__ import annotations

from site_builder.exchange.record import Outcome, Record
from site_builder.exchange.services.client import FetchError


def record_of(outcome: Outcome, service: str) -> Record:
    """Return the record. Raises `FetchError` if the answer is not a paper."""
    if isinstance(outcome, Record):
        return outcome
    raise FetchError(f"{service} answered with something that is not a paper: {outcome.reason}")
