"""Reading lists as people write them, and as we write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from site_builder.exchange.importers.formats import IMPORTERS
from site_builder.exchange.record import Record, Skipped
from tests.shelf import run, write_archive

PAPER = "https://arxiv.org/abs/2401.00001"
CODE = {"code": "https://github.com/oak/lamps"}


def read(tmp_path: Path, text: str) -> list[Record | Skipped]:
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    return list(IMPORTERS["markdown"].read([path], {}))


LINES: list[tuple[str, dict[str, Any]]] = [
    (f"- [Lamps]({PAPER}) - They are lit.", {"summary": "They are lit."}),
    (f"- [Lamps]({PAPER}): See [ours](https://a.example/) lit.", {"summary": "See ours lit."}),
    (f"- **[Lamps]({PAPER}v2)** [[Code]](https://github.com/oak/lamps)", {"links": CODE}),
    (f"- **Lamps** [[paper]({PAPER})] [[code](https://github.com/oak/lamps)]", {"links": CODE}),
    (f"- **Lamps**\n  *Ana Reed, Bo Oak*\n  ICLR 2023. [[Paper]]({PAPER})", {"venue": "ICLR", "published": "2023"}),
    (f"- **Lamps** [[Paper]]({PAPER})\n  - [[GitHub]](https://github.com/oak/lamps)", {"links": CODE}),
    (f"* [2024/05] **Lamps**, Ana Reed et al., NeurIPS 2024 [[arXiv]]({PAPER})", {"x-authors": "and others"}),
    (
        f"1. Ana Reed, Bo Oak. “Lamps Are Lit.” [arXiv]({PAPER})",
        {"title": "Lamps Are Lit", "authors": ["Ana Reed", "Bo Oak"]},
    ),
    (
        "- (*ICLR'22*) Lamps Are Lit [pdf](https://arxiv.org/pdf/2401.00001.pdf)",
        {"venue": "ICLR", "published": "2022"},
    ),
    (f'- <a href="{PAPER}">Lamps</a> ![](https://img.shields.io/x) by Ana Reed (2024)', {"authors": ["Ana Reed"]}),
    (f"- [![](https://a.example/s.svg)](https://github.com/oak/lamps) [Lamps]({PAPER})", {"links": CODE}),
    (
        f"| Paper | Venue | Link |\n|:--|---|---|\n| [Lamps]({PAPER}) | ACL'21 | [Git](https://github.com/oak/lamps) |",
        {"venue": "ACL", "published": "2021", "links": CODE},
    ),
    (f"## 2022\n- [Lamps]({PAPER})", {"published": "2022"}),
    (f"Agents\n===\n\nPlanning\n---\n- [Lamps]({PAPER})", {"tags": ["Agents", "Planning"]}),
    (f"## 🚀 2. Agents\n### [Planning](#x)\n- [Lamps]({PAPER})", {"tags": ["Agents", "Planning"]}),
    (f"## 视频生成 ✨\n- [Lamps]({PAPER})", {"tags": ["视频生成"]}),
    (
        f"- **Lamps**, _Reed and Oak_, arxiv 2013. \\[[paper]({PAPER})\\]",
        {"authors": ["Reed", "Oak"], "published": "2013"},
    ),
    (f'- A. Reed, B. Oak, "Lamps Are Lit," in A Journal. [[paper]]({PAPER})', {"authors": ["A. Reed", "B. Oak"]}),
    (f"- [[PAPER]]({PAPER}) Lamps Are Lit, ICCV 2017", {"venue": "ICCV", "published": "2017"}),
    (
        f"- [Lamps]({PAPER})\n  - Authors: Ana Reed, Bo Oak.\n  - Summary: Lit.",
        {"authors": ["Ana Reed", "Bo Oak"], "summary": "Lit."},
    ),
    (
        f"|Title|Venue|Date|\n|-|-|-|\n| [Lamps]({PAPER}) | arXiv | Oct 21, 2024 |",
        {"published": "2024-10-21", "venue": None},
    ),
    ("- [Lamps](https://doi.org/10.5555/ABC)", {"doi": "10.5555/abc"}),
    ("- [Lamps](https://openreview.net/forum?id=rJl-b3RcF7)", {"openreview": "rJl-b3RcF7"}),
    ("- [Lamps](https://aclanthology.org/2020.acl-main.1/)", {"acl": "2020.acl-main.1"}),
    ("- [Lamps](https://dl.acm.org/doi/10.1145/1.2)", {"doi": "10.1145/1.2"}),
]


@pytest.mark.parametrize(("text", "wanted"), LINES)
def test_a_paper_is_read_from_a_line_of_any_style(tmp_path: Path, text: str, wanted: dict[str, Any]) -> None:
    (record,) = read(tmp_path, f"# Awesome Shelves\n\n{text}\n")
    assert isinstance(record, Record)
    assert {name: record.fields.get(name) for name in wanted} == wanted
    assert record.fields["title"] in ("Lamps", "Lamps Are Lit")
    assert record.fields.get("arxiv", "2401.00001") == "2401.00001"


def test_what_is_no_paper_is_left_out_with_its_line_and_reason(tmp_path: Path) -> None:
    text = (
        f"- [Agents](#agents)\n- [A tool](https://github.com/oak/tool)\n- words\n\nProse on [it]({PAPER}).\n\nProse.\n"
    )
    found = read(
        tmp_path, f"---\nlayout: x\n---\n<!-- - [x]({PAPER})\n-->\n```\n- [y]({PAPER})\n```\n{text}- {'[' * 400}\n"
    )
    reasons = [(int(one.source.rpartition(" ")[2]), one.reason) for one in found if isinstance(one, Skipped)]
    assert len(reasons) == len(found)
    assert reasons == [
        (9, "it leads to another part of the list"),
        (10, "it links to no paper, only to https://github.com/oak/tool"),
        (11, "it links to no paper"),
        (13, "it is a paragraph that mentions a paper, not an item of a list"),
        (16, "the item has more than 300 brackets and other marks"),
    ]


def test_a_paper_that_is_listed_twice_is_one(tmp_path: Path) -> None:
    line = f"- [Lamps]({PAPER})"
    (record,) = read(tmp_path, f"## A\n{line}\n## B\n{line} [code](https://github.com/oak/lamps)\n")
    assert isinstance(record, Record)
    assert (record.fields["tags"], record.fields["links"]) == (["A", "B"], CODE)


STYLES = (
    "- [{title}](https://arxiv.org/abs/2401.{number:05}) - It holds {number} books, and *more*. [[code]({code})]",
    "- **{title}**, Ana Reed, Bo Oak, ICML 2023. [[Paper]](https://doi.org/10.5555/a({number})) [[Code]]({code})",
    "* [2024/05] {title} [[pdf]](https://a.example/{number}.pdf) [[Weights](https://a.example/{number})] `lamps`",
    "1. **{title}** by Kim Reed, Jr.; Shelves and Ladders; et al. (*A (Small) Meeting*, 2021-03) [[page]({code})]",
)


def invented_list() -> str:
    """Return 200 lines in four styles, below headings of two levels."""
    lines = ["# Awesome Shelves"]
    for number in range(200):
        if number % 20 == 0:
            lines += ["", f"## Topic {chr(65 + number // 20)}"]
        if number % 20 == 10:
            lines += ["", "### Kind \\*" + "AB"[number // 20 % 2]]
        title, code = f"Shelf {number}: $x_{number}$ & [Lamps]", f"https://github.com/oak/shelf_{number}"
        lines.append(STYLES[number % 4].format(title=title, code=code, number=number))
    return "\n".join(lines) + "\n"


def test_a_list_comes_back_whole(tmp_path: Path) -> None:
    """Import, export and import again: nothing that the list said is lost, and no entry differs."""
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    first.write_text(invented_list(), encoding="utf-8")
    one, other = write_archive(tmp_path / "one", {}), write_archive(tmp_path / "other", {})
    made = run("import", "markdown", first, "--archive", one)
    assert "200 entries added, 0 updated, 0 as they were, 0 left out" in made.output
    assert run("check", "--archive", one).exit_code == 0
    assert run("export", "markdown", "--archive", one, "--output", second).exit_code == 0
    again = run("import", "markdown", second, "--update", "--archive", one)
    assert "0 entries added, 0 updated, 200 as they were, 0 left out" in again.output
    run("import", "markdown", second, "--archive", other)
    entries = [{path.name: path.read_text() for path in root.rglob("content/papers/**/*.md")} for root in (one, other)]
    assert len(entries[0]) == 200
    assert entries[0] == entries[1]
    text = "".join(entries[0].values())
    counts = [text.count(word) for word in ("arxiv:", "doi:", "code:", "summary:", "x-authors:", "lamps]")]
    assert counts == [50, 50, 100, 50, 50, 50]
