"""The helpers that make what templates see: papers, terms, periods, feeds. `pages` puts contexts together from them."""
