"""The cache's SQLite files, opened so that nothing in them or next to them takes effect by itself.

A database from elsewhere may have views and triggers, and its journal can name a file that SQLite then deletes. So no
journal is read or written, and a database with another schema than expected is not used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged database raises when it is read or opened: SQLite's messages quote bytes, which may not be text."""

_JOURNALS = ("-journal", "-wal", "-shm")


def connect(path: Path, isolation_level: Literal["DEFERRED"] | None = "DEFERRED") -> sqlite3.Connection:
    """Open a database; a killed process may have damaged it, which the seals of its values show."""
    drop_journals(path)
    return sqlite3.connect(path, isolation_level=isolation_level)


def drop_journals(path: Path) -> None:
    """Delete the files in which SQLite would look for changes to undo or redo."""
    for ending in _JOURNALS:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def make_quick(connection: sqlite3.Connection, schema: str) -> None:
    """Let a database neither wait for the disk nor write a journal: it can be made again."""
    connection.execute(f"PRAGMA {schema}.synchronous = OFF")
    connection.execute(f"PRAGMA {schema}.journal_mode = MEMORY")


def has_schema(connection: sqlite3.Connection, schema: str, statements: Iterable[str]) -> bool:
    """Return whether a database has the tables of these statements, and no view, trigger, index or other table."""
    found = connection.execute(f"SELECT sql FROM {schema}.sqlite_master WHERE sql IS NOT NULL").fetchall()
    return sorted(str(sql) for (sql,) in found) == sorted(statements)
