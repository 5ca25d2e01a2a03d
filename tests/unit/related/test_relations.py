"""Related papers: who is near, why, and that a build from the last one's state equals a clean one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.related import store
from site_builder.related.neighbours import find_neighbours, no_neighbours
from site_builder.related.relations import Papers, Relation, next_state, relations_of
from site_builder.related.store import State, empty_state, load_state, store_state
from site_builder.related.vectors import LENGTH, UNIT
from site_builder.search.documents import text_terms
from site_builder.search.vectors_file import GivenVectors

SUBJECTS = (
    "sparse attention kernels for long sequences",
    "dense captions of pictures and films",
    "robots that grasp cups in kitchens",
    "proofs of theorems by search in trees",
)
TAGS = ("agents", "folding", "proofs", "robots")
Shelf = dict[str, tuple[str, str, tuple[str, ...]]]


def state_of(
    shelf: Shelf, last: State | None = None, jobs: int = 1, shown: int = 10, vectors: GivenVectors | None = None
) -> State:
    """Return the state of papers given as title, abstract and tags."""
    ids = sorted(shelf)
    tags = {"tags": [(tag, [n for n, name in enumerate(ids) if tag in shelf[name][2]]) for tag in TAGS]}
    papers = Papers(
        ids,
        [f"{shelf[name][0]}|{shelf[name][1]}" for name in ids],
        repr([shelf[name][2] for name in ids] + ids).encode(),
        lambda row: text_terms(shelf[ids[row]][0], shelf[ids[row]][1], ""),
        lambda: tags,
        vectors,
    )
    return next_state(last or empty_state(), papers, shown, jobs)


def related(shelf: Shelf, name: str, vectors: GivenVectors | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """Return the related papers of one with their features."""
    ids = sorted(shelf)
    found = relations_of(state_of(shelf, vectors=vectors), range(len(ids)))(ids.index(name))
    return [(ids[relation.position], relation.features) for relation in found]


def shelf_of(count: int) -> Shelf:
    return {f"p{n:02}": (f"Note {n} on {SUBJECTS[n % 4]}", f"We study {SUBJECTS[n % 4]}.", ()) for n in range(count)}


def test_papers_of_one_subject_are_related_by_its_words() -> None:
    found = related(shelf_of(16), "p02")
    assert [name for name, _ in found][:3] == ["p06", "p10", "p14"]
    assert set(found[0][1]) <= {"robot", "grasp", "cup", "kitchen"}


def test_a_text_that_stands_twice_finds_its_twin_first() -> None:
    shelf = shelf_of(16)
    twin = ("Sparse cups of captions", "Trees, kitchens, dense attention and other kernels.", ())
    shelf |= {"z": twin, "a": twin}
    assert related(shelf, "z")[0][0] == "a"
    assert related(shelf, "a")[0][0] == "z"


def test_a_shared_tag_relates_papers_of_different_words() -> None:
    shelf = shelf_of(16)
    for name in ("p00", "p01"):
        shelf[name] = (*shelf[name][:2], ("folding",))
    assert ("p01", ("tags/folding",)) in related(shelf, "p00")


def test_words_of_no_meaning_and_numbers_relate_nothing() -> None:
    shelf: Shelf = {
        name: (f"{word} with you over 2024", "", ()) for name, word in zip("abcdefgh", SUBJECTS * 2, strict=True)
    }
    lonely = shelf | {"z": ("Zebras with you over 2024", "", ())}
    assert related(lonely, "z") == []


def test_of_papers_as_near_the_first_by_identifier_comes_first() -> None:
    shelf = {f"p{n:02}": ("Zebra stripes", "", ()) for n in range(4)} | shelf_of(16)
    shelf |= {f"q{n}": ("Zebra stripes", "", ()) for n in range(3)}
    assert [name for name, _ in related(shelf, "q1")] == ["q0", "q2"]


def test_vectors_are_whole_numbers_of_one_length() -> None:
    vectors = state_of(shelf_of(16)).vectors
    lengths = np.sqrt((vectors.weights.astype(int) ** 2).sum(axis=1))
    assert vectors.features.shape == (16, LENGTH)
    assert np.abs(lengths - UNIT).max() < LENGTH


def test_processes_change_nothing() -> None:
    alone, together = (state_of(shelf_of(1_200), jobs=jobs) for jobs in (1, 2))
    assert alone.corpus.vocabulary == together.corpus.vocabulary
    assert (alone.corpus.texts.features == together.corpus.texts.features).all()
    assert (alone.neighbours.rows == together.neighbours.rows).all()
    assert (alone.reasons == together.reasons).all()


def test_papers_find_the_same_neighbours_in_pairs_as_one_by_one() -> None:
    shelf = shelf_of(900) | {f"q{n:03}": ("Sparse cups", SUBJECTS[n % 3], ()) for n in range(100)}
    vectors = state_of(shelf).vectors
    found = no_neighbours(1_000)
    for part in np.array_split(np.arange(1_000), 2):
        found = find_neighbours(vectors, found, part, 1)
    at_once = find_neighbours(vectors, no_neighbours(1_000), np.arange(1_000), 1)
    assert (found.rows == at_once.rows).all()
    assert (found.scores == at_once.scores).all()


def test_a_state_survives_its_file(tmp_path: Path) -> None:
    state = state_of(shelf_of(8))
    stamp = store_state(tmp_path / "one", state, b"tool")
    found, found_stamp = load_state(tmp_path / "one", b"tool")
    (tmp_path / "again").mkdir()
    assert found_stamp == stamp == store_state(tmp_path / "again" / "one", found, b"tool")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "again" / "one").read_bytes()
    assert _relations(found) == _relations(state)


def test_a_state_of_another_tool_counts_as_none(tmp_path: Path) -> None:
    store_state(tmp_path / "state", state_of(shelf_of(8)), b"tool")
    found, stamp = load_state(tmp_path / "state", b"another")
    assert (found.corpus.ids, stamp) == ([], b"")


def test_a_state_in_the_format_of_another_version_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_Head", lambda *values: values[:2])
    store_state(tmp_path / "state", state_of(shelf_of(8)), b"another")
    assert load_state(tmp_path / "state", b"tool")[1] == b""


def test_more_neighbours_can_be_shown_than_before() -> None:
    shelf = shelf_of(16)
    last = state_of(shelf, shown=2)
    assert len(_relations(last)[2]) == 2
    assert _relations(state_of(shelf, last)) == _relations(state_of(shelf))


def vectors_of(seed: int) -> GivenVectors:
    """Return the vectors that an archive could keep: of some words, and of one paper."""
    chance, words = np.random.default_rng(seed), " ".join(SUBJECTS[seed % 2 :]).split()
    arrays = {"words": words, "vectors": chance.normal(size=(len(words), 6))}
    arrays |= {"papers": ["p3"], "paper_vectors": chance.normal(size=(1, 6))}
    return GivenVectors(str(seed), {name: np.array(array) for name, array in arrays.items()})


def test_vectors_that_the_archive_keeps_order_the_papers_that_share_words() -> None:
    words = ("stripes", "herds", "coats", "meadows")
    shelf = shelf_of(16) | {f"q{n}": (f"Zebra {word}", "", ()) for n, word in enumerate(words)}
    assert [name for name, _ in related(shelf, "q0")] == ["q1", "q2", "q3"]
    vectors = np.array([[9.0, 0], [0, 9], [9, 0], [0, 9]])
    kept = GivenVectors("1", {"words": np.array(words), "vectors": vectors})
    found = related(shelf, "q0", kept)
    assert found == [(name, ("zebra",)) for name in ("q2", "q1", "q3")]


def test_lists_follow_the_file_of_vectors() -> None:
    shelf, last = shelf_of(60), empty_state()
    for vectors in (vectors_of(1), vectors_of(2), None, vectors_of(1)):
        last = state_of(shelf, last, vectors=vectors)
        assert _relations(last) == _relations(state_of(shelf, vectors=vectors))


PAPERS = st.tuples(
    st.lists(st.sampled_from(" ".join(SUBJECTS).split()), min_size=1, max_size=6).map(" ".join),
    st.sampled_from(["", *SUBJECTS]),
    st.lists(st.sampled_from(TAGS), max_size=2, unique=True).map(tuple),
)
SHELVES = st.dictionaries(st.sampled_from([f"p{n}" for n in range(24)]), PAPERS, min_size=8, max_size=24)


@given(first=SHELVES, edits=st.lists(SHELVES.map(dict), max_size=3), gone=st.sets(st.integers(0, 23), max_size=6))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_from_the_last_state_as_from_none(first: Shelf, edits: list[Shelf], gone: set[int]) -> None:
    state, shelf, vectors = state_of(first), dict(first), vectors_of(1)
    meant = state_of(first, vectors=vectors)
    for edit in edits:
        shelf |= dict(list(edit.items())[:2])
        shelf = {name: paper for name, paper in shelf.items() if int(name[1:]) not in gone} or first
        state, meant = state_of(shelf, state), state_of(shelf, meant, vectors=vectors)
        assert _relations(state) == _relations(state_of(shelf))
        assert _relations(meant) == _relations(state_of(shelf, vectors=vectors))


def _relations(state: State) -> list[tuple[Relation, ...]]:
    positions = range(len(state.corpus.ids))
    return list(map(relations_of(state, positions), positions))
