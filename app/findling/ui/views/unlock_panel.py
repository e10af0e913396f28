# SPDX-License-Identifier: Apache-2.0
"""Asks for the password of a document."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from findling.services.passwords import MAX_LENGTH
from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import button_box

_WIDTH = 420


class UnlockPanel(QDialog):
    """One hidden line for a password; it is forgotten as soon as it was given on.

    Attributes
    ----------
    field : QLineEdit
        Where the password is typed.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Unlock a document"))
        self.setModal(True)
        self.setMinimumWidth(with_text(self, _WIDTH))
        self._asks = QLabel(self)
        self._asks.setWordWrap(True)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(MAX_LENGTH)
        self.field.setAccessibleName(tr("Password"))
        set_look(self.field, "field")
        self._asks.setBuddy(self.field)
        hint = QLabel(
            tr(
                "Other locked PDFs of its folder are tried with it too. It is kept in memory only, "
                "until Findling closes."
            ),
            self,
        )
        hint.setWordWrap(True)
        set_look(hint, "muted")
        buttons = button_box(QDialogButtonBox.StandardButton.Cancel, self)
        self.unlock = buttons.addButton(tr("Unlock"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_look(self.unlock, "primary")
        self.unlock.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(lambda text: self.unlock.setEnabled(bool(text)))
        self.finished.connect(lambda _result: self.field.clear())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        for widget in (self._asks, self.field, hint, buttons):
            column.addWidget(widget)

    def ask(self, name: str) -> None:
        """Open for a document of this name."""
        self._asks.setText(tr("Password of “%1”:").replace("%1", name))
        self.field.clear()
        self.unlock.setEnabled(False)
        self.field.setFocus()
        self.open()
