"""Themes: the chain of folders from the archive's overrides to the default theme, and which template renders a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from site_builder import PACKAGE
from site_builder.content.front_matter import decode
from site_builder.content.sources import content_digest, walk_files
from site_builder.content.values import read_map, read_text
from site_builder.core.cache_files import Memos
from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.core.files import read_plain, require_plain
from site_builder.reading.yaml_nodes import Reader
from site_builder.settings.kinds import THEME_NAME
from site_builder.theme.compiled import CompiledTemplates
from site_builder.theme.environment import Environment, make_environment

DEFAULT_THEME = "default"
OVERRIDES = "overrides"
MAX_TEMPLATE_BYTES = 1_000_000

# Finds what templates include without parsing them, which would dominate a build that renders one page.
_REFERENCE = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%\}", re.DOTALL)
_NAME = re.compile(
    r"""(?P<quote>['"])(?P<name>[^'"\\]*)(?P=quote)(?:\s+(?:ignore\s+missing|with(?:out)?\s+context|as\b.*|import\b.*))*""",
    re.DOTALL,
)
_CHOICE = re.compile(r"\s+if\s+[\w.]+\s+else\s+")


class Theme(msgspec.Struct, frozen=True):
    """A theme's chain of folders, in which earlier folders win, and all its files by kind.

    `inherited` has each theme's own templates under names such as `default/base.html`, so that a template can extend
    the one that it replaces.
    """

    name: str
    folders: tuple[str, ...]
    templates: dict[str, str]
    inherited: dict[str, str]
    assets: dict[str, str]
    digests: dict[str, str]


def load_theme(archive: Path, name: str) -> Theme:
    """Return a theme with all that it extends; the archive's `themes/overrides/` comes first.

    Raises `ContentError` if a theme is missing or extends itself.
    """
    chain = list(_chain(archive, name))
    overrides = archive / "themes" / OVERRIDES
    require_plain(archive, f"themes/{OVERRIDES}")
    folders = [overrides, *chain] if overrides.is_dir() else chain
    templates: dict[str, str] = {}
    inherited: dict[str, str] = {}
    assets: dict[str, str] = {}
    digests: dict[str, str] = {}
    for folder in reversed(folders):
        for kind, found in (("templates", templates), ("assets", assets)):
            for path in walk_files(folder, kind):
                file = path.partition("/")[2]
                found[file] = str(folder / path)
                digests[path] = content_digest(read_plain(folder, path))
                if kind == "templates" and folder != overrides:
                    inherited[f"{folder.name}/{file}"] = str(folder / path)
                    digests[f"templates/{folder.name}/{file}"] = digests[path]
    return Theme(name, tuple(map(str, folders)), templates, inherited, assets, digests)


def bundled_themes() -> Path:
    """Return the folder of the themes that ship with Papershelf."""
    inside = PACKAGE / "_themes"
    return inside if inside.is_dir() else PACKAGE.parent / "themes"


def _chain(archive: Path, name: str) -> Iterator[Path]:
    seen: list[str] = []
    while name:
        if name in seen:
            message = f"themes extend each other in a circle: {' -> '.join([*seen, name])}"
            raise ContentError([Diagnostic("site.yml", 0, 0, "E406", message, "change extends: in one theme.yml")])
        seen.append(name)
        path = f"themes/{seen[-2]}/theme.yml" if len(seen) > 1 else "site.yml"
        if not re.fullmatch(THEME_NAME, name):
            hint = "write the name of a folder in themes/"
            raise ContentError([Diagnostic(path, 0, 0, "E402", f"{quote(name)} cannot be the name of a theme", hint)])
        require_plain(archive, f"themes/{name}/theme.yml")
        folder = next(
            (f for f in (archive / "themes" / name, bundled_themes() / name) if (f / "theme.yml").is_file()), None
        )
        if folder is None:
            known = sorted(p.parent.name for p in bundled_themes().glob("*/theme.yml"))
            hint = f"the themes that ship are: {', '.join(known)}; put your own in themes/{name}/ with a theme.yml"
            raise ContentError([Diagnostic(path, 0, 0, "E401", f"there is no theme {quote(name)}", hint)])
        yield folder
        name = _parent(folder, name)


def _parent(folder: Path, name: str) -> str:
    """Return the theme that a theme extends: the default one unless it says otherwise; the default extends none."""
    path = f"themes/{name}/theme.yml"
    text, problem = decode(path, read_plain(folder, "theme.yml"), MAX_TEMPLATE_BYTES)
    reader = Reader(path)
    root = None if problem else reader.parse(text) if text.strip() else None
    fields = {key: read_text(key, 1_000) for key in ("name", "title", "description", "author", "license", "extends")}
    values = read_map(reader, root, fields, "setting of a theme", "E402") if root else {}
    problems = [p for p in (*reader.diagnostics, problem) if p and p.code != "E104"]
    if problems:
        raise ContentError(problems)
    return "" if name == DEFAULT_THEME else str(values.get("extends", DEFAULT_THEME))


def list_references(source: str) -> list[str | None]:
    """Return the names that a template extends, includes or imports; `None` means a computed name."""
    operands = (
        _NAME.fullmatch(name) for match in _REFERENCE.finditer(source) for name in _CHOICE.split(match[1].strip())
    )
    return [operand and operand["name"] for operand in operands]


class Templates:
    """The templates of a theme in one language: which one renders a page, and the digest of all that it includes.

    With `memos`, those that an earlier build compiled come from the cache; `store_compiled` adds today's.
    """

    def __init__(self, theme: Theme, words: Mapping[str, str] | None = None, memos: Memos | None = None) -> None:
        self._theme = theme
        compiled = CompiledTemplates(words or {}, memos)
        self.environment: Environment = make_environment(self._load, words, compiled)
        self.store_compiled = compiled.store
        self.name = cache(self._name)
        self.digest = cache(self._digest)

    def render(self, names: Sequence[str], context: dict[str, Any]) -> str:
        """Return a page by the first template of these that the theme has.

        Raises Jinja's own errors, from the line of the template with the mistake.
        """
        return self.environment.get_template(self.name(tuple(names))).render(context)

    def _name(self, names: tuple[str, ...]) -> str:
        """Choose the nearest theme, then the most specific name: `period.html` over a parent's `period.day.html`."""
        for folder in self._theme.folders:
            for name in names:
                if self._theme.templates.get(name, "").startswith(f"{folder}/"):
                    return name
        hint = "a theme that extends the default has all templates; see themes/CONTRACT.md"
        message = f"the theme {quote(self._theme.name)} has no template {names[-1]}"
        raise ContentError([Diagnostic(f"themes/{self._theme.name}", 0, 0, "E405", message, hint)])

    def _digest(self, name: str) -> bytes:
        digest = blake2b(digest_size=16)
        for part in sorted(self._closure(name)):
            digest.update(f"{part}\0{self._theme.digests.get(f'templates/{part}', '')}\0".encode())
        return digest.digest()

    def _closure(self, name: str) -> set[str]:
        """Return a template and all that it extends, includes and imports; a computed name may be any template."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            part = waiting.pop()
            if part in seen:
                continue
            seen.add(part)
            source, _ = self._load(part) or ("", "")
            for found in list_references(source):
                waiting += self._theme.templates if found is None else [found]
        return seen

    def _load(self, name: str) -> tuple[str, str] | None:
        """Return a template's text and path, or `None` if the theme has no template of that name."""
        path = self._theme.templates.get(name) or self._theme.inherited.get(name)
        if path is None:
            return None
        parts = Path(path).parts
        start = len(parts) - 1 - parts[::-1].index("templates") - 2
        shown = "/".join(parts[start:])  # from themes/ on, the part that its author knows
        text, problem = decode(shown, Path(path).read_bytes(), MAX_TEMPLATE_BYTES)
        if problem:
            raise ContentError([problem])
        return text, path
