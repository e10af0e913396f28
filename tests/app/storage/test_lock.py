# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from findling.storage.errors import LibraryBusyError, StorageError
from findling.storage.lock import WriterLock

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    first = WriterLock(tmp_path / "lock")
    with pytest.raises(LibraryBusyError, match=rf"process {os.getpid()}\)"):
        WriterLock(tmp_path / "lock")
    first.release()
    WriterLock(tmp_path / "lock").release()


def test_a_writer_may_wait_for_the_first_to_end(tmp_path: Path) -> None:
    first = WriterLock(tmp_path / "lock")
    threading.Timer(0.15, first.release).start()
    began = time.monotonic()

    WriterLock(tmp_path / "lock", wait_seconds=10).release()

    assert 0.1 < time.monotonic() - began < 5


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from findling.storage.lock import WriterLock;"
        "lock = WriterLock(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "lock")], stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryBusyError):
            WriterLock(tmp_path / "lock")
        holder.kill()

    WriterLock(tmp_path / "lock", wait_seconds=5).release()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        WriterLock(tmp_path / "nowhere" / "lock")
