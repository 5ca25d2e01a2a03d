"""The kinds of pages that a site has: one module a kind, listed in `kinds`."""
