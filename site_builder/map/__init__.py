"""Where papers are placed on the map, and the regions that they form."""
