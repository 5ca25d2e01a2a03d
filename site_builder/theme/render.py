"""Renders a page's template with its context to bytes, without side effects."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import jinja2

from site_builder.core.diagnostics import ContentError, Diagnostic, quote
from site_builder.text.nearest import did_you_mean
from site_builder.theme.load import Templates


def render_page(templates: Templates, names: tuple[str, ...], context: dict[str, Any]) -> bytes:
    """Return a page as UTF-8.

    Raises `ContentError` at the template's line if it has a mistake or uses an unknown name.
    """
    try:
        return templates.render(names, context).encode("utf-8", "replace")
    except jinja2.TemplateError as error:
        raise ContentError([template_problem(error, names[-1], context)]) from None
    except (AttributeError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
        raise ContentError([template_problem(error, names[-1], context)]) from None


def template_problem(error: Exception, name: str, context: dict[str, Any]) -> Diagnostic:
    """Return the problem of a failed template, at its line."""
    path, line = _place(error, name)
    message = str(error) or type(error).__name__
    if isinstance(error, (jinja2.UndefinedError, AttributeError)):
        word = message.rpartition("attribute ")[2].strip("'") if "attribute" in message else _quoted(message)
        known = [known for known in _names(context) if known != word]
        return Diagnostic(path, line, 1, "E404", message, did_you_mean(word, known) or "see themes/CONTRACT.md")
    if isinstance(error, jinja2.TemplateNotFound):
        return Diagnostic(path, line, 1, "E405", f"there is no template {quote(message)}", "see themes/CONTRACT.md")
    return Diagnostic(path, line, 1, "E403", message, "see themes/CONTRACT.md and Jinja's template documentation")


def _quoted(message: str) -> str:
    """Return the first quoted word, or an empty text."""
    parts = message.split("'")
    return parts[1] if len(parts) > 1 else ""


def _place(error: Exception, name: str) -> tuple[str, int]:
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _short(error.filename or error.name or name), error.lineno
    frames = [
        f
        for f in traceback.extract_tb(error.__traceback__)
        if f.filename.endswith((".html", ".xml", ".txt", ".json", ".opml", ".md", ".bib"))
    ]
    return (_short(frames[-1].filename), frames[-1].lineno or 0) if frames else (f"templates/{name}", 0)


def _short(path: str) -> str:
    """Return a template's path from its theme's folder on, the part that its author knows."""
    parts = Path(path).parts
    start = parts.index("templates") - 1 if "templates" in parts else 0
    return "/".join(("themes", *parts[max(start, 0) :])) if start > 0 else path


def _names(context: dict[str, Any]) -> set[str]:
    names = set(context)
    for value in context.values():
        names |= set(getattr(value, "__struct_fields__", ()))
        if isinstance(value, tuple) and value:
            names |= set(getattr(value[0], "__struct_fields__", ()))
    return names
