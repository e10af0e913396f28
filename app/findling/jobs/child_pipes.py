# SPDX-License-Identifier: Apache-2.0
"""The pipes to a child, served by threads of their own: pipes may block, callers may not."""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING, BinaryIO, cast

from findling.frames import Frame, FrameError, StreamEndedError, read_frame, write_frame

if TYPE_CHECKING:
    import subprocess

_STDERR_BYTES = 8192


class ChildPipes:
    """Sends requests to a child and receives its replies, one for each and one more for its hello.

    Parameters
    ----------
    popen : subprocess.Popen
        The child, with pipes for all three streams.
    reply_bytes : int
        Raw bytes of one reply, at most.
    """

    def __init__(self, popen: subprocess.Popen[bytes], reply_bytes: int) -> None:
        self._stdin = cast("BinaryIO", popen.stdin)
        self._stdout = cast("BinaryIO", popen.stdout)
        self._stderr = cast("BinaryIO", popen.stderr)
        self._reply_bytes = reply_bytes
        self._requests: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._replies: queue.SimpleQueue[Frame | FrameError | None] = queue.SimpleQueue()
        self._said = b""
        self._exchanger = threading.Thread(target=self._exchange, name="child-io", daemon=True)
        self._listener = threading.Thread(target=self._listen, name="child-stderr", daemon=True)
        self._exchanger.start()
        self._listener.start()

    def send(self, request: Frame) -> None:
        """Queue a request; returns at once."""
        self._requests.put(request)

    def receive(self, timeout: float) -> Frame | FrameError | None:
        """Return the next reply, the reason why it is none, or None when the stream has ended.

        Raises
        ------
        queue.Empty
            If nothing came within ``timeout`` seconds.
        """
        return self._replies.get(timeout=timeout)

    def stderr_text(self) -> str:
        """Return the last that the child wrote to stderr."""
        return self._said.decode("utf-8", "replace").strip()

    def finish(self, timeout: float) -> None:
        """Let the threads end, after the child has; waits at most ``timeout`` seconds for each."""
        self._requests.put(None)
        self._exchanger.join(timeout)
        self._listener.join(timeout)

    def _exchange(self) -> None:
        try:
            self._replies.put(read_frame(self._stdout, 0))
            while (request := self._requests.get()) is not None:
                write_frame(self._stdin, request)
                self._replies.put(read_frame(self._stdout, self._reply_bytes))
        except (OSError, StreamEndedError):
            self._replies.put(None)
        except FrameError as error:
            self._replies.put(error)
        finally:
            with contextlib.suppress(
                OSError
            ):  # the child is gone and a request was not yet flushed
                self._stdin.close()
            self._stdout.close()

    def _listen(self) -> None:
        with self._stderr as stream:
            while chunk := stream.read(512):
                self._said = (self._said + chunk)[-_STDERR_BYTES:]
