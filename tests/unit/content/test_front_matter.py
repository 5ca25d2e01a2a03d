"""Files to front matter and body, and back."""

from __future__ import annotations

import pytest

from site_builder.content.front_matter import MAX_FILE_BYTES, FrontMatter, decode, split_file
from site_builder.core.diagnostics import Diagnostic

PATH = "content/papers/one.md"


def test_front_matter_ends_at_the_first_line_of_hyphens() -> None:
    parts = split_file(PATH, b"---\ntitle: A\n--- \nText\n---\nmore\n")
    assert parts == FrontMatter("title: A\n", 2, "Text\n---\nmore\n", 4)


def test_a_file_of_just_the_limit_is_read_and_a_longer_one_is_not() -> None:
    assert decode(PATH, b"a" * MAX_FILE_BYTES, MAX_FILE_BYTES)[1] is None
    problem = decode(PATH, b"a" * (MAX_FILE_BYTES + 1), MAX_FILE_BYTES)[1]
    assert problem is not None
    assert problem.code == "E003"


def test_bytes_that_are_no_text_are_told_with_their_place() -> None:
    assert decode(PATH, b"one\ntwo \xff", 100)[1] == Diagnostic(
        PATH, 2, 5, "E002", "byte 0xff is not valid UTF-8", "save the file as UTF-8"
    )


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("path", "text"), [(PATH, "---\ntitle: A\n---\nText.\n"), ("one.yml", "title: A\n")])
def test_a_file_put_together_again_has_the_same_bytes(path: str, text: str, end: str, bom: str) -> None:
    data = (bom + text.replace("\n", end)).encode()
    parts = split_file(path, data)
    assert isinstance(parts, FrontMatter)
    assert parts.yaml == "title: A\n"
    assert parts.file(parts.yaml, parts.body) == data
