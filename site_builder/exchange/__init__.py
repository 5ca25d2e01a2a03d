"""Papers from and to other formats: one module a format, each on its own.

An importer, of those in `formats`, turns files into records; `importing` turns records into entries.
"""
