"""`content/vectors.npz`: vectors of words, and of papers, that an archive keeps or that its curator's model made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.content.sources import content_digest, has_link
from site_builder.core.diagnostics import Diagnostic
from site_builder.search.factors import squares
from site_builder.search.space import (
    HEAVIEST,
    Coding,
    Space,
    Words,
    cell_count_for,
    coding,
    make_cells,
    quantized,
)
from site_builder.search.store import in_order
from site_builder.text.tokens import terms

VECTORS_FILE = "vectors.npz"
"""The name of the file in `content/`, where `vectors` of site.yml gives no other."""

_MOST_NUMBERS = 256
_MOST_WORDS = 100_000
_MOST_BYTES = 200_000_000
"""Of all arrays, uncompressed."""
_MOST_IN_ALL = 60_000_000
"""Numbers in all arrays: reading turns each into one of eight bytes."""
_WHOLE = 1 << 20
"""The greatest number of a vector, once they are whole."""

_ROWS = {"vectors": ("words", "stems"), "paper_vectors": ("papers",)}
"""Arrays of vectors, each with the array that says what its rows belong to, by one of two names."""
_NUMBERS = ("vectors", "weights", "paper_vectors", "centres", "made_from")
_TEXTS = ("words", "stems", "papers")
_CURE = "write it by numpy.savez_compressed(file, words=..., vectors=...), as docs/search.md says"

Arrays = Mapping[str, NDArray[Any]]


class GivenVectors(NamedTuple):
    """The arrays of a file whose form is right, and the digest of its bytes."""

    digest: str
    arrays: Arrays

    @property
    def made_from(self) -> int:
        """The number of papers that the archive had when `papershelf vectors` wrote the file; 0 if it did not."""
        return int(self.arrays["made_from"]) if "made_from" in self.arrays else 0


class Given(NamedTuple):
    """Vectors as the index takes them: the words', cells', and by ordinal those of the papers that the file has."""

    key: str
    space: Space
    papers: Mapping[int, NDArray[np.int8]]


def load_vectors(root: Path, name: str) -> tuple[GivenVectors | None, tuple[Diagnostic, ...]]:
    """Return the vectors in a file of `content/`, `None` if there is no such file or it is wrong, and its problems."""
    path = f"content/{name}"
    if has_link(root, path) or not (root / path).is_file():
        message = "there is no such file, or it is a link"
        hint = "copy the file to content/, or leave vectors out of site.yml"
        return None, () if name == VECTORS_FILE else (Diagnostic(path, 0, 0, "E309", message, hint),)
    found = parse_vectors((root / path).read_bytes())
    if isinstance(found, GivenVectors):
        return found, ()
    return None, (Diagnostic(path, 0, 0, "E309", *found),)


def parse_vectors(data: bytes) -> GivenVectors | tuple[str, str]:
    """Return the vectors in a file, or else what is wrong with it and the cure."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            wrong = next(_wrong_members(archive), None)
        if wrong:
            return wrong
        with np.load(BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except Exception as error:  # NumPy and zipfile raise errors of all kinds for files that are damaged on purpose
        return f"not a file of NumPy arrays: {str(error) or type(error).__name__}", _CURE
    wrong = next(_wrong_arrays(arrays), None)
    return wrong or GivenVectors(content_digest(data), arrays)


def render_vectors(space: Space, papers: int) -> bytes:
    """Return the file of vectors that were made from an archive of so many papers."""
    file = BytesIO()
    np.savez_compressed(
        file,
        stems=np.array(space.words.terms),
        vectors=space.words.vectors,
        weights=space.words.weights.astype(np.int16),
        centres=space.centres,
        made_from=np.array(papers),
    )
    return file.getvalue()


def check_vectors(given: GivenVectors, name: str, papers: int) -> Iterator[Diagnostic]:
    """Yield a warning if the archive has grown by half since the file was made."""
    if 0 < given.made_from * 3 < papers * 2:
        message = f"made from {given.made_from:,} papers, and there are {papers:,} now; newer words have no vectors"
        yield Diagnostic(f"content/{name}", 0, 0, "W305", message, "run papershelf vectors and commit the file")


def take_vectors(given: GivenVectors, papers: Sequence[str]) -> Given:
    """Return a file's vectors as an index needs them; `papers` are the identifiers in the order of their ordinals."""
    arrays, coded, words = given.arrays, _coding(given), take_words(given)
    placed = _levels(_whole(arrays["paper_vectors"]), coded) if "papers" in arrays else words.vectors[:0]
    if "centres" in arrays:
        centres = _levels(_whole(arrays["centres"]), coded)
    else:  # not from the archive's papers, which an edit would move
        alike = placed if len(placed) else words.vectors
        centres = make_cells(alike, cell_count_for(len(alike)), coded)
    ordinals = {name: ordinal for ordinal, name in enumerate(papers)} if len(placed) else {}
    own = {ordinals[name]: row for name, row in zip(arrays.get("papers", ()), placed, strict=False) if name in ordinals}
    return Given(given.digest, Space(words, centres, coded), own)


def take_words(given: GivenVectors) -> Words:
    """Return a file's words."""
    arrays = given.arrays
    rows = _rows_by_stem(arrays)
    stems = in_order(rows)
    chosen = np.array([rows[stem] for stem in stems], np.int64)
    whole = _whole(arrays["vectors"])[chosen]
    weights = arrays["weights"][chosen].astype(np.float64) if "weights" in arrays else np.sqrt(squares(whole))
    weights = np.maximum(1, np.rint(weights * (HEAVIEST / max(float(weights.max(initial=0)), 1e-9))))
    return Words(stems, weights.astype(np.int64), _levels(whole, _coding(given)))


def take_papers(given: GivenVectors) -> dict[str, NDArray[np.float64]]:
    """Return the vectors of the papers that a file has, by identifier, as whole numbers."""
    arrays = given.arrays
    if "papers" not in arrays:
        return {}
    return dict(zip(arrays["papers"].tolist(), _whole(arrays["paper_vectors"]), strict=True))


def _coding(given: GivenVectors) -> Coding:
    return coding(0)._replace(numbers=given.arrays["vectors"].shape[1])


def _rows_by_stem(arrays: Arrays) -> dict[str, int]:
    """Return the first row of each stem; a text of several words has none."""
    if "stems" in arrays:
        return {stem: row for row, stem in reversed(list(enumerate(arrays["stems"].tolist())))}
    found: dict[str, int] = {}
    for row, word in enumerate(arrays["words"].tolist()):
        made = terms(word)
        if len(made) == 1:
            found.setdefault(made[0][1], row)
    return found


def _whole(vectors: NDArray[Any]) -> NDArray[np.float64]:
    """Return vectors as whole numbers; those of the file that `papershelf vectors` writes stay as they are."""
    numbers = vectors.astype(np.float64)
    if vectors.dtype == np.int8:
        return numbers
    return np.asarray(np.rint(numbers * (_WHOLE / max(float(np.abs(numbers).max(initial=0)), 1e-9))))


def _levels(whole: NDArray[np.float64], coded: Coding) -> NDArray[np.int8]:
    """Return whole numbers as levels, as which those of a kept file are stored."""
    if np.abs(whole).max(initial=0) <= coded.levels // 2:
        return whole.astype(np.int8)
    return quantized(whole, coded)


def _wrong_members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the headers, which are read before room is made for what they state."""
    infos = archive.infolist()
    if sum(info.file_size for info in infos) > _MOST_BYTES:
        yield f"the arrays are larger than {_MOST_BYTES // 1_000_000} MB", "leave words out, or store float32 numbers"
    numbers = 0.0
    for info in infos:
        name = info.filename.removesuffix(".npy")
        with archive.open(info) as file:
            version = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, kind = read(file)
        if name not in (*_NUMBERS, *_TEXTS):
            yield f"{name[:40]!r} is none of the arrays that this file may have", _CURE
        elif kind.kind not in ("U" if name in _TEXTS else "iuf"):
            needed = "texts, of a type such as <U20" if name in _TEXTS else "numbers"
            yield f"the array {name} is of type {kind}; it must hold {needed}", _CURE
        elif len(shape) > 2 or np.prod(shape, dtype=np.float64) * kind.itemsize > info.file_size:
            yield f"the array {name} cannot have the shape {shape}", _CURE
        numbers += float(np.prod(shape, dtype=np.float64)) if kind.kind in "iuf" else 0.0
    if numbers > _MOST_IN_ALL:
        yield f"the arrays hold more than {_MOST_IN_ALL:,} numbers", "leave words out, or reduce the vectors"


def _is_unicode(texts: NDArray[Any]) -> bool:
    """Return whether texts hold neither surrogates nor numbers beyond Unicode."""
    if not texts.nbytes:
        return True
    codes = texts.astype(texts.dtype.newbyteorder("=")).ravel().view(np.uint32)
    return bool(((codes < 0xD800) | ((codes > 0xDFFF) & (codes <= 0x10FFFF))).all())


def _wrong_arrays(arrays: Arrays) -> Iterator[tuple[str, str]]:
    for name in [name for name in _TEXTS if name in arrays and not _is_unicode(arrays[name])]:
        yield f"the array {name} has a text that is not Unicode", _CURE
    if "vectors" not in arrays or not arrays.keys() & {"words", "stems"}:
        yield "the file needs the arrays words and vectors", _CURE
        return
    for name in [name for name in _NUMBERS if name in arrays]:
        if arrays[name].dtype.kind == "f" and not np.isfinite(arrays[name].astype(np.float64)).all():
            yield f"the array {name} has a number that is not finite", "replace nan and inf, for example by 0"
    width = arrays["vectors"].shape[1] if arrays["vectors"].ndim == 2 else 0
    if not 2 <= width <= _MOST_NUMBERS:
        hint = f"reduce them to {_MOST_NUMBERS} at most, for example by a principal component analysis to 128"
        yield f"a vector has {width} numbers; it may have 2 to {_MOST_NUMBERS}", hint
    if not 0 < len(arrays["vectors"]) <= _MOST_WORDS:
        yield f"there are {len(arrays['vectors']):,} words", f"keep the {_MOST_WORDS:,} most frequent ones"
    for name, labels in _ROWS.items():
        label = next((label for label in labels if label in arrays), "")
        if (name in arrays) != bool(label) or (label and arrays[label].shape != arrays[name].shape[:1]):
            yield f"{name} and {labels[0]} do not have the same number of rows", "give each row its name, in order"
    for name in [name for name in ("paper_vectors", "centres") if name in arrays]:
        if arrays[name].shape[1:] != (width,):
            yield f"the array {name} does not have {width} columns, as vectors has", "make both by the same model"
    if "weights" in arrays and (arrays["weights"].shape != arrays["vectors"].shape[:1] or arrays["weights"].min() < 0):
        yield (
            "weights is not one number for each word, 0 or greater",
            "leave weights out, and lengths of vectors count",
        )
    if "made_from" in arrays and arrays["made_from"].shape:
        yield "made_from is not one number", "run papershelf vectors"
    if "centres" in arrays and not 0 < len(arrays["centres"]) <= 4096:
        yield f"there are {len(arrays['centres']):,} centres", "leave centres out, or give 1 to 4,096"
