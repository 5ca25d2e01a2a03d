"""The workflows and forms of this repository, made of the ones that `papershelf init` writes.

`python -m tests.own_workflows` writes them; a test holds the files equal to what it would write.
"""

from __future__ import annotations

from pathlib import Path

from site_builder.new_archive import INSTALL_LOCKED, skeleton_files, target_path

REPOSITORY = Path(__file__).parent.parent

# Here the tool is what the checkout holds.
OWN_INSTALL = "python -m pip install ."
_ON_THE_COMMAND_LINE = "python -m pip install --editable ."


def own_files() -> dict[str, str]:
    """Return the texts of this repository's files by path."""
    return {
        target_path(path): text.replace(INSTALL_LOCKED, OWN_INSTALL)
        for path, text in skeleton_files().items()
        if path.startswith("github/")
    }


def own_contributing() -> str:
    """Return the first part of `CONTRIBUTING.md`; the rest is about the code."""
    return skeleton_files()["CONTRIBUTING.md"].replace("@install@", _ON_THE_COMMAND_LINE)


if __name__ == "__main__":
    for path, text in own_files().items():
        target = REPOSITORY / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
