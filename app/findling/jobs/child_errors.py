# SPDX-License-Identifier: Apache-2.0
"""How a call to a child process can end without an answer."""

from __future__ import annotations

from enum import Enum

from findling.errors import AppError


class ChildFailure(str, Enum):
    """What happened to the child."""

    NOT_STARTED = "not_started"
    TOOK_TOO_LONG = "took_too_long"
    MEMORY = "memory"
    BAD_REPLY = "bad_reply"
    CRASHED = "crashed"


class ChildError(AppError):
    """A child process gave no answer.

    Parameters
    ----------
    kind : ChildFailure
        What happened.
    message : str
        A sentence for the user about the thing worked on ("It took longer than 60 seconds to
        read.").
    detail : str, optional
        Exit status, memory and last words of the child, for the log.
    """

    def __init__(self, kind: ChildFailure, message: str, detail: str = "") -> None:
        super().__init__(message, detail)
        self.kind = kind
