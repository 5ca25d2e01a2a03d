"""What axe-core finds on a page, in each look in which readers see it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from playwright.sync_api import Page, ViewportSize


class Look(NamedTuple):
    """A screen and its colours."""

    colours: Literal["light", "dark"]
    viewport: ViewportSize


# Not in forced colours: axe-core takes a text's colour from `-webkit-text-fill-color`, which they do not reach.
LOOKS = (Look("light", {"width": 1280, "height": 720}), Look("dark", {"width": 360, "height": 740}))

# The rules of WCAG 2.2 A and AA, and axe-core's own best practices. Scripts hear of a new look in the next frame.
_RUN = """async () => {
  await new Promise(requestAnimationFrame);
  return (await axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})).violations;
}"""


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page that is open, a line each; scripts follow a change of look without a reload."""
    lines: list[str] = []
    for colours, viewport in LOOKS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=colours)
        found: list[dict[str, Any]] = page.evaluate(_RUN)
        lines += [
            f"{colours}: {rule['id']}: {rule['help']}: {n['html'][:200]}" for rule in found for n in rule["nodes"]
        ]
    return lines
