"""Entries to another format and back: which fields differ afterwards, in how many papers, with examples.

python -m benchmarks.round_trips ARCHIVE [--sample 5000] [--format bibtex]
"""

from __future__ import annotations

import argparse
import resource
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.build.archive import entry_paths
from site_builder.content.entries import parse_entry
from site_builder.exchange.exporters.entry_fields import entry_fields
from site_builder.exchange.exporters.formats import EXPORTERS, Citable
from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Record
from site_builder.library.citation_keys import citation_keys
from site_builder.model import Body, Entry
from site_builder.settings.load import load_config
from site_builder.text.markdown import plain_paragraphs, render_abstract

# What papers can leave in and come back from under their names, which a reading list does not hold.
FORMATS = sorted((EXPORTERS.keys() & IMPORTERS.keys()) - {"markdown"})

Parsed = tuple[Entry, Body]

# Difference by field: (identifier, before, after) of each paper.
Differences = dict[str, list[tuple[str, object, object]]]


def load_sample(archive: Path, size: int) -> list[Parsed]:
    """Return an archive's entries, or as many of them as asked for, chosen by the digest of their paths."""
    config, _ = load_config(archive)
    paths = sorted(entry_paths(archive), key=lambda path: blake2b(path.encode(), digest_size=8).digest())
    parsed = [parse_entry(path, (archive / path).read_bytes(), "", config.taxonomy_fields) for path in paths[:size]]
    return [(one.entry, one.body) for one in parsed if one.entry]


def round_trip(papers: Sequence[Parsed], form: str, folder: Path) -> dict[str, Record]:
    """Return the papers as they come back from a file of a format, by identifier."""
    keys = citation_keys([entry for entry, _ in papers])
    citable = [
        Citable(entry, key, plain_paragraphs(body.markdown)) for (entry, body), key in zip(papers, keys, strict=True)
    ]
    path = folder / f"papers.{form}"
    path.write_text("".join(EXPORTERS[form].write(citable)), encoding="utf-8")
    return {outcome.id: outcome for outcome in IMPORTERS[form].read([path], {}) if isinstance(outcome, Record)}


def differences(papers: Sequence[Parsed], records: dict[str, Record]) -> Differences:
    """Return what is not as it was; abstracts are compared as readers see them."""
    found: Differences = defaultdict(list)
    for entry, body in papers:
        record = records.get(entry.id)
        if record is None:
            found["(the whole paper)"].append((entry.id, entry.title, ""))
            continue
        before, after = entry_fields(entry), record.fields
        for name in sorted(before.keys() | after.keys()):
            if name == "links":
                found_links = _link_differences(entry.links, after.get("links", {}))
                for kind, pair in found_links:
                    found[f"links.{kind}"].append((entry.id, *pair))
            elif before.get(name) != after.get(name):
                found[name].append((entry.id, before.get(name, ""), after.get(name, "")))
        text = render_abstract(record.abstract)[1]
        if text != body.text:
            found["abstract"].append((entry.id, *_first_difference(body.text, text)))
        elif record.abstract != body.markdown:
            found["abstract (mark-up only)"].append((entry.id, *_first_difference(body.markdown, record.abstract)))
    return found


def _link_differences(before: dict[str, str], after: object) -> Iterator[tuple[str, tuple[str, str]]]:
    assert isinstance(after, dict)
    for kind in sorted(before.keys() | after.keys()):
        if before.get(kind) != after.get(kind):
            yield kind, (before.get(kind, ""), after.get(kind, ""))


def _first_difference(before: str, after: str) -> tuple[str, str]:
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return before[max(start - 20, 0) : start + 30], after[max(start - 20, 0) : start + 30]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sample", type=int, default=1_000_000)
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument("--examples", type=int, default=2)
    arguments = parser.parse_args()
    papers = load_sample(arguments.archive, arguments.sample)
    for form in arguments.format or FORMATS:
        start = _cpu_seconds()
        with TemporaryDirectory() as folder:
            records = round_trip(papers, form, Path(folder))
            size = (Path(folder) / f"papers.{form}").stat().st_size
        print(f"\n{form}: {len(papers):,} papers, {size / len(papers):,.0f} B each, {_cpu_seconds() - start:.1f} s CPU")
        for field, changed in sorted(differences(papers, records).items(), key=lambda item: -len(item[1])):
            print(f"  {field:26} {len(changed):7,}")
            for identifier, before, after in changed[: arguments.examples]:
                print(f"      {identifier}: {before!r:.150} -> {after!r:.150}")


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
