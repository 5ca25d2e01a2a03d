"""The archive's data for other programs: the JSON API, whole-archive files, and what describes them."""
