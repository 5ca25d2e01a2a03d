"""An archive whose every field holds text that is made to run a script, and a browser that notes it if it does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from site_builder.reading.yaml_nodes import CONTROL
from tests.security.injections import TRAP, injections
from tests.shelf import built, write_archive

_FAULTS = """() => {
  const found = [...window.trapped];
  const harmless = /^(https?:|mailto:|data:image\\/(png|svg\\+xml)[;,]|[^:]*$)/i;
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (['iframe', 'object', 'embed', 'base', 'style', 'template', 'portal', 'frame', 'applet'].includes(name)) {
      found.push(`element ${element.outerHTML.slice(0, 200)}`);
    }
    if (name === 'script' && !/^(\\.\\.\\/)*(assets|search)\\//.test(element.getAttribute('src') || '')
        && element.type !== 'application/ld+json') {
      found.push(`script ${element.outerHTML.slice(0, 200)}`);
    }
    for (const {name: attribute, value} of element.attributes) {
      // The map's own script colours its legend, which no policy forbids and no entry has a part in.
      const isColour = attribute === 'style' && /^background: rgb\\(\\d+, \\d+, \\d+\\);$/.test(value);
      if (/^on/i.test(attribute) || (/^(style|srcdoc)$/i.test(attribute) && !isColour)) {
        found.push(`attribute ${attribute}=${value}`);
      }
      const address = /^(href|src|action|formaction|xlink:href|data|poster|cite|background)$/i.test(attribute);
      const local = location.protocol === 'file:' && value.startsWith(location.href.replace(/[^/]*$/, ''));
      if (address && !local && !harmless.test(value.trim())) found.push(`address ${attribute}=${value}`);
    }
  }
  return found;
}"""


def write_hostile_archive(root: Path) -> list[str]:
    """Write an archive with each injection in each field of some entry; return the injections."""
    texts = [text for text in injections() if not CONTROL.search(text)]
    one_line = [" ".join(text.split()) for text in texts]

    def text(position: int) -> str:
        return one_line[position % len(texts)]

    files = {
        "site.yml": _yaml(
            title=text(300),
            description=text(301),
            footer=text(302),
            base_url="https://example.org/papers/",
            feeds={"site_items": 1_000},
            digest={"pages": "month", "items": 1_000},
            data={"gateway": "https://gateway.example.org/oai", "email": "curator@example.org"},
            taxonomies={"methods": {"title": text(303)[:100], "singular": text(304)[:100]}},
        ),
        "content/tags.yml": _yaml(**{f"t0 {text(0)}": {"description": text(305)}}),
        "content/pages/about.md": f"---\n{_yaml(title=text(306))}---\n" + "\n\n".join(texts),
    }
    for position, abstract in enumerate(texts):
        fields = _yaml(
            title=f"{text(position)} p{position}",
            authors=[
                {"name": f"a{position} {text(position + 1)[:180]}", "affiliation": text(position + 2)},
                f"b{position} {text(position + 3)[:180]}",
            ],
            date=f"2026-0{position % 9 + 1}-{position % 27 + 1:02}",
            venue=f"v{position} {text(position + 4)}",
            volume=text(position + 5)[:100],
            issue=text(position + 6)[:100],
            pages=text(position + 7)[:100],
            publisher=text(position + 8),
            organizations=[f"o{position} {text(position + 9)}"],
            tags=[f"t{position} {text(position)}", f"u{position} {text(position + 10)}"],
            methods=[f"m{position} {text(position + 11)}"],
            submitted_by=text(position + 12)[:200],
            summary=text(position + 13),
            note=text(position + 14),
            versions=[{"name": text(position + 15)[:100], "date": "2026-01-01", "note": text(position + 16)}],
            license=text(position + 17)[:200],
            provenance={"summary": text(position + 18)[:100]},
            **({"withdrawn": text(position + 19)} if position % 5 == 0 else {}),
            **{"x-more": text(position + 20)},
        )
        files[f"content/papers/p{position}.md"] = f"---\n{fields}---\n{abstract}\n"
    write_archive(root, files)
    return texts


def _yaml(**fields: object) -> str:
    """JSON is YAML; a key to a line keeps the files readable."""
    return "".join(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=True)}\n" for key, value in fields.items())


class Trap:
    """A browser tab in which nothing that an archive holds may run."""

    def __init__(self, page: Page, root: Path) -> None:
        self.page = page
        self.root = root
        self.complaints: list[str] = []
        page.add_init_script(TRAP)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda r: None if self._is_ours(r.url) else self.complaints.append(f"request {r.url}"))
        page.on("dialog", self._dismiss)

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(f"{self.root.as_uri()}/{path}", wait_until="load")

    def show(self, html: str) -> None:
        """Open a page of this HTML that no policy guards."""
        file = self.root.parent / "shown.html"
        file.write_text(f"<!doctype html><meta charset=utf-8>{html}", encoding="utf-8")
        self.page.goto(file.as_uri(), wait_until="load")

    def faults(self) -> list[str]:
        """Return what ran, or would run, in the page that is open, and what was noted since the last call."""
        noted, self.complaints[:] = list(self.complaints), []
        return noted + list(self.page.evaluate(_FAULTS))

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.root.parent.as_uri(), "data:image/", "blob:"))


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile archive, built."""
    root = tmp_path_factory.mktemp("hostile")
    write_hostile_archive(root)
    built(root)
    return root / "_site"


@pytest.fixture(scope="module")
def hostile_archive(hostile_site: Path) -> Path:
    """The folder of the hostile archive."""
    return hostile_site.parent


@pytest.fixture
def trap(browser: Browser, hostile_site: Path) -> Iterator[Trap]:
    """A tab on the hostile site."""
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield Trap(context.new_page(), hostile_site)
    context.close()
