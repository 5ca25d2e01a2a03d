"""Papershelf: a folder of paper entries becomes a browsable, searchable static archive."""

from pathlib import Path

__version__ = "0.1.0"

PACKAGE = Path(__file__).parent
