"""The types in the comments of all scripts of the themes hold, strictly."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.machine import find_node, find_typescript


def test_types_of_the_scripts_hold() -> None:
    node, compiler = find_node(), find_typescript()
    if node is None or compiler is None:
        pytest.skip("needs Node.js and TypeScript: python -m tests.prepare")
    command = [str(node), str(compiler), "--project", str(Path(__file__).with_name("tsconfig.json"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
