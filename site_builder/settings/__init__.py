"""site.yml and the taxonomy files: what settings there are, and how they are read."""
