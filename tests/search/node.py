"""Asks the search's scripts, run by Node.js, what they make of something."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .papers import LUNR_PATH

_NODE = shutil.which("node")

needs_node = pytest.mark.skipif(not _NODE or not LUNR_PATH.exists(), reason="needs Node.js and an installed lunr.js")


def ask(question: str, site_path: Path, timeout: float = 120, **data: object) -> Any:
    """Return the answer of `run.js` to a question about the site at `site_path`."""
    request = {"ask": question, "site": str(site_path), **data}
    script_path = Path(__file__).parent / "run.js"
    command = [str(_NODE), "--max-old-space-size=6000", str(script_path)]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
