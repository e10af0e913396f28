# SPDX-License-Identifier: Apache-2.0
"""Why a file could not be read, in words for the person who owns it."""

from __future__ import annotations

from enum import Enum

from findling.errors import AppError

PDF_LOCKED = "The PDF needs a password."
"""How the reason of a PDF begins that a password would open: lists tell it from others by this."""


class ReadFailure(str, Enum):
    """What stood in the way; lists group files by it."""

    MISSING = "missing"
    UNSUPPORTED = "unsupported"
    PASSWORD = "password"
    DAMAGED = "damaged"
    NO_TEXT = "no_text"
    TOO_LARGE = "too_large"
    TOOK_TOO_LONG = "took_too_long"
    MEMORY = "memory"
    CRASHED = "crashed"


class ReadError(AppError):
    """A file cannot be read; the message is the reason that lists show.

    Parameters
    ----------
    kind : ReadFailure
        What stood in the way.
    message : str
        One sentence for the user. It does not name the file: lists show it beside the reason.
    detail : str, optional
        Facts for the log.
    hint : str, optional
        One thing the user can try.
    """

    def __init__(self, kind: ReadFailure, message: str, detail: str = "", hint: str = "") -> None:
        super().__init__(message, detail, hint)
        self.kind = kind


def damaged(what: str, detail: str = "") -> ReadError:
    """Return the error for a broken file; ``what`` is "PDF", "Word document", ..."""
    return ReadError(ReadFailure.DAMAGED, f"The {what} is damaged and cannot be opened.", detail)


def needs_password(detail: str = "") -> ReadError:
    """Return the error for a file that is encrypted."""
    hint = "Save a copy without a password and add that."
    return ReadError(ReadFailure.PASSWORD, "The document needs a password.", detail, hint)


def no_text(message: str = "The file has no text in it.") -> ReadError:
    """Return the error for a file that is sound but holds nothing to search."""
    return ReadError(ReadFailure.NO_TEXT, message)


def too_large(what: str, size: int, limit: int) -> ReadError:
    """Return the error for something over its limit, both in bytes."""
    megabytes = f"{size / 1e6:.0f} MB" if size else "more"
    return ReadError(
        ReadFailure.TOO_LARGE,
        f"{what} is too large: {megabytes} where at most {limit / 1e6:.0f} MB can be read.",
    )
