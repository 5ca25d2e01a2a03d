"""The documentation says what is true."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent


def test_every_promise_names_tests_that_are_there() -> None:
    text = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[A-Za-z0-9_/*.-]+)`", text)
    assert len(named) >= 15
    assert [path for path in named if not list(REPOSITORY.glob(path))] == []
    sources = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("*.py"))
    assert [name for name in re.findall(r"`(test_[a-z_]+)`", text) if f"def {name}(" not in sources] == []
