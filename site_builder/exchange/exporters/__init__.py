"""Papers as text of other formats: one module a format, one function a paper."""
