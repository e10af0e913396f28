# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from findling.cli.running import run_job

if TYPE_CHECKING:
    from findling.jobs.context import JobContext


@pytest.mark.skipif(os.name == "nt", reason="os.kill ends a process there")
def test_the_first_interrupt_cancels_and_the_second_is_pythons_own() -> None:
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("only the main thread gets signals")
    before = signal.getsignal(signal.SIGINT)

    def job(context: JobContext) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        assert context.is_cancelled
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        return "done"

    assert run_job(job) == "done"
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(os.name == "nt", reason="os.kill ends a process there")
def test_an_interrupt_is_told_even_if_the_job_ends_as_if_there_was_none() -> None:
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("only the main thread gets signals")
    interrupted = threading.Event()
    assert run_job(lambda _: "done", interrupted) == "done"
    assert not interrupted.is_set()

    def job(_: JobContext) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "done"

    assert run_job(job, interrupted) == "done"
    assert interrupted.is_set()


def test_progress_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    def job(context: JobContext) -> None:
        context.begin("reading")
        context.progress(3, 10, "letter.txt")

    run_job(job)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Reading 3 of 10" in printed.err
    assert "letter.txt" in printed.err
