"""`themes/CONTRACT.md` says what templates see."""

from __future__ import annotations

import re

from site_builder.contract.document import contract_markdown
from site_builder.mail.render import TEMPLATES as MAIL_TEMPLATES
from site_builder.pages.kinds import page_templates
from site_builder.theme.load import bundled_themes
from tests.shelf import run

TEMPLATES = (*page_templates(), *MAIL_TEMPLATES.values())


def test_the_contract_in_the_repository_is_not_stale() -> None:
    kept = (bundled_themes() / "CONTRACT.md").read_text(encoding="utf-8")
    assert kept == contract_markdown(TEMPLATES), "renew it: papershelf theme contract > themes/CONTRACT.md"


def test_the_command_prints_the_contract() -> None:
    result = run("theme", "contract")
    assert (result.exit_code, result.output) == (0, contract_markdown(TEMPLATES))


def test_every_type_and_template_is_in_it() -> None:
    page = contract_markdown(TEMPLATES)
    for template in TEMPLATES:
        assert f"### `{template.name}`" in page
    named = {
        word for template in TEMPLATES for kind in template.variables.values() for word in re.findall(r"[A-Z]\w+", kind)
    }
    assert all(f"### `{name}`" in page for name in named - {"None"})


def test_every_field_has_a_meaning() -> None:
    rows = re.findall(
        r"^\| `\w+` \| `[^`]+` \| *(.*?) *\|$", contract_markdown(TEMPLATES).partition("## Types")[2], re.MULTILINE
    )
    assert len(rows) > 100
    assert all(rows)
