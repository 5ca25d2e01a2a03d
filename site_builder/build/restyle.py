"""A site of which nothing changed but assets of its theme: no page is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from site_builder.build.assets import STATIC, look
from site_builder.build.publish import Publication, output_digest
from site_builder.core.cache_files import PublishedFile
from site_builder.settings.load import load_config
from site_builder.theme.load import load_theme


def restyle(root: Path, digests: Mapping[str, str], publication: Publication) -> dict[str, int]:
    """Publish the assets that differ from those of the published site; return by how many bytes each of them grew.

    The site is whole, and all else that it is made from is as it was, the names of assets included.
    """
    config, _ = load_config(root)
    assets = look(config, load_theme(root, config.theme)).values()
    manifest = dict(publication.live)
    shown = [asset for asset in assets if f"{STATIC}/{asset.url}" not in digests]  # the archive's own files win
    stale = [asset for asset in shown if asset.fingerprint != manifest[asset.url].fingerprint]
    publication.prepare()
    for asset in stale:
        data = asset.read()
        manifest[asset.url] = PublishedFile(asset.fingerprint, output_digest(data), len(data))
        publication.write(asset.url, data)
    publication.publish(manifest, [asset.url for asset in stale], publication.origin)
    return {asset.url: manifest[asset.url].size - publication.live[asset.url].size for asset in stale}
