"""`themes/CONTRACT.md` says what templates see."""

from __future__ import annotations

import re

from site_builder.contract.document import TEMPLATES, contract_markdown
from site_builder.theme.load import bundled_themes
from tests.shelf import run


def test_the_contract_in_the_repository_is_not_stale() -> None:
    kept = (bundled_themes() / "CONTRACT.md").read_text(encoding="utf-8")
    assert kept == contract_markdown(), "write it anew: papershelf theme contract > themes/CONTRACT.md"


def test_the_command_prints_the_contract() -> None:
    result = run("theme", "contract")
    assert (result.exit_code, result.output) == (0, contract_markdown())


def test_every_type_and_template_is_in_it() -> None:
    page = contract_markdown()
    for name in TEMPLATES:
        assert f"### `{name}`" in page
    named = {
        word
        for _, variables in TEMPLATES.values()
        for kind in variables.values()
        for word in re.findall(r"[A-Z]\w+", kind)
    }
    assert all(f"### `{name}`" in page for name in named - {"None"})


def test_every_field_has_a_meaning() -> None:
    rows = re.findall(
        r"^\| `\w+` \| `[^`]+` \| *(.*?) *\|$", contract_markdown().partition("## Types")[2], re.MULTILINE
    )
    assert len(rows) > 100
    assert all(rows)
