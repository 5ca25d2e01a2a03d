"""Themes: the chain of folders, the locked-down Jinja environment, rendering."""
