# SPDX-License-Identifier: Apache-2.0
"""Marks stand on the words of the passage, and on nothing else: how exactly.

300 random passages of the PDFs of a folder, and 30 more for each of the turns by 90, 180 and 270
degrees of the same files. What the preview would paint is compared with the boxes of the characters
themselves, as another copy of PDFium gives them one by one, with fractions of a point.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from pypdf import PdfReader, PdfWriter

from common import DEFAULT_DATA, Row, in_child, options, report
from findling.extract.errors import ReadError
from findling.extract.passages import split_passages
from findling.services.marks import page_places, tidy_marks
from findling.services.reading import ReaderPool
from marks_oracle import aligned, letters_of, page_ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from findling.extract.types import ExtractedDocument, PassageSpan
    from findling.services.reading import PageMark
    from marks_oracle import PageInk

N_PASSAGES, N_TURNED, N_QUICK = 300, 30, 30
TURNS = (90, 180, 270)
SEED = 20261123

GRID = 8
"""Cells a point, each way, on which areas are counted."""

MAX_SIDE_PT = 2500
"""Posters larger than this are left out: their grid would take gigabytes."""

WIDE_GAP = 1.5
"""A gap in a line that is wider than this, in parts of its height, is more than a space."""


@dataclass
class Tally:
    """Areas in cells of the grid, and counts, over many passages.

    Attributes
    ----------
    ink, covered : int
        Area of the passages' characters, by the boxes of what is printed; what of it is marked.
    marked, beside : int
        Area of the marks; what of it lies outside of the passages' lines: of the boxes around their
        characters, line by line.
    across : int
        Area of the marks in wide gaps of those lines, as between a title and its page number.
    strange : int
        Area of other passages' characters that is marked.
    n_marks, n_misplaced : int
        Rectangles, and those that touch no character of their passage.
    worst : list of (float, str)
        Share that is covered and where, of each passage.
    """

    ink: int = 0
    covered: int = 0
    marked: int = 0
    beside: int = 0
    across: int = 0
    strange: int = 0
    n_marks: int = 0
    n_misplaced: int = 0
    n_passages: int = 0
    n_unsure: int = 0
    worst: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])


class Lines(NamedTuple):
    """Boxes of the lines of a passage, and of wide gaps in them; both of shape (n, 4)."""

    boxes: NDArray[np.float64]
    gaps: NDArray[np.float64]


class Sample(NamedTuple):
    """One passage of one file."""

    path: Path
    document: ExtractedDocument
    passage: PassageSpan


def samples(readers: ReaderPool, paths: list[Path], count: int) -> Iterator[Sample]:
    """Yield random passages: a file at random, then one of its passages."""
    rng = random.Random(SEED)
    known: dict[Path, tuple[ExtractedDocument, list[PassageSpan]]] = {}
    while count and paths:
        path = rng.choice(paths)
        if path not in known:
            try:
                document = readers.read(path)
            except ReadError:
                paths = [other for other in paths if other != path]
                continue
            known[path] = (document, split_passages(document))
        document, passages = known[path]
        yield Sample(path, document, rng.choice(passages))
        count -= 1


def judge(readers: ReaderPool, sample: Sample, tally: Tally) -> None:
    """Add one passage to the tally; one across pages counts page by page."""
    path, document, passage = sample
    starts = [page.start for page in document.pages]
    for place in page_places(passage.start, passage.end, starts, len(document.text)):
        page = ink_of(path, place.page)
        span = document.pages[place.page]
        text = document.text[span.start : span.end]
        ours, start, end = letters_of(text, place.start, place.end)
        own = aligned(ours, page.letters, start, end)
        if not own or max(page.size) > MAX_SIDE_PT:
            tally.n_unsure += 1
            continue
        found = readers.locate_places(path, place.page, [(place.start, place.end)])
        where = f"{path.name} p. {place.page + 1}"
        add(tally, page, own, tidy_marks(found[0]), where)
    tally.n_passages += 1


@lru_cache(64)
def ink_of(path: Path, page: int) -> PageInk:
    """Return the characters of a page; pages are asked for more than once."""
    return page_ink(path, page)


def add(tally: Tally, page: PageInk, own: list[int], marks: Iterable[PageMark], where: str) -> None:
    """Compare the marks of a passage with its characters."""
    rects = np.array([[m.x, m.y, m.x + m.width, m.y + m.height] for m in marks]).reshape(-1, 4)
    is_own = np.zeros(len(page.letters), dtype=bool)
    is_own[own] = True
    marked, ink = raster(page, rects), raster(page, page.ink[is_own])
    boxes, gaps = lines_of(page, is_own)
    words = raster(page, boxes)
    lines = words | raster(page, gaps)
    strange = raster(page, page.ink[~is_own]) & ~ink
    covered = int((ink & marked).sum())
    tally.ink += int(ink.sum())
    tally.covered += covered
    tally.marked += int(marked.sum())
    tally.beside += int((marked & ~lines).sum())
    tally.across += int((marked & lines & ~words).sum())
    tally.strange += int((strange & marked).sum())
    tally.n_marks += len(rects)
    between = (page.letters_before >= min(own)) & (page.letters_before <= max(own) + 1)
    printed = ink | raster(page, page.blanks[between])
    n_misplaced = sum(not (raster(page, rect[None]) & printed).any() for rect in rects)
    if n_misplaced:
        print(f"{n_misplaced} of {len(rects)} misplaced: {where}", file=sys.stderr)
    tally.n_misplaced += n_misplaced
    if ink.any():
        tally.worst.append((covered / int(ink.sum()), where))


def raster(page: PageInk, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which cells of a page lie in any of some boxes, by the cells' middles."""
    width, height = (int(side * GRID) + 2 for side in page.size)
    cells = np.zeros((height, width), dtype=bool)
    edges = np.clip(np.rint(boxes * GRID), 0, [width, height, width, height]).astype(int)
    for left, top, right, bottom in edges:
        cells[top:bottom, left:right] = True
    return cells


def lines_of(page: PageInk, is_own: NDArray[np.bool_]) -> Lines:
    """Return the lines of a passage: a box around neighbours, and the wide gaps between boxes."""
    along, side = page.along, 1 - page.along
    font, room = page.font[is_own], page.room[is_own]
    starts, gaps = [0], [np.empty((0, 4))]
    for number, (one, two) in enumerate(pairwise(font), start=1):
        low, high = max(one[side], two[side]), min(one[side + 2], two[side + 2])
        first, second = (one, two) if one[along] < two[along] else (two, one)
        start, end = first[along + 2], second[along]
        is_same = high - low >= min(one[side + 2] - one[side], two[side + 2] - two[side]) / 2
        if is_same and end - start <= WIDE_GAP * (high - low):
            continue
        starts.append(number)
        if is_same:
            gap = np.empty((1, 4))
            gap[0, [along, along + 2, side, side + 2]] = start, end, low, high
            gaps.append(gap)
    runs = [room[low:high] for low, high in pairwise([*starts, len(room)])]
    boxes = [np.hstack([run[:, :2].min(axis=0), run[:, 2:].max(axis=0)]) for run in runs]
    return Lines(np.array(boxes), np.vstack(gaps))


def turned(path: Path, degrees: int, folder: Path) -> Path | None:
    """Write a copy of a file with all pages turned; None where pypdf cannot read it."""
    target = folder / f"{degrees}-{path.name}"
    try:
        writer = PdfWriter()
        for page in PdfReader(path).pages:
            writer.add_page(page).rotate(degrees)
        with target.open("wb") as stream:
            writer.write(stream)
    except Exception as error:  # noqa: BLE001  whatever a damaged file does to it
        print(f"{path.name} cannot be turned: {error!r}", file=sys.stderr)
        return None
    return target


def task(folder: str, count: int, degrees: int) -> dict[str, Any]:
    """Judge passages of the PDFs of a folder, their pages turned by some degrees."""
    tally = Tally()
    paths = sorted(Path(folder).glob("*.pdf"))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, closing(ReaderPool(1)) as readers:
        if degrees:
            chosen = random.Random(SEED + degrees).sample(paths, min(count, len(paths)))
            copies = [turned(path, degrees, Path(scratch)) for path in chosen]
            paths = [copy for copy in copies if copy is not None]
        for sample in samples(readers, paths, count):
            judge(readers, sample, tally)
    worst = [f"{share:.4f} {where}" for share, where in sorted(tally.worst)[:5]]
    return vars(tally) | {"worst": worst, "seconds": time.perf_counter() - start}


def rows_of(name: str, result: dict[str, Any]) -> list[Row]:
    """Return the rows of one kind of pages."""
    ink, marked = max(1, result["ink"]), max(1, result["marked"])

    def share(what: str, value: float, goal: float | None = None) -> Row:
        return Row(f"{name}: {what}", value, goal, lower_is_better=True)

    return [
        Row(f"{name}: passages compared", result["n_passages"] - result["n_unsure"]),
        Row(f"{name}: characters covered, %", 100 * result["covered"] / ink, goal=99),
        share("marks beside the lines, %", 100 * result["beside"] / marked, 5),
        share("marks across wide gaps, %", 100 * result["across"] / marked),
        share("others' characters marked, %", 100 * result["strange"] / ink, 5),
        share("marks in a wrong place", result["n_misplaced"], 0),
    ]


def main() -> int:
    """Measure pages as they are and turned ones."""
    arguments = options(__doc__ or "").parse_args()
    if arguments.task:
        print(json.dumps(task(**json.loads(arguments.arguments))))
        return 0
    folder = str((arguments.data or DEFAULT_DATA) / "docs" / "pdf")
    counts = (N_QUICK, N_QUICK // 3) if arguments.quick else (N_PASSAGES, N_TURNED)
    rows: list[Row] = []
    for degrees in (0, *TURNS):
        count = counts[1] if degrees else counts[0]
        result = in_child(__file__, "judge", folder=folder, count=count, degrees=degrees)
        rows += rows_of(f"turned by {degrees}" if degrees else "as found", result)
        print(*result["worst"], sep="\n", file=sys.stderr)
    return report(
        rows,
        ["PySide6", "pypdfium2"],
        as_json=arguments.json,
        judge=not arguments.quick,
    )


if __name__ == "__main__":
    sys.exit(main())
