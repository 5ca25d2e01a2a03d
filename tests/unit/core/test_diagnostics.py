"""Problems as text for people and as annotations for GitHub."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import site_builder
from site_builder.core.diagnostics import CODES, ContentError, Diagnostic, has_errors, quote, render_github, render_text

PROBLEM = Diagnostic("content/papers/one.md", 3, 7, "E105", "date is 'x', not a day", "write 2026-05-26")


def test_text_names_place_code_message_and_cure() -> None:
    assert render_text(PROBLEM) == (
        "content/papers/one.md:3:7: error[E105]: date is 'x', not a day\n  hint: write 2026-05-26"
    )


def test_text_leaves_out_a_place_and_a_hint_that_are_not_known() -> None:
    assert render_text(Diagnostic("site.yml", 0, 0, "W203", "as well")) == "site.yml: warning[W203]: as well"


def test_github_gets_one_annotation_with_its_place() -> None:
    assert render_github(PROBLEM) == (
        "::error file=content/papers/one.md,line=3,col=7,title=E105::date is 'x', not a day%0Awrite 2026-05-26"
    )
    assert render_github(Diagnostic("a,b:c.md", 0, 0, "W203", "100%")).startswith(
        "::warning file=a%2Cb%3Ac.md,title=W203::100%25"
    )


def test_control_characters_and_line_ends_never_reach_a_terminal_or_a_workflow() -> None:
    hostile = Diagnostic("a\x1b\n::b.md", 1, 1, "E101", "key '\x1b[31m\n::stop-commands::x'", "\u202e hint")
    for shown in (render_text(hostile), render_github(hostile)):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert not any(line.startswith("::stop") or line.startswith("::b") for line in shown.splitlines())
    assert "\\x1b[31m\\x0a::stop" in render_text(hostile)


def test_a_file_name_that_is_no_text_can_be_shown() -> None:
    shown = render_text(Diagnostic("content/papers/\udcff.md", 0, 0, "E011", "no name"))
    assert shown.encode("utf-8").startswith(b"content/papers/\\xdcff.md")


def test_a_long_value_is_cut_in_messages() -> None:
    assert quote("a" * 200) == "'" + "a" * 79 + "…'"


def test_only_errors_stop_a_build() -> None:
    warning = Diagnostic("a", 0, 0, "W203", "m")
    assert not has_errors([warning])
    assert has_errors([warning, PROBLEM])


def test_problems_come_sorted_and_survive_the_way_from_a_worker() -> None:
    later = Diagnostic("content/papers/two.md", 1, 1, "E101", "m")
    error = pickle.loads(pickle.dumps(ContentError([later, PROBLEM])))
    assert error.diagnostics == (PROBLEM, later)


def test_codes_are_written_alike() -> None:
    assert all(code[0] in "EW" and code[1:].isdigit() and len(code) == 4 for code in CODES)


def test_every_code_that_is_listed_is_reported_and_the_other_way_round() -> None:
    package = Path(site_builder.__file__).parent
    sources = [path for path in package.rglob("*.py") if path.name != "diagnostics.py"]
    reported = {code for path in sources for code in re.findall(r'"([EW][0-9]{3})"', path.read_text(encoding="utf-8"))}
    assert reported == CODES.keys()
