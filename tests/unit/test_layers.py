"""The flow goes one way: a step imports only from steps to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import site_builder

PACKAGE = Path(site_builder.__file__).parent

# From left to right. Modules of one step do not know each other, except inside one folder.
STEPS: tuple[tuple[str, ...], ...] = (
    ("model", "diagnostics", "clock", "workers", "atomic", "git", "mailing", "setting_docs"),
    ("memos", "plain_values", "yaml_cures", "yaml_plain"),
    ("yaml_tree", "sources", "text", "reports", "explanations"),
    ("identifiers", "shapes"),
    ("schema",),
    ("fields",),
    ("entries", "entry_schema", "manual"),
    ("curated", "places"),
    ("config",),
    ("setting_values",),
    ("settings",),
    ("site_file", "chapters"),
    ("cache",),
    ("search", "interchange"),
    ("formatting", "fetching"),
    ("insight",),
    ("terms", "periods", "daily"),
    ("library", "lint"),
    (
        "permalinks",
        "pictures",
    ),
    ("digests", "feeds", "trending", "trends"),
    ("sitemap", "previews"),
    ("plan",),
    (
        "contexts.contract_data",
        "contexts.contract_feeds",
    ),
    ("contexts.contract",),
    ("contexts.contract_digests", "contexts.contract_lists", "contexts.contract_insight"),
    ("fragments", "inlining", "tightening"),
    ("templating",),
    ("themes",),
    ("contexts", "data"),
    ("permanence",),
    ("data_files",),
    ("outline", "builds"),
    ("assets", "render", "output"),
    ("packing",),
    ("archive", "mail"),
    ("indexing", "relating"),
    ("mapping",),
    ("renderer", "restyle"),
    ("themecheck", "skeleton", "migration", "submissions", "pull_requests"),
    ("rebuild",),
    ("build",),
    ("api",),
    ("linkcheck", "checked"),
    ("checking",),
    ("server", "doctor"),
    ("cli",),
    ("__main__",),
)
RANK = {name: position for position, step in enumerate(STEPS) for name in step}


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if name != "__init__":
            found[name] = path
    return found


def step(module: str) -> str:
    """Return the step that a module is part of: the longest of its names that is one."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in RANK), "")


def imports(path: Path, module: str, known: dict[str, Path]) -> Iterator[tuple[str, int]]:
    folder = ["site_builder", *module.split(".")]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*(folder[: -node.level] if node.level else ()), *filter(None, [node.module])])
            whole = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name.removeprefix("site_builder.") in known else base for name in whole]
        else:
            continue
        for name in names:
            if name.startswith("site_builder."):
                yield name.removeprefix("site_builder."), node.lineno


def violations(path: Path, module: str, known: dict[str, Path]) -> list[str]:
    own = step(module)
    return [
        f"{path.name}:{line}: {own} imports {name}, which is not to its left"
        for name, line in imports(path, module, known)
        if step(name) != own and RANK[step(name)] >= RANK[own]
    ]


def test_every_module_has_its_place() -> None:
    lost = [module for module in modules() if not step(module)]
    assert not lost, "give each a place in STEPS"
    empty = [name for name in RANK if name not in {step(module) for module in modules()}]
    assert not empty, "these are gone"


@pytest.mark.parametrize("module", sorted(modules()))
def test_a_step_imports_only_from_steps_to_its_left(module: str) -> None:
    known = modules()
    assert violations(known[module], module, known) == []


def test_a_wrong_import_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "terms.py"
    wrong.write_text("from site_builder.text.slugs import slug\nfrom site_builder import plan\n", encoding="utf-8")
    assert violations(wrong, "terms", modules()) == ["terms.py:2: terms imports plan, which is not to its left"]


def test_only_the_command_prints() -> None:
    for module, path in modules().items():
        if step(module) != "cli":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                assert not (isinstance(called, ast.Name) and called.id == "print"), f"{path.name}:{node.lineno}"  # type: ignore[attr-defined]
