# SPDX-License-Identifier: Apache-2.0
"""The worker: the process that writes a library. It takes commands on stdin and tells on stdout.

It ends when stdin does, that is when its parent has quit or died. Whatever happens to it, what is
committed stays.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from findling.errors import AppError
from findling.jobs.disk import DiskWatch
from findling.jobs.power import PowerWatch, set_niceness
from findling.services.conductor import Conductor
from findling.services.events import (
    MAX_LINE,
    ErrorEvent,
    Event,
    MessageError,
    Verb,
    decode_command,
    encode_event,
)
from findling.services.job_settings import JobMode, most_readers, pace_of
from findling.services.library import Library
from findling.services.passwords import Keyring, KeyringReader, Unlocker
from findling.services.program import EXIT_FATAL, program
from findling.services.reading import ReaderPool
from findling.services.scan_reader import ScanTools
from findling.services.tesseract import Tesseract
from findling.services.watching import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSE_SECONDS = 0.5
"""How long the work in hand may take to stop."""

_LOCK_SECONDS = 5.0
"""A worker that was told to end a moment ago may still hold the library."""

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the worker until stdin ends.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments after ``worker``: ``--library DIR``.

    Returns
    -------
    int
        Exit status: 0, or `EXIT_FATAL` when the library cannot be opened.
    """
    parser = argparse.ArgumentParser(prog="findling worker")
    parser.add_argument("--library", type=Path, default=None)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    teller = _Teller(_own_stdout())
    set_niceness(pace_of(JobMode.NORMAL).niceness)  # readers inherit it; the library may say more
    try:
        library = Library.open(options.library, writable=True, wait_seconds=_LOCK_SECONDS)
    except AppError as error:
        teller.tell(ErrorEvent(error.message, error.detail, error.hint, fatal=True))
        return EXIT_FATAL
    return _serve(library, teller)


def _serve(library: Library, teller: _Teller) -> int:
    pool = ReaderPool(most_readers(), command=program())
    keyring = Keyring()
    conductor = Conductor(
        library,
        KeyringReader(pool, keyring),
        teller.tell,
        on_sources=lambda: watch.watch(library.sources()),
        unlocker=Unlocker(library, pool, keyring),
        scan_tools=_scan_tools(pool, keyring),
        on_pace=lambda pace: set_niceness(pace.niceness),
    )
    watch = FolderWatch(conductor.look_again)
    watch.watch(library.sources())
    power = PowerWatch(conductor.set_power)
    disk = DiskWatch(conductor.set_disk, library.path)
    conductor.apply_settings()
    conductor.start()
    try:
        _listen(sys.stdin.buffer, conductor, teller)
    finally:
        watch.close(timeout=0)
        power.close()
        disk.close()
        if not conductor.close(CLOSE_SECONDS):
            # A thread that does not listen must not keep the process, and with it the lock, alive.
            # Readers end by themselves when their parent does.
            _log.warning("work did not stop in time; ending anyway")
            os._exit(0)
        pool.close()
        library.close()
    return 0


def _scan_tools(pool: ReaderPool, keyring: Keyring) -> ScanTools | None:
    """Return what scans are read with; None where Tesseract is not installed."""
    tesseract = Tesseract.find()
    return tesseract and ScanTools(pool, tesseract, KeyringReader(pool, keyring))


def _listen(stdin: BinaryIO, conductor: Conductor, teller: _Teller) -> None:
    """Take commands until stdin ends or a line is too long to be one."""
    while line := stdin.readline(MAX_LINE + 1):
        try:
            command = decode_command(line)
        except MessageError as error:
            teller.tell(ErrorEvent("The worker did not understand a command.", str(error)))
            if not line.endswith(b"\n"):
                return
            continue
        if command.verb is Verb.QUIT:
            return
        conductor.submit(command)


def _own_stdout() -> BinaryIO:
    """Return stdout for events only: whatever a library prints goes to stderr."""
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return stream


class _Teller:
    """Writes events, one thread at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def tell(self, event: Event) -> None:
        line = encode_event(event)
        with self._lock:
            try:
                self._stream.write(line)
                self._stream.flush()
            except (OSError, ValueError) as error:  # the parent is gone: stdin ends as well
                _log.debug("nobody listens: %r", error)
