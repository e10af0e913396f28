# SPDX-License-Identifier: Apache-2.0
"""The page that tells what was learned, and has it learned anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from findling.services.types import Stage
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.model_page.curve import LossCurve
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from findling.services.model_facts import ModelFacts
    from findling.ui.sessions.model import ModelSession
    from findling.ui.sessions.work import WorkStatus
    from findling.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 560, 560


class ModelWindow(QDialog):
    """Shows what was learned from the library; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : ModelSession
        Gives facts and takes the wish to learn.
    """

    def __init__(self, theme: Theme, session: ModelSession, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("What Findling has learned"))
        self.setModal(False)
        self._session = session
        self.summary = QLabel(self)
        self.freshness = QLabel(self)
        for label in (self.summary, self.freshness):
            label.setWordWrap(True)
        set_look(self.freshness, "muted")
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(tr("Learning"))
        self.refresh = QPushButton(tr("&Learn anew"), self)
        self.refresh.setAutoDefault(False)
        self.curve = LossCurve(theme, self)
        self._curve_heading = QLabel(
            tr("How far passages were mistaken for others, from pass to pass (less is better)"),
            self,
        )
        self._curve_heading.setWordWrap(True)
        set_look(self._curve_heading, "muted")
        self.facts: dict[str, QLabel] = {}
        self._form = QFormLayout()
        for key, name in (
            ("documents", tr("Documents that can be found")),
            ("passages", tr("Passages")),
            ("newer", tr("Newer than what was learned")),
            ("when", tr("Learned")),
            ("took", tr("It took")),
            ("teachings", tr("Things you taught")),
            ("size", tr("Index on disk")),
        ):
            self.facts[key] = QLabel(self)
            self.facts[key].setWordWrap(True)
            self._form.addRow(QLabel(name, self), self.facts[key])
        self._arrange()
        self.refresh.clicked.connect(session.learn)
        session.ready.connect(self.show_facts)
        session.working.connect(self.show_work)
        self.progress.hide()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.freshness, 1)
        row.addWidget(self.refresh)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        column.addWidget(self.summary)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addLayout(self._form)
        column.addWidget(self._curve_heading)
        column.addWidget(self.curve, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        bar = area.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(body.minimumSizeHint().width() + bar)
        resize_on_screen(self, with_text(self, _WIDTH), with_text(self, _HEIGHT))

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew."""
        super().showEvent(event)
        self._session.look()

    def show_facts(self, facts: ModelFacts) -> None:
        """Show what is known now."""
        self.summary.setText(_summary(facts))
        self.freshness.setText(_freshness(facts))
        self.refresh.setEnabled(facts.can_learn and not facts.is_wished)
        values = {
            "documents": wording.count(facts.documents),
            "passages": wording.count(facts.passages),
            "newer": wording.count(facts.newer) if facts.learned_from else "",
            "when": wording.date(facts.learned_at) if facts.learned_at else "",
            "took": _took(facts),
            "teachings": wording.count(facts.teachings),
            "size": wording.size(facts.index_bytes),
        }
        for key, text in values.items():
            self.facts[key].setText(text or tr("nothing yet"))
        self.curve.show_losses(facts.losses)
        self._curve_heading.setVisible(self.curve.isVisibleTo(self))

    def show_work(self, status: WorkStatus) -> None:
        """Show how far learning is."""
        progress = status.progress
        is_learning = (
            status.is_busy and progress is not None and progress.stage in (Stage.LEARNING,)
        )
        self.progress.setVisible(is_learning)
        if is_learning and progress is not None:
            self.progress.setMaximum(progress.total)
            self.progress.setValue(progress.done)


def _summary(facts: ModelFacts) -> str:
    if not facts.can_learn:
        text = tr("Findling learns from 50 passages on: %1 are missing. Until then words decide.")
        return text.replace("%1", wording.count(facts.missing))
    if not facts.learned_from:
        return tr("Nothing was learned yet: words alone are searched until it is.")
    text = tr(
        "Findling has learned from %1 passages of yours what their words have to do with each "
        "other."
    )
    return text.replace("%1", wording.count(facts.learned_from))


def _freshness(facts: ModelFacts) -> str:
    if facts.is_wished:
        return tr("It is learned anew as soon as there is time.")
    if not facts.learned_from:
        return ""
    if not facts.newer and not facts.gone:
        return tr("It is up to date.")
    share = round(100 * facts.changed_share)
    text = tr("%1 % of the passages came or went since. From 10 % on it is learned anew by itself.")
    return text.replace("%1", str(share), 1)


def _took(facts: ModelFacts) -> str:
    if not facts.seconds:
        return ""
    rate = wording.count(round(facts.learned_from / facts.seconds))
    seconds = wording.decimal(facts.seconds)
    text = tr("%1 seconds, %2 passages a second")
    return text.replace("%1", seconds).replace("%2", rate)
