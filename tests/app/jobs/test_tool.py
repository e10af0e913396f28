# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
import threading
import time

import pytest

from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.context import CancelledError
from findling.jobs.limits import ChildLimits
from findling.jobs.tool import run_tool

QUICK = ChildLimits(wall_seconds=20, reply_bytes=1_000_000)


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_data_goes_in_and_comes_out() -> None:
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])"
    data = bytes(range(256)) * 4000  # more than a pipe holds
    assert run_tool(_python(code), data, ChildLimits(reply_bytes=2_000_000)) == data[::-1]


def test_a_program_need_not_read_what_it_gets() -> None:
    assert run_tool(_python("print('done')"), b"x" * 1_000_000, QUICK).split() == [b"done"]


def test_it_sees_what_it_is_given_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_TOKEN", "secret")
    code = "import os; print(os.environ.get('MY_TOKEN'), os.environ['GIVEN'])"
    assert run_tool(_python(code), b"", QUICK, environment={"GIVEN": "this"}).split() == [
        b"None",
        b"this",
    ]


def test_a_program_that_fails_is_an_error_with_its_words() -> None:
    with pytest.raises(ChildError) as caught:
        run_tool(_python("import sys; sys.exit('no such language')"), b"", QUICK)
    assert caught.value.kind is ChildFailure.CRASHED
    assert "no such language" in caught.value.detail


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(ChildError) as caught:
        run_tool(["/no/such/program"], b"", QUICK)
    assert caught.value.kind is ChildFailure.NOT_STARTED


def test_a_program_that_takes_too_long_is_killed() -> None:
    began = time.monotonic()
    with pytest.raises(ChildError) as caught:
        run_tool(_python("import time; time.sleep(60)"), b"", ChildLimits(wall_seconds=0.5))
    assert caught.value.kind is ChildFailure.TOOK_TOO_LONG
    assert time.monotonic() - began < 10


def test_output_is_bounded() -> None:
    code = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    with pytest.raises(ChildError) as caught:
        run_tool(_python(code), b"", QUICK)
    assert caught.value.kind is ChildFailure.BAD_REPLY


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is only watched")
def test_memory_is_bounded() -> None:
    code = "b = bytearray(600 << 20); b[::4096] = b'x' * len(b[::4096]); input()"
    limits = ChildLimits(wall_seconds=20, memory_bytes=200 << 20)
    with pytest.raises(ChildError) as caught:
        run_tool(_python(code), b"", limits)
    assert caught.value.kind in (ChildFailure.MEMORY, ChildFailure.CRASHED)


def test_a_cancelled_run_is_killed_at_once() -> None:
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(CancelledError):
        run_tool(_python("import time; time.sleep(60)"), b"", QUICK, is_cancelled=cancelled.is_set)
    assert time.monotonic() - began < 10
