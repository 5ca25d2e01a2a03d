"""A theme's stylesheets and scripts as they are published: parts joined, and what ships with Papershelf minified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import rcssmin
import rjsmin

from site_builder.theme.load import DEFAULT_THEME, Theme, bundled_themes

_MINIFIERS = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}


def publish_assets(theme: Theme, without: Collection[str] = ()) -> dict[str, bytes]:
    """Return the assets of a theme by name.

    The parts `style/….css` of all themes in the chain make one `style.css`, in the order of their names, and scripts
    likewise. A theme that has a `style.css` of its own replaces them all. `without` are
    the names of parts to leave out.
    """
    files: defaultdict[str, list[str]] = defaultdict(list)
    for name, path in sorted(theme.assets.items()):
        folder, _, part = name.rpartition("/")
        whole = folder + Path(part).suffix
        if name in without:
            continue
        if not folder or not part.endswith(tuple(_MINIFIERS)):
            files[name] = [path]
        elif whole not in theme.assets:
            files[whole].append(path)
    return {name: _read(paths) for name, paths in files.items()}


def worker_script(name: str) -> bytes:
    """Return a service worker's script; themes cannot replace it."""
    return _read([str(bundled_themes() / DEFAULT_THEME / "worker" / name)])


def _read(paths: Iterable[str]) -> bytes:
    """Other people's files stay as they are: a minifier may not understand what they do."""
    bundled = bundled_themes()
    parts = []
    for path in map(Path, paths):
        minify = _MINIFIERS.get(path.suffix) if path.is_relative_to(bundled) else None
        data = path.read_bytes()
        parts.append(minify(data) if minify else data)
    return b"\n".join(parts)
