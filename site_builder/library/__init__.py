"""Entries related to each other: terms, periods, citation keys, trends."""
