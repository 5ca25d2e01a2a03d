"""Renders the problems of a run, for people and for programs: lines, annotations, JSON, SARIF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from site_builder import __version__
from site_builder.core.diagnostics import Diagnostic, render_github, render_lines

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

Problems = Sequence[Diagnostic]


def render_json(problems: Problems) -> str:
    """Return a JSON list with an object for each problem."""
    items = [{"severity": problem.severity, **msgspec.structs.asdict(problem)} for problem in problems]
    return json.dumps(items, indent=2, ensure_ascii=False) + "\n"


def render_sarif(problems: Problems) -> str:
    """Return a log that code scanning reads.

    Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    from site_builder.check.explanations import explanations  # imported lazily: most commands do not need them

    codes = sorted({problem.code for problem in problems})
    rules = [{"id": code, "shortDescription": {"text": explanations()[code].title}} for code in codes]
    driver = {"name": "Papershelf", "version": __version__, "rules": rules}
    results = [_sarif_result(problem, codes.index(problem.code)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _sarif_result(problem: Diagnostic, rule: int) -> dict[str, object]:
    # SARIF has URIs, so special characters are escaped; a problem without a line belongs to its file.
    location: dict[str, object] = {"artifactLocation": {"uri": quote(problem.path)}}
    if problem.line:
        location["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
    }


def render_report(form: str, problems: Problems) -> str:
    """Return all problems in one of `REPORTS`."""
    if form == "json":
        return render_json(problems)
    if form == "sarif":
        return render_sarif(problems)
    lines = map(render_github, problems) if form == "github" else render_lines(problems)
    return "".join(f"{line}\n" for line in lines)


FORMATS = ("text", "github")
REPORTS = (*FORMATS, "json", "sarif")
