"""Problems as text for people and as annotations for GitHub."""

from __future__ import annotations

import pickle

from site_builder.core.diagnostics import (
    ContentError,
    Diagnostic,
    has_errors,
    quote,
    render_github,
    render_lines,
    render_text,
    summarize,
)

PROBLEM = Diagnostic("content/papers/one.md", 3, 7, "E105", "date is 'x', not a day", "write 2026-05-26")


def test_text_names_place_code_message_and_cure() -> None:
    assert render_text(PROBLEM) == ("content/papers/one.md:3:7: error[E105]: date is 'x', not a day; write 2026-05-26")


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


def test_an_older_form_of_workflow_command_is_escaped() -> None:
    hostile = Diagnostic("a.md", 1, 1, "E101", "unknown field '##[add-mask]x'", "##[error]")
    assert "##[" not in render_text(hostile)
    assert "##[" not in render_github(hostile)


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


def test_errors_come_before_warnings_and_a_long_hint_once() -> None:
    known = f"known: {', '.join(['title'] * 30)}"
    warning = Diagnostic("a.md", 1, 1, "W104", "the title is all in capitals")
    errors = [Diagnostic("b.md", line, 1, "E101", f"unknown field 'x{line}'", known) for line in (2, 3)]
    assert list(render_lines([warning, *errors])) == [
        f"b.md:2:1: error[E101]: unknown field 'x2'; {known}",
        "b.md:3:1: error[E101]: unknown field 'x3'; hint: see above",
        "a.md:1:1: warning[W104]: the title is all in capitals",
    ]


def test_many_warnings_of_one_kind_are_counted_and_errors_never() -> None:
    warnings = [Diagnostic("a.md", line, 1, "W104", "the title is all in capitals") for line in range(1, 24)]
    errors = [Diagnostic("b.md", line, 1, "E101", "unknown field") for line in range(1, 24)]
    lines = list(render_lines([*warnings, *errors, Diagnostic("c.md", 1, 1, "W105", "short")]))
    assert len(lines) == 23 + 20 + 1 + 1
    assert lines[-1] == "and 3 more warnings W104; papershelf check --format json lists all"


def test_problems_are_counted() -> None:
    errors = [Diagnostic("a", line, 1, "E101", "m") for line in range(1_200)]
    assert summarize(errors) == "1,200 errors in 1 file"
    assert summarize([*errors, PROBLEM, Diagnostic("a", 0, 0, "W203", "m")]) == (
        "1,201 errors in 2 files, 1 warning in 1 file"
    )
    assert summarize([]) == "no problems"
