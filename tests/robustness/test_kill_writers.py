"""Commands that change entries are killed at random moments: each file is the old one or the new one, whole."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.robustness.kill_writers import COMMANDS, kill_writers, write_shelf

TIMES = int(os.environ.get("PAPERSHELF_KILLS", "6"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_killed_command_leaves_no_half_file(name: str, tmp_path: Path) -> None:
    found = kill_writers(write_shelf(tmp_path / "shelf"), name, TIMES, random.Random(3))
    assert found.total() == TIMES
