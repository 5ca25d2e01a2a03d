"""A build: the last report if nothing has changed since, else the steps in `steps.py`."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

import msgspec

from site_builder.build.publish import Publication
from site_builder.build.report import BuildOptions, BuildReport
from site_builder.content.sources import load_digests, require_archive
from site_builder.core.cache_files import CACHE_FOLDER, Memos, locked, tool_digest
from site_builder.core.processes import collecting_young_objects, default_jobs
from site_builder.core.progress import Clock, Progress, no_progress

REPORT = "report"

_report_decoder = msgspec.msgpack.Decoder(BuildReport)


def build(options: BuildOptions, progress: Progress = no_progress) -> BuildReport:
    """Bring the published site up to date with the archive; return what was done.

    Raises `ContentError` with every problem there is; the published site then stays as it was.
    """
    clock = Clock()
    options = msgspec.structs.replace(options, jobs=options.jobs or default_jobs())
    require_archive(options.root)
    with locked(options.root / CACHE_FOLDER), collecting_young_objects():
        memos = Memos(options.root / CACHE_FOLDER)
        publication = Publication(options.output, memos, verify=options.verify, sync=options.sync)
        with publication.surveyed_in_background(options.jobs):
            with clock("sources"):
                digests = load_digests(options.root)
            memo = memos.load_memo(REPORT, _key(digests, publication, options))
            with clock("published"):
                is_current = publication.is_whole and memo is not None
        if memo is not None and is_current:
            last = _report_decoder.decode(memo)
            return msgspec.structs.replace(last, written=0, removed=0, seconds=clock.seconds)
        with publication.made_ready_in_background(options.jobs):
            # Imported lazily: a build with nothing to do must not pay for Jinja and NumPy.
            from site_builder.build.steps import update

            report, is_settled = update(options, publication, digests, progress, clock)
        if is_settled:
            memos.store_memo(REPORT, _key(digests, publication, options), msgspec.msgpack.encode(report))
        return report


def _key(digests: Mapping[str, str], publication: Publication, options: BuildOptions) -> bytes:
    """Return the digest of all that a site is made from, of the published site, and of what must not be lost."""
    parts = (tool_digest(), sorted(digests.items()), publication.live_id, options.guard)
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()
