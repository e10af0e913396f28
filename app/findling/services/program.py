# SPDX-License-Identifier: Apache-2.0
"""How this program starts itself again, as a worker or as a reader."""

from __future__ import annotations

import sys

EXIT_FATAL = 3
"""Exit status of a worker when starting it again would not help."""


def program() -> list[str]:
    """Return the command of this program, frozen into one file or not; a role is added to it."""
    is_frozen = bool(getattr(sys, "frozen", False))
    return [sys.executable] if is_frozen else [sys.executable, "-m", "findling"]
