"""The map: where papers are placed, and the regions that they form."""
