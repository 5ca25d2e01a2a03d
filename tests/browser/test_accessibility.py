"""axe-core finds nothing on any kind of page: in light on a wide screen and in dark on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.sample import PAGES


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(axe: Page, sample_server: str, path: str) -> None:
    axe.goto(sample_server + path)
    assert violations(axe) == []


def test_axe_finds_what_is_wrong_in_one_look_only(axe: Page, sample_server: str) -> None:
    axe.goto(sample_server + "about.html")
    axe.evaluate("document.querySelector('main').append(document.createElement('img'))")
    # A sheet that a script makes is not subject to the page's policy.
    axe.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('@media (prefers-color-scheme: dark) { h1 { color: #222 } }');
      document.adoptedStyleSheets = [sheet];
    }""")
    found = [line.split(": ")[:2] for line in violations(axe)]
    assert found == [["light", "image-alt"], ["dark", "color-contrast"], ["dark", "image-alt"]]
