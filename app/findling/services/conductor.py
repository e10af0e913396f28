# SPDX-License-Identifier: Apache-2.0
"""Carries out the worker's commands in the right order: one thread reads files, one learns.

A new command interrupts reading: files that are dropped while thousands are being read come first,
and the reading goes on where it was. Learning goes on meanwhile; it sees what was stored when it
began, and starts again when that was too little.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.jobs.context import CancelledError, JobContext
from findling.services.events import (
    GROUPS,
    TEACHING,
    AcceptedEvent,
    Command,
    ErrorEvent,
    Event,
    FinishedEvent,
    GenerationEvent,
    StateEvent,
    Verb,
)
from findling.services.holds import Hold, Holds
from findling.services.indexer import Indexer
from findling.services.labels.autolabel import AutoLabeler
from findling.services.labels.model import LabelTrainer
from findling.services.learning import Learner, Need
from findling.services.library_commands import LibraryCommands
from findling.services.scan_reader import ScanReader
from findling.services.summaries import NOTHING, total
from findling.services.telling import changed_event, progress_event
from findling.services.types import Stage, WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.jobs.context import JobProgress
    from findling.services.job_settings import Pace
    from findling.services.library import Library
    from findling.services.member_reading import Reader
    from findling.services.passwords import Unlocker
    from findling.services.scan_reader import ScanTools

_log = logging.getLogger(__name__)


class _Work(Enum):
    """What is being done: the first two by the same thread."""

    READING = "reading"
    SCANS = "scans"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True)
class _Scope:
    """Sources to bring up to date (None: all), and files read before an interruption.

    Nobody asked for a hinted one: what it finds unchanged is not told.
    """

    source_ids: tuple[int, ...] | None
    n_read: int = 0
    is_hint: bool = False


class Conductor:
    """Does what commands say.

    Parameters
    ----------
    library : Library
        Open for writing.
    reader : Reader
        Turns files into text.
    emit : callable
        Takes events; called from several threads.
    on_sources : callable, optional
        Called when sources were added or removed.
    unlocker : Unlocker, optional
        Takes passwords, for a ``reader`` that has the same keyring.
    scan_tools : ScanTools, optional
        Reads scans, where the library wants that.
    on_pace : callable, optional
        Called with how hard to work when that changes, to set the priority of the process.
    """

    def __init__(
        self,
        library: Library,
        reader: Reader,
        emit: Callable[[Event], None],
        on_sources: Callable[[], None] = lambda: None,
        unlocker: Unlocker | None = None,
        scan_tools: ScanTools | None = None,
        on_pace: Callable[[Pace], object] = lambda _: None,
    ) -> None:
        self._on_pace = on_pace
        self._scan_tools = scan_tools
        self._scans_wanted = False
        self._library = library
        self._commands_of = LibraryCommands(library, reader, unlocker, emit)
        self._on_sources = on_sources
        self._reader = reader
        self._emit = emit
        self._changed = threading.Condition()
        self._commands: deque[Command] = deque()
        self._scopes: list[_Scope] = []
        self._hinted: frozenset[int] = frozenset()
        self._contexts: dict[_Work, JobContext] = {}
        self._learn_wanted = False
        self._holds = Holds()
        self._closing = False
        self._state: StateEvent | None = None
        self._summary = NOTHING
        self._is_cut_short = False
        self._has_worked = False
        self._void_up_to = 0
        self._dropped: JobContext | None = None
        self._threads = [
            threading.Thread(target=self._run_updates, name="updates", daemon=True),
            threading.Thread(target=self._run_learning, name="learning", daemon=True),
        ]

    def start(self) -> None:
        """Start the threads; what an earlier run left undone is done first."""
        if self._library.sources():
            self._scopes.append(_Scope(None))
        self._tell_state()
        for thread in self._threads:
            thread.start()

    def submit(self, command: Command) -> None:
        """Take a command; returns at once."""
        with self._changed:
            if command.verb is Verb.CANCEL:
                self._void_up_to = command.number
                self._cancel_work()
            elif command.verb in (Verb.PAUSE, Verb.RESUME):
                (self._holds.pause if command.verb is Verb.PAUSE else self._holds.resume)()
                self._hold()
            else:
                self._commands.append(command)
                self._interrupt(_Work.READING)
                self._interrupt(_Work.SCANS)
            self._settle()

    def look_again(self, source_ids: tuple[int, ...]) -> None:
        """Scan sources in which something may have changed, after all that is planned already."""
        with self._changed:
            if self._closing or any(scope.source_ids is None for scope in self._scopes):
                return
            self._hinted = self._hinted.union(source_ids)
            self._interrupt(_Work.SCANS)
            self._changed.notify_all()

    def apply_settings(self) -> None:
        """Heed what the user set for the work, from now on."""
        settings = self._library.job_settings()
        self._on_pace(settings.pace)
        with self._changed:
            self._holds.heed_battery(heeded=settings.pause_on_battery)
            self._hold()
            self._settle()

    def set_power(self, on_battery: bool) -> None:
        """Take note of what the computer runs on; work waits for power when the user wants that."""
        heeded = self._library.job_settings().pause_on_battery
        with self._changed:
            self._holds.set_battery(on_battery=on_battery, heeded=heeded)
            self._hold()
            self._settle()

    def set_disk(self, needed: int) -> None:
        """Take note of how many bytes should be free on the disk and are not; work waits for them.

        Parameters
        ----------
        needed : int
            0 when there is room enough.
        """
        with self._changed:
            self._holds.set_disk(needed)
            self._hold()
            self._settle()

    def close(self, timeout: float) -> bool:
        """Stop all work; return whether it stopped in time. Transactions are finished first."""
        with self._changed:
            self._closing = True
            self._cancel_work()
            self._changed.notify_all()
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    # -- the thread that reads -------------------------------------------------------------------

    def _run_updates(self) -> None:
        while True:
            with self._changed:
                while not (self._has_updates() or self._scans_wanted or self._closing):
                    self._changed.wait()
                if self._closing and not self._commands:
                    return
                is_command = bool(self._commands)
                work = self._next_work()
            self._guarded(work, cuts_short=not is_command)
            self._settle()

    def _next_work(self) -> Callable[[], None]:
        """Return what comes first: commands, then what they ask for, then hints, then scans."""
        if self._commands:
            return partial(self._obey, self._commands.popleft())
        if self._hinted and not self._scopes:
            self._scopes.append(_Scope(tuple(sorted(self._hinted)), is_hint=True))
            self._hinted = frozenset()
        if self._scopes:
            scope, context = self._scopes.pop(), self._begin(_Work.READING)
            return partial(self._during, _Work.READING, context, partial(self._update, scope))
        self._scans_wanted = False
        context = self._begin(_Work.SCANS)
        return partial(self._during, _Work.SCANS, context, self._read_scans)

    def _during(self, work: _Work, context: JobContext, act: Callable[[JobContext], None]) -> None:
        try:
            act(context)
        finally:
            self._end(work, context)

    def _obey(self, command: Command) -> None:
        """Carry out a command's change of the library and plan the work that follows from it."""
        try:
            scope = _Scope(self._commands_of.carry_out(command))
        finally:
            # Also when it failed: that was told, and a worker started anew should not try again.
            self._emit(AcceptedEvent(command.number))
        if command.verb in (Verb.ADD, Verb.REMOVE):
            self._on_sources()
        if command.verb in TEACHING | GROUPS | {Verb.LABELS}:
            self._tell_changed()  # at once: people wait to see what it does
        if command.verb is Verb.MODE:
            self.apply_settings()
        with self._changed:
            if command.number > self._void_up_to:
                self._plan(scope)

    def _plan(self, scope: _Scope) -> None:
        """Put a scope on top; one of all sources takes the place of the others."""
        if scope.source_ids is None:
            scope = _Scope(None, scope.n_read + sum(other.n_read for other in self._scopes))
            self._scopes.clear()
        self._scopes.append(scope)

    def _update(self, scope: _Scope, context: JobContext) -> None:
        pace = self._library.job_settings().pace
        indexer = Indexer(
            self._library, self._reader, context, pace=pace, on_changed=self._tell_changed
        )
        summary = indexer.update(scope.source_ids)
        summary = replace(
            summary,
            read=summary.read + scope.n_read,
            unchanged=max(0, summary.unchanged - scope.n_read),
        )
        with self._changed:
            if summary.cancelled and context is not self._dropped:
                self._plan(_Scope(scope.source_ids, summary.read, scope.is_hint))
                return
            if scope.is_hint:
                summary = replace(summary, found=summary.read, unchanged=0, failed=0, unsupported=0)
            self._summary = total(self._summary, summary)
            self._learn_wanted = self._learn_wanted or not summary.cancelled
            self._scans_wanted = self._wants_scans()
            self._changed.notify_all()

    def _has_updates(self) -> bool:
        return bool(self._commands or self._scopes or self._hinted)

    def _wants_scans(self) -> bool:
        return self._scan_tools is not None and self._library.ocr_settings().enabled

    def _read_scans(self, context: JobContext) -> None:
        """Read scans until all are done or something more urgent comes; then go on after it."""
        if self._scan_tools is None or not self._wants_scans():
            return
        pace = self._library.job_settings().pace
        reader = ScanReader(self._library, self._scan_tools, context, pace, self._tell_changed)
        try:
            done = reader.run()
        except CancelledError:
            with self._changed:
                self._scans_wanted = context is not self._dropped and self._wants_scans()
            return
        with self._changed:
            self._learn_wanted = self._learn_wanted or done.documents > 0

    # -- the thread that learns ------------------------------------------------------------------

    def _run_learning(self) -> None:
        while True:
            with self._changed:
                while not (self._is_time_to_learn() or self._closing):
                    self._changed.wait()
                if self._closing:
                    return
                self._learn_wanted = False
                context = self._begin(_Work.LEARNING)
            self._guarded(partial(self._during, _Work.LEARNING, context, self._learn))
            self._settle()

    def _is_time_to_learn(self) -> bool:
        is_reading = self._scopes or self._commands or _Work.READING in self._contexts
        return self._learn_wanted and not is_reading

    def _learn(self, context: JobContext) -> None:
        try:
            n_threads = self._library.job_settings().pace.n_threads
            done = Learner(self._library, context, n_threads).run()
        except CancelledError:
            return
        n_renewed = LabelTrainer(self._library).renew() if done is Need.LEARN else 0
        if AutoLabeler(self._library).follow_rules() or n_renewed:
            self._tell_changed()
        if done is not Need.NOTHING:
            self._emit(GenerationEvent(self._library.status().trained_passages))
        with self._changed:
            if done is Need.LEARN and self._contexts.get(_Work.LEARNING) is context:
                self._summary = replace(self._summary, learned=True)

    # -- both ------------------------------------------------------------------------------------

    def _guarded(self, work: Callable[[], None], *, cuts_short: bool = True) -> None:
        """Do a piece of work; a failure is told and ends that piece only.

        A command that fails leaves no work undone, so it cuts nothing short.
        """
        try:
            work()
        except AppError as error:
            self._is_cut_short = self._is_cut_short or cuts_short
            _log.warning("%s (%s)", error.message, error.detail)
            self._emit(ErrorEvent(error.message, error.detail, error.hint))
        except Exception as error:  # noqa: BLE001  the thread has to live on
            self._is_cut_short = self._is_cut_short or cuts_short
            _log.exception("unexpected failure")
            self._emit(ErrorEvent("Something went wrong while indexing.", repr(error)))

    def _begin(self, work: _Work) -> JobContext:
        context = JobContext(self._tell_progress)
        self._has_worked = True
        if self._holds.now is not Hold.NONE:
            context.pause()
        self._contexts[work] = context
        return context

    def _end(self, work: _Work, context: JobContext) -> None:
        with self._changed:
            if self._contexts.get(work) is context:
                del self._contexts[work]

    def _interrupt(self, work: _Work) -> None:
        context = self._contexts.get(work)
        if context is not None:
            context.cancel()

    def _cancel_work(self) -> None:
        self._is_cut_short = self._is_busy()
        self._dropped = self._contexts.get(_Work.READING) or self._contexts.get(_Work.SCANS)
        self._scopes.clear()
        self._hinted = frozenset()
        self._learn_wanted = self._scans_wanted = False
        for work in _Work:
            self._interrupt(work)
        # Parts of learning cannot be stopped in the middle; they end unheeded, nobody waits.
        self._contexts.pop(_Work.LEARNING, None)

    def _hold(self) -> None:
        """Hold all work still, or let it go on."""
        for context in self._contexts.values():
            if self._holds.now is Hold.NONE:
                context.resume()
            else:
                context.pause()

    def _is_busy(self) -> bool:
        has_work = self._commands or self._scopes or self._contexts
        return bool(has_work or self._learn_wanted or self._scans_wanted)

    def _settle(self) -> None:
        """Tell the summary when nothing is left to do."""
        with self._changed:
            self._changed.notify_all()
            if self._has_worked and not self._is_busy():
                summary = replace(self._summary, cancelled=self._is_cut_short)
                self._summary, self._is_cut_short, self._has_worked = NOTHING, False, False
                self._emit(FinishedEvent(summary))
            self._tell_state()

    def _tell_state(self) -> None:
        with self._changed:
            state = StateEvent(WorkerState.IDLE)
            if self._is_busy():
                hold = self._holds.now
                is_held = hold is not Hold.NONE
                phase = WorkerState.PAUSED if is_held else WorkerState.RUNNING
                state = StateEvent(phase, hold, self._holds.needed)
            if state != self._state:
                self._state = state
                self._emit(state)  # under the lock: states must arrive in order

    def _tell_progress(self, progress: JobProgress) -> None:
        is_learning = progress.stage in (Stage.LEARNING.value, Stage.SAVING.value)
        if is_learning and _Work.READING in self._contexts:
            return  # both at once: reading is what people wait for
        self._emit(progress_event(progress))

    def _tell_changed(self) -> None:
        self._emit(changed_event(self._library))
