# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
import struct

import pytest

from findling.frames import MAX_BODY, Frame, FrameError, read_frame, write_frame


def encoded(frame: Frame) -> bytes:
    stream = io.BytesIO()
    write_frame(stream, frame)
    return stream.getvalue()


def test_frames_survive_the_journey() -> None:
    sent = [Frame({"a": [1, "ü\n", None]}), Frame({}, bytes(range(256)) * 100)]
    stream = io.BytesIO(b"".join(encoded(frame) for frame in sent))
    assert [read_frame(stream, 1 << 20) for _ in sent] == sent
    assert read_frame(stream, 1 << 20) is None


@pytest.mark.parametrize(
    "data",
    [
        b"hello world, this is no frame",
        struct.pack("<4sIQ", b"FDF1", MAX_BODY + 1, 0),
        struct.pack("<4sIQ", b"FDF1", 2, 101) + b"{}" + bytes(101),
        struct.pack("<4sIQ", b"FDF1", 2, 1 << 60) + b"{}",
        struct.pack("<4sIQ", b"FDF1", 2, 0) + b"[]",
        struct.pack("<4sIQ", b"FDF1", 2, 0) + b"{x",
        struct.pack("<4sIQ", b"FDF1", 5, 0) + b"{}",
    ],
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(data), max_payload=100)


def test_a_stream_cut_anywhere_is_noticed() -> None:
    whole = encoded(Frame({"key": "value"}, b"payload"))
    for cut in range(1, len(whole)):
        with pytest.raises(FrameError):
            read_frame(io.BytesIO(whole[:cut]), 100)
