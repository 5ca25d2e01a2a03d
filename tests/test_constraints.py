"""The locked and the oldest dependencies: each named by pyproject.toml, hashed, and from no particular host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REPOSITORY = Path(__file__).parent.parent
CONSTRAINTS = REPOSITORY / "constraints"
NAMED = [
    Requirement(text) for text in tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["dependencies"]
]


def pinned(name: str) -> dict[str, list[str]]:
    """Return the versions that a file pins by package: more than one where systems differ."""
    found: dict[str, list[str]] = {}
    for package, version in re.findall(
        r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", (CONSTRAINTS / name).read_text(), re.MULTILINE
    ):
        found.setdefault(canonicalize_name(package), []).append(version)
    return found


@pytest.mark.parametrize("name", ["locked.txt", "oldest.txt"])
@pytest.mark.parametrize("requirement", NAMED, ids=lambda r: r.name)
def test_each_dependency_is_pinned_to_a_version_that_is_allowed(name: str, requirement: Requirement) -> None:
    versions = pinned(name)[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version, prereleases=True) for version in versions)


@pytest.mark.parametrize("requirement", NAMED, ids=lambda r: r.name)
def test_the_oldest_versions_are_the_lower_bounds(requirement: Requirement) -> None:
    """Else nobody would try them."""
    bound = next(Version(part.version) for part in requirement.specifier if part.operator in (">=", "=="))
    assert bound in map(Version, pinned("oldest.txt")[canonicalize_name(requirement.name)])


def test_locked_packages_are_hashed() -> None:
    text = (CONSTRAINTS / "locked.txt").read_text().replace("\\\n", " ")
    assert [line for line in text.splitlines() if "==" in line and "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["locked.txt", "oldest.txt"])
def test_no_host_is_named(name: str) -> None:
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", (CONSTRAINTS / name).read_text())
