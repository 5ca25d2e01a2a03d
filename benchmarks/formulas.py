"""Formulas of texts: how many are converted, and how many look as KaTeX reads them.

python -m benchmarks.formulas --katex NODE_MODULES/katex [FILE] [--sample 1000] [--pictures FOLDER]

FILE has one formula a line; without one, benchmarks/formulas.txt is read. Chromium draws the MathML of Papershelf in
Latin Modern Math (Debian's fonts-lmodern) and what KaTeX makes (`npm install katex`) in KaTeX's fonts: both are
Computer Modern. Two pictures look the same if they have the same ink in the same places, spaces between parts left out.
"""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from playwright.sync_api import Page, sync_playwright

from site_builder.text.macros import MACROS
from site_builder.text.math import render_math
from tests.machine import find_chromium

CORPUS = Path(__file__).parent / "formulas.txt"
SIZE = 40
"""Pixels of an em."""
FAINT = 208
"""A darker pixel is ink: the bar of a small minus is a grey line."""
_ROWS = 40
"""Formulas drawn at a time."""
_STRETCH = 0.12
"""The share by which a picture's ink may be wider: the fonts are not quite one."""
_LIKE = 0.8

Ink = NDArray[np.bool_]

_DRAW = """async ([macros, rows]) => {
  const options = {output: 'html', throwOnError: false, strict: false, errorColor: '#000', macros};
  document.body.replaceChildren(...rows.map(([tex, ours]) => {
    const row = document.createElement('p');
    // Authors' commands only where KaTeX fails without them: some are KaTeX's own.
    let theirs;
    try {
      theirs = katex.renderToString(tex, {...options, throwOnError: true, macros: {}});
    } catch {
      theirs = katex.renderToString(tex, {...options, macros: {...macros}});
    }
    for (const html of [ours, theirs]) {
      const cell = document.createElement('span');
      cell.className = 'cell';
      cell.innerHTML = html;
      row.append(cell);
    }
    return row;
  }));
  await document.fonts.ready;
  return [...document.querySelectorAll('.cell')].map((cell) => {
    const {y, height} = cell.parentElement.getBoundingClientRect();
    return [cell.offsetLeft, y, cell.offsetWidth, height];
  });
}"""
_PAGE = f"""<!doctype html><meta charset=utf-8>
<link rel=stylesheet href=katex.min.css><script src=katex.min.js></script><style>
body {{ margin: 0; font: {SIZE}px KaTeX_Main; width: 6000px }} p {{ margin: 0; height: 200px; position: relative }}
.cell {{ position: absolute; top: 60px; padding: 0 20px; white-space: nowrap }} .cell + .cell {{ left: 3000px }}
.katex {{ font-size: 1em }} math {{ font-family: Latin Modern Math }} code {{ font-family: KaTeX_Typewriter }}
mtd[columnalign] {{ padding-inline: 0; text-align: left }}
mtd[columnalign="right"] {{ text-align: right }} mtd[columnalign="left"] + mtd {{ padding-inline-start: 1em }}
mspace[width="-0.16666667em"] {{ margin-inline-start: -.16666667em }}</style><body>"""


def draw(page: Page, rows: Sequence[tuple[str, str]]) -> Iterator[tuple[Ink, Ink]]:
    """Yield what Papershelf and KaTeX show of each formula, given as `(TeX, MathML)`."""
    macros = {f"\\{name}": tex for name, tex in MACROS.items()}
    boxes = page.evaluate(_DRAW, [macros, [[tex, ours] for tex, ours in rows]])
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    cells = [np.asarray(picture.crop((x, y, x + width, y + height))) < FAINT for x, y, width, height in boxes]
    yield from zip(cells[::2], cells[1::2], strict=True)


def likeness(one: Ink, other: Ink) -> float:
    """Return how much the ink of two pictures is correlated, spaces between their parts left out: at most 1."""
    here, there = (ink[:, ink.any(axis=0)] for ink in (one, other))
    if not (here.size and there.size) or abs(here.shape[1] - there.shape[1]) > _STRETCH * here.shape[1] + SIZE / 4:
        return 0
    shape = (max(here.shape[1], there.shape[1]), one.shape[0])
    blur = ImageFilter.BoxBlur(SIZE / 6)
    blurred = [Image.fromarray(ink).convert("L").resize(shape).filter(blur) for ink in (here, there)]
    left, right = (np.asarray(picture, float) for picture in blurred)
    most = max((left * np.roll(right, step, axis=0)).sum() for step in range(-SIZE // 8, SIZE // 8 + 1))
    return float(most / np.sqrt((left * left).sum() * (right * right).sum()))


def main() -> None:
    """Print the share of formulas that are converted, and of those that look the same, and the differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--katex", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    formulas = options.file.read_text(encoding="utf-8").splitlines()
    if options.sample:
        formulas = random.Random(1).sample(formulas, options.sample)
    rendered = [(tex, mathml) for tex in formulas if (mathml := render_math(tex))]
    print(f"{len(formulas)} formulas, {len(rendered) / len(formulas):.2%} converted")
    differ = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--allow-file-access-from-files"])
        page = browser.new_page()
        blank = options.katex / "dist" / "formulas.html"
        blank.write_text(_PAGE, encoding="utf-8")
        page.goto(blank.resolve().as_uri())
        for start in range(0, len(rendered), _ROWS):
            rows = rendered[start : start + _ROWS]
            for (tex, _), (one, other) in zip(rows, draw(page, rows), strict=True):
                if (found := likeness(one, other)) < _LIKE:
                    differ.append((found, tex))
                    if options.pictures:
                        _save(options.pictures / f"{found:.3f}-{len(differ):03}.png", one, other)
        browser.close()
    print(f"{1 - len(differ) / len(rendered):.2%} of these look as KaTeX reads them; the others:")
    for found, tex in sorted(differ):
        print(f"{found:.2f} {tex}")


def _save(path: Path, one: Ink, other: Ink) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    width = max(one.shape[1], other.shape[1])
    both = [np.pad(ink, ((0, 0), (0, width - ink.shape[1]))) for ink in (one, other)]
    Image.fromarray(np.where(np.concatenate(both), 0, 255).astype(np.uint8)).save(path)


if __name__ == "__main__":
    main()
