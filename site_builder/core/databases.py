"""SQLite files of the cache: opened so that nothing in them or beside them acts by itself.

A database from elsewhere may hold views and triggers, and its journal can name a file that SQLite then deletes. So no
journal is read or written, and a database whose schema is not the expected one is not used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

_JOURNALS = ("-journal", "-wal", "-shm")


def connect(path: Path, isolation_level: Literal["DEFERRED"] | None = "DEFERRED") -> sqlite3.Connection:
    """Open a database; what a killed process left half written may be damaged, as each value's seal then says."""
    drop_journals(path)
    return sqlite3.connect(path, isolation_level=isolation_level)


def drop_journals(path: Path) -> None:
    """Delete the files in which SQLite would look for what it has to undo or redo."""
    for ending in _JOURNALS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def make_quick(connection: sqlite3.Connection, schema: str) -> None:
    """Let a database wait for no disk and keep no journal: it can be made again."""
    connection.execute(f"PRAGMA {schema}.synchronous = OFF")
    connection.execute(f"PRAGMA {schema}.journal_mode = MEMORY")


def has_schema(connection: sqlite3.Connection, schema: str, statements: Iterable[str]) -> bool:
    """Return whether a database has the tables of these statements, and no view, trigger, index or other table."""
    found = connection.execute(f"SELECT sql FROM {schema}.sqlite_master WHERE sql IS NOT NULL").fetchall()
    return sorted(str(sql) for (sql,) in found) == sorted(statements)
