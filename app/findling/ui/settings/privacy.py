# SPDX-License-Identifier: Apache-2.0
"""What stays on this computer, what is kept of searches, and a report for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from findling.ui.i18n.texts import tr
from findling.ui.settings.page import SettingsPage
from findling.ui.theme.theme import set_look
from findling.ui.widgets.controls import Tick

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from findling.ui.preferences import Preferences


class PrivacyPage(SettingsPage):
    """Says what Findling does with what is yours, and lets forget searches.

    Parameters
    ----------
    preferences : Preferences
        Keeps searches, or does not.
    read_more : callable
        Opens the part of the guide that tells more.
    report : callable
        Opens the report for help.
    """

    def __init__(
        self,
        preferences: Preferences,
        read_more: Callable[[], object],
        report: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Privacy"), parent)
        self._preferences = preferences
        self.keeps = Tick(
            tr("&Keep recent searches"), is_on=preferences.keeps_searches, parent=self
        )
        self.keeps.toggled.connect(self._on_keeps_toggled)
        self.forget = self._button(tr("&Forget now"), self._on_forget_clicked)
        self.more = self._button(tr("&Read more"), read_more)
        set_look(self.more, "link")
        self.report = self._button(tr("&Save a report…"), report)
        self._add_promises()
        self.add_row(
            tr("Recent searches"),
            self.keeps,
            tr("The last 50, on this computer alone. Switched off, they are forgotten at once."),
        )
        self.add_row("", self.at_start(self.forget))
        self.add_row(
            tr("Diagnostics"),
            self.at_start(self.report),
            tr("Facts for those who help. It is shown first, and holds nothing of your documents."),
        )

    def _add_promises(self) -> None:
        stays = QLabel(
            tr(
                "Documents, what was read and learned of them, and what you taught stay on this "
                "computer. There is no account and no telemetry."
            ),
            self,
        )
        may = QLabel(
            "\n".join(
                f"• {line}"
                for line in (
                    tr("It reads the files and folders that you added, and never changes them."),
                    tr("It writes into the library's folder, and into files that you name."),
                    tr("It opens no connection; links in documents are opened by you alone."),
                    tr("Every file is read by a process of its own that may do little."),
                    tr("The library is not encrypted: encrypt the disk that it lies on."),
                )
            ),
            self,
        )
        for label in (stays, may):
            label.setWordWrap(True)
            label.setAccessibleName(label.text())
            # As wide as the page: what it would like to be is no measure for the rows below.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.add_wide(tr("What stays here"), stays)
        self.add_wide(tr("What Findling may do"), may)
        self.add_wide("", self.at_start(self.more))

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _on_keeps_toggled(self, is_on: bool) -> None:
        self._preferences.set_keeps_searches(is_on)
        self._show()

    def _on_forget_clicked(self) -> None:
        self._preferences.forget_searches()
        self._show()

    def _show(self) -> None:
        self.forget.setEnabled(bool(self._preferences.kept_searches))

    def showEvent(self, event: QShowEvent) -> None:
        """Look whether there is anything to forget."""
        super().showEvent(event)
        self._show()
