"""Takes lunr.js from the `mkdocs` wheel, a build requirement, when Papershelf is built or installed for editing.

The file's digest is pinned; without comments and blanks it becomes `site_builder/_vendor/lunr.js`, which git ignores.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import rjsmin
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "mkdocs/contrib/search/templates/search/lunr.js"
SHA256 = "c1a28d9e95163292fbcc07ff794f1f0e1ade8741c513afe96d5b1046a18110bc"
TARGET = Path("site_builder/_vendor/lunr.js")
LICENSE = "/* lunr 2.3.9, http://lunrjs.com, Copyright (C) 2020 Oliver Nightingale, MIT License */\n"


class LunrBuildHook(BuildHookInterface[Any]):
    """Puts lunr.js into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the script and name it to the wheel; `version` is `standard` or `editable`."""
        if self.target_name != "wheel":
            return
        target = Path(self.root) / TARGET
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(lunr_script())
        build_data["artifacts"].append(TARGET.as_posix())


def lunr_script() -> bytes:
    """Return lunr.js without comments and blanks, its license first; raise `ValueError` if it is not the pinned one."""
    source = Path(str(distribution("mkdocs").locate_file(SOURCE))).read_bytes()
    if hashlib.sha256(source).hexdigest() != SHA256:
        raise ValueError(f"{SOURCE} of this mkdocs is not lunr.js 2.3.9 as pinned in hatch_build.py")
    return (LICENSE + str(rjsmin.jsmin(source.decode())) + "\n").encode()
