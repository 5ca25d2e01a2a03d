"""Vectors of words and papers, and the files that hold them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from site_builder.search.documents import text_terms
from site_builder.search.factors import Sparse, column_vectors
from site_builder.search.meaning import _with_own, pack, unpack
from site_builder.search.space import Coding, coding, make_words, nearest_cells, place, sample
from site_builder.text.tokens import terms

from .papers import Paper, files_of, paper

CODED = Coding(2, 9, 2)
_SUBJECTS = (
    "kettle teapot infusion leaf brewing saucer caddy strainer",
    "glacier icefield moraine snowline crevasse serac cirque firn",
)


def subject_papers(count: int) -> list[Paper]:
    """Return papers, each with three words of one of two subjects."""
    random = Random(7)
    words = [" ".join(random.sample(_SUBJECTS[i % 2].split(), 3)) for i in range(count)]
    return [paper(f"p{i:04}", "Notes", text, date=f"{2000 + i // 9}") for i, text in enumerate(words)]


def test_column_vectors_are_those_of_a_singular_value_decomposition() -> None:
    dense = np.random.default_rng(3).integers(0, 2, (60, 40)) * 9
    rows, columns = np.nonzero(dense)
    found = column_vectors(Sparse(np.searchsorted(rows, np.arange(61)), columns, dense[rows, columns]), 40, 40)
    _, values, right = np.linalg.svd(dense / np.linalg.norm(dense, axis=1, keepdims=True), full_matrices=False)
    expected = right.T / np.sqrt(values)
    assert np.corrcoef((found @ found.T).flat, (expected @ expected.T).flat)[0, 1] > 0.95


def test_words_and_papers_of_one_subject_have_similar_vectors() -> None:
    texts = [text_terms(made.title, abstract, "") for made, abstract in subject_papers(128)]
    words = make_words(texts, CODED)
    vectors = {term: row.astype(int) for term, row in zip(words.terms, words.vectors, strict=True)}
    one, other = ([vectors[term] for _, term, _ in terms(subject)] for subject in _SUBJECTS)
    assert min(a @ b for a in one for b in one) > max(a @ b for a in one for b in other)
    placed = place(words, [*texts[:2], text_terms("Unheard of", "", "")], CODED).astype(int)
    assert one[0] @ placed[0] > one[0] @ placed[1]
    assert not placed[2].any()


def test_papers_move_between_cells_as_in_a_clean_build(tmp_path: Path) -> None:
    papers, store_path = subject_papers(150), tmp_path / "search.db"
    before = files_of(papers, store_path)
    edited = papers[149].document  # not in the sample, so the words' vectors stay
    papers[149] = paper(edited.id, "Notes", _SUBJECTS[0], date=edited.date)
    papers.append(paper("new", "Notes", _SUBJECTS[1], date="2099"))
    papers.append(paper("unknown", "Unheard of", date="2099"))
    after = files_of(papers, store_path)
    assert after == files_of(papers)
    changed = [path for path in before.keys() - after.keys() if path.startswith(("search/m/", "search/e/"))]
    assert 1 <= len(changed) <= 3
    del papers[140:]  # removed papers leave cells empty
    assert files_of(papers, store_path) == files_of(papers)
    papers[0] = paper(papers[0].document.id, "Notes", "Other words", date=papers[0].document.date)
    assert files_of(papers, store_path) == files_of(papers)


@pytest.mark.parametrize("coded", [Coding(10, 9, 2), Coding(11, 3, 4)])
def test_packed_vectors_are_read_back(coded: Coding) -> None:
    most = coded.levels // 2
    vectors = np.random.default_rng(1).integers(-most, most + 1, (7, coded.numbers)).astype(np.int8)
    symbols = pack(vectors, coded)
    assert {len(text) for text in symbols} == {-(-coded.numbers // coded.packed)}
    assert (unpack("".join(symbols), coded) == vectors).all()


def test_nearest_cell_is_the_first_of_equally_near_ones() -> None:
    centres = np.array([[0, 4], [4, 0], [2, 0], [0, 0]], np.int8)
    assert nearest_cells(np.array([[3, 1], [0, 1], [2, 2]], np.int8), centres).tolist() == [1, 0, 0]


def test_sample_is_of_the_older_papers_and_renewed_twice_while_an_archive_doubles() -> None:
    for papers in (128, 1000, 8192, 100_000):
        samples = {count: sample(count) for count in range(papers, 2 * papers)}
        assert len(set(samples.values())) == 3
        assert max(map(len, samples.values())) <= 4096
        assert all(count / 2 < found.stop <= count * 0.9 for count, found in samples.items())
    assert not sample(127)


def test_small_archives_have_no_vectors() -> None:
    few, enough = subject_papers(127), subject_papers(128)
    assert not {path[:9] for path in files_of(few)} & {"search/m/", "search/e/"}
    assert {path[:9] for path in files_of(enough)} > {"search/m/", "search/e/"}
    assert coding(128).numbers == 48


def test_no_new_papers_have_vectors_of_the_usual_width() -> None:
    assert _with_own(np.zeros((0, 16), np.int8), [], {}).shape == (0, 16)
