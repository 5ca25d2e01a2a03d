"""Builds that are killed, refused, crowded or fed damaged memos: the published site stays whole, the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.build import BuildOptions, build
from site_builder.cache import CACHE_FOLDER, locked
from tests.conftest import ENVIRONMENT, papershelf
from tests.sample import write_sample
from tests.trees import tree

TIMES = int(os.environ.get("PAPERSHELF_KILLS", "12"))


@pytest.mark.parametrize("kind", ["cold", "incremental"])
def test_a_killed_build_leaves_a_whole_site(kind: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.robustness.kill", "--times", str(TIMES), "--kind", kind]
    environment = {**ENVIRONMENT, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
