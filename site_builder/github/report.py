"""What was made of a form, as Markdown that can be posted: a stranger's text in it does nothing.

Inside code, GitHub reads no mention, no reference to an issue, no address and no HTML; so every word that is not
ours is put in a code span or a fenced block whose fence is longer than any run of backticks in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate

from site_builder.core.diagnostics import Diagnostic, printable
from site_builder.github.proposals import Proposal

# GitHub takes 65,536 characters for a comment or the text of a pull request.
MAX_SHOWN = 20_000
MAX_PROBLEMS = 20
MAX_FILES = 100
MAX_SPAN = 500
MAX_REASONS = 50_000


def code_span(text: str) -> str:
    """Return a text as Markdown that shows it on one line and nothing else."""
    # A text of megabytes is cut first: each of its first words is at least a letter.
    shown = printable(" ".join(text.split(maxsplit=MAX_SPAN))[: MAX_SPAN + 1])
    shown = shown if len(shown) <= MAX_SPAN else f"{shown[: MAX_SPAN - 1]}…"
    fence = "`" * (_longest_run(shown) + 1)
    space = " " if "`" in shown or not shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def code_block(text: str, language: str = "") -> str:
    """Return a text of several lines as a fenced block."""
    kept = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}\n…"
    shown = "\n".join(printable(line) for line in re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", kept.rstrip("\n")))
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}{language}\n{shown}\n{fence}"


def proposal_report(proposal: Proposal, answers: str) -> str:
    """Return the report of answers that became a file; it names their edit by a digest of the form's text."""
    what = "This entry was made of the form" if proposal.is_new else "This is the file with the change"
    lines = [
        f"{what}; it passed every check.",
        "",
        code_span(proposal.path),
        "",
        code_block(proposal.text, "yaml"),
        "",
        f"It holds the edit {code_span(edit_of(answers))} of the form; a later edit is not in it.",
    ]
    if proposal.remarks:
        lines += ["", "Please look at:", "", *(f"- {code_span(remark)}" for remark in proposal.remarks[:MAX_PROBLEMS])]
    return "\n".join(lines) + "\n"


def edit_of(answers: str) -> str:
    """Return what identifies an edit of a form."""
    return blake2b(answers.encode(errors="replace"), digest_size=6).hexdigest()


def problem_report(problems: Iterable[Diagnostic]) -> str:
    """Return the report of answers that could not be used; the path of a problem is the question it is about."""
    errors = [problem for problem in problems if problem.severity == "error"]
    lines = ["The form needs a change before it can become an entry:", ""]
    for problem in errors[:MAX_PROBLEMS]:
        lines.append(f"- {code_span(problem.path)}: {code_span(problem.message)}")
        lines += [f"  What helps: {code_span(problem.hint)}"] if problem.hint else []
    if len(errors) > MAX_PROBLEMS:
        lines.append(f"- and {len(errors) - MAX_PROBLEMS} more")
    lines += ["", "Edit the text at the top of this issue (… then Edit), below the headings that are there."]
    lines += ["This answer is brought up to date when you save it."]
    return "\n".join(lines) + "\n"


def daily_report(source: str, added: Sequence[str]) -> str:
    """Return the report of an import: the files that it added."""
    lines = [f"New at {code_span(source)}:", "", *(f"- {code_span(path)}" for path in added[:MAX_FILES])]
    rest = len(added) - MAX_FILES
    return "\n".join([*lines, *([f"- and {rest:,} more"] if rest > 0 else [])]) + "\n"


def refresh_report(reasons: Sequence[tuple[str, str]]) -> str:
    """Return the report of a refresh: for each entry's file, why it changes or has to be looked at."""
    lines = [f"- {code_span(path)}: {code_span(reason)}" for path, reason in reasons]
    lengths = accumulate(len(line) for line in lines)
    shown = sum(length < MAX_REASONS for length in lengths)
    rest = len(lines) - shown
    more = [f"- and {rest:,} more"] if rest > 0 else []
    head = "What services say today of papers that are listed here:"
    declining = (
        "To decline one for good, add its DOI, address or version to the entry, such as `x-declined: 10.1000/182`."
    )
    return "\n".join([head, "", *lines[:shown], *more, "", declining]) + "\n"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
