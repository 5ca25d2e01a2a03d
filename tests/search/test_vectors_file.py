"""Vectors that an archive keeps, or that a curator's own model made."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from site_builder.search.documents import text_terms
from site_builder.search.space import coding, make_space
from site_builder.search.vectors_file import Given, GivenVectors, parse_vectors, render_vectors, take_vectors
from tests.shelf import built, front_matter, run, site_files, write_archive

from .papers import Paper, basis_of, files_of, paper
from .test_meaning import subject_papers

CONTENT = "content/vectors.npz"


def saved(**arrays: Any) -> bytes:
    """Return a file of arrays."""
    file = BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def given(data: bytes, papers: list[Paper]) -> Given:
    """Return a file's vectors for an index of papers that are in order."""
    found = parse_vectors(data)
    assert isinstance(found, GivenVectors), found
    return take_vectors(found, [made.id for made, _ in papers])


def kept(papers: list[Paper]) -> bytes:
    """Return what `papershelf vectors` writes for the papers."""
    return render_vectors(make_space([text_terms(made.title, text, "") for made, text in papers], len(papers)), 150)


def meaning_files(papers: list[Paper], *args: Any, **options: Any) -> dict[str, bytes]:
    """Return the files of the vectors."""
    return {
        path: data
        for path, data in files_of(papers, *args, **options).items()
        if path.startswith(("search/m/", "search/e/"))
    }


def test_a_kept_file_gives_the_vectors_that_it_was_written_from() -> None:
    papers = subject_papers(150)
    space = make_space([text_terms(made.title, text, "") for made, text in papers], 150)
    read = given(render_vectors(space, 150), papers).space
    assert read.words.terms == space.words.terms
    assert (read.words.vectors == space.words.vectors).all()
    assert (read.words.weights == space.words.weights).all()
    assert (read.centres == space.centres).all()
    assert render_vectors(space, 150) == render_vectors(space, 150)


def test_edits_of_any_paper_leave_kept_words_and_are_as_in_a_clean_build(tmp_path: Path) -> None:
    papers, random = subject_papers(150), Random(3)
    data = kept(papers)
    before = meaning_files(papers, tmp_path / "db", vectors=given(data, papers), basis=basis_of(papers, "1"))
    for step in range(6):
        place = random.randrange(len(papers))
        edited = papers[place].document
        papers[place] = paper(edited.id, "Notes", f"kettle glacier {step} serac", date=edited.date)
        vectors, basis = given(data, papers), basis_of(papers, "1")
        after = meaning_files(papers, tmp_path / "db", vectors=vectors, basis=basis)
        assert after == meaning_files(papers, vectors=vectors)
        assert {path for path in before if "/m/" in path} == {path for path in after if "/m/" in path}
        assert len(before.keys() - after.keys()) <= 2
        before = after
    without = meaning_files(papers, tmp_path / "db", basis=basis_of(papers, "2"))
    assert without == meaning_files(papers) != before


def test_a_models_vectors_place_words_and_papers(tmp_path: Path) -> None:
    papers = [paper("a", "Kettles"), paper("b", "Glaciers"), paper("c", "Of itself")]
    vectors = np.array([[3.0, 0.1], [9, 9], [0.0, 1.5], [1, 1]])
    words = ["kettle", "kettles", "glacier", "two words"]
    own = {"papers": ["c", "gone"], "paper_vectors": [[0.2, -9.0], [1, 1]]}
    data = saved(words=words, vectors=vectors, **own)
    found = given(data, papers)
    assert found.space.words.terms == ["glacier", "kettl"]
    assert found.space.words.weights.tolist() == [600, 1200]
    assert np.sign(found.space.words.vectors).tolist() == [[0, 1], [1, 0]]
    assert {ordinal: np.sign(row).tolist() for ordinal, row in found.papers.items()} == {2: [0, -1]}
    before = files_of(papers, tmp_path / "db", vectors=found, basis=basis_of(papers, "1"))
    own["paper_vectors"] = [[9.0, 0], [1, 1]]
    found = given(saved(words=words, vectors=vectors, **own), papers)
    after = files_of(papers, tmp_path / "db", vectors=found, basis=basis_of(papers, "2"))
    assert after == files_of(papers, vectors=found) != before


GOOD = {"words": ["a", "b"], "vectors": np.ones((2, 4), np.float32)}


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"words": ["a"]}, "the file needs the arrays words and vectors"),
        (GOOD | {"vectors": np.ones((3, 4))}, "vectors and words do not have the same number of rows"),
        (GOOD | {"vectors": np.ones((2, 768))}, "a vector has 768 numbers; it may have 2 to 256"),
        (GOOD | {"vectors": np.ones(2)}, "a vector has 0 numbers; it may have 2 to 256"),
        (GOOD | {"vectors": np.full((2, 4), np.nan)}, "the array vectors has a number that is not finite"),
        (GOOD | {"words": np.array(["a", None])}, "the array words is of type object; it must hold texts"),
        (GOOD | {"words": [1, 2]}, "the array words is of type int64; it must hold texts"),
        (GOOD | {"vectors": np.array([["x"] * 4] * 2)}, "the array vectors is of type <U1; it must hold numbers"),
        (GOOD | {"papers": ["p"]}, "paper_vectors and papers do not have the same number of rows"),
        (GOOD | {"papers": ["p"], "paper_vectors": np.ones((1, 5))}, "the array paper_vectors does not have 4 columns"),
        (GOOD | {"centres": np.ones((1, 5))}, "the array centres does not have 4 columns"),
        (GOOD | {"weights": [1, -1]}, "weights is not one number for each word, 0 or greater"),
        (GOOD | {"weights": [[1], [1]]}, "weights is not one number for each word, 0 or greater"),
        (GOOD | {"made_from": [1, 2]}, "made_from is not one number"),
        (GOOD | {"model": ["x"]}, "'model' is none of the arrays that this file may have"),
    ],
)
def test_a_wrong_array_is_named_with_a_cure(arrays: dict[str, Any], message: str) -> None:
    found = parse_vectors(saved(**arrays))
    assert not isinstance(found, GivenVectors)
    assert found[0].startswith(message)
    assert found[1]


def test_headers_cannot_ask_for_more_memory_than_the_file_has() -> None:
    header = b"\x93NUMPY\x01\x00v\x00" + f"{{'descr':'<f4','fortran_order':False,'shape':({1 << 40},4)}}".encode()
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("vectors.npy", header.ljust(127) + b"\n")
    found = parse_vectors(file.getvalue())
    assert found[0].startswith("the array vectors cannot have the shape")
    for data in (b"", b"PK", b"\x93NUMPY", saved(**GOOD)[:-40], bytes(1000)):
        assert str(parse_vectors(data)[0]).startswith("not a file of NumPy arrays")


def test_an_archive_keeps_vectors_and_renews_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def entries(count: int) -> dict[str, str]:
        return {
            f"content/papers/{made.id}.md": front_matter(
                f"title: {made.title} {made.id}", f"date: {made.date}-01-01", body=abstract
            )
            for made, abstract in subject_papers(count)
        }

    write_archive(tmp_path, entries(130) | {"site.yml": "title: T\nrelated: false\nmap: no\noffline: no\n"})
    assert run("vectors", "--check", "--archive", tmp_path).exit_code == 0  # too few papers to ask for the file
    monkeypatch.setattr("site_builder.cli.vectors.WORTH_KEEPING", 130)
    assert run("vectors", "--check", "--archive", tmp_path).exit_code == 1
    assert "130 papers: content/vectors.npz" in run("vectors", "--archive", tmp_path).output
    assert run("vectors", "--check", "--archive", tmp_path).exit_code == 0
    assert not built(tmp_path).warnings
    words = {path: data for path, data in site_files(tmp_path).items() if path.startswith("search/m/")}
    write_archive(tmp_path, entries(190) | {"content/papers/p0003.md": front_matter("title: New", "date: 2000-01-01")})
    assert [warning.code for warning in built(tmp_path).warnings] == []
    assert {path: data for path, data in site_files(tmp_path).items() if path.startswith("search/m/")} == words
    (tmp_path / CONTENT).write_bytes(saved(**GOOD | {"made_from": 120}))
    assert [warning.code for warning in built(tmp_path).warnings] == ["W305"]
    assert run("vectors", "--check", "--archive", tmp_path).exit_code == 1
    (tmp_path / CONTENT).write_bytes(saved(**GOOD))
    result = run("vectors", "--archive", tmp_path)
    assert "was not written by this command" in result.output
    (tmp_path / CONTENT).write_bytes(b"x")
    assert f"{CONTENT}: error[E309]: not a file of NumPy arrays" in run("check", "--archive", tmp_path).output
    (tmp_path / CONTENT).unlink()
    write_archive(tmp_path, {"site.yml": "title: T\nvectors: model.npz\n"})
    assert "content/model.npz: error[E309]: there is no such file" in run("build", "--archive", tmp_path).output


def test_numbers_are_as_many_as_the_model_has() -> None:
    data = saved(words=["kettle"], vectors=np.ones((1, 200)))
    assert given(data, subject_papers(3)).space.coded == (200, *coding(3)[1:])


def _member(header: str, data: bytes = b"") -> bytes:
    """Return an array as NumPy stores it, with any header."""
    text = header.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


_HEADER = "{{'descr': {}, 'fortran_order': False, 'shape': {}}}"


@pytest.mark.parametrize(
    ("header", "data"),
    [
        ("(" * 9_000, b""),
        ("-" * 9_000 + "1", b""),
        ("x\n   y\n z: 3L", b""),
        (_HEADER.format("()", "(3, 8)"), b""),
        (_HEADER.format("'<f4'", "(True, 8)"), bytes(32)),
        (_HEADER.format("'<f4'", "(-3, 8)"), bytes(96)),
        (_HEADER.format("'<U2'", "(3,)"), b"\xff" * 24),
        (_HEADER.format("'<U1'", "(3,)"), b"\x00\xd8\x00\x00" * 3),
    ],
)
def test_a_header_or_text_made_to_break_readers_is_an_error(header: str, data: bytes) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("words.npy", _member(header, data))
    message, cure = parse_vectors(file.getvalue())
    assert message
    assert "numpy.savez_compressed" in cure


def test_no_damage_of_a_packed_array_ends_in_a_traceback() -> None:
    data = saved(words=np.arange(300).astype(str), vectors=np.random.default_rng(1).random((300, 16)))
    chance = Random(1)
    for _ in range(200):
        damaged = bytearray(data)
        for place in chance.sample(range(len(data)), 3):
            damaged[place] = chance.randrange(256)
        parse_vectors(bytes(damaged))


def test_small_files_of_very_many_numbers_are_refused() -> None:
    file = saved(words=np.array(["a"]), vectors=np.ones((1, 8)), paper_vectors=np.zeros((8_000_000, 8), np.int8))
    assert "60,000,000 numbers" in parse_vectors(file)[0]
