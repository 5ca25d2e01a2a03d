"""What the machine brings for the tests: a Chromium, a Java, a Node.js."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HEADLESS_SHELL = "chromium-headless-shell"
"""Chromium without its windows, as Debian packages it: the browser tests take a third of the time in it."""

CHROMIUM_COMMANDS = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> Path | None:
    """Return the system's Chromium (its headless shell, if there is one), else Playwright's."""
    for command in CHROMIUM_COMMANDS:
        if path := shutil.which(command):
            return Path(path)
    return _playwright_chromium()


def _playwright_chromium() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def find_java() -> Path | None:
    """Return a Java that runs; on some systems the command is only a note on how to install it."""
    path = shutil.which("java")
    if path and subprocess.run([path, "-version"], capture_output=True, check=False).returncode == 0:
        return Path(path)
    return None


def find_node() -> Path | None:
    """Return Node.js, if there is one."""
    path = shutil.which("node")
    return Path(path) if path else None


TYPESCRIPT_PATH = Path(sys.prefix) / "typescript"
"""Where `tests.prepare` puts TypeScript."""


def find_typescript() -> Path | None:
    """Return the script that is TypeScript's compiler."""
    path = TYPESCRIPT_PATH / "node_modules/typescript/bin/tsc"
    return path if path.is_file() else None


def can_install() -> bool:
    """Return whether system packages can be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None
