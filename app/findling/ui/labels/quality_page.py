# SPDX-License-Identifier: Apache-2.0
"""How good a label set's model is, in sentences and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.labels.drift import Drift
    from findling.services.labels.quality import Quality
    from findling.services.labels.types import ItemKey
    from findling.ui.sessions.labels import LabelSession

_MOST_MISTAKES = 8
_FEWEST_STEPS = 2
_ITEMS = Qt.ItemDataRole.UserRole


class QualityPage(QWidget):
    """Says how often the model is right, and where it is wrong.

    Signals
    -------
    review_wanted : sequence of ItemKey
        Items that the user wants to look at again.

    Parameters
    ----------
    session : LabelSession
        Is asked when the button is clicked.
    """

    review_wanted = Signal(object)

    def __init__(self, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.summary = QLabel(self)
        self.details = QLabel(self)
        for label in (self.summary, self.details):
            label.setWordWrap(True)
        set_look(self.details, "muted")
        self.table = QTableWidget(0, 4, self)
        self._heading = QLabel(tr("Look at these again"), self)
        self.mistakes = QListWidget(self)
        self.mistakes.setAccessibleName(tr("Where it goes wrong"))
        self.mistakes.setToolTip(tr("Press Enter or click twice to look at the documents"))
        self.measure = QPushButton(tr("&Measure now"), self)
        self.measure.setAutoDefault(False)
        self._set_up_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.summary)
        column.addWidget(self.table, 2)
        column.addWidget(self._heading)
        column.addWidget(self.mistakes, 1)
        column.addWidget(self.details)
        column.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeading)
        self.measure.clicked.connect(self.ask)
        self.mistakes.itemActivated.connect(self._on_activated)
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
        self.mistakes.clear()
        self._show_mistakes(())
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
                wording.percent(round(100 * score.precision)),
                wording.percent(round(100 * score.recall)),
            )
            at = self.table.rowCount()
            self.table.insertRow(at)
            for column, cell in enumerate(cells):
                self.table.setItem(at, column, QTableWidgetItem(cell))
        self._show_mistakes(_mistakes(quality, names))
        self.details.setText(_curve(quality))

    def _show_mistakes(self, rows: Sequence[tuple[str, Sequence[ItemKey]]]) -> None:
        for text, items in rows:
            row = QListWidgetItem(text, self.mistakes)
            row.setData(_ITEMS, items)
        for widget in (self._heading, self.mistakes):
            widget.setVisible(bool(rows))

    def _on_activated(self, row: QListWidgetItem) -> None:
        self.review_wanted.emit(row.data(_ITEMS))

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
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
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
            "%1 items drawn at random were answered so far; from 20 on there is a share of right "
            "answers for all documents. Among your answers the model scores %2 % (macro-F1)."
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


def _mistakes(quality: Quality, names: dict[int, str]) -> list[tuple[str, Sequence[ItemKey]]]:
    """Return what is new to the model, what it mistakes, and answers that may be slips."""
    none = tr("none of these")
    rows: list[tuple[str, Sequence[ItemKey]]] = []
    if quality.drift is not None:
        rows.append((_drift(quality.drift), quality.drift.least_sure))
    if quality.suspects:
        n = len(quality.suspects)
        text = tr("%Ln answers may be slips", n)
        rows.append((text, tuple(guess.item for guess in quality.suspects)))
    wrong = [cell for cell in quality.confusion if cell.said != cell.guessed]
    for cell in wrong[:_MOST_MISTAKES]:
        text = tr("%1 × “%2” was taken for “%3”").replace("%1", str(len(cell.items)))
        text = text.replace("%2", names.get(cell.said or 0, none))
        rows.append((text.replace("%3", names.get(cell.guessed or 0, none)), cell.items))
    return rows


def _drift(drift: Drift) -> str:
    text = tr(
        "%1 newer ones are unlike what you answered: the model is sure by %2 %, else by %3 %. "
        "Teach some of them."
    )
    for mark, value in (
        ("%1", drift.n_new),
        ("%2", round(100 * drift.sure_new)),
        ("%3", round(100 * drift.sure_old)),
    ):
        text = text.replace(mark, str(value), 1)
    return text


def _curve(quality: Quality) -> str:
    if len(quality.curve) < _FEWEST_STEPS:
        return ""
    steps = ", ".join(f"{n}: {wording.percent(round(100 * share))}" for n, share in quality.curve)
    return tr("Right by number of answers: %1").replace("%1", steps)
