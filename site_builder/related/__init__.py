"""Related papers, from the words, tags and authors that papers share."""
