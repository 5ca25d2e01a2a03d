"""Builds that are killed at random moments: the published site stays whole, and the next build is right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT

TIMES = os.environ.get("PAPERSHELF_KILLS", "12")


@pytest.mark.parametrize("kind", ["cold", "incremental"])
def test_a_killed_build_leaves_a_whole_site(kind: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.robustness.kill", "--times", TIMES, "--kind", kind]
    environment = {**ENVIRONMENT, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed" in done.stdout
