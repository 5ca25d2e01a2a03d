"""Papershelf: a folder of paper entries becomes a browsable, searchable static archive."""

__version__ = "0.1.0"
