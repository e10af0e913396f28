# SPDX-License-Identifier: Apache-2.0
"""Length-prefixed frames: the one wire format between a parent and its child processes.

A frame is a 16-byte header, a JSON object and an optional run of raw bytes (long texts and
pictures, which would be slow and large as JSON). Both lengths are checked before a byte is read, so
a broken or hostile peer can neither make the other side allocate at will nor feed it anything but
plain data.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

PROTOCOL = 1
"""Version that a child states in its first frame; raised when the meaning of frames changes."""

MAX_BODY = 32 << 20
"""Longest JSON object, in bytes."""

_HEADER = struct.Struct("<4sIQ")
_MAGIC = b"FDF1"

Body = dict[str, Any]
"""A JSON object. Its reader checks what it takes out of it."""


class FrameError(Exception):
    """The stream does not hold frames of this format, or one is longer than agreed."""


class StreamEndedError(FrameError):
    """The stream ended inside a frame: the other side died while it wrote."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: a JSON object and raw bytes that belong to it."""

    body: Body
    payload: bytes = b""


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Write a frame and flush.

    Raises
    ------
    FrameError
        If the JSON object is longer than `MAX_BODY`.
    OSError
        If the other side is gone.
    """
    body = json.dumps(frame.body, separators=(",", ":")).encode("ascii")
    if len(body) > MAX_BODY:
        msg = f"frame body has {len(body)} bytes, more than {MAX_BODY}"
        raise FrameError(msg)
    stream.write(_HEADER.pack(_MAGIC, len(body), len(frame.payload)) + body)
    if frame.payload:
        stream.write(frame.payload)
    stream.flush()


def read_frame(stream: BinaryIO, max_payload: int) -> Frame | None:
    """Read the next frame.

    Parameters
    ----------
    stream : binary file
        A buffered stream whose ``read(n)`` returns fewer than ``n`` bytes at the end only.
    max_payload : int
        Longest payload to accept, in bytes.

    Returns
    -------
    Frame or None
        None when the stream ended between two frames.

    Raises
    ------
    StreamEndedError
        If the stream ends inside a frame.
    FrameError
        If it is no stream of frames, or a length is over its limit.
    """
    header = stream.read(_HEADER.size)
    if not header:
        return None
    if len(header) < _HEADER.size:
        msg = "stream ended inside a frame header"
        raise StreamEndedError(msg)
    magic, n_body, n_payload = _HEADER.unpack(header)
    if magic != _MAGIC or n_body > MAX_BODY or n_payload > max_payload:
        msg = f"bad frame header: {magic!r}, body {n_body}, payload {n_payload} bytes"
        raise FrameError(msg)
    return Frame(_parse_body(_read_exactly(stream, n_body)), _read_exactly(stream, n_payload))


def _read_exactly(stream: BinaryIO, n: int) -> bytes:
    data = stream.read(n) if n else b""
    if len(data) < n:
        msg = f"stream ended inside a frame: {len(data)} of {n} bytes"
        raise StreamEndedError(msg)
    return data


def _parse_body(data: bytes) -> Body:
    try:
        body = json.loads(data)
    except ValueError as error:
        msg = f"frame body is not JSON: {error}"
        raise FrameError(msg) from error
    if not isinstance(body, dict):
        msg = "frame body is not a JSON object"
        raise FrameError(msg)
    return cast("Body", body)
