"""Reports can be posted: of a stranger's words nothing is read as Markdown, HTML, mention or command."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from site_builder.core.diagnostics import Diagnostic
from site_builder.github import Proposal
from site_builder.github.report import MAX_SHOWN, code_block, code_span, problem_report, proposal_report, refresh_report
from tests.forms import HOSTILE

MARKDOWN = MarkdownIt("commonmark", {"html": True})
GITHUB_LIMIT = 65_536


def outside_code(report: str) -> str:
    """Return what GitHub would read: the rendered HTML without code."""
    return re.sub(r"<code[^>]*>.*?</code>", "", MARKDOWN.render(report), flags=re.DOTALL)


@given(st.text(max_size=300))
def test_a_text_is_one_span_and_nothing_else(text: str) -> None:
    html = MARKDOWN.render(f"before {code_span(text)} after")
    assert re.fullmatch(r"<p>before <code>[^<]*</code> after</p>\n", html)


@given(st.text(max_size=300))
def test_a_text_of_several_lines_is_one_block_and_nothing_else(text: str) -> None:
    html = MARKDOWN.render(f"before\n\n{code_block(text)}\n\nafter")
    assert re.fullmatch(r"<p>before</p>\n<pre><code>[^<]*</code></pre>\n<p>after</p>\n", html)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_report_holds_only_our_own_words_outside_code(text: str) -> None:
    proposal = proposal_report(Proposal("content/papers/2026/x.md", f"{text}\n" * 3, True, (text, text)), text)
    problems = problem_report([Diagnostic(text, 0, 0, "E703", text, text)])
    refreshed = refresh_report([(text, text)])
    for report in (proposal, problems, refreshed):
        said = outside_code(report)
        assert "@" not in said
        assert not re.search(r"[#$]\w|::|https?:|script|pwned", said)


def test_a_report_never_grows_beyond_what_github_takes() -> None:
    long = "`x` " * 100_000
    assert len(proposal_report(Proposal("p" * 9_000, long, True, (long,) * 99), long)) < GITHUB_LIMIT
    assert len(problem_report([Diagnostic(long, 0, 0, "E703", long, long)] * 99)) < GITHUB_LIMIT
    assert len(refresh_report([(long, long)] * 999)) < GITHUB_LIMIT
    assert len(code_block(long)) < MAX_SHOWN + 100


def test_a_report_names_the_question_what_is_wrong_and_what_helps() -> None:
    report = problem_report([Diagnostic("Published", 0, 0, "E105", "published is 'May', not a date", "write 2026-05")])
    assert "- `Published`: `published is 'May', not a date`\n  What helps: `write 2026-05`\n" in report
