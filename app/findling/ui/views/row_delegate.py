# SPDX-License-Identifier: Apache-2.0
"""Draws rows of results and documents."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from findling.services.types import Evidence
from findling.ui import wording
from findling.ui.models.roles import AnyIndex, Role, RowKind
from findling.ui.sentences import told
from findling.ui.theme.tokens import Space
from findling.ui.views.row_style import RowStyle
from findling.ui.views.snippet_layout import SnippetLayout

if TYPE_CHECKING:
    from findling.services.types import DocumentRow, PassageHit, ResultGroup
    from findling.ui.theme.theme import Theme

_GROUP_LINES = 3
_PASSAGE_LINES = 2
_INDENT = Space.XL
_KEPT_LAYOUTS = 300
_CHEVRON = 4.0
_NO_REASON = Evidence()
_NARROW = 0.8
"""Of the width of an average letter: what a letter of a long text takes at least."""
_CHIPS_SHARE = 0.6  # of a line that labels may take


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row is drawn from."""

    painter: QPainter
    rect: QRectF
    index: AnyIndex
    is_open: bool


class RowDelegate(QStyledItemDelegate):
    """Measures and draws the rows of a `ResultTree`.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    view : QTreeView
        The view that it draws for; its width breaks the lines.
    """

    def __init__(self, theme: Theme, view: QTreeView, parent: QObject | None = None) -> None:
        super().__init__(parent or view)
        self._theme = theme
        self._view = view
        self._layouts: OrderedDict[tuple[object, ...], SnippetLayout] = OrderedDict()
        self._style = RowStyle(view.font(), theme.colors)
        self._covered = QPersistentModelIndex()
        self._cover_width = 0

    def refresh(self) -> None:
        """Take over new colours or another font."""
        self._layouts.clear()
        self._style = RowStyle(self._view.font(), self._theme.colors)

    def cover(self, index: AnyIndex, width: int) -> bool:
        """Leave the end of a row's first line free; return whether that is new."""
        covered = QPersistentModelIndex(index)
        if covered == self._covered and width == self._cover_width:
            return False
        self._covered, self._cover_width = covered, width
        return True

    def head_room(self, index: AnyIndex) -> float:
        """Return what the first line of a row has to leave free beside the dots."""
        is_covered = self._covered.isValid() and self._covered == index
        return self._cover_width + Space.S if is_covered else 0.0

    @property
    def steps_room(self) -> float:
        """Pixels that the dots take at the end of a row, with the gap before them."""
        return self._style.steps_width() + Space.M

    def more_rect(self, index: AnyIndex, row: QRectF) -> QRectF:
        """Return the part of a document's row that opens and closes it; empty without passages."""
        self._look_where_rows_begin()
        return self._style.placed(self._more_box(index, row))

    def _more_box(self, index: AnyIndex, row: QRectF) -> QRectF:
        """Return the same as from the left."""
        text = self._more_text(index)
        if not text:
            return QRectF()
        style = self._style
        width = style.small_metrics.horizontalAdvance(text) + 4 * _CHEVRON + Space.S
        height = style.small_height + Space.S
        right = row.right() - Space.L
        return QRectF(right - width, row.bottom() - Space.S - height, width, height)

    # -- QStyledItemDelegate ---------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002  Qt's
        """Return the height of a row at the width of the view."""
        kind = index.data(Role.KIND)
        style = self._style
        if kind is RowKind.GROUP:
            snippet = self._snippet_height(index, _GROUP_LINES)
            height = style.title_height + style.small_height + snippet + Space.XS
            height += style.small_height + Space.XS if self._has_foot(index) else 0
        elif kind is RowKind.PASSAGE:
            height = style.small_height + self._snippet_height(index, _PASSAGE_LINES) + Space.XS
        elif kind is RowKind.WEAK:
            height = style.small_height + Space.XS
        else:
            height = style.title_height + style.small_height
            height += style.small_height if kind is RowKind.FAILED else 0
        padding = Space.S if kind in (RowKind.PASSAGE, RowKind.DOCUMENT) else Space.M
        return QSize(self._view.viewport().width(), round(height + 2 * padding))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row."""
        rect = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        self._look_where_rows_begin()
        self._style.ground(painter, rect, selected=selected, hovered=hovered)
        is_current = selected or bool(state & QStyle.StateFlag.State_HasFocus)
        if is_current and self._view.hasFocus():
            self._style.focus_ring(painter, rect)
        row = _Row(painter, rect, index, self._view.isExpanded(index))  # pyright: ignore[reportArgumentType]
        kind = index.data(Role.KIND)
        if kind is RowKind.GROUP:
            self._paint_group(row, index.data(Role.GROUP))
        elif kind is RowKind.PASSAGE:
            self._paint_passage(row, index.data(Role.HIT))
        elif kind is RowKind.WEAK:
            self._paint_weak(row)
        else:
            self._paint_document(row, index.data(Role.DOCUMENT), is_failed=kind is RowKind.FAILED)
        painter.restore()

    # -- kinds of rows ---------------------------------------------------------------------------

    def _paint_group(self, row: _Row, group: ResultGroup) -> None:
        style, painter = self._style, row.painter
        left, width = row.rect.left() + Space.L, self._text_width(0)
        top = row.rect.top() + Space.M
        hit = group.hits[0] if group.hits else None
        head = QRectF(left, top, width, style.title_height)
        is_away = bool(row.index.data(Role.AWAY))
        free = self.head_room(row.index)
        self._paint_head(painter, head, group.document, hit, is_away=is_away, free=free)
        top += style.title_height
        place = QRectF(left, top, width, style.small_height)
        if group.labels or group.tags:
            chips = [(f"#{tag}", True) for tag in group.tags]
            chips += [(wording.label_chip(chip), chip.is_confirmed) for chip in group.labels]
            room = QRectF(left, top, width * _CHIPS_SHARE, style.small_height)
            place.setLeft(left + style.draw_chips(painter, room, chips) + Space.S)
        self._paint_facts(painter, place, _place(group.document, hit), is_away=is_away)
        top += style.small_height + Space.XS
        snippet = self._snippet(row.index, _GROUP_LINES)
        self._draw_snippet(painter, snippet, QPointF(left, top), width, is_away=is_away)
        top += snippet.height + Space.XS
        more = self._more_box(row.index, row.rect)
        room = width - (more.width() + Space.M if more.width() else 0)
        reason = wording.reason(hit) if hit else ""
        style.small_line(painter, QRectF(left, top, room, style.small_height), reason)
        if more.width():
            line = QRectF(more.left(), top, more.width(), style.small_height)
            self._paint_more(painter, line, self._more_text(row.index), is_open=row.is_open)
        if not row.is_open:
            style.rule(painter, row.rect)

    def _paint_passage(self, row: _Row, hit: PassageHit) -> None:
        style, painter = self._style, row.painter
        left, width = row.rect.left() + Space.L + _INDENT, self._text_width(_INDENT)
        top = row.rect.top() + Space.S
        room = width - self.steps_room - self.head_room(row.index)
        group = row.index.data(Role.GROUP)
        where = wording.place_of(hit, group.document.format)
        place = " · ".join(filter(None, (where, wording.reason(hit))))
        style.small_line(painter, QRectF(left, top, room, style.small_height), place)
        middle = top + style.small_height / 2
        style.draw_steps(painter, left + width, middle, hit.strength)
        top += style.small_height + Space.XS
        snippet = self._snippet(row.index, _PASSAGE_LINES)
        is_away = bool(row.index.data(Role.AWAY))
        self._draw_snippet(painter, snippet, QPointF(left, top), width, is_away=is_away)
        self._paint_thread(painter, row.rect)
        if not row.index.sibling(row.index.row() + 1, 0).isValid():
            style.rule(painter, row.rect)

    def _paint_weak(self, row: _Row) -> None:
        style, painter = self._style, row.painter
        text = str(row.index.data())
        width = style.small_metrics.horizontalAdvance(text)
        middle = row.rect.center()
        box = QRectF(middle.x() - width / 2, row.rect.top(), width, row.rect.height())
        painter.setPen(QPen(QColor(style.colors.line), 1))
        left, right = row.rect.left() + Space.L, row.rect.right() - Space.L
        gap = width / 2 + Space.M
        painter.drawLine(QPointF(left, middle.y()), QPointF(middle.x() - gap, middle.y()))
        painter.drawLine(QPointF(middle.x() + gap, middle.y()), QPointF(right, middle.y()))
        style.small_line(painter, box.adjusted(0, 0, 2, 0), text, style.colors.accent)

    def _paint_document(self, row: _Row, document: DocumentRow, *, is_failed: bool) -> None:
        style, painter = self._style, row.painter
        left, width = row.rect.left() + Space.L, self._text_width(0)
        top = row.rect.top() + (Space.M if is_failed else Space.S)
        is_away = bool(row.index.data(Role.AWAY))
        head = QRectF(left, top, width, style.title_height)
        self._paint_head(painter, head, document, None, is_away=is_away)
        top += style.title_height
        line = QRectF(left, top, width, style.small_height)
        if is_failed:
            style.small_line(painter, line, told(document.reason), style.colors.notice)
            line.translate(0, style.small_height)
            style.small_line(painter, line, wording.folder(document.path))
        else:
            self._paint_facts(painter, line, _facts(document), is_away=is_away)
        style.rule(painter, row.rect)

    # -- parts -----------------------------------------------------------------------------------

    def _paint_facts(self, painter: QPainter, rect: QRectF, facts: str, *, is_away: bool) -> None:
        """Draw the line below the name; it begins with what keeps the file from being opened."""
        self._style.small_line(
            painter, rect, wording.with_away(facts, is_away=is_away, between=" · ")
        )

    def _paint_head(
        self,
        painter: QPainter,
        rect: QRectF,
        document: DocumentRow,
        hit: PassageHit | None,
        *,
        is_away: bool,
        free: float = 0.0,
    ) -> None:
        """Draw format, name, and how strong the match is."""
        style = self._style
        tag = (document.format or PurePath(document.name).suffix.lstrip(".")).upper()[:5]
        style.draw_tag(painter, rect, tag)
        taken = style.tag_width(tag) + (Space.S if tag else 0)
        steps = self.steps_room + free if hit else 0.0
        title = rect.adjusted(taken, 0, -steps, 0)
        ink = style.ink(is_away=is_away)
        style.title_line(painter, title, wording.name(document), ink)
        if hit:
            style.draw_steps(painter, rect.right(), rect.center().y(), hit.strength)

    def _paint_more(self, painter: QPainter, rect: QRectF, text: str, *, is_open: bool) -> None:
        """Draw the words and the chevron that open and close a document."""
        color = self._style.colors.accent
        self._style.small_line(painter, rect.adjusted(0, 0, -3 * _CHEVRON, 0), text, color)
        pen = QPen(QColor(color), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle = self._style.placed(rect.adjusted(rect.width() - 2 * _CHEVRON, 0, 0, 0)).center()
        dip = -_CHEVRON / 2 if is_open else _CHEVRON / 2
        painter.drawPolyline(
            [
                middle + QPointF(-_CHEVRON, -dip),
                middle + QPointF(0, dip),
                middle + QPointF(_CHEVRON, -dip),
            ]
        )

    def _paint_thread(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the line that ties further passages to their document."""
        x = self._style.placed(QRectF(rect.left() + Space.L + Space.XS, 0, 0, 0)).left()
        painter.setPen(QPen(QColor(self._style.colors.line), 2))
        painter.drawLine(QPointF(x, rect.top() + Space.S), QPointF(x, rect.bottom() - Space.S))

    def _draw_snippet(
        self,
        painter: QPainter,
        snippet: SnippetLayout,
        at: QPointF,
        width: float,
        *,
        is_away: bool,
    ) -> None:
        left = self._style.placed(QRectF(at.x(), at.y(), width, snippet.height)).left()
        snippet.draw(painter, left, at.y(), QColor(self._style.ink(is_away=is_away)))

    def _look_where_rows_begin(self) -> None:
        is_mirrored = self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._style.mirrored_in = float(self._view.viewport().width()) if is_mirrored else 0.0

    def _has_foot(self, index: AnyIndex) -> bool:
        """Return whether there is something to say below the snippet."""
        hit: PassageHit | None = index.data(Role.HIT)
        says_why = hit is not None and hit.because != _NO_REASON
        return says_why or bool(index.model().rowCount(index))

    def _more_text(self, index: AnyIndex) -> str:
        model = index.model()
        n = model.rowCount(index) if model is not None else 0
        if not n:
            return ""
        return self.tr("1 more passage") if n == 1 else self.tr("%Ln more passages", "", n)

    def _text_width(self, indent: int) -> float:
        return max(60.0, self._view.viewport().width() - 2 * Space.L - indent)

    def _snippet_height(self, index: AnyIndex, max_lines: int) -> float:
        """Return how high a snippet is, without setting its lines where it must need all of them.

        A view asks for the height of each row of an answer and draws only some of them. Letters are
        taken to be narrower than they are on average, so that no row is higher than its lines.
        """
        hit: PassageHit = index.data(Role.HIT)
        style = self._style
        least = len(hit.snippet) * _NARROW * style.body_metrics.averageCharWidth()
        if least > max_lines * self._width(max_lines):
            return float(style.body_pitch * max_lines)
        return self._snippet(index, max_lines).height

    def _width(self, max_lines: int) -> float:
        return self._text_width(_INDENT if max_lines == _PASSAGE_LINES else 0)

    def _snippet(self, index: AnyIndex, max_lines: int) -> SnippetLayout:
        """Return the lines of a snippet; they are set once for a width."""
        hit: PassageHit = index.data(Role.HIT)
        width = self._width(max_lines)
        key = (hit.passage_id, hit.snippet, hit.marks, width)
        layout = self._layouts.pop(key, None)
        if layout is None:
            layout = SnippetLayout(hit, self._style.body, width, max_lines, self._style.colors)
        self._layouts[key] = layout
        if len(self._layouts) > _KEPT_LAYOUTS:
            self._layouts.popitem(last=False)
        return layout


def _place(document: DocumentRow, hit: PassageHit | None) -> str:
    """Return where a passage stands: page, headings, folder."""
    place = wording.place_of(hit, document.format) if hit else ""
    return " · ".join(filter(None, (place, wording.folder(document.path))))


def _facts(document: DocumentRow) -> str:
    """Return what a list of documents says about one."""
    pages = wording.pages(document.n_pages, document.format) if document.n_pages else ""
    parts = (
        wording.date(document.mtime),
        "" if document.place else wording.size(document.size),
        pages,
        wording.folder(document.path),
    )
    return " · ".join(filter(None, parts))
