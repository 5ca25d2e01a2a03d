"""Addresses that the environment states, as workflows do."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.settings.load import load_config
from tests.shelf import built, write_archive


def test_site_yml_comes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERSHELF_BASE_URL", "https://example.github.io/papers")
    monkeypatch.setenv("PAPERSHELF_REPOSITORY", "https://github.com/example/papers")
    config, problems = load_config(write_archive(tmp_path, {"site.yml": "base_url: https://example.org/\n"}))
    assert (config.base_url, config.repository) == ("https://example.org/", "https://github.com/example/papers")
    assert problems == ()
    assert load_config(write_archive(tmp_path, {}))[0].base_url == "https://example.github.io/papers/"


def test_a_wrong_address_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERSHELF_BASE_URL", "example.org")
    [problem] = load_config(write_archive(tmp_path, {}))[1]
    assert (problem.path, problem.message) == ("PAPERSHELF_BASE_URL", "'example.org' is not a web address")


def test_the_name_of_a_domain_is_kept(tmp_path: Path) -> None:
    built(write_archive(tmp_path, {"content/static/CNAME": "papers.example.org\n"}))
    assert (tmp_path / "_site/CNAME").read_text(encoding="utf-8") == "papers.example.org\n"
