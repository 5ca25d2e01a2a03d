"""The types in the scripts' comments hold: strictly in the search and the map, loosely in all scripts of the themes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.machine import find_node, find_typescript


@pytest.mark.parametrize("name", ["tsconfig.json", "tsconfig.site.json"])
def test_types_of_the_scripts_hold(name: str) -> None:
    node, compiler = find_node(), find_typescript()
    if node is None or compiler is None:
        pytest.skip("needs Node.js and TypeScript: python -m tests.prepare")
    command = [str(node), str(compiler), "--project", str(Path(__file__).with_name(name))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
