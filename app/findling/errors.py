# SPDX-License-Identifier: Apache-2.0
"""The one error family that a user may get to read."""

from __future__ import annotations


class AppError(Exception):
    """An expected failure, told in words a user can act on.

    Parameters
    ----------
    message : str
        One sentence for the user: what was wrong and where.
    detail : str, optional
        Facts for the log; may be shown on request, never needed to understand ``message``.
    hint : str, optional
        One thing the user can try.
    """

    def __init__(self, message: str, detail: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.hint = hint

    def __str__(self) -> str:
        """Return the sentence with its hint, ready to print."""
        return f"{self.message} {self.hint}".strip()
