"""axe-core finds nothing on any kind of page, in light on a wide screen and in dark on a phone."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.sample import PAGES

# The rules of WCAG 2.2 A and AA, and axe-core's own best practices.
RUN = """axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})
  .then((found) => found.violations)"""
LOOKS = {"light": {"width": 1280, "height": 720}, "dark": {"width": 360, "height": 740}}


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page, a line each."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(RUN)
    return [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(visit: Visit, sample_server: str, path: str, look: str) -> None:
    assert violations(visit(sample_server, color_scheme=look, viewport=LOOKS[look]).open(path)) == []


def test_axe_finds_a_picture_without_text(visit: Visit, sample_server: str) -> None:
    page = visit(sample_server).open("about.html")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [line.partition(":")[0] for line in violations(page)] == ["image-alt"]
