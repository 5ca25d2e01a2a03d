"""Papers from other formats: one module a format."""
