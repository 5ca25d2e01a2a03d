"""Compiled templates that one build leaves for the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.core.cache_files import Memos
from site_builder.theme import compiled
from site_builder.theme.compiled import MEMO, CompiledTemplates
from site_builder.theme.environment import Environment, make_environment


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the templates that are compiled from here on, in a process that knows none."""
    monkeypatch.setattr(compiled, "_compiled", {})
    names: list[str] = []
    compile_template = Environment._compile

    def note(self: Environment, source: str, filename: str) -> object:
        names.append(filename)
        return compile_template(self, source, filename)

    monkeypatch.setattr(Environment, "_compile", note)
    return names


def render(folder: Path, text: str, words: dict[str, str] | None = None) -> str:
    """Return a page of a new process that keeps its templates in a folder."""
    compiled._compiled.clear()
    templates = CompiledTemplates(words or {}, Memos(folder))
    environment = make_environment(lambda name: (text, name), words, templates)
    made = environment.get_template("page.html").render()
    templates.store()
    return made


def test_what_the_last_build_compiled_is_used_until_its_text_or_words_change(
    tmp_path: Path, compilations: list[str]
) -> None:
    folder = tmp_path / ".papershelf"
    assert [render(folder, "{{ t('Papers') }} 1") for _ in range(2)] == ["Papers 1"] * 2
    assert len(compilations) == 1
    assert render(folder, "{{ t('Papers') }} 2") == "Papers 2"
    assert render(folder, "{{ t('Papers') }} 2", {"Papers": "Arbeiten"}) == "Arbeiten 2"
    assert len(compilations) == 3


@pytest.mark.parametrize("place", [3, -3], ids=["seal", "code"])
def test_code_without_this_machines_seal_is_never_run(tmp_path: Path, compilations: list[str], place: int) -> None:
    folder = tmp_path / ".papershelf"
    render(folder, "page")
    data = bytearray((folder / MEMO).read_bytes())
    data[place] ^= 1
    (folder / MEMO).write_bytes(data)
    assert render(folder, "page") == "page"
    assert len(compilations) == 2
