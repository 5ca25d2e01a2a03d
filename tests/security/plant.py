"""Links, hard links and odd files at random places of an archive and of what was built: nothing around it changes.

`python -m tests.security.plant --times 5000` tries as many as wanted, each with three commands; a change makes it fail.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from click.testing import CliRunner

from site_builder.cli import papershelf
from tests.shelf import built, front_matter, write_archive

PATIENCE = 60
FILES = {
    "site.yml": "title: A shelf\ntheme: mine\n",
    "content/papers/a.md": front_matter("title: A paper", "date: 2026-03-02", "tags: [agents]"),
    "content/papers/2026/b.md": front_matter("title:   Another", "date: 2026-03-03"),
    "content/static/config": "[core]\n",
    "content/tags.yml": "agents: {name: Agents}\n",
    "content/pages/about.md": front_matter("title: About"),
    "themes/mine/theme.yml": "name: Mine\nextends: default\n",
    "themes/mine/templates/404.html": "{% extends 'default/404.html' %}",
    "items.json": '[{"id": "new", "title": "New", "issued": {"date-parts": [[2026, 3]]}}]',
    "answer.md": "### Title\n\nA Paper\n",
}
NAMES = """
content content/papers content/papers/2026 content/papers/x.md content/static content/static/x content/map.csv
content/removed.yml docs docs/x.md themes themes/mine themes/overrides themes/mine/templates themes/mine/assets/x.css
site.yml published.txt entry.schema.json papers.bib other other/content _site _site/papers _site/x.html _site/index.html
_site/.papershelf-site ._site.standby ._site.standby/papers ._site.standby/index.html ._site.standby/.papershelf-site
._site.retired .papershelf .papershelf/sites .papershelf/sites/0 .papershelf/lock .papershelf/machine .papershelf/x
.papershelf/.gitignore .papershelf/memos.sqlite .papershelf/memos.sqlite-journal .papershelf/memos.sqlite-wal
.papershelf/search.sqlite .papershelf/search.sqlite.rows .papershelf/search.sqlite.sum .papershelf/related.state
.papershelf/trees .papershelf/report .papershelf/outline .github .github/ISSUE_TEMPLATE .github/ISSUE_TEMPLATE/a.yml
content/papers/.a.md.1.tmp .gitignore content/vectors.npz content/CITATION.cff .papershelf/templates
.github/papershelf.json content/papers/thumbnails content/papers/a.webp .github/workflows .github/workflows/check.yml
requirements.txt
""".split()
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("build",),
    ("build", "--verify"),
    ("check",),
    ("check",),
    ("clean",),
    ("fmt",),
    ("new", "New", "--date", "2026-03-02"),
    ("add", "@misc{new, title={New}, year={2026}}"),
    ("import", "csl-json", "items.json"),
    ("export", "bibtex", "--output", "papers.bib"),
    ("export", "entries", "--output", "other"),
    ("digest", "--month", "2026-03", "--format", "html", "--output", "mail.html"),
    ("pack", "--output", "site.zip"),
    ("permanence", "--keep"),
    ("schema", "--write"),
    ("map",),
    ("migrate",),
    ("submit", "answer.md"),
    ("doctor",),
    ("theme", "check"),
    ("changes", "--since", "HEAD"),
    ("upgrade",),
    ("rename", "a", "c"),
    ("remove", "a", "--reason", "Withdrawn."),
    ("merge", "a", "b"),
    ("set", "tags+=shelves", "--where", "paper"),
    ("correct", "a", "title", "New"),
    ("export", "obsidian", "--output", "other"),
    ("vectors",),
    ("pack", "--site", "_site"),
)


def sample(around: Path) -> Path:
    """Return an archive that was built twice, among files that nobody may touch."""
    for name in ("outside/s.yml", "outside/papers/x.md", "outside/index.html", "precious.txt", ".git/config"):
        (around / name).parent.mkdir(parents=True, exist_ok=True)
        (around / name).write_text(f"{name} is precious\n", "utf-8")
    archive = write_archive(around / "archive", FILES)
    built(archive)
    write_archive(
        archive, {"site.yml": FILES["site.yml"], "content/papers/a.md": front_matter("title: A paper, again")}
    )
    built(archive)
    return archive


def digest_around(around: Path) -> str:
    """Return a digest of everything around the archive: names, kinds, contents and when they changed."""
    digest = blake2b()
    for folder, names, files in os.walk(around):
        if folder == str(around):
            names.remove("archive")
        names.sort()
        for name in sorted([*names, *files]):
            path = Path(folder) / name
            found = path.lstat()
            digest.update(f"{path}|{found.st_mode}|{found.st_size}|{found.st_mtime_ns}\n".encode())
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def plant(archive: Path, chance: random.Random) -> None:
    """Put one to three odd things at places that commands open."""
    around = archive.parent
    existing = [path.relative_to(archive).as_posix() for path in archive.rglob("*")]
    targets = [around / "outside", around / "outside/s.yml", around / "precious.txt", around / ".git", around]
    targets += [around / "outside/papers", around / "nothing", Path("/dev/zero"), archive / ".git"]
    for _ in range(chance.randint(1, 3)):
        place = archive / chance.choice(NAMES if chance.random() < 0.7 else existing)
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            place.unlink(missing_ok=True)
            target = chance.choice(targets)
            match chance.randrange(6):
                case 0:
                    os.mkfifo(place)
                case 1:
                    os.link(chance.choice([around / "precious.txt", around / "outside/s.yml"]), place)
                case 2:
                    place.symlink_to(os.path.relpath(target, place.parent))
                case 3:
                    place.mkdir()
                case _:
                    place.symlink_to(target)


def tried(archive: Path, copy: Path, seed: int) -> list[str]:
    """Plant things in a copy of an archive, run three commands, and return what went wrong."""
    chance = random.Random(seed)
    around = copy.parent
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(archive, copy)
    plant(copy, chance)
    before = digest_around(around)
    wrong = []
    for command in chance.sample(COMMANDS, 3):
        with chdir(copy), _within(PATIENCE):
            result = CliRunner().invoke(papershelf, [*command])
        if result.exception and not isinstance(result.exception, SystemExit):
            wrong.append(f"seed {seed}, {' '.join(command)}: {result.exception!r}")
        # A hard link's count changes with what is deleted here; names, contents and times must not.
        if digest_around(around) != before:
            wrong.append(f"seed {seed}, {' '.join(command)}: something outside changed")
            break
    return wrong


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """End what waits for ever, such as for a pipe."""

    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def main() -> None:
    """Plant things as often as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, TemporaryDirectory() as state:
        os.environ |= {"XDG_STATE_HOME": state, "PAPERSHELF_NO_SYNC": "1"}
        original = sample(Path(folder) / "original")
        sample(Path(folder) / "around")
        wrong = []
        for number in range(asked.times):
            found = tried(original, Path(folder) / "around/archive", asked.seed + number)
            wrong += found
            sys.stdout.write("".join(f"{line}\n" for line in found))
        sys.stdout.write(f"{asked.times} times: {len(wrong)} wrong\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
