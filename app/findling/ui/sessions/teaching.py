# SPDX-License-Identifier: Apache-2.0
"""What was taught as the window knows it, and every change of it with a way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from findling.jobs.context import JobContext
    from findling.services.types import TeachingRow
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Lessons, Worker

MAX_STEPS = 200
"""Steps that can be undone."""


class Slot(NamedTuple):
    """What a teaching is about, whatever it says; its key may change, this does not.

    Attributes
    ----------
    query : str
        The judged query, or the words that have a meaning.
    passage_id : int
        The judged passage; 0 for a meaning.
    meaning : str
        Empty for a judgement.
    """

    query: str
    passage_id: int = 0
    meaning: str = ""


class Stand(NamedTuple):
    """What is taught about a slot.

    Attributes
    ----------
    kind : str
        ``good``, ``bad`` or ``means``.
    enabled : bool
    """

    kind: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One change; None stands for nothing taught."""

    slot: Slot
    before: Stand | None
    after: Stand | None

    def reversed(self) -> Step:
        """Return the way back."""
        return Step(self.slot, self.after, self.before)


@dataclass(slots=True)
class _Wish:
    """A change that the worker has not carried out yet."""

    step: Step
    seen: Stand | None = None
    """What was taught when the last command was sent: nothing is sent twice."""


class TeachingSession(QObject):
    """Sends what the user teaches to the worker and keeps the list of it.

    Parameters
    ----------
    worker : Worker
        Takes commands.
    lessons : Lessons
        Is only called off the window's thread.
    bridge : JobBridge
        Where the list is read.

    Signals
    -------
    changed
        `rows` are others now.
    settled : Step
        A change has been stored.
    failed : AppError
        The list could not be read.
    """

    changed = Signal()
    settled = Signal(object)
    failed = Signal(object)

    def __init__(
        self, worker: Worker, lessons: Lessons, bridge: JobBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker = worker
        self._lessons = lessons
        self._bridge = bridge
        self._by_slot: dict[Slot, TeachingRow] = {}
        self._wishes: dict[Slot, _Wish] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self.rows: tuple[TeachingRow, ...] = ()

    # -- what is known ---------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back last."""
        return bool(self._undone)

    def verdict(self, query: str, passage_id: int) -> str:
        """Return ``good``, ``bad``, or nothing: what counts for a passage and this very query."""
        stand = self._wanted(Slot(query, passage_id))
        return stand.kind if stand is not None and stand.enabled else ""

    # -- commands --------------------------------------------------------------------------------

    def judge(self, query: str, passage_id: int, *, good: bool) -> None:
        """Teach that a passage answers a query, or not; the same again takes it back."""
        kind = "good" if good else "bad"
        slot = Slot(query, passage_id)
        is_back = self.verdict(query, passage_id) == kind
        self._take(slot, None if is_back else Stand(kind))

    def associate(self, words: str, meaning: str) -> None:
        """Teach that words mean other words."""
        slot = Slot(" ".join(words.split()), 0, " ".join(meaning.split()))
        self._take(slot, Stand("means"))

    def set_enabled(self, row: TeachingRow, *, enabled: bool) -> None:
        """Have a teaching count, or not."""
        self._take(slot_of(row), Stand(row.kind, enabled))

    def forget(self, row: TeachingRow) -> None:
        """Remove a teaching."""
        self._take(slot_of(row), None)

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._wish(step.reversed())

    def redo(self) -> None:
        """Take the step that was undone last once more."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._wish(step)

    def refresh(self) -> None:
        """Read the list anew: the library has changed."""
        self._bridge.run(self._read, self._on_read, self.failed.emit, latest="teachings")

    def give_up(self) -> None:
        """Wait no longer for changes that the worker could not make, and forget their steps."""
        lost = {wish.step.slot for wish in self._wishes.values()}
        self._wishes.clear()
        self._done = [step for step in self._done if step.slot not in lost]
        self._undone = [step for step in self._undone if step.slot not in lost]
        self.changed.emit()

    # -- inside ----------------------------------------------------------------------------------

    def _take(self, slot: Slot, after: Stand | None) -> None:
        before = self._wanted(slot)
        if before == after:
            return
        self._done = [*self._done[1 - MAX_STEPS :], Step(slot, before, after)]
        self._undone.clear()
        self._wish(self._done[-1])

    def _wanted(self, slot: Slot) -> Stand | None:
        """Return what is taught, or about to be."""
        wish = self._wishes.get(slot)
        return self._stand(slot) if wish is None else wish.step.after

    def _stand(self, slot: Slot) -> Stand | None:
        row = self._by_slot.get(slot)
        return None if row is None else Stand(row.kind, row.enabled)

    def _wish(self, step: Step) -> None:
        waiting = self._wishes.get(step.slot)
        if waiting is not None:  # the next command goes out when the one before has been heard of
            waiting.step = step
        elif self._stand(step.slot) != step.after:
            self._wishes[step.slot] = wish = _Wish(step)
            self._send(wish)
        self.changed.emit()

    def _send(self, wish: _Wish) -> None:
        """Ask for what brings a slot nearer to what it shall be."""
        slot, wanted = wish.step.slot, wish.step.after
        row = self._by_slot.get(slot)
        wish.seen = self._stand(slot)
        if wanted is None:
            if row is not None:
                self._worker.forget(row.id)
        elif row is not None and row.kind == wanted.kind:
            self._worker.set_enabled(row.id, enabled=wanted.enabled)
        elif slot.meaning:
            self._worker.associate(slot.query, slot.meaning)
        else:
            self._worker.judge(slot.query, slot.passage_id, good=wanted.kind == "good")

    def _read(self, context: JobContext) -> tuple[TeachingRow, ...]:  # noqa: ARG002  a job takes one
        return tuple(self._lessons.all())

    def _on_read(self, rows: tuple[TeachingRow, ...]) -> None:
        is_new = rows != self.rows
        self.rows = rows
        self._by_slot = {slot_of(row): row for row in rows}
        settled = [wish for wish in list(self._wishes.values()) if self._is_settled(wish)]
        if is_new or settled:
            self.changed.emit()
        for step in (wish.step for wish in settled):
            self.settled.emit(step)

    def _is_settled(self, wish: _Wish) -> bool:
        """Say whether a wish came true; go on with one that came half way."""
        stand = self._stand(wish.step.slot)
        if stand == wish.seen:
            return False
        if stand != wish.step.after:
            self._send(wish)
            return False
        del self._wishes[wish.step.slot]
        return True


def slot_of(row: TeachingRow) -> Slot:
    """Return what a teaching is about."""
    return Slot(row.query, row.passage_id, row.meaning)
