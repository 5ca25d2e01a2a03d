"""`themes/CONTRACT.md`: the contract with theme authors as a page, generated from the types."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from site_builder.contract import TYPES

# What each template sees beside `site`, `page` and `root`.
TEMPLATES: dict[str, tuple[str, dict[str, str]]] = {
    "home.html": (
        "The newest day, then the days before it.",
        {
            "period": "PeriodView | None",
            "papers": "tuple[Card, ...]",
            "recent": "tuple[tuple[PeriodLink, tuple[Card, ...]], ...]",
            "paper_count": "int",
            "daily": "Card | None",
        },
    ),
    "paper.html": (
        "A paper.",
        {
            "paper": "Paper",
            "similar": "tuple[RelatedPaper, ...]",
            "previous": "Link | None",
            "next": "Link | None",
        },
    ),
    "term.html": (
        "A term: tried after `term.<taxonomy>.html`, such as `term.tags.html`.",
        {
            "taxonomy": "TaxonomyView",
            "term": "Term",
            "related": "tuple[RelatedTerm, ...]",
            "facets": "tuple[Facet, ...]",
            "years": "tuple[YearCount, ...]",
            "time_line": "TimeLine | None",
            "picture": "CoauthorPicture | None",
            "papers": "tuple[Card, ...]",
            "pager": "Pager",
        },
    ),
    "terms.html": (
        "The index of a taxonomy: tried after `terms.<taxonomy>.html`.",
        {
            "taxonomy": "TaxonomyView",
            "groups": "tuple[LetterGroup, ...]",
            "letters": "tuple[Letter, ...]",
            "top": "tuple[Term, ...]",
            "pager": "Pager",
        },
    ),
    "period.html": (
        "A day, week, month or year: tried after `period.day.html`, `period.week.html` and so on.",
        {"period": "PeriodView", "papers": "tuple[Card, ...]", "pager": "Pager"},
    ),
    "undated.html": ("Papers without a date.", {"papers": "tuple[Card, ...]", "pager": "Pager"}),
    "collections.html": ("The index of the curated lists.", {"collections": "tuple[CollectionView, ...]"}),
    "collection.html": (
        "A curated list: its introduction, then its papers.",
        {"collection": "CollectionView", "content_html": "str", "papers": "tuple[CollectedPaper, ...]"},
    ),
    "trending.html": (
        "The papers that people turn to, over a day, a week or a month, and the most upvoted ones of all.",
        {
            "span": "str",
            "spans": "tuple[Link, ...]",
            "newest": "Date | None",
            "formula": "TrendingFormula | None",
            "papers": "tuple[ScoredPaper, ...]",
        },
    ),
    "trends.html": (
        "What changes over time; only where papers are of two months or years at the least.",
        {
            "kind": "str",
            "steps": "int",
            "bars": "tuple[TrendBar, ...]",
            "span": "TrendSpan",
            "rising": "tuple[TrendTag, ...]",
            "falling": "tuple[TrendTag, ...]",
            "newcomers": "tuple[NewTag, ...]",
            "tops": "tuple[TopTerms, ...]",
        },
    ),
    "map.html": (
        "The map of the archive, which `assets/map.js` draws; without it, a still picture and the list of its regions.",
        {"still": "StillMap", "regions": "tuple[MapRegion, ...]"},
    ),
    "archive.html": (
        "The calendar of the whole archive, newest year first.",
        {"years": "tuple[CalendarYear, ...]", "undated": "Link | None", "paper_count": "int"},
    ),
    "content.html": ("A page of `content/pages/`.", {"content_html": "str"}),
    "search.html": ("The search page.", {}),
    "reading-list.html": ("The papers that a reader has starred, which `assets/reading-list-page.js` fills in.", {}),
    "subscribe.html": (
        "The page about feeds and digests.",
        {"groups": "tuple[FeedGroup, ...]", "digests": "tuple[Link, ...]"},
    ),
    "data.html": (
        "The page about the files of data: those of the whole archive, those of the API, and the site in one file.",
        {"files": "tuple[DataLink, ...]", "api": "tuple[DataLink, ...]", "offline": "OfflineCopy | None"},
    ),
    "feed.xml": ("An Atom feed.", {"feed": "Feed"}),
    "feed.json": ("The same as JSON Feed; text goes through `tojson`.", {"feed": "Feed"}),
    "feeds.opml": ("All feeds in one file, for feed readers to import.", {"groups": "tuple[FeedGroup, ...]"}),
    "list.bib": (
        "What a page lists, as BibTeX; nothing is escaped, and white space stays.",
        {"bibtex": "tuple[str, ...]"},
    ),
    "sitemap.xml": (
        "What search engines are told of, 50,000 in a file: addresses, each with the day of its last change or none.",
        {"addresses": "tuple[tuple[str, str], ...]"},
    ),
    "sitemap-index.xml": ("The index of several such files.", {"urls": "tuple[str, ...]"}),
    "robots.txt": ("What robots may do.", {}),
    "opensearch.xml": ("How browsers search the site.", {}),
    "redirect.html": ("A former address, which leads to where its page is now.", {"target": "Link"}),
    "digest.html": ("The digest of a period.", {"digest": "DigestView"}),
    "digests.html": ("All digests, newest first.", {"digests": "tuple[Link, ...]"}),
    "mail.html": (
        "A digest as a mail; beside it, it sees `site` alone. Its links must be whole.",
        {"digest": "DigestView"},
    ),
    "mail.txt": ("The same as plain text; nothing is escaped.", {"digest": "DigestView"}),
    "mail.md": ("The same as Markdown; text goes through `markdown`, which escapes it.", {"digest": "DigestView"}),
    "tombstone.html": ("A page that is gone, and why.", {"reason": "str"}),
    "404.html": ("What is served for an unknown address; there `root` is a whole path.", {}),
}

_INTRODUCTION = """\
# The contract with theme authors

Generated by `papershelf theme contract`; a test fails when this file is stale.

A theme is a folder `themes/<name>/` with `theme.yml` (`title`, `description`, `extends`), `templates/` and
`assets/`. A template is looked up in the archive's `themes/overrides/templates/`, then in the theme, then in the
themes that it extends; all themes extend `default` unless they say otherwise. So an archive changes one template
by putting a file of that name into `themes/overrides/templates/`, and a stylesheet likewise into
`themes/overrides/assets/`. Where several templates can render a page, such as `period.day.html` and `period.html`,
the nearest folder that has one of them decides, and in it the most specific name. A template can extend or include
one of the same name by that one's theme: `{% extends 'default/base.html' %}`.

Templates are Jinja, in its sandbox, with autoescape on: values are text unless their name ends in `_html`. A name
that is not there is an error; `papershelf theme check` finds it with file and line. There is no clock and no chance.
White space in template text collapses when a template is compiled, `<pre>` excepted; beside the tags of blocks, such
as `<li>`, it goes, and so do quotes around plain values of attributes.

## In every template

| name | type | meaning |
| --- | --- | --- |
| `site` | `Site` | the whole site |
| `page` | `PageView` | the page being rendered |
| `root` | `str` | what leads to the site's root: empty, `../`, `../../` |
| `t(message, **values)` | function | an interface word in the site's language, `{name}` filled in |
| `plural(n, one, many)` | function | the message for a number: `plural(2, '{n} paper', '{n} papers')` |
| `kept(macro, card, …)` | function | what an imported macro makes of a card, kept for the next list that shows it |
| `{% kept root, … %} … {% endkept %}` | tag | made once for each value of the names it lists; sees these and `site` |
| `markdown` | filter | a text with what Markdown would take for marks escaped |
| `thousands` | filter | a number with its thousands apart: `12,345` |

Addresses in `url` are relative to the site's root: write `{{ root }}{{ paper.card.url }}`. Addresses in `href` are
whole and are written as they are, except where `local` is true.

## For the scripts

A theme that extends `default` has its scripts. They add to pages what they find a place for:

| in the page | gets |
| --- | --- |
| `<html data-root="{{ root }}">` | what they need to find the site's files |
| `body > header`, its first link to the home page | the look's switch (`.look`), the reading list's link (`.kept`) |
| `.list > li`, the paper's the first link in it | a star (`.star`), the keys j, k, o and s |
| in it: `.by` or else the first `p`, without `i` and `.org` | the authors that the reading list notes |
| in it: `time`, `b`, `.code` | sorting by date and by upvotes, the filter "has code" |
| `form.tools` with `select`, `input`, `[role=status]` | sorting and filtering of the page's `.list` |
| `input.filter` in such a form | filtering of the `li` in `.terms`, or else in `.bars` |
| `citation_…` metadata of a paper, `.actions` | the paper's star, read mark and note (`.mine`) |
| `#cite` with a `pre` | a bar (`.bar`) of citation formats, copying and saving |
| `.daily` with a link to the paper of the day | a button that opens any paper |
| `#map` with a `canvas` and what `map.html` has in it | the map |
| `#search-box`, `#search-page` and what `search.html` has in it | search |
| `#reading-list` and what `reading-list.html` has in it | the reading list |

`<html>` has the class `js` where scripts run, and `data-look="light"` or `"dark"` where the reader has chosen.

## Templates
"""


def contract_markdown() -> str:
    """Return the contract as Markdown."""
    return _INTRODUCTION + "".join(_template_lines()) + "\n## Types\n" + "".join(_type_lines())


def _template_lines() -> Iterator[str]:
    for name, (meaning, variables) in TEMPLATES.items():
        yield f"\n### `{name}`\n\n{meaning}\n"
        if variables:
            yield "\n| name | type |\n| --- | --- |\n"
            yield from (
                f"| `{variable}` | `{kind}` |\n".replace(" | None", " \\| None") for variable, kind in variables.items()
            )


def _type_lines() -> Iterator[str]:
    for name, kind in TYPES.items():
        yield f"\n### `{name}`\n\n{inspect.getdoc(kind)}\n\n| field | type | meaning |\n| --- | --- | --- |\n"
        documented = _field_docs(kind)
        for field, annotation in kind.__annotations__.items():
            shown = str(annotation).replace("|", "\\|")
            yield f"| `{field}` | `{shown}` | {documented.get(field, '')} |\n"
        for attribute, value in vars(kind).items():
            if isinstance(value, property):
                yield f"| `{attribute}` | `bool` | {inspect.getdoc(value)} |\n"


def _field_docs(kind: type) -> dict[str, str]:
    """Return the text below each field, which Python itself does not keep."""
    source = inspect.getsource(kind)
    found = re.findall(r'^    (\w+): [^\n]+\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL)
    return {field: " ".join(text.split()) for field, text in found}
