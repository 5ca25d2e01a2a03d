"""An index is a function of its papers: not of processes, hash seeds, or what an earlier build left."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zlib
from functools import partial
from pathlib import Path
from random import Random

import msgspec
import pytest

from site_builder.core.processes import map_forked
from site_builder.search import index as index_module
from site_builder.search.documents import in_order
from site_builder.search.index import MANIFEST_PATH as MANIFEST
from site_builder.search.index import NO_BASIS, keep_index, open_index

from .papers import HAND_MADE, Paper, basis_of, directory_of, files_of, invented, paper, texts_of

PAPERS = [*HAND_MADE, *invented(300)]


def test_order_of_the_papers_does_not_matter() -> None:
    assert files_of(PAPERS) == files_of(PAPERS[::-1])


def test_processes_and_runs_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = files_of(PAPERS)
    monkeypatch.setattr(index_module, "_RUNS", (37, 37))
    assert files_of(PAPERS, spread=partial(map_forked, jobs=2)) == alone


def test_any_process_can_read_an_index_that_is_kept(tmp_path: Path) -> None:
    store_path, texts = tmp_path / "search.db", texts_of(PAPERS)
    documents = in_order(made for made, _ in PAPERS)
    keep_index(
        documents, lambda some: [texts[made.text] for made in some], store_path, map, NO_BASIS, directory_of(PAPERS)
    )
    index = open_index(documents, store_path)
    files = dict(map_forked(lambda path: (path, index.read(path)), index.paths, 3))
    index.close()
    assert files == files_of(PAPERS)


def test_hash_seed_and_processor_do_not_matter() -> None:
    code = (
        "import hashlib; from tests.search.papers import *;"
        "print(hashlib.sha256(repr(sorted(files_of([*HAND_MADE, *invented(200)]).items())).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_CORETYPE": kernels, "OPENBLAS_NUM_THREADS": seed},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed, kernels in (("1", "Prescott"), ("2", ""))
    }
    assert len(digests) == 1


def edited(made: Paper, abstract: str) -> Paper:
    return paper(made.document.id, made.document.title, abstract, date=made.document.date, tags=made.document.tags)


@pytest.mark.parametrize("seed", range(6))
def test_incremental_build_equals_a_clean_one(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    papers = list(PAPERS)
    store_path = tmp_path / "search.db"
    files_of(papers, store_path)
    for turn in range(3):
        for _ in range(random.randint(0, 3)):
            place = random.randrange(len(papers))
            papers[place] = edited(papers[place], f"word{random.randrange(9)} models agent unheardof{place}")
        for number in range(random.randint(0, 3)):
            day = random.choice(["1999", "2027-01-01", random.choice(papers).document.date])
            papers.append(paper(f"new-{turn}-{number}", "A Newer Model", "Late agents.", date=day))
        for _ in range(random.randint(0, 3)):
            del papers[random.randrange(len(papers))]
        assert files_of(papers, store_path) == files_of(papers)


def words_of(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith("search/w/")}


def test_documents_are_compared_by_their_texts_where_nothing_else_can_differ(tmp_path: Path) -> None:
    store_path = tmp_path / "search.db"
    files_of(PAPERS, store_path, basis=basis_of(PAPERS, "a"))
    fresh = Paper(msgspec.structs.replace(PAPERS[0].document, text="fresh"), "Another abstract.")
    unseen = PAPERS[1]._replace(document=msgspec.structs.replace(PAPERS[1].document, authors=("Someone Else",)))
    papers, same = [fresh, unseen, *PAPERS[2:]], [fresh, *PAPERS[1:]]
    found = files_of(papers, store_path, basis=basis_of(papers, "a"))
    assert words_of(found) == words_of(files_of(same)) != words_of(files_of(papers))
    for key in ("b", "b", ""):
        assert files_of(papers, store_path, basis=basis_of(papers, key)) == files_of(papers)


def test_words_become_common_and_rare_again(tmp_path: Path) -> None:
    store_path = tmp_path / "search.db"
    few = [paper(f"p{i}", f"Title {i}", "unique" * (i + 1), date=f"2024-01-0{i + 1}") for i in range(4)]
    files_of(few, store_path)
    shared = [*few[:2], edited(few[2], "unique uniqueunique"), edited(few[3], "unique uniqueunique")]
    assert files_of(shared, store_path) == files_of(shared)
    assert files_of(few, store_path) == files_of(few)


def test_removed_and_backdated_papers_are_followed(tmp_path: Path) -> None:
    store_path = tmp_path / "search.db"
    files_of(PAPERS, store_path)
    papers = [*PAPERS[:100], paper("old", "An Old One", date="1999"), *PAPERS[101:]]
    assert files_of(papers, store_path) == files_of(papers)
    assert files_of(papers[:50], store_path) == files_of(papers[:50])


def test_new_paper_rewrites_only_shards_of_its_terms() -> None:
    papers = invented(1500)
    before = files_of(papers)
    after = files_of([*papers, paper("zz", "Unheard Words Throughout", "Quixotic zeppelin.", date="2030")])
    shards = [path for path in before if path.split("/")[1] in ("t", "w")]
    kept = [path for path in shards if path in after]
    assert len(kept) > len(shards) // 2


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "sum", "foreign"])
def test_damaged_store_heals(tmp_path: Path, damage: str) -> None:
    store_path = tmp_path / "search.db"
    files = files_of(PAPERS, store_path)
    data = bytearray(store_path.read_bytes())
    if damage == "flip":
        for place in range(0, len(data), 4096):
            data[place + 2000] ^= 255
    elif damage == "foreign":
        data = bytearray(b"no database at all")
        total = f"{zlib.crc32(data):08x} {len(data)}"
        (tmp_path / "search.db.sum").write_text(total)
    elif damage == "sum":
        (tmp_path / "search.db.sum").write_text("")
    else:
        data = data[: len(data) // 2 if damage == "cut" else 0]
    store_path.write_bytes(data)
    assert files_of(PAPERS, store_path) == files
    assert files_of(PAPERS, store_path) == files


@pytest.mark.parametrize("damage", ["flip", "empty", "gone", "older", "no text"])
def test_damage_to_what_is_kept_of_papers_heals(tmp_path: Path, damage: str) -> None:
    store_path, rows_path = tmp_path / "search.db", tmp_path / "search.db.rows"
    first, second = [[edited(PAPERS[0], text), *PAPERS[1:]] for text in ("One agent.", "Two models.")]
    files_of(first, store_path)
    older = rows_path.read_bytes()
    files_of(second, store_path)
    if damage == "gone":
        rows_path.unlink()
    elif damage == "flip":
        rows_path.write_bytes(bytes(byte ^ (at > 1 << 13) for at, byte in enumerate(rows_path.read_bytes())))
    elif damage == "no text":  # SQLite says what is wrong in the words of the damaged file
        rows_path.write_bytes(rows_path.read_bytes().replace(b"CREATE TABLE", b"CREATE T\xdcBLE"))
    else:
        rows_path.write_bytes(older if damage == "older" else b"")
    assert files_of(PAPERS, store_path) == files_of(PAPERS)


def test_names_are_digests_of_contents() -> None:
    before, after = files_of(PAPERS), files_of([*PAPERS[1:], edited(PAPERS[0], "Another abstract.")])
    digests = [{path: hashlib.sha256(data).digest() for path, data in files.items()} for files in (before, after)]
    shared = digests[0].keys() & digests[1].keys() - {MANIFEST}
    assert shared
    assert {path for path in shared if digests[0][path] != digests[1][path]} == set()


def test_site_without_papers_has_an_index() -> None:
    assert MANIFEST in files_of([])
