# SPDX-License-Identifier: Apache-2.0
"""Carries answers of the page service from its thread to the window's."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QImage

from findling.services.page_types import PagePicture, PageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.page_types import (
        PageExcerpt,
        PageMark,
        PageWish,
        PdfFile,
        PdfShape,
        SelectWish,
    )
    from findling.services.pages import PageService


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A picture that is ready to be painted, with the wish that it answers."""

    wish: PageWish
    image: QImage
    rects: tuple[tuple[PageMark, ...], ...]
    changed: bool


class PageBridge(QObject):
    """Asks a `PageService` and gives its answers as signals.

    Signals
    -------
    shape_ready : PdfShape
    picture_ready : ShownPage
    problem_found : PageProblem
    excerpt_ready : PageExcerpt
    """

    shape_ready = Signal(object)
    picture_ready = Signal(object)
    problem_found = Signal(object)
    excerpt_ready = Signal(object)

    def __init__(self, pages: PageService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages

    def describe(self, file: PdfFile) -> None:
        """Ask for the sizes of a file's pages."""
        self._pages.describe(file, self._on_shape)

    def show(self, wishes: Sequence[PageWish]) -> None:
        """Say which pages are wanted now; earlier wishes are forgotten."""
        self._pages.show(wishes, self._on_answer)

    def select(self, wishes: Sequence[SelectWish]) -> None:
        """Say what is selected now; earlier wishes are forgotten."""
        self._pages.select(wishes, self._on_excerpt)

    # The next three run on the service's thread.

    def _on_shape(self, answer: PdfShape | PageProblem) -> None:
        signal = self.problem_found if isinstance(answer, PageProblem) else self.shape_ready
        self._emit(signal, answer)

    def _on_answer(self, answer: PagePicture | PageProblem) -> None:
        if isinstance(answer, PageProblem):
            self._emit(self.problem_found, answer)
            return
        page = ShownPage(answer.wish, _to_image(answer), answer.marks, answer.changed)
        self._emit(self.picture_ready, page)

    def _on_excerpt(self, excerpt: PageExcerpt) -> None:
        self._emit(self.excerpt_ready, excerpt)

    @staticmethod
    def _emit(signal: SignalInstance, value: object) -> None:
        # A window that closes while a page is being drawn takes its signals along.
        with suppress(RuntimeError):
            signal.emit(value)


def _to_image(picture: PagePicture) -> QImage:
    """Return a picture in the format that is fastest to paint.

    Costs milliseconds, so this is not done in the window's thread.
    """
    raw = QImage(
        picture.rgba,
        picture.width,
        picture.height,
        picture.width * 4,
        QImage.Format.Format_RGBA8888,
    )
    return raw.convertToFormat(QImage.Format.Format_RGB32)
