"""Edits of an archive that a person would otherwise make by hand in several files: rename, remove, merge, set."""
