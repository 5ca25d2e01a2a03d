"""Every page, those that redirect included, carries a policy that lets no strange script run and no form leave."""

from __future__ import annotations

import re
from pathlib import Path

_POLICY = re.compile(r"<meta http-equiv=\"?Content-Security-Policy\"? content=\"([^\"]*)\"")


def test_every_page_has_a_policy(sample_site: Path) -> None:
    kinds = set()
    for page in sample_site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found = _POLICY.search(text)
        assert found, page
        policy = dict(rule.split(maxsplit=1) for rule in found[1].split(";") if " " in rule)
        assert "unsafe" not in found[1], page
        assert policy["base-uri"] == "'none'", page
        assert policy["form-action"].startswith("'"), page
        kinds.add("http-equiv=refresh" in text)
    assert kinds == {True, False}
