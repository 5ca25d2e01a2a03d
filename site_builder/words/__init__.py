"""The words of the interface: one file a language."""
