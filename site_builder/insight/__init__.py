"""What papers have in common, from their counted words: related papers, and where they lie on the map."""
