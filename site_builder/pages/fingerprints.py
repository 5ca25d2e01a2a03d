"""A digest of everything that reaches a page's template, in most cases without building its context."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.contexts.parts import digest, encode
from site_builder.core.cache_files import tool_digest
from site_builder.pages.contexts import Contexts
from site_builder.pages.kind import Context, Edited
from site_builder.site.page import Page
from site_builder.theme.load import Templates


class Fingerprints:
    """Makes the fingerprints of a build's pages."""

    def __init__(self, contexts: Contexts, templates: Templates) -> None:
        site = contexts.site
        self._contexts = contexts
        self._templates = templates
        words = site.config.words.pages
        self._base = digest(tool_digest(), encode(site.view), encode(site.library.taxonomies), encode(words))
        self._starts: dict[tuple[str, str], bytes] = {}

    def fingerprint(self, page: Page, context: Context | None = None) -> bytes:
        """Return the digest of all that reaches the page's template; `context` is the page's, if it is made already."""
        parts = self._contexts.kind(page).depends_on(page)
        if parts is None:
            made = {name: value for name, value in (context or self._contexts.context(page)).items() if name != "site"}
            parts = (encode(made),)
        return digest(self._start(page), page.url, *parts)

    def frame(self) -> bytes:
        """Return the digest of what pages show apart from papers, their templates aside."""
        settings = [kind.settings() for kind in self._contexts.kinds]
        return digest(self._base, encode(settings))

    def doubtful(self, pages: Sequence[Page], edited: Edited) -> list[int]:
        """Return the positions of the pages that may be stale if nothing else changed since the last build."""
        reached = {kind.name: kind.reached_by(edited) for kind in self._contexts.kinds}
        found = []
        for position, page in enumerate(pages):
            among = reached[page.kind]
            if among is None or (among and (page.subject, page.index) in among and self._shows(page, edited)):
                found.append(position)
        return found

    def _shows(self, page: Page, edited: Edited) -> bool:
        """Return whether a page shows any of the edited papers, if it is part of a long list."""
        if page.count == 1 or edited.of_facts:  # a page has other papers when one moves on the page before
            return True
        return not edited.abstracts.isdisjoint(self._contexts.kind(page).shown(page))

    def _start(self, page: Page) -> bytes:
        """Return the digest of what all pages of a kind share: the site, the kind's settings, the templates."""
        key = (page.kind, page.subject)
        if key not in self._starts:
            kind = self._contexts.kind(page)
            template = self._templates.name(kind.templates(page))
            self._starts[key] = digest(self._base, template, self._templates.digest(template), encode(kind.settings()))
        return self._starts[key]
