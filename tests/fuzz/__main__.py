"""Looks for text that breaks a law: `python -m tests.fuzz TARGET SECONDS [CORPUS]`, which needs `atheris`.

What it finds is printed and left in a file `crash-…`; once mended, the smallest form of it goes into `corpus/`.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

import atheris

HERE = Path(__file__).parent


def main() -> None:
    """Fuzz one target for a while."""
    name, seconds, *folder = sys.argv[1:]
    folder = folder or [tempfile.mkdtemp(prefix="papershelf-fuzz-")]  # else what it tries would go into `corpus/`
    with atheris.instrument_imports(include=["site_builder", "pylatexenc", "markdown_it", "linkify_it"]):
        from tests.fuzz.targets import keep_law
    # The clock's limit is for what never ends: on a busy machine each input takes longer than its second.
    options = [f"-max_total_time={seconds}", "-timeout=100", "-max_len=4000", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, *folder, str(HERE / "corpus" / name)], partial(keep_law, name))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
