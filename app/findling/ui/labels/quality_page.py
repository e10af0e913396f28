# SPDX-License-Identifier: Apache-2.0
"""How good a label set's model is, in sentences and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from findling.services.labels.quality import Quality
    from findling.ui.sessions.labels import LabelSession

_MOST_MISTAKES = 5


class QualityPage(QWidget):
    """Says how often the model is right, and where it is wrong.

    Parameters
    ----------
    session : LabelSession
        Is asked when the button is clicked.
    """

    def __init__(self, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.summary = QLabel(self)
        self.details = QLabel(self)
        for label in (self.summary, self.details):
            label.setWordWrap(True)
        set_look(self.details, "muted")
        self.table = QTableWidget(0, 4, self)
        self.measure = QPushButton(tr("&Measure now"), self)
        self.measure.setAutoDefault(False)
        self._set_up_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)
        column.addWidget(self.measure)
        self.measure.clicked.connect(self.ask)
        session.quality_ready.connect(self.show_quality)
        session.state_changed.connect(self._on_state_changed)
        self._on_state_changed()

    def ask(self) -> None:
        """Measure."""
        self.summary.setText(tr("Measuring: the model is asked about answers it did not see…"))
        self.measure.setEnabled(False)
        self._session.ask_quality()

    def show_quality(self, quality: Quality | None) -> None:
        """Show what was measured; None when there is too little to measure."""
        state = self._session.state
        self.measure.setEnabled(True)
        self.table.setRowCount(0)
        if quality is None or state is None:
            missing = " ".join(state.missing) if state else ""
            self.summary.setText(tr("Nothing to measure yet. %1").replace("%1", missing))
            self.details.clear()
            return
        names = {label.id: label.name for label in state.row.labels}
        self.summary.setText(_summary(quality))
        for score in quality.labels:
            cells = (
                names.get(score.label_id or 0, tr("none of these")),
                str(score.n),
                f"{score.precision:.0%}",
                f"{score.recall:.0%}",
            )
            at = self.table.rowCount()
            self.table.insertRow(at)
            for column, cell in enumerate(cells):
                self.table.setItem(at, column, QTableWidgetItem(cell))
        self.details.setText("\n".join(_details(quality, names)))

    def _set_up_table(self) -> None:
        table = self.table
        table.setHorizontalHeaderLabels(
            [tr("Label"), tr("Answers"), tr("Right when said"), tr("Found")]
        )
        table.setAccessibleName(tr("How good each label is"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _on_state_changed(self) -> None:
        state = self._session.state
        if state is None:
            self.show_quality(None)
        elif not self.table.rowCount():
            can = not state.missing
            self.measure.setEnabled(can)
            ready = tr(
                "Ready to be measured: every answer is asked of a model that did not see it."
            )
            missing = tr("Nothing to measure yet. %1").replace("%1", " ".join(state.missing))
            self.summary.setText(ready if can else missing)


def _summary(quality: Quality) -> str:
    if quality.is_thin:
        text = tr(
            "Only %1 items drawn at random were answered: of 20 on the share of right answers "
            "means something. Of all answers, %2 % were right for their label (macro-F1)."
        )
        thin = text.replace("%1", str(quality.n_tested))
        return thin.replace("%2", str(round(100 * quality.macro_f1)))
    text = tr("Right for about %1 % of your documents (%2 to %3 %, from %4 drawn at random).")
    for mark, value in (
        ("%1", 100 * quality.accuracy),
        ("%2", 100 * quality.low),
        ("%3", 100 * quality.high),
        ("%4", quality.n_tested),
    ):
        text = text.replace(mark, str(round(value)), 1)
    return text


def _details(quality: Quality, names: dict[int, str]) -> list[str]:
    none = tr("none of these")
    lines: list[str] = []
    wrong = [cell for cell in quality.confusion if cell.said != cell.guessed]
    for cell in wrong[:_MOST_MISTAKES]:
        text = tr("%1 × “%2” was taken for “%3”").replace("%1", str(len(cell.items)))
        text = text.replace("%2", names.get(cell.said or 0, none))
        lines.append(text.replace("%3", names.get(cell.guessed or 0, none)))
    if len(quality.curve) > 1:
        steps = ", ".join(f"{n}: {share:.0%}" for n, share in quality.curve)
        lines.append(tr("Right by number of answers: %1").replace("%1", steps))
    if quality.suspects:
        n = len(quality.suspects)
        lines.append(tr("%Ln answers look like mistakes of the hand.", n))
    return lines
