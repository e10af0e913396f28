# SPDX-License-Identifier: Apache-2.0
"""Cancelling work of a library that cannot be told to stop."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from findling._core import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling._core import CancelToken

Value = TypeVar("Value")

_LOOK_SECONDS = 0.02


def call_or_abandon(work: Callable[[], Value], cancel: CancelToken) -> Value:
    """Return what ``work()`` returns, or leave it to end unheeded when cancelled.

    Parameters
    ----------
    work : callable
        Runs on a thread of its own, which a cancel does not stop: it should be done within seconds
        and change nothing that others see.
    cancel : CancelToken
        Looked at every 20 ms.

    Raises
    ------
    CancelledError
        When cancelled before the work was done.
    Exception
        Whatever ``work`` raises.
    """
    values: list[Value] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            values.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            errors.append(error)

    thread = threading.Thread(target=run, name="findling-abandonable", daemon=True)
    thread.start()
    while thread.is_alive():
        if cancel.cancelled:
            msg = "The work was cancelled."
            raise CancelledError(msg)
        thread.join(_LOOK_SECONDS)
    if errors:
        raise errors[0]
    return values[0]
