# SPDX-License-Identifier: Apache-2.0
"""Label sets as the window knows them, and what is asked of the worker."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from findling.services.labels.commands import LabelAction, LabelCommand, item_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.errors import AppError
    from findling.jobs.context import JobContext
    from findling.services.labels.desk import DeskState
    from findling.services.labels.types import Card, ItemKey, LabelSetRow
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Labeler, LabelSource


class LabelSession(QObject):
    """Looks at label sets off the window's thread, and sends changes to the worker.

    Parameters
    ----------
    worker : Labeler
        Takes commands.
    desk : LabelSource
        Is only called off the window's thread.
    bridge : JobBridge
        Where it is called.

    Signals
    -------
    sets_changed
        `sets` are others now.
    state_changed
        `state` is another now.
    card_ready
        `card` is another now; None when everything was answered.
    quality_ready : Quality or None
    dry_run_ready : DryRun or None
    failed : AppError
    """

    sets_changed = Signal()
    state_changed = Signal()
    card_ready = Signal()
    quality_ready = Signal(object)
    dry_run_ready = Signal(object)
    failed = Signal(object)

    def __init__(
        self, worker: Labeler, desk: LabelSource, bridge: JobBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._desk = desk
        self._bridge = bridge
        self._put_off: list[ItemKey] = []
        self._only: tuple[ItemKey, ...] = ()
        self.sets: tuple[LabelSetRow, ...] = ()
        self.set_id = 0
        self.state: DeskState | None = None
        self.card: Card | None = None

    # -- looking ---------------------------------------------------------------------------------

    def choose(self, set_id: int) -> None:
        """Work on another set; 0 for none."""
        if set_id == self.set_id:
            return
        self.set_id, self.state, self.card, self._only = set_id, None, None, ()
        self._put_off.clear()
        self.state_changed.emit()
        if set_id:
            self.refresh()
            self.ask_next()

    def refresh(self) -> None:
        """Look at the sets anew: the library has changed."""
        self._bridge.run(
            lambda _: tuple(self._desk.sets()), self._on_sets, self.failed.emit, latest="label-sets"
        )
        if self.set_id:
            job = partial(_state, self._desk, self.set_id)
            self._bridge.run(job, self._on_state, self._on_state_failed, latest="label-state")

    def ask_next(self) -> None:
        """Ask for the next card."""
        job = partial(_card, self._desk, self.set_id, tuple(self._put_off), self._only)
        self._bridge.run(job, self._on_card, self._on_state_failed, latest="label-card")

    def review(self, items: Sequence[ItemKey]) -> None:
        """Ask about these items, answered or not, and then go on as before."""
        self._only, self.card = tuple(items), None
        self._put_off = [key for key in self._put_off if key not in items]
        self.card_ready.emit()
        self.ask_next()

    def look_for(self, label_id: int) -> None:
        """Ask about what probably has a label, and was not answered."""
        job = partial(_likely, self._desk, self.set_id, label_id)
        self._bridge.run(job, self.review, self.failed.emit, latest="label-likely")

    def look_through(self, label_id: int) -> None:
        """Ask about what the user gave a label, once more."""
        job = partial(_answered, self._desk, self.set_id, label_id)
        self._bridge.run(job, self.review, self.failed.emit, latest="label-likely")

    def ask_quality(self) -> None:
        """Ask how good the model is: takes a few seconds."""
        set_id = self.set_id
        self._bridge.run(
            lambda _: self._desk.quality(set_id),
            self.quality_ready.emit,
            self.failed.emit,
            latest="label-quality",
        )

    def ask_dry_run(self) -> None:
        """Ask what labelling at once would do."""
        set_id = self.set_id
        self._bridge.run(
            lambda _: self._desk.dry_run(set_id),
            self.dry_run_ready.emit,
            self.failed.emit,
            latest="label-dry-run",
        )

    # -- changing --------------------------------------------------------------------------------

    def create(self, name: str, *, is_multi: bool, of_passages: bool) -> None:
        """Make a set."""
        self._send(LabelAction.CREATE, name=name, is_multi=is_multi, of_passages=of_passages)

    def delete(self) -> None:
        """Remove the set with all that was said of it."""
        self._send(LabelAction.DELETE, set_id=self.set_id)
        self.choose(0)

    def add_label(self, name: str, description: str = "") -> None:
        """Add a label; there must be a set."""
        self._send(LabelAction.ADD_LABEL, set_id=self.set_id, name=name, description=description)

    def rename_label(self, label_id: int, name: str) -> None:
        """Give a label another name; it keeps its description."""
        label = None if self.state is None else self.state.row.label(label_id)
        description = "" if label is None else label.description
        self._send(LabelAction.CHANGE_LABEL, label_id=label_id, name=name, description=description)

    def split_label(self, label_id: int, name: str) -> None:
        """Make a label beside another, and ask which of the other's items belong to it."""
        self.add_label(name)
        self.look_through(label_id)

    def delete_label(self, label_id: int) -> None:
        """Remove a label and what was said of it."""
        self._send(LabelAction.DELETE_LABEL, label_id=label_id)

    def merge_labels(self, label_id: int, into: int) -> None:
        """Make one label of two: the second one's name stays."""
        self._send(LabelAction.MERGE_LABELS, label_id=label_id, other=into)

    def answer(self, *label_ids: int) -> None:
        """Say which labels the card's item has, and go on to the next; none means none of all.

        In a set where an item has one label, the others need not be denied.
        """
        card = self.card
        if card is None or self.state is None:
            return
        row = self.state.row
        denies = row.is_multi or not label_ids
        others = tuple(label.id for label in row.labels if label.id not in label_ids)
        self._send(
            LabelAction.ANSWER,
            set_id=self.set_id,
            item=item_of(card.item),
            has=label_ids,
            has_not=others if denies else (),
            origin=card.origin.value,
        )
        self._go_on(card)

    def skip(self) -> None:
        """Put the card off, unanswered."""
        if self.card is not None:
            self._go_on(self.card)

    def undo(self) -> None:
        """Take the latest answer back; its card comes again."""
        if self.state is not None and self.state.last_answer:
            self._put_off = self._put_off[:-1]
            self._send(LabelAction.TAKE_BACK, other=self.state.last_answer)

    def train(self) -> None:
        """Make the model anew."""
        self._send(LabelAction.TRAIN, set_id=self.set_id)

    def apply(self, threshold: float) -> None:
        """Label everything that the model is this sure of, in one step."""
        self._send(LabelAction.APPLY, set_id=self.set_id, threshold=threshold)

    def undo_run(self, run_id: int) -> None:
        """Take a step back as a whole."""
        self._send(LabelAction.UNDO_RUN, other=run_id)

    # -- inside ----------------------------------------------------------------------------------

    def _send(self, action: LabelAction, **fields: object) -> None:
        self._worker.label(LabelCommand(action, **fields))  # type: ignore[arg-type]

    def _go_on(self, card: Card) -> None:
        self._put_off.append(card.item)
        self.card = None
        self.card_ready.emit()
        self.ask_next()

    def _on_sets(self, sets: tuple[LabelSetRow, ...]) -> None:
        is_new = sets != self.sets
        self.sets = sets
        if is_new:
            self.sets_changed.emit()

    def _on_state(self, state: DeskState) -> None:
        if state.row.id == self.set_id and state != self.state:
            self.state = state
            self.state_changed.emit()
            if self.card is None:
                self.ask_next()

    def _on_card(self, found: tuple[int, Card | None]) -> None:
        set_id, card = found
        if set_id != self.set_id or (card is not None and card.item in self._put_off):
            return  # It was asked for before the latest answer; another one is on its way.
        if card is None and self._only:
            self._only = ()
            self.ask_next()
        else:
            self.card = card
            self.card_ready.emit()

    def _on_state_failed(self, error: AppError) -> None:
        if any(row.id == self.set_id for row in self.sets):
            self.failed.emit(error)


def _state(desk: LabelSource, set_id: int, context: JobContext) -> DeskState:  # noqa: ARG001
    return desk.state(set_id)


def _card(
    desk: LabelSource,
    set_id: int,
    put_off: tuple[ItemKey, ...],
    only: tuple[ItemKey, ...],
    context: JobContext,  # noqa: ARG001  a job takes one
) -> tuple[int, Card | None]:
    return set_id, desk.card(set_id, put_off, only)


def _likely(
    desk: LabelSource,
    set_id: int,
    label_id: int,
    context: JobContext,  # noqa: ARG001  a job takes one
) -> tuple[ItemKey, ...]:
    return tuple(desk.likely(set_id, label_id))


def _answered(
    desk: LabelSource,
    set_id: int,
    label_id: int,
    context: JobContext,  # noqa: ARG001  a job takes one
) -> tuple[ItemKey, ...]:
    return tuple(desk.answered(set_id, label_id))
