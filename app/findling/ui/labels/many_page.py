# SPDX-License-Identifier: Apache-2.0
"""Labels for many at once: a threshold with live counts, a table to look at, one step back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.labels.guess_model import GuessModel
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import set_columns

if TYPE_CHECKING:
    from findling.services.labels.desk import DryRun
    from findling.ui.sessions.labels import LabelSession

_FIRST = 90
_LEAST, _MOST = 30, 99


class ManyPage(QWidget):
    """Shows what labelling at once would do, and does it.

    Parameters
    ----------
    session : LabelSession
        Gives the dry run and takes the order.
    """

    def __init__(self, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._run: DryRun | None = None
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(_LEAST, _MOST)
        self.slider.setValue(_FIRST)
        self.slider.setAccessibleName(tr("How sure the model has to be"))
        self.sure = QLabel(self)
        self.count = QLabel(self)
        self.count.setWordWrap(True)
        self.model = GuessModel(self)
        self.view = QTableView(self)
        self.apply = QPushButton(tr("&Label them"), self)
        self.undo = QPushButton(tr("&Undo the last time"), self)
        self.look = QPushButton(tr("Look a&gain"), self)
        set_look(self.apply, "primary")
        self._arrange()
        self.slider.valueChanged.connect(self._show)
        self.apply.clicked.connect(self._on_apply_clicked)
        self.undo.clicked.connect(self._on_undo_clicked)
        self.look.clicked.connect(session.ask_dry_run)
        session.dry_run_ready.connect(self.show_run)
        session.state_changed.connect(self._show)
        self._show()

    @property
    def threshold(self) -> float:
        """The least probability."""
        return self.slider.value() / 100

    def show_run(self, run: DryRun | None) -> None:
        """Show what would be done; None without a model."""
        self._run = run
        self._show()

    def _arrange(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName(tr("What would be labelled"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        set_columns(view.horizontalHeader(), {1: 24, 2: 10})
        top = QHBoxLayout()
        top.setSpacing(Space.M)
        top.addWidget(QLabel(tr("When at least"), self))
        top.addWidget(self.slider, 1)
        top.addWidget(self.sure)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for button in (self.apply, self.undo, self.look):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(top)
        column.addWidget(self.count)
        column.addWidget(view, 1)
        column.addLayout(row)

    def _show(self) -> None:
        self.sure.setText(tr("%1 % sure").replace("%1", str(self.slider.value())))
        state = self._session.state
        self.undo.setEnabled(state is not None and any(not run.is_undone for run in state.runs))
        if state is None or state.row.id != (self._run.proposal.set_id if self._run else 0):
            missing = " ".join(state.missing) if state else ""
            self.count.setText(missing or tr("Look at what the model would do first."))
            self.model.show_rows(())
            self.apply.setEnabled(False)
            return
        assert self._run is not None
        names = {label.id: label.name for label in state.row.labels}
        rows = [row for row in self._run.rows if row[0].probability >= self.threshold]
        self.model.show_rows(
            tuple(
                (document, names.get(guess.label_id or 0, ""), guess.probability)
                for guess, document in rows
            )
        )
        proposal = self._run.proposal
        n = len(proposal.sure(self.threshold))
        self.apply.setEnabled(n > 0)
        if not n and proposal.guesses:
            text = tr("Nothing is that sure: the surest is %1 %. Answer more, or move to the left.")
            surest = int(100 * proposal.guesses[0].probability)
            self.count.setText(text.replace("%1", str(surest)))
            return
        text = tr("%1 will be labelled, about %2 % right; %3 are left for you.")
        text = text.replace("%1", str(n))
        text = text.replace("%2", str(round(100 * proposal.expected_right(self.threshold))))
        self.count.setText(text.replace("%3", str(max(0, proposal.n_items - n))))

    def _on_apply_clicked(self) -> None:
        self._session.apply(self.threshold)

    def _on_undo_clicked(self) -> None:
        state = self._session.state
        last = next((run for run in state.runs if not run.is_undone), None) if state else None
        if last is not None:
            self._session.undo_run(last.id)
