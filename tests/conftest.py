"""What tests of every kind share: the command, built sites, a browser."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.machine import find_chromium
from tests.sample import write_sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("papershelf", deadline=None)
settings.load_profile("papershelf")

# The key that seals caches is the tests' own, in these processes and in those that they start.
os.environ["XDG_STATE_HOME"] = mkdtemp(prefix="papershelf-state-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
os.environ["PAPERSHELF_NO_SYNC"] = "1"

REPOSITORY = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)


def papershelf(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, from a folder."""
    command = [sys.executable, "-m", "site_builder", *arguments]
    return subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def _built(root: Path) -> Path:
    done = papershelf("build", "--jobs", "1", cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_site"


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own archive, built from a copy so that the checkout stays as it is."""
    root = tmp_path_factory.mktemp("archive")
    for name in ("content", "docs", "themes"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "site.yml", root)
    return _built(root)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented archive of `tests/sample.py`, built; it is to be published at its `BASE_URL`."""
    root = tmp_path_factory.mktemp("sample")
    write_sample(root)
    return _built(root)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the system's, else Playwright's own."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        pytest.skip("there is no Chromium: install one, or run python -m playwright install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(BROWSER_ARGUMENTS))
        yield launched
        launched.close()
