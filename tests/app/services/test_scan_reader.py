# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import sys
import threading
import time
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from findling.errors import AppError
from findling.jobs.context import CancelledError, JobContext
from findling.services.indexer import Indexer
from findling.services.job_settings import JobMode, JobSettings
from findling.services.ocr_settings import OcrSettings
from findling.services.reading import ReaderPool
from findling.services.scan_reader import ScanReader, ScanStatus, ScanTools, scan_status, turn_ocr
from findling.services.search import SearchService
from findling.services.tesseract import Tesseract
from findling.services.types import DocumentState
from tests.app.services.conftest import ReaderHere
from tests.app.services.scans import blank_page, calls_in, install_fake, scan_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from findling.services.library import Library

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")

ON = OcrSettings(True, ("eng",))


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the stand-in alone on the PATH, and return where it notes its calls."""
    noted = install_fake(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return noted


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    one = ReaderPool(1)
    yield one
    one.close()


@pytest.fixture
def papers(library: Library, tmp_path: Path) -> Library:
    """A library with a scan of two pages, and a copy of it."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scan_bytes([blank_page(), blank_page(255)]))
    shutil.copy(folder / "scan.pdf", folder / "copy.pdf")
    library.add_sources([folder])
    Indexer(library, ReaderHere()).run()
    return library


def read_scans(library: Library, pool: ReaderPool, context: JobContext | None = None) -> ScanReader:
    tesseract = Tesseract.find()
    assert tesseract is not None
    tools = ScanTools(pool, tesseract, ReaderHere())
    pace = JobSettings(JobMode.FAST).pace
    return ScanReader(library, tools, context or JobContext(), pace)


def test_what_is_installed_is_found(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Tesseract.find()
    assert found is not None
    assert (found.version, found.languages) == ("5.9.9", ("deu", "eng"))
    assert found.choose() == ("eng",)
    assert found.choose(["deu", "eng", "deu"]) == ("deu", "eng")
    with pytest.raises(AppError, match="no data for fra"):
        found.choose(["fra"])
    monkeypatch.setenv("PATH", str(calls.parent / "nowhere"))
    assert Tesseract.find() is None


def test_pages_without_text_are_counted_and_never_read_by_themselves(
    papers: Library, calls: Path
) -> None:
    rows = papers.documents()
    assert [row.state for row in rows] == [DocumentState.FAILED] * 2
    assert rows[0].reason.startswith("The PDF has no text: its 2 pages are pictures")
    status = papers.status()
    assert (status.pages_without_text, status.documents_without_text) == (4, 2)
    assert scan_status(papers) == ScanStatus(documents=1, pages=2, recognised=0, lost=0)
    Indexer(papers, ReaderHere()).run()
    assert not calls_in(calls)


def test_scans_are_found_once_they_were_read_and_each_page_is_read_once(
    papers: Library, calls: Path, pool: ReaderPool
) -> None:
    turn_ocr(papers, ON)
    done = read_scans(papers, pool).run()
    assert (done.documents, done.pages, done.lost) == (1, 2, 0)
    assert [row.state for row in papers.documents()] == [DocumentState.READ] * 2
    assert scan_status(papers) == ScanStatus(documents=1, pages=2, recognised=2, lost=0)
    assert papers.status().pages_without_text == 0

    service = SearchService(papers)
    service.sync()
    (hit, *_) = service.search("ink on its paper").groups[0].hits
    assert hit.from_scan
    assert hit.reason.endswith("in a scan")

    assert read_scans(papers, pool).run().pages == 0
    assert len(calls_in(calls)) == 2
    assert calls_in(calls)[0] == ["250", "333", "300", "eng", "1"]
    turn_ocr(papers, OcrSettings(True, ("deu",)))
    assert read_scans(papers, pool).run().pages == 2


def test_pages_that_cannot_be_recognised_are_not_tried_for_ever(
    papers: Library, calls: Path, pool: ReaderPool
) -> None:
    (calls.parent / "broken").touch()
    turn_ocr(papers, ON)
    done = read_scans(papers, pool).run()
    assert (done.pages, done.lost) == (0, 2)
    assert scan_status(papers) == ScanStatus(documents=1, pages=2, recognised=2, lost=2)
    assert read_scans(papers, pool).run().documents == 0
    assert len(calls_in(calls)) == 2
    assert all(row.state is DocumentState.FAILED for row in papers.documents())


def test_a_job_that_was_stopped_goes_on_where_it_was(
    papers: Library, calls: Path, pool: ReaderPool
) -> None:
    (calls.parent / "slow").touch()
    turn_ocr(papers, ON)
    context = JobContext()

    def stop() -> None:
        while not calls_in(calls):
            time.sleep(0.01)
        context.cancel()

    stopper = threading.Thread(target=stop)
    stopper.start()
    begun = time.monotonic()
    with pytest.raises(CancelledError):
        read_scans(papers, pool, context).run()
    stopper.join()
    assert time.monotonic() - begun < 20
    (calls.parent / "slow").unlink()
    assert read_scans(papers, pool).run().pages == 2


def test_off_means_off(papers: Library, calls: Path, pool: ReaderPool) -> None:
    assert read_scans(papers, pool).run().documents == 0
    turn_ocr(papers, ON)
    turn_ocr(papers, OcrSettings(False, ("eng",)))
    assert read_scans(papers, pool).run().documents == 0
    assert not calls_in(calls)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_tesseract_itself_reads_a_page(
    library: Library, tmp_path: Path, pool: ReaderPool, qapp: QGuiApplication
) -> None:
    picture = QImage(1240, 800, QImage.Format.Format_Grayscale8)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    font = QFont()
    font.setPixelSize(48)
    painter.setFont(font)
    painter.drawText(80, 200, "The tenants leave the flat")
    painter.drawText(80, 300, "at the end of September.")
    painter.end()
    rows = [
        bytes(cast("memoryview", picture.constScanLine(y)))[: picture.width()]
        for y in range(picture.height())
    ]
    folder = tmp_path / "papers"
    folder.mkdir()
    page = (picture.width(), picture.height(), b"".join(rows))
    (folder / "letter.pdf").write_bytes(scan_bytes([page]))
    library.add_sources([folder])
    Indexer(library, ReaderHere()).run()
    turn_ocr(library, ON)
    assert read_scans(library, pool).run().pages == 1
    service = SearchService(library)
    service.sync()
    (hit, *_) = service.search("when do the tenants leave").groups[0].hits
    assert "end of September" in hit.snippet
