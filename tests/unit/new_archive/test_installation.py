"""An archive's workflows install what made the archive, and never a bare name that anybody could register."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import Distribution
from io import BytesIO
from pathlib import Path

import pytest

from site_builder import __version__
from site_builder.new_archive import installation

COMMIT = "0123456789abcdef0123456789abcdef01234567"
RELEASE = "https://example.org/papershelf-0.1.0-py3-none-any.whl"


class Installed(Distribution):
    """A distribution whose `direct_url.json` is given."""

    def __init__(self, origin: str | None) -> None:
        self._files = {"direct_url.json": origin, "METADATA": f"Name: papershelf\nVersion: {__version__}\n"}

    def read_text(self, filename: str) -> str | None:
        return self._files.get(filename)

    def locate_file(self, path: object) -> Path:
        raise AssertionError(path)


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, f"papershelf=={__version__}"),
        (
            f'{{"url": "https://example.org/p.git", "vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}"}}}}',
            f"papershelf @ git+https://example.org/p.git@{COMMIT}",
        ),
        (
            f'{{"url": "{RELEASE}", "archive_info": {{"hashes": {{"sha256": "00ff"}}}}}}',
            f"papershelf @ {RELEASE}#sha256=00ff",
        ),
        ('{"url": "file:///clone", "dir_info": {"editable": true}}', f"./packages/{installation.WHEEL}"),
        ('{"url": "file:///p.whl", "archive_info": {}}', f"./packages/{installation.WHEEL}"),
        (f'{{"url": "{RELEASE}", "archive_info": {{}}}}', f"./packages/{installation.WHEEL}"),
    ],
)
def test_the_requirement_reproduces_the_installation(
    origin: str | None, requirement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "distribution", lambda name: Installed(origin))
    made = installation.this_installation()
    assert made.requirement == requirement
    assert list(made.files) == ([requirement.removeprefix("./")] if requirement.startswith("./") else [])


def test_a_packed_wheel_is_complete_and_always_the_same_bytes(tmp_path: Path) -> None:
    made = installation.this_installation()
    assert made == installation.this_installation()
    (data,) = made.files.values()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
    assert {"site_builder/__main__.py", "site_builder/_vendor/lunr.js"} <= names
    assert "site_builder/_themes/default/templates/base.html" in names
    assert not [name for name in names if "__pycache__" in name]
    target = tmp_path / "installed"
    wheel = tmp_path / installation.WHEEL
    wheel.write_bytes(data)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    assert (target / "site_builder/_themes/default/theme.yml").is_file()
