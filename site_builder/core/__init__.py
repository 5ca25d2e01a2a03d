"""What every part may use: problems, progress, forked processes, atomic files, git, and the cache's files."""
