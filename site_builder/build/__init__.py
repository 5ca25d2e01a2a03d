"""A build: load, plan, render what is stale, publish."""
