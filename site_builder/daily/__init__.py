"""New papers from the sources that `site.yml` names, and the rules by which an archive takes them."""
