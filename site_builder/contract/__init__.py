"""Every type that a template can see; themes/CONTRACT.md is generated from this package."""
