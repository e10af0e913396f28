# SPDX-License-Identifier: Apache-2.0
"""The window's end of the line to the worker.

Starts it, sends commands, starts it again when it crashed.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, BinaryIO, cast

from findling.services.events import (
    LASTING,
    MAX_LINE,
    AcceptedEvent,
    Command,
    ErrorEvent,
    Event,
    MessageError,
    StateEvent,
    Verb,
    decode_event,
    encode_command,
    in_parts,
)
from findling.services.program import EXIT_FATAL, program
from findling.services.types import WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from findling.services.groups import GroupKind
    from findling.services.job_settings import JobSettings
    from findling.services.labels.commands import LabelCommand
    from findling.services.ocr_settings import OcrSettings
    from findling.services.types import SearchMode

MAX_RESTARTS = 3
"""Restarts within `RESTART_WINDOW` seconds.

Then something is wrong that a restart does not mend.
"""

RESTART_WINDOW = 300.0

_MAX_UNACCEPTED = 1000
_STDERR_LINE = 2000

_log = logging.getLogger(__name__)


class WorkerClient:
    """A worker process and the line to it.

    Parameters
    ----------
    library_path : Path
        The library to work on.
    on_event : callable
        Takes every event; called on a thread of the client's.
    command : sequence of str, optional
        How to start the worker; this program with ``worker`` when not given.

    Notes
    -----
    All methods return at once, but for `close`. Commands that change the library are sent again to
    a worker that had to be restarted, unless the one before said that it has taken them.
    """

    def __init__(
        self,
        library_path: Path,
        on_event: Callable[[Event], None],
        command: Sequence[str] | None = None,
    ) -> None:
        self.library_path = library_path
        self._command = [*(command or [*program(), "worker"]), "--library", str(library_path)]
        self._on_event = on_event
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: threading.Thread | None = None
        self._unaccepted: dict[int, Command] = {}
        self._outbox: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._restarts: deque[float] = deque()
        self._number = 0
        self._paused = False
        self._closing = False

    def start(self) -> None:
        """Start the worker; does nothing when it runs already."""
        with self._lock:
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name="worker-client", daemon=True
                )
                self._watcher.start()

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and folders to the library and read them."""
        for part in in_parts(paths):
            self._send(Verb.ADD, paths=cast("tuple[Path, ...]", part))

    def remove(self, source_ids: Iterable[int]) -> None:
        """Remove sources with their documents."""
        for part in in_parts(source_ids):
            self._send(Verb.REMOVE, ids=cast("tuple[int, ...]", part))

    def rescan(self) -> None:
        """Look at all sources again."""
        self._send(Verb.RESCAN)

    def learn(self) -> None:
        """Learn anew, however little has changed."""
        self._send(Verb.LEARN)

    def retry(self, document_ids: Sequence[int] = ()) -> None:
        """Read failed files again: all, or the given ones."""
        for part in in_parts(document_ids) if document_ids else [()]:
            self._send(Verb.RETRY, ids=cast("tuple[int, ...]", part))

    def judge(self, query: str, passage_id: int, *, good: bool) -> None:
        """Teach that a passage answers a query, or that it does not."""
        self._send(Verb.GOOD if good else Verb.BAD, ids=(passage_id,), texts=(query,))

    def associate(self, words: str, meaning: str) -> None:
        """Teach that words mean other words."""
        self._send(Verb.MEANS, texts=(words, meaning))

    def set_enabled(self, teaching_id: int, *, enabled: bool) -> None:
        """Have a teaching count, or not."""
        self._send(Verb.ENABLE if enabled else Verb.DISABLE, ids=(teaching_id,))

    def forget(self, teaching_id: int) -> None:
        """Remove a teaching for good."""
        self._send(Verb.FORGET, ids=(teaching_id,))

    def label(self, command: LabelCommand) -> None:
        """Change label sets, answer, learn, label."""
        self._send(Verb.LABELS, texts=(command.to_text(),))

    def save_search(self, name: str, query: str, mode: SearchMode) -> None:
        """Keep a search, in place of one of the same name."""
        self._send(Verb.SAVE_SEARCH, texts=(name, query, mode.value))

    def rename_search(self, search_id: int, name: str) -> None:
        """Give a search another name."""
        self._send(Verb.RENAME_SEARCH, ids=(search_id,), texts=(name,))

    def delete_search(self, search_id: int) -> None:
        """Remove a search."""
        self._send(Verb.DELETE_SEARCH, ids=(search_id,))

    def put_in(self, kind: GroupKind, name: str, document_ids: Sequence[int] = ()) -> None:
        """Put documents into a tag or collection, which is made where there is none."""
        for part in in_parts(document_ids) if document_ids else [()]:
            self._send(Verb.PUT_IN, ids=cast("tuple[int, ...]", part), texts=(kind.value, name))

    def take_out(self, kind: GroupKind, name: str, document_ids: Sequence[int]) -> None:
        """Take documents out of a tag or collection."""
        for part in in_parts(document_ids):
            self._send(Verb.TAKE_OUT, ids=cast("tuple[int, ...]", part), texts=(kind.value, name))

    def rename_group(self, group_id: int, name: str) -> None:
        """Give a tag or collection another name."""
        self._send(Verb.RENAME_GROUP, ids=(group_id,), texts=(name,))

    def delete_group(self, group_id: int) -> None:
        """Remove a tag or collection, not its documents."""
        self._send(Verb.DELETE_GROUP, ids=(group_id,))

    def exclude(self, patterns: Sequence[str], max_bytes: int) -> None:
        """Leave out other files than before; see `Exclusions`."""
        self._send(Verb.EXCLUDE, ids=(max_bytes,), texts=tuple(patterns))

    def set_mode(self, settings: JobSettings) -> None:
        """Set how hard the work may press the computer, from the next file on."""
        on_battery = int(settings.pause_on_battery)
        self._send(Verb.MODE, ids=(on_battery,), texts=(settings.mode.value,))

    def set_ocr(self, settings: OcrSettings) -> None:
        """Have scans read from now on, or no longer; `Tesseract.choose` says in which languages."""
        self._send(Verb.OCR, ids=(int(settings.enabled),), texts=settings.languages)

    def unlock(self, document_id: int, password: str) -> None:
        """Read a locked document, and others of its folder, with a password.

        An `ErrorEvent` tells when the password does not open it. A worker that had to be restarted
        is not told again, so that the password is kept nowhere else.
        """
        self._send(Verb.UNLOCK, ids=(document_id,), texts=(password,))

    def pause(self) -> None:
        """Hold still until `resume`."""
        self._paused = True
        self._send(Verb.PAUSE)

    def resume(self) -> None:
        """Go on."""
        self._paused = False
        self._send(Verb.RESUME)

    def cancel(self) -> None:
        """Stop what is being done; what was stored stays, the rest waits for the next `rescan`."""
        self._send(Verb.CANCEL)

    def close(self, timeout: float = 2.0) -> None:
        """End the worker: ask it, and kill it when it takes longer than ``timeout`` seconds."""
        with self._lock:
            self._closing = True
            process, watcher = self._process, self._watcher
        if process is not None:
            self._send(Verb.QUIT)
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                _log.warning("worker %d did not end in time", process.pid)
                process.kill()
        if watcher is not None and watcher is not threading.current_thread():
            watcher.join(timeout)

    # -- sending ---------------------------------------------------------------------------------

    def _send(
        self,
        verb: Verb,
        paths: tuple[Path, ...] = (),
        ids: tuple[int, ...] = (),
        texts: tuple[str, ...] = (),
    ) -> None:
        with self._lock:
            self._number += 1
            command = Command(self._number, verb, paths, ids, texts)
            if verb in LASTING and len(self._unaccepted) < _MAX_UNACCEPTED:
                self._unaccepted[command.number] = command
            self._outbox.put(command)

    # -- watching, on a thread of its own --------------------------------------------------------

    def _watch(self) -> None:
        while self._run_once():
            pass
        self._on_event(StateEvent(WorkerState.STOPPED))

    def _run_once(self) -> bool:
        """Start a worker and pass its events on until it ends; say whether to start another."""
        try:
            process = self._spawn()
        except OSError as error:
            self._on_event(
                ErrorEvent("The background worker could not be started.", repr(error), fatal=True)
            )
            return False
        if process is None:
            return False
        helpers = [
            threading.Thread(target=_drain, args=(process,), name="worker-log", daemon=True),
            threading.Thread(
                target=_write_commands, args=(process, self._outbox), name="worker-in", daemon=True
            ),
        ]
        for helper in helpers:
            helper.start()
        with cast("BinaryIO", process.stdout) as stdout:
            self._pass_on(stdout)
        status = process.wait()
        with self._lock:
            self._process = None
            self._outbox.put(None)
            is_closing = self._closing
        for helper in helpers:
            helper.join(timeout=1)
        return not is_closing and self._may_restart(status)

    def _spawn(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closing:
                return None
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
            self._outbox = queue.SimpleQueue()
            if self._paused:
                self._outbox.put(Command(0, Verb.PAUSE))
            for command in self._unaccepted.values():
                self._outbox.put(command)
            return self._process

    def _pass_on(self, stdout: BinaryIO) -> None:
        while line := stdout.readline(MAX_LINE + 1):
            try:
                event = decode_event(line)
            except MessageError as error:
                _log.warning("worker said something else: %s", error)
                if not line.endswith(b"\n"):
                    return
                continue
            if isinstance(event, AcceptedEvent):
                with self._lock:
                    self._unaccepted.pop(event.number, None)
            self._on_event(event)

    def _may_restart(self, status: int) -> bool:
        """Say whether a worker that ended by itself is started again, and tell what happened."""
        detail = f"exit status {status}"
        if status == EXIT_FATAL:
            return False  # it has said why
        now = time.monotonic()
        while self._restarts and now - self._restarts[0] > RESTART_WINDOW:
            self._restarts.popleft()
        if len(self._restarts) >= MAX_RESTARTS:
            self._on_event(
                ErrorEvent(
                    "The background worker keeps stopping unexpectedly.",
                    detail,
                    "Nothing that was read is lost. Restart Findling to try again.",
                    fatal=True,
                )
            )
            return False
        self._restarts.append(now)
        self._on_event(
            ErrorEvent("The background worker stopped unexpectedly and was started again.", detail)
        )
        return True


def _write_commands(
    process: subprocess.Popen[bytes], outbox: queue.SimpleQueue[Command | None]
) -> None:
    """Write commands on a thread of its own: a pipe may be full, a window may not wait."""
    with contextlib.suppress(OSError, ValueError), cast("BinaryIO", process.stdin) as stdin:
        while (command := outbox.get()) is not None:
            stdin.write(encode_command(command))
            stdin.flush()
            if command.verb is Verb.QUIT:
                return


def _drain(process: subprocess.Popen[bytes]) -> None:
    """Pass what the worker writes to stderr on to the log."""
    with cast("BinaryIO", process.stderr) as stderr:
        while line := stderr.readline(_STDERR_LINE):
            _log.info("worker: %s", line.decode("utf-8", "replace").rstrip())
