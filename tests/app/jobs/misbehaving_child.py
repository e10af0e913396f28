# SPDX-License-Identifier: Apache-2.0
"""A child for the tests: does to its parent what broken and hijacked readers do.

Knows nothing of Findling but the frame format, and is never shipped.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
import sys
import time
from typing import Any, BinaryIO

PROTOCOL = 1
HEADER = struct.Struct("<4sIQ")


def write(stream: BinaryIO, body: dict[str, Any], payload: bytes = b"") -> None:
    data = json.dumps(body).encode()
    stream.write(HEADER.pack(b"FDF1", len(data), len(payload)) + data + payload)
    stream.flush()


def read(stream: BinaryIO) -> dict[str, Any] | None:
    header = stream.read(HEADER.size)
    if not header:
        return None
    _, n_body, _ = HEADER.unpack(header)
    return json.loads(stream.read(n_body))


def grow_native() -> None:
    """Allocate and touch memory outside of Python's own allocator."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while address := libc.malloc(16 << 20):
        ctypes.memset(address, 1, 16 << 20)
        time.sleep(0.005)
    os.abort()


def spin() -> None:
    while True:
        pass


def act(what: str, out: BinaryIO) -> dict[str, Any]:
    if what == "spin":
        spin()
    elif what == "sleep":
        time.sleep(600)
    elif what == "abort":
        os.abort()
    elif what == "exit":
        os._exit(3)
    elif what == "grow":
        grow_native()
    elif what == "garbage":
        out.write(b"this is no frame at all")
        out.flush()
        time.sleep(600)
    elif what == "huge":
        out.write(HEADER.pack(b"FDF1", 2, 1 << 40) + b"{}")
        out.flush()
        time.sleep(600)
    elif what == "half":
        out.write(HEADER.pack(b"FDF1", 100, 0) + b"{")
        out.flush()
        os._exit(0)
    elif what == "file":
        return {"wrote": write_a_file()}
    elif what == "environment":
        return {"environment": dict(os.environ), "nice": os.nice(0)}
    return {"pid": os.getpid(), "retire": what == "retire"}


def write_a_file() -> bool:
    try:
        with open("findling-child-test.tmp", "wb") as stream:  # noqa: PTH123  stdlib only
            stream.write(b"data")
    except OSError:
        return False
    finally:
        if os.path.exists("findling-child-test.tmp"):  # noqa: PTH110
            os.unlink("findling-child-test.tmp")  # noqa: PTH108
    return True


def main() -> None:
    start = sys.argv[1] if len(sys.argv) > 1 else ""
    out = sys.stdout.buffer
    if start == "silent":
        time.sleep(600)
    write(out, {"protocol": 99 if start == "foreign" else PROTOCOL})
    while (request := read(sys.stdin.buffer)) is not None:
        payload = bytes(request.get("bytes", 0))
        write(out, act(request.get("do", ""), out), payload)


if __name__ == "__main__":
    main()
