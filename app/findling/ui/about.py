# SPDX-License-Identifier: Apache-2.0
"""What this program is, what it promises, and what it is made of."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.screen_room import resize_on_screen
from findling.ui.sentences import told_error
from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import dress, fixed_font, scaled_font, set_look, with_text
from findling.ui.theme.tokens import Space, TypeScale
from findling.ui.widgets.controls import button_box

if TYPE_CHECKING:
    from findling.errors import AppError
    from findling.services.components import Component, Program
    from findling.ui.sessions.care import CareSession
    from findling.ui.theme.theme import Theme

_SIZE = (880, 560)
_DRAWING = 56
_LIST_WIDTH = 15
_COMPONENT = Qt.ItemDataRole.UserRole


class AboutWindow(QDialog):
    """Two pages: what it is, and the licences; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Draws the stone.
    session : CareSession
        Knows the components and their licences.

    Attributes
    ----------
    tabs : QTabWidget
    components : QListWidget
    licence : QPlainTextEdit
        The texts of the chosen component.
    """

    def __init__(self, theme: Theme, session: CareSession, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("About Findling"))
        self.setModal(False)
        resize_on_screen(self, with_text(self, _SIZE[0]), _SIZE[1])
        self._theme = theme
        self._session = session
        self._picture = QLabel(self)
        self.engine = QLabel(self)
        self.tabs = QTabWidget(self)
        self.components = QListWidget(self)
        self.licence = QPlainTextEdit(self)
        self._set_up()
        self._arrange()
        theme.changed.connect(self._draw)
        self._draw()
        session.ask_program(self._show_program, self._show_trouble)

    def _show_program(self, program: Program) -> None:
        text = tr("Engine for %1 · %2 threads").replace("%1", program.instructions)
        self.engine.setText(text.replace("%2", str(program.threads)))
        self.components.clear()
        for one in program.components:
            item = QListWidgetItem(f"{one.name} {one.version}".strip() + f"\n{one.licence}")
            item.setToolTip(one.summary)
            item.setData(_COMPONENT, one)
            self.components.addItem(item)
        self.components.setCurrentRow(0)

    def _show_trouble(self, error: AppError) -> None:
        self.licence.setPlainText(told_error(error))

    def _on_component_chosen(self, row: int) -> None:
        item = self.components.item(row)
        if item is not None:
            one: Component = item.data(_COMPONENT)
            self._session.ask_licence(one, self.licence.setPlainText, self._show_trouble)

    def _draw(self) -> None:
        colors = self._theme.colors
        picture = self._theme.pixmap(IconName.STONE, colors.accent, _DRAWING, self)
        self._picture.setPixmap(picture)

    # -- how it is laid out ----------------------------------------------------------------------

    def _set_up(self) -> None:
        set_look(self.engine, "muted")
        self.components.setAccessibleName(tr("Components"))
        set_look(self.components, "rows")
        self.components.setFixedWidth(self.fontMetrics().horizontalAdvance("m") * _LIST_WIDTH)
        self.components.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.components.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.components.currentRowChanged.connect(self._on_component_chosen)
        self.licence.setReadOnly(True)
        self.licence.setTabChangesFocus(True)
        self.licence.setAccessibleName(tr("Licence"))
        self.licence.setFont(fixed_font(self.font()))

    def _arrange(self) -> None:
        self.tabs.addTab(self._promise_page(), tr("About"))
        self.tabs.addTab(self._licence_page(), tr("Licences"))
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(self._head())
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)

    def _head(self) -> QHBoxLayout:
        name = QLabel(tr("Findling %1").replace("%1", version("findling")), self)
        name.setFont(scaled_font(self.font(), TypeScale.SECTION, QFont.Weight.DemiBold))
        names = QVBoxLayout()
        names.setSpacing(Space.XS)
        names.addStretch(1)
        for label in (name, self.engine):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            names.addWidget(label)
        names.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self._picture)
        row.addLayout(names, 1)
        return row

    def _promise_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        for text in (
            tr(
                "Finds things by meaning in your own documents, on your own computer. "
                "What it knows it has learned from them alone. It opens no connection and "
                "sends nothing anywhere."
            ),
            tr(
                "Free software under the Apache License 2.0: you may use it, change it and pass "
                "it on. It comes without any warranty."
            ),
        ):
            label = QLabel(text, page)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        return page

    def _licence_page(self) -> QWidget:
        page = QWidget(self)
        notice = QLabel(
            tr(
                "Windows are drawn by Qt, under the GNU Lesser General Public License 3. Its "
                "libraries are files of their own in the folder PySide6: put your own build of "
                "the same version there, and Findling uses that."
            ),
            page,
        )
        notice.setWordWrap(True)
        set_look(notice, "muted")
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.components)
        row.addWidget(self.licence, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.M)
        column.addLayout(row, 1)
        column.addWidget(notice)
        return page
