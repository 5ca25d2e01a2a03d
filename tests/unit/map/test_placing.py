"""The map that is kept: known places stay, new papers go among related ones, mistakes of the file are reported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from site_builder.content.map_file import MAP_FILE, SIZE, check_places, parse_places, render_places
from site_builder.map.placing import place
from site_builder.related.neighbours import Neighbours, no_neighbours
from tests.shelf import built, front_matter, page, run, site_files, write_archive
from tests.unit.related.test_relations import SUBJECTS

NAMES = ["a", "b", "c", "d"]


def chain() -> Neighbours:
    """Return neighbours of four papers: c has a and b, the latter three times as near; d has c."""
    neighbours = no_neighbours(4)
    neighbours.rows[2, :2], neighbours.scores[2, :2] = (1, 0), (3_000, 1_000)
    neighbours.rows[3, 0], neighbours.scores[3, 0] = 2, 10
    return neighbours


def test_known_places_stay_and_others_follow_from_them() -> None:
    places = place(NAMES, chain(), {"a": (0, 4095), "b": (2000, 2000), "gone": (7, 7)}).astype(int)
    assert places[:, :2].T.tolist() == [[0, 4095], [2000, 2000]]
    assert np.abs(places[:, 2] - (1500, 2523)).max() <= 24
    assert 0 < np.abs(places[:, 3] - places[:, 2]).max() <= 24


def test_papers_of_no_known_neighbour_lie_at_the_rim() -> None:
    names = [f"p{n}" for n in range(100)]
    places = place(names, no_neighbours(100), {}).astype(int)
    rims = np.minimum(places, SIZE - 1 - places).min(axis=0)
    assert rims.max() <= 24
    assert len(set(zip(*places.tolist(), strict=True))) == 100


def test_papers_of_the_same_neighbours_do_not_coincide() -> None:
    neighbours = no_neighbours(30)
    neighbours.rows[1:, 0], neighbours.scores[1:, 0] = 0, 5
    places = place([f"p{n:02}" for n in range(30)], neighbours, {"p00": (100, 100)})
    assert len(set(zip(*places.tolist(), strict=True))) > 25


def test_a_file_is_read_as_it_was_written() -> None:
    places = {"2401.00002": (4095, 0), "2401.00001": (12, 7)}
    text = render_places(places)
    assert text == "id,x,y\n2401.00001,12,7\n2401.00002,4095,0\n"
    assert parse_places(text.encode()) == (places, ())


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("id;x;y\na,1,2\n", 1, "the first line is not id,x,y"),
        ("id,x,y\na,1,2\nb,1\n", 3, "'b,1' is not an identifier and two whole numbers"),
        ("id,x,y\na,-1,2\n", 2, "'a,-1,2' is not an identifier and two whole numbers"),
        ("id,x,y\na,1,4096\n", 2, "1,4096 is outside the map; the largest number is 4095"),
        ("id,x,y\na,1,2\n\na,1,2\n", 4, "duplicate position for 'a'"),
        ("id,x,y\n<<<<<<< ours\na,1,2\n", 2, "'<<<<<<< ours' is not an identifier and two whole numbers"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_cure(lines: str, line: int, message: str) -> None:
    _, (problem,) = parse_places(lines.encode())
    assert (problem.path, problem.line, problem.code, problem.message) == (MAP_FILE, line, "E307", message)
    assert problem.hint


def test_a_file_of_something_else_gives_its_first_problems() -> None:
    assert len(parse_places(b"x\n" * 1_000)[1]) == 20


def test_a_tenth_of_the_papers_may_lack_a_place() -> None:
    places = {str(n): (0, 0) for n in range(9)}
    assert list(check_places(places, [str(n) for n in range(10)])) == []
    (problem,) = check_places(places, [str(n) for n in range(11)])
    assert problem.code == "W302"
    assert "2 of 11 papers" in problem.message


def shelf(numbers: range) -> dict[str, str]:
    return {
        f"content/papers/p{n:02}.md": front_matter(f"title: Note {n} on {SUBJECTS[n % 4]}", f"date: 2026-01-{n + 1:02}")
        for n in numbers
    }


def test_builds_take_places_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(tmp_path, shelf(range(20)))
    built(tmp_path)
    laid_out = page(tmp_path, "map/points.js")
    assert run("map", "--check", "--archive", tmp_path).exit_code == 1
    assert "20 papers" in run("map", "--archive", tmp_path).output
    assert run("map", "--check", "--archive", tmp_path).exit_code == 0
    monkeypatch.setattr("site_builder.build.map.lay_out", lambda _: pytest.fail("laid out"))
    built(tmp_path)
    assert page(tmp_path, "map/points.js") == laid_out
    (tmp_path / MAP_FILE).write_text(render_places({f"p{n:02}": (n * 10, 9) for n in range(20)}))
    write_archive(tmp_path, shelf(range(1, 24)))
    report = built(tmp_path)
    assert [warning.code for warning in report.warnings] == ["W302"]
    assert page(tmp_path, "map/points.js") != laid_out
    assert run("map", "--check", "--archive", tmp_path).exit_code == 1
    first = site_files(tmp_path)
    for path in (tmp_path / ".papershelf").glob("*"):
        if path.is_file():
            path.unlink()
    built(tmp_path)
    assert site_files(tmp_path) == first


def test_a_wrong_file_stops_a_build_and_a_site_without_map_needs_none(tmp_path: Path) -> None:
    write_archive(tmp_path, shelf(range(3)) | {MAP_FILE: "id,x,y\np00,1\n"})
    assert "content/map.csv:2:1: error[E307]" in run("build", "--archive", tmp_path).output
    (tmp_path / MAP_FILE).unlink()
    result = run("map", "--archive", tmp_path)
    assert result.exit_code == 2
    assert "no map: " in result.output
