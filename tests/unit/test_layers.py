"""Data flows one way: a folder imports only from the folders before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder import PACKAGE

# In the order in which data flows. Modules of the package itself come first (`model`) or last.
LAYERS = (
    "model core words text reading content settings exchange library search daily related map site contract theme "
    "contexts pages data build edit check github mail new_archive agent api server cli __main__"
).split()


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if name != "__init__":
            found[name] = path
    return found


def layer(module: str) -> str:
    return module.partition(".")[0]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}:{node.lineno}: write the import in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            module = name.removeprefix("site_builder.")
            if module != name and layer(module) in LAYERS:
                yield module, node.lineno


def violations(path: Path, module: str) -> list[str]:
    own = layer(module)
    return [
        f"{path.name}:{line}: {own} imports {name}, which comes after it"
        for name, line in imports(path)
        if layer(name) != own and LAYERS.index(layer(name)) > LAYERS.index(own)
    ]


def test_every_folder_has_its_place() -> None:
    assert sorted({layer(module) for module in modules()}) == sorted(LAYERS)


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_folder_imports_only_from_folders_before_it(module: str) -> None:
    assert violations(modules()[module], module) == []


def test_a_wrong_import_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "terms.py"
    wrong.write_text(
        "from site_builder.text.slugs import slug\nfrom site_builder.pages import plan\n", encoding="utf-8"
    )
    assert violations(wrong, "library.terms") == ["terms.py:2: library imports pages.plan, which comes after it"]


def test_only_the_command_prints() -> None:
    for module, path in modules().items():
        if layer(module) != "cli":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                assert not (isinstance(called, ast.Name) and called.id == "print"), f"{path.name}:{node.lineno}"  # type: ignore[attr-defined]
