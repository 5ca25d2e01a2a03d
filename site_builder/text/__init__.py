"""Text of entries: Markdown and math to HTML and plain text, slugs and sort keys, dates as people write them."""
