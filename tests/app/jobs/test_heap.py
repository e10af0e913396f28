# SPDX-License-Identifier: Apache-2.0
"""Freed memory goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys, psutil
from findling.jobs.heap import keep_heap_small
if not keep_heap_small():
    sys.exit(77)
pieces = [bytearray(200_000) for _ in range(500)]
full = psutil.Process().memory_info().rss
last = bytes(1000)
del pieces
print(full - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems need no setting")
def test_what_is_freed_is_given_back_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode == 77:
        pytest.skip("this C library has no such setting")
    assert int(done.stdout) > 90e6
