"""The site that the search's tests read."""

from __future__ import annotations

from pathlib import Path

import pytest

from .papers import HAND_MADE, invented, write_site


@pytest.fixture(scope="session")
def site_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small built site."""
    return write_site([*HAND_MADE, *invented(200)], tmp_path_factory.mktemp("site"))
