"""Measures Papershelf: archives of any size, builds by step, and other generators beside it."""
