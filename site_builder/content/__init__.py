"""The files of content/: entries, pages, collections, and how each is read."""
