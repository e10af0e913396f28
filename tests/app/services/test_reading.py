# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psutil
import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.registry import read
from findling.jobs.child_errors import ChildError
from findling.jobs.limits import ChildLimits
from findling.services.reading import ReaderPool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAIN = "import sys; from findling.extract.child import main; sys.exit(main())"
READER = [sys.executable, "-c", _MAIN]

PDF = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R
/Resources << /Font << /F 5 0 R >> >> >> endobj
4 0 obj << /Length 43 >> stream
BT /F 12 Tf 20 50 Td (Hello reader) Tj ET  \nendstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
trailer << /Root 1 0 R >>
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    made = ReaderPool(2, command=READER)
    yield made
    made.close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "hello.pdf"
    path.write_bytes(PDF)
    return path


def test_a_file_read_by_a_child_is_the_file_read_here(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "grüße 漢字.md"
    path.write_text("# Größe\n\nText 😀\n", encoding="utf-8")
    assert pool.read(path) == read(path)


def test_reasons_cross_the_border(pool: ReaderPool, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        pool.read(tmp_path / "gone.txt")
    assert caught.value.kind is ReadFailure.MISSING
    assert caught.value.message == "The file is no longer there."


def test_a_page_is_drawn_with_its_marks(pool: ReaderPool, pdf: Path) -> None:
    start = pool.read(pdf).text.index("reader")
    page = pool.render_page(pdf, 0, 400, [(start, start + 6), (0, 5)])
    assert (page.width, page.height) == (400, 200)
    assert (page.width_pt, page.height_pt) == (200, 100)
    (reader,), (hello,) = page.marks
    assert hello.x < reader.x
    assert reader.y + reader.height == pytest.approx(50, abs=5)
    assert len(page.rgba) == 400 * 200 * 4


def test_places_are_found_without_a_picture(pool: ReaderPool, pdf: Path) -> None:
    places = [(0, 5), (6, 9)]
    assert pool.locate_places(pdf, 0, places) == pool.render_page(pdf, 0, 10, places).marks
    with pytest.raises(ReadError, match="no page 8"):
        pool.locate_places(pdf, 7, places)


def test_sizes_of_pages(pool: ReaderPool, pdf: Path) -> None:
    assert pool.pdf_info(pdf) == ((200.0, 100.0),)


def test_what_is_no_pdf_cannot_be_drawn(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    with pytest.raises(ReadError, match="damaged"):
        pool.render_page(path, 0, 100)


def test_many_threads_may_read(pool: ReaderPool, pdf: Path) -> None:
    with ThreadPoolExecutor(6) as threads:
        texts = set(threads.map(lambda _: pool.read(pdf).text, range(30)))
    assert len(texts) == 1


def test_a_reader_that_cannot_start_is_not_the_files_fault(pdf: Path) -> None:
    broken = ReaderPool(1, ChildLimits(start_seconds=5), [sys.executable, "-c", "0"])
    with pytest.raises(ChildError):
        broken.read(pdf)


def test_readers_end_with_the_process_that_started_them() -> None:
    script = (
        "import os; from pathlib import Path; from findling.services.reading import ReaderPool\n"
        f"pool = ReaderPool(1, command={READER!r}); pool.read(Path({__file__!r}))\n"
        "print(pool._pool._idle[0].pid, flush=True); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    child = int(done.stdout)
    if psutil.pid_exists(child):
        psutil.Process(child).wait(timeout=5)
    assert not psutil.pid_exists(child)


def test_text_between_two_points_is_selected(pool: ReaderPool, pdf: Path) -> None:
    whole = pool.select_text(pdf, 0, None, None, "char")
    assert whole.text.strip() == "Hello reader"
    word = pool.select_text(pdf, 0, (25, 45), (25, 45), "word")
    assert word.text == "Hello"
    assert word.marks[0].width < whole.marks[0].width
    with pytest.raises(ReadError, match="failed"):
        pool.select_text(pdf, 0, (float("nan"), 0), None, "char")
    with pytest.raises(ReadError, match="no page 8"):
        pool.select_text(pdf, 7, None, None, "char")
