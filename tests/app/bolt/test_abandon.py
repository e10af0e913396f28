# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
import time

import pytest

from findling.bolt import CancelledError, CancelToken
from findling.bolt.abandon import call_or_abandon


def test_gives_what_the_work_gives() -> None:
    assert call_or_abandon(lambda: 3 + 4, CancelToken()) == 7


def test_gives_the_error_of_the_work() -> None:
    def fail() -> int:
        raise ValueError("seven")

    with pytest.raises(ValueError, match="seven"):
        call_or_abandon(fail, CancelToken())


def test_a_cancel_does_not_wait_for_the_work() -> None:
    token, release = CancelToken(), threading.Event()
    threading.Timer(0.05, token.cancel).start()
    start = time.monotonic()
    try:
        with pytest.raises(CancelledError):
            call_or_abandon(lambda: release.wait(30), token)
        assert time.monotonic() - start < 15
    finally:
        release.set()
