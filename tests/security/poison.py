"""Changes of an archive's cache, at random and crafted: the site that a build makes must equal a clean one.

`python -m tests.security.poison --times 2000 --crafted 200` tries as many as wanted; a difference makes it fail.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.core.cache_files import CACHE_FOLDER
from tests.shelf import built, front_matter, write_archive
from tests.trees import Tree, tree

SCRIPT = b"<script>alert(1)</script>"
FILES = {
    f"content/papers/p{n}.md": front_matter(
        f"title: Paper {n}", f"date: 2026-05-{10 + n}", "tags: [agents]", body=f"An **abstract** {n}."
    )
    for n in range(4)
}


def sample(folder: Path) -> Path:
    """Return a small archive that was built."""
    root = write_archive(folder, FILES | {"content/static/precious.txt": "precious"})
    built(root)
    return root


def _databases(root: Path) -> list[Path]:
    return sorted(p for p in (root / CACHE_FOLDER).iterdir() if p.name.endswith((".sqlite", ".rows")))


def _tables(database: sqlite3.Connection) -> list[str]:
    return [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def _every_value_is_a_script(root: Path) -> None:
    for path in _databases(root):
        with closing(sqlite3.connect(path)) as database:
            for table in _tables(database):
                for _, name, kind, *_ in database.execute(f"PRAGMA table_info({table})").fetchall():
                    if kind == "BLOB":
                        with suppress(sqlite3.Error):
                            database.execute(f"UPDATE {table} SET {name} = ?", (SCRIPT,))
            database.commit()


def _html_in_place(root: Path) -> None:
    for path in (root / CACHE_FOLDER).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            path.write_bytes(
                data.replace(b"<strong>abstract</strong>", b"<script>a(1)</script>   ").replace(b"Paper", b"<b>aa")
            )


def _rows_exchanged(root: Path) -> None:
    with closing(sqlite3.connect(root / CACHE_FOLDER / "memos.sqlite")) as database:
        for table in ("bodies", "terms", "entries"):
            key = "part" if table == "entries" else "path"
            rows = database.execute(f"SELECT {key}, value FROM {table} ORDER BY {key}").fetchall()
            for (name, _), (_, value) in zip(rows, [*rows[1:], rows[0]], strict=True):
                database.execute(f"UPDATE {table} SET value = ? WHERE {key} = ?", (value, name))
        database.commit()


def _tables_exchanged(root: Path) -> None:
    with closing(sqlite3.connect(root / CACHE_FOLDER / "memos.sqlite")) as database:
        database.execute("UPDATE bodies SET value = (SELECT value FROM terms WHERE terms.path = bodies.path)")
        database.commit()


def _files_exchanged(root: Path) -> None:
    files = sorted(p for p in (root / CACHE_FOLDER).iterdir() if p.is_file() and p.stat().st_size)
    contents = [path.read_bytes() for path in files]
    for path, data in zip(files, [*contents[1:], contents[0]], strict=True):
        path.write_bytes(data)


def _views(root: Path) -> None:
    """Endless ones: a reader that asks never comes back."""
    for path in _databases(root):
        with closing(sqlite3.connect(path)) as database:
            for table in _tables(database):
                columns = ", ".join(f"1 AS {row[1]}" for row in database.execute(f"PRAGMA table_info({table})"))
                database.execute(f"DROP TABLE {table}")
                endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
                database.execute(f"CREATE VIEW {table} AS {endless} SELECT {columns} FROM n")
            database.commit()


def _triggers(root: Path) -> None:
    for path in _databases(root):
        with closing(sqlite3.connect(path)) as database:
            for table in _tables(database):
                with suppress(sqlite3.Error):
                    database.execute(f"CREATE TRIGGER x{table} AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END")
            database.commit()


def _sites_named_otherwise(root: Path) -> None:
    for path in list((root / CACHE_FOLDER / "sites").iterdir()):
        path.rename(path.with_name("0" * 32))


def _all_empty(root: Path) -> None:
    for path in (root / CACHE_FOLDER).rglob("*"):
        if path.is_file():
            path.write_bytes(b"")


def _files_for_folders(root: Path) -> None:
    for path in list((root / CACHE_FOLDER).iterdir()):
        if path.is_file() and path.name not in ("lock", ".gitignore", "machine"):
            path.unlink()
            path.mkdir()
            (path / "inside").write_bytes(SCRIPT)


def _strangers_among_ours(root: Path) -> None:
    for name in ("sites/x/y/z", "unknown", "memos.sqlite-wal", "memos.sqlite-shm", "search.sqlite-wal"):
        path = root / CACHE_FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SCRIPT * 1_000)


def _a_writer_that_logs_ahead(root: Path) -> None:
    for path in _databases(root):
        database = sqlite3.connect(path)
        database.execute("PRAGMA journal_mode = WAL")
        for table in _tables(database):
            database.execute(f"DELETE FROM {table}")
        database.commit()
        kept = {p: p.read_bytes() for p in path.parent.glob(f"{path.name}*")}
        database.close()
        for file, data in kept.items():
            file.write_bytes(data)


POISONS: tuple[Callable[[Path], None], ...] = (
    _every_value_is_a_script,
    _html_in_place,
    _rows_exchanged,
    _tables_exchanged,
    _files_exchanged,
    _views,
    _triggers,
    _sites_named_otherwise,
    _all_empty,
    _files_for_folders,
    _strangers_among_ours,
    _a_writer_that_logs_ahead,
)


def _changed_at_random(root: Path, chance: random.Random) -> None:
    files = sorted(path for path in (root / CACHE_FOLDER).rglob("*") if path.is_file() and path.stat().st_size)
    for path in chance.sample(files, chance.randint(min(1, len(files)), len(files))):
        data = bytearray(path.read_bytes())
        start = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[start] ^= 1 << chance.randrange(8)
            case 1:
                data[start : start + len(SCRIPT)] = SCRIPT
            case 2:
                del data[start:]
            case 3:
                other = chance.choice(files).read_bytes()
                data[start : start + 400] = other[:400]
            case 4:
                data += chance.randbytes(100)
        path.write_bytes(data)


def poisoned(root: Path, copy: Path, seed: int, crafted: Callable[[Path], None] | None = None) -> Tree:
    """Return the site that a build makes of a copy of an archive whose cache was changed."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    chance = random.Random(seed)
    if crafted:
        crafted(copy)
    if not crafted or chance.random() < 0.5:
        _changed_at_random(copy, chance)
    if chance.random() < 0.5:
        (copy / "_site/index.html").unlink()
    built(copy)
    return tree(copy / "_site")


def main() -> None:
    """Poison caches as often as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=2_000, help="changes at random")
    parser.add_argument("--crafted", type=int, default=200, help="changes of known kinds")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        root = sample(Path(folder) / "archive")
        clean = tree(root / "_site")
        wrong = 0
        for number in range(asked.times + asked.crafted):
            kind = POISONS[number % len(POISONS)] if number >= asked.times else None
            site = poisoned(root, Path(folder) / "copy", asked.seed + number, kind)
            if site != clean:
                wrong += 1
                sys.stdout.write(f"seed {asked.seed + number}, {kind and kind.__name__}: another site\n")
        sys.stdout.write(f"{asked.times} at random, {asked.crafted} crafted: {wrong} other sites\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
