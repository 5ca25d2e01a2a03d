"""An archive as a site for Hugo: the same papers, lists and kinds of pages, with templates as small as may be.

What Papershelf's pages have beyond that (formulas as MathML, citation formats, related terms, a calendar, lists in
parts by letter) is left out, which favours Hugo.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from site_builder.build.archive import open_archive
from site_builder.library.periods import period_keys
from site_builder.model import PERIOD_KINDS, Entry
from site_builder.site.addresses import FOLDERS

_FORMULAS = {"enable": True, "delimiters": {"inline": [["$", "$"]], "block": [["$$", "$$"]]}}
_SETTINGS = {
    "baseURL": "https://example.org/papers/",
    "title": "Papers",
    "disableKinds": ["rss", "sitemap", "section"],
    "uglyURLs": True,
    "markup": {"goldmark": {"extensions": {"passthrough": _FORMULAS}}},
}

_BASE = """\
<!doctype html>
<html lang=en>
<meta charset=utf-8>
<meta name=viewport content="width=device-width">
<title>{{ .Title }} · {{ site.Title }}</title>
<link rel=stylesheet href="{{ "style.css" | relURL }}">
<header><a href="{{ "index.html" | relURL }}">{{ site.Title }}</a>
<nav>{{ range $name, $_ := site.Taxonomies }}<a href="{{ printf "%s/index.html" $name | relURL }}">{{ $name }}</a>
{{ end }}</nav></header>
<main>{{ block "main" . }}{{ end }}</main>
"""

_PAPER = """\
{{ define "main" }}
<article data-pagefind-body>
<h1>{{ .Title }}</h1>
<p>{{ partial "terms.html" (dict "page" . "of" "authors") }}</p>
<p>{{ with .Params.pdf }}<a href="{{ . }}">PDF</a>{{ end }}
{{ with .Params.code }}<a href="{{ . }}">Code</a>{{ end }}</p>
{{ with .Params.summary }}<p>{{ . }}</p>{{ end }}
{{ .Content }}
<dl>
{{ range slice "tags" "organizations" "venues" "days" }}<dt>{{ . }}<dd>{{ partial "terms.html" (dict "page" $ "of" .) }}
{{ end }}</dl>
{{ with .PrevInSection }}<a rel=prev href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a rel=next href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</article>
{{ end }}
"""

_LIST = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<p>{{ len .Pages }} papers</p>
<ol>{{ range .Paginator.Pages }}{{ partial "ROW" . }}{{ end }}</ol>
{{ range .Paginator.Pagers }}<a href="{{ .URL }}">{{ .PageNumber }}</a> {{ end }}
{{ end }}
"""

_INDEX = """\
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}
{{ end }}</ul>
{{ end }}
"""

_HOME = """\
{{ define "main" }}
{{ range first 10 (site.GetPage "/days").Pages.ByTitle.Reverse }}<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<ol>{{ range first 5 .Pages }}{{ partial "card.html" . }}{{ end }}</ol>
{{ end }}
{{ end }}
"""

_ROW = """\
<li><time>{{ .Date.Format "2006-01-02" }}</time> <a href="{{ .RelPermalink }}">{{ .Title }}</a>
<p>{{ delimit (first 8 .Params.authors) ", " }}</p>
"""

_CARD = """\
<li><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ partial "terms.html" (dict "page" . "of" "authors") }}</p>
<p>{{ .Params.summary }}</p>
<details><summary>Abstract</summary>{{ .Content }}</details>
<p>{{ partial "terms.html" (dict "page" . "of" "tags") }}</p>
"""

_TERMS = """\
{{ range .page.GetTerms .of }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}
"""

_LAYOUTS = {
    "baseof.html": _BASE,
    "page.html": _PAPER,
    "home.html": _HOME,
    "taxonomy.html": _INDEX,
    "term.html": _LIST.replace("ROW", "row.html"),
    "days/term.html": _LIST.replace("ROW", "card.html"),
    "_partials/row.html": _ROW,
    "_partials/card.html": _CARD,
    "_partials/terms.html": _TERMS,
}


def write_hugo_site(archive: Path, folder: Path, page_size: int = 100) -> None:
    """Write a site for Hugo that shows an archive; the archive's cache is filled on the way."""
    with open_archive(archive) as (loaded, work):
        names = [taxonomy.name for taxonomy in loaded.library.taxonomies] + list(FOLDERS.values())
        taxonomies = {f"one-of-{name}": name for name in names}
        pagination = {"pagerSize": page_size, "disableAliases": True}
        settings = {**_SETTINGS, "taxonomies": taxonomies, "pagination": pagination}
        files = {f"layouts/{name}": text.encode() for name, text in _LAYOUTS.items()}
        files |= {"hugo.json": msgspec.json.encode(settings), "static/style.css": b"body{max-width:60em}\n"}
        for entry in loaded.library.entries:
            front, body = _front_matter(entry), work.load_body(entry).markdown
            files[f"content/papers/{entry.id}.md"] = msgspec.json.encode(front) + f"\n\n{body}\n".encode()
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _front_matter(entry: Entry) -> dict[str, object]:
    keys = period_keys(entry.listed)
    return {
        "title": entry.title,
        "date": entry.listed + "-01-01"[: 10 - len(entry.listed)] if entry.listed else None,
        "summary": entry.summary,
        "authors": list(dict.fromkeys(author.name for author in entry.authors)),
        "tags": entry.tags,
        "organizations": entry.organizations,
        "venues": [entry.venue] if entry.venue else [],
        "pdf": entry.links.get("pdf", ""),
        "code": entry.links.get("code", ""),
        **{FOLDERS[kind]: [keys[kind]] for kind in PERIOD_KINDS if kind in keys},
    }
