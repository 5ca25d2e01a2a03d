"""What `init` wrote before archives had a record of it, so that `upgrade` can tell untouched files from changed ones.

Nothing needs to be added here: every later version of Papershelf writes the record.
"""

from __future__ import annotations

# Git's identifiers of the contents that a file had, by its path.
UNRECORDED = {
    "CONTRIBUTING.md": (
        "6744c73e6510027527619fd70370f1375b04b203",
        "ab11e722bf428b07f388cb90ed809e2517255159",
        "f5a7d1fdafc9db509f176822dacbc118d124e590",
    ),
    ".github/ISSUE_TEMPLATE/config.yml": ("17d82e155e6f7293862289b624e56746e0e16f63",),
    ".github/ISSUE_TEMPLATE/correct-an-entry.yml": ("6c87b7329d3dcb1b4dac1c43bd7d92f1b3bdedc1",),
    ".github/ISSUE_TEMPLATE/submit-a-paper.yml": ("43ecc6379b2b7d8ac83f03da78d60f19ebc32391",),
    ".github/dependabot.yml": ("e96553931f577a4268b831e8adb36ab1dac7fd5b",),
    ".github/workflows/check.yml": (
        "91947157d3262a180fdde791ba71ed71fbe02291",
        "d8302e0935cd6453217f3e65d0cb3b00c44938c6",
        "dd8ac69e30e97cfcbffd449f8a8287d53120cfb0",
    ),
    ".github/workflows/daily.yml": ("7b68ca216deecc97fa5388e3e7fca8018aed639d",),
    ".github/workflows/deploy.yml": (
        "80b525edd2846be8a7f203d27b3dcdf52aa774f1",
        "d2b3e81c470705b7d3b2bc0e74c2e6d71cf9599f",
    ),
    ".github/workflows/digest.yml": (
        "0531e60932379834b9ca0a3442ff1cfa7e8c9f5b",
        "fe48cbacd193fca5baf2353a1dc0df83b8946a93",
    ),
    ".github/workflows/submit.yml": ("9e20c5e8fe5e96c6b51b2a769741c1102f7d2873",),
    "requirements.txt": ("4df49619ad3166182dc9ee640b9781f4a7566d78",),
}
