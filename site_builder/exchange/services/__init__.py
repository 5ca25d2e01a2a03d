"""Papers from services of the network to records: one module a service, each on its own.

Answers are untrusted text: bounded in size and time, parsed as data, and checked like any entry when they are written.
"""
