"""The search: a Lunr index cut into small shards, built here and read in the browser."""
