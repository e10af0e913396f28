# SPDX-License-Identifier: Apache-2.0
"""The reader's process: takes one request after the other on stdin and answers on stdout.

Requests and replies are frames. A reply is ``{"ok": true, ...}`` or ``{"ok": false, "error":
{...}}``; ``"retire": true`` says that the process should not be given more work. The limits on time
and memory are set by the parent.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from findling.extract.containers import OpenContainers
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.registry import read
from findling.extract.wire import document_to_wire, error_to_wire, password_of, place_of
from findling.frames import PROTOCOL, Body, Frame, FrameError, read_frame, write_frame

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def main() -> int:
    """Serve requests until stdin ends.

    Returns
    -------
    int
        Exit status; 0 when the parent closed the stream.
    """
    replies = _claim_stdout()
    faulthandler.enable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then ends us
    sys.addaudithook(_refuse)
    requests: queue.Queue[Frame] = queue.Queue(maxsize=1)
    handlers = _Handlers()
    write_frame(replies, Frame({"protocol": PROTOCOL, "role": "reader"}))
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        write_frame(replies, handlers.answer(requests.get().body))


class _Handlers:
    """One method a request; keeps the last few containers, and PDFs for the preview, open."""

    def __init__(self) -> None:
        self._containers = OpenContainers()
        self._handlers: dict[str, Callable[[Body], Frame]] = {"read": self._read}

    def answer(self, body: Body) -> Frame:
        """Return the reply to a request, whatever happens."""
        try:
            return self._handler(body.get("op"))(body)
        except ReadError as error:
            return Frame({"ok": False, "error": error_to_wire(error)})
        except MemoryError:
            return _failure(ReadFailure.MEMORY, "The file needs more memory than one file may use.")
        except RecursionError:
            return _failure(ReadFailure.DAMAGED, "The file is nested too deeply to be read.")
        except Exception as error:  # noqa: BLE001
            _log.info("reader failed", exc_info=error)
            return _failure(ReadFailure.CRASHED, "The reader failed on it.", repr(error)[:500])

    def _handler(self, op: object) -> Callable[[Body], Frame]:
        if isinstance(op, str) and op in self._handlers:
            return self._handlers[op]
        from findling.extract.preview import PreviewHandlers

        self._handlers.update(PreviewHandlers(self._containers).handlers())
        if not isinstance(op, str) or op not in self._handlers:
            msg = f"no request of the kind {op!r}"
            raise ValueError(msg)
        return self._handlers[op]

    def _read(self, body: Body) -> Frame:
        file = self._containers.find(Path(str(body["path"])), place_of(body))
        document, text = document_to_wire(read(file, password_of(body)))
        return Frame({"ok": True, "document": document}, text)


def _failure(kind: ReadFailure, message: str, detail: str = "") -> Frame:
    error = error_to_wire(ReadError(kind, message, detail))
    return Frame({"ok": False, "retire": True, "error": error})


def _claim_stdout() -> BinaryIO:
    """Return a private stream to the parent; whatever a parser prints goes to stderr."""
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb")


def _receive(stream: BinaryIO, requests: queue.Queue[Frame]) -> None:
    """Pass requests on; when the parent is gone, end the process even in the middle of a file."""
    try:
        while (frame := read_frame(stream, max_payload=0)) is not None:
            requests.put(frame)
    except (FrameError, OSError) as error:
        _log.info("requests ended: %s", error)
    os._exit(0)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """Audit hook: parsers have no business with the network or with other programs."""
    if event.startswith(_FORBIDDEN_EVENTS):
        msg = f"readers may not use {event}"
        raise PermissionError(msg)
