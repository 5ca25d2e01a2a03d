"""The map: neighbours lie together, regions have names, the same papers give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from site_builder.content.map_file import SIZE
from site_builder.map.layout import lay_out, ordered
from site_builder.map.regions import Region, make_atlas, spell_stem
from site_builder.related.neighbours import no_neighbours
from tests.shelf import built, front_matter, page, site_files, write_archive
from tests.unit.related.test_relations import SUBJECTS, shelf_of, state_of


def test_papers_of_one_subject_lie_together() -> None:
    state = state_of(shelf_of(80))
    places = lay_out(state.neighbours).astype(float)
    subjects = np.arange(80) % 4
    gaps = np.hypot(*(places[:, :, None] - places[:, None, :]))
    alike = subjects[:, None] == subjects[None, :]
    assert gaps[alike].mean() < gaps[~alike].mean() / 3


def test_the_same_neighbours_give_the_same_places() -> None:
    neighbours = state_of(shelf_of(40)).neighbours
    assert lay_out(neighbours).tobytes() == lay_out(neighbours).tobytes()


@pytest.mark.filterwarnings("error")
def test_an_empty_archive_is_laid_out_without_a_warning() -> None:
    assert lay_out(no_neighbours(0)).shape == (2, 0)


def test_papers_without_neighbours_have_places_as_well() -> None:
    places = lay_out(no_neighbours(20))
    assert places.shape == (2, 20)
    assert places.max() < SIZE


def test_numbers_of_any_size_are_put_in_order_with_equals_as_they_stood() -> None:
    small = np.array([3, 1, 2, 1, 3])
    for numbers in (small, small << 58):
        found, places = ordered(numbers)
        assert found.tolist() == sorted(numbers.tolist())
        assert places.tolist() == [1, 3, 2, 0, 4]


def test_a_graph_of_pairs_does_not_fall_over() -> None:
    pairs = no_neighbours(20)
    pairs.rows[:, 0] = np.arange(20) ^ 1
    pairs.scores[:, 0] = 1
    assert lay_out(pairs).max() < SIZE


def test_regions_are_named_by_the_words_that_tell_them_apart() -> None:
    state = state_of(shelf_of(80))
    places = np.array([[n % 4 % 2 * 3000 + 100 for n in range(80)], [n % 4 // 2 * 3000 + 100 for n in range(80)]])
    atlas = make_atlas(places.astype(np.uint16), state.vectors, lambda f, _: state.corpus.vocabulary[f], list)
    assert len(atlas.regions) == 4
    names = {(region.x, region.y): region for region in atlas.regions}
    grasping = names[100, 3100]
    assert set(grasping.words) <= {"robot", "grasp", "cup", "kitchen"}
    assert (grasping.size, grasping.rows) == (20, (78, 74, 70))
    assert isinstance(grasping, Region)
    assert [(x, y) for x, y, _ in atlas.density] == [(1, 1), (48, 1), (1, 48), (48, 48)]


def test_words_are_spelled_as_titles_write_them() -> None:
    titles = ["Graphs for all", "On graphs", "Graph theory", "GPT-4 and graphs"]
    assert spell_stem("graph", titles) == "graphs"
    assert spell_stem("zebra", titles) == ""


def test_the_page_and_its_points_are_made_and_can_be_left_out(tmp_path: Path) -> None:
    papers = {
        f"content/papers/p{n:02}.md": front_matter(f"title: Note {n} on {SUBJECTS[n % 4]}", f"date: 2026-01-{n + 1:02}")
        for n in range(24)
    }
    built(write_archive(tmp_path, papers))
    assert 'id="region-1"' in page(tmp_path, "map.html")
    points = json.loads(page(tmp_path, "map/points.js").removeprefix('papershelf.data("map/points.js",').rstrip(")\n"))
    assert len(points["x"]) == len(points["y"]) == 48
    first = site_files(tmp_path)
    for path in (tmp_path / ".papershelf").glob("*"):
        if path.is_file():
            path.unlink()
    built(tmp_path)
    assert site_files(tmp_path) == first
    built(write_archive(tmp_path, {"site.yml": "title: A shelf\nmap: no\n"}))
    assert not (tmp_path / "_site/map.html").exists()
    assert not (tmp_path / "_site/map").exists()


def test_more_papers_than_are_laid_out_at_once_lie_with_their_subjects() -> None:
    """In a ring of papers, each related to the five behind it, those that are near in the ring are near on the map."""
    papers = 3_000
    ring = no_neighbours(papers)
    ring.rows[:, :5] = (np.arange(papers)[:, None] + np.arange(1, 6)) % papers
    ring.scores[:, :5] = 1
    places = lay_out(ring).astype(float)
    assert len(np.unique(places, axis=1).T) > papers / 2
    near = np.hypot(*(places - np.roll(places, 5, axis=1))).mean()
    far = np.hypot(*(places - np.roll(places, papers // 2, axis=1))).mean()
    assert near < far / 8
    assert lay_out(ring).tobytes() == lay_out(ring).tobytes()
