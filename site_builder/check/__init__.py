"""Checks without rendering: rules, links, templates, and the health of an archive."""
