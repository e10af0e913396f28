# SPDX-License-Identifier: Apache-2.0
"""The user guide in a window of its own; it is read from the program's own files."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QWidget

from findling.ui.i18n.texts import tr
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.pane_splitter import SideBySide

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QTextBlock, QTextFrame

_SIZE = (1000, 700)
_LIST_WIDTH = 200
SECURITY_CHAPTER = "Privacy and security"
"""Its heading in the guide."""

_REST_MS = 100
"""How long a window has to keep its width before its pictures follow."""

_NARROWEST = 200
_EDGE = 8
"""Pixels that Qt's layout takes at the sides of a picture, and some."""

_HEADING = 2
"""Level of the headings that are listed."""


def guide_folder() -> Path | None:
    """Return the folder of the guide; None where it was not installed."""
    folder = resources.files("findling").joinpath("guide")
    return folder if isinstance(folder, Path) and folder.is_dir() else None


class GuideWindow(QDialog):
    """Shows the guide, with its chapters on the left.

    Parameters
    ----------
    folder : Path
        Has ``index.md`` and the pictures that it names.
    parent : QWidget
        The main window.

    Attributes
    ----------
    chapters : QListWidget
    page : QTextBrowser
    """

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("User guide"))
        self.setModal(False)
        self.chapters = QListWidget(self)
        self.chapters.setAccessibleName(tr("Chapters"))
        set_look(self.chapters, "pages")
        self.chapters.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page = _Page(folder, self)
        self.page.setAccessibleName(tr("User guide"))
        self._headings: list[QTextBlock] = []
        self._fill(folder)
        self.chapters.currentRowChanged.connect(self._on_chapter_chosen)
        panes = SideBySide(self)
        panes.addWidget(self.chapters)
        panes.addWidget(self.page)
        panes.setStretchFactor(1, 1)
        width = max(_LIST_WIDTH, self.chapters.sizeHintForColumn(0) + Space.L)
        panes.setSizes([width, _SIZE[0] - width])
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        row.addWidget(panes)
        resize_on_screen(self, *_SIZE)

    def go_to(self, chapter: str) -> None:
        """Show a chapter by its heading; stay where there is none of that name."""
        found = self.chapters.findItems(chapter, Qt.MatchFlag.MatchExactly) if chapter else []
        if found:
            self.chapters.setCurrentItem(found[0])

    def _fill(self, folder: Path) -> None:
        text = (folder / "index.md").read_text(encoding="utf-8")
        document = self.page.document()
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        block = document.begin()
        while block.isValid():
            look = block.blockFormat()
            if look.nonBreakableLines():  # so that long commands are not cut off
                look.setNonBreakableLines(False)
                QTextCursor(block).setBlockFormat(look)
            if look.headingLevel() == _HEADING:
                self._headings.append(block)
                self.chapters.addItem(block.text())
            block = block.next()
        _pad(document.rootFrame())

    def _on_chapter_chosen(self, row: int) -> None:
        block = self._headings[row]
        self.page.setTextCursor(QTextCursor(block))
        top = _top_of(self.page, block)
        self.page.verticalScrollBar().setValue(top)


class _Page(QTextBrowser):
    """The text; a link into the web is handed to the browser, and nothing is fetched here."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder.resolve()
        self._pictures: set[str] = set()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._fit_pictures)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # all of it fits
        self.setOpenLinks(False)
        self.anchorClicked.connect(_open)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the guide's own folder, in a size that fits, and nothing else."""
        path = (self._folder / QUrl(name).path()).resolve()
        if QTextDocument.ResourceType(kind) is not QTextDocument.ResourceType.ImageResource:
            return None
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        self._pictures.add(QUrl(name).toString())
        return self._fitted(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the pictures as wide as there is room, once the window rests."""
        super().resizeEvent(event)
        if self._pictures and event.size().width() != event.oldSize().width():
            self._rest.start()

    def _fitted(self, path: Path) -> QImage:
        picture = QImage(str(path))
        room = self.viewport().width() - 2 * Space.XL - _EDGE
        width = max(_NARROWEST, min(picture.width(), room))
        return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

    def _fit_pictures(self) -> None:
        document = self.document()
        for name in self._pictures:
            picture = self._fitted(self._folder / QUrl(name).path())
            document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), picture)
        document.markContentsDirty(0, document.characterCount())


def _top_of(page: QTextBrowser, block: QTextBlock) -> int:
    """Return where a block begins, in pixels from the top of the text."""
    return int(page.document().documentLayout().blockBoundingRect(block).top())


def _pad(frame: QTextFrame) -> None:
    look = frame.frameFormat()
    look.setMargin(Space.XL)
    frame.setFrameFormat(look)


def _open(link: QUrl) -> None:
    if link.scheme() in ("http", "https"):
        QDesktopServices.openUrl(link)
