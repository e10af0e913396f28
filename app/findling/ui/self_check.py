# SPDX-License-Identifier: Apache-2.0
"""A trial of an installation: the window opens, sees its library, tells the time, and closes."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from findling.ui.main_window import MainWindow


def close_when_ready(window: MainWindow) -> None:
    """Close a window once its library is in sight; a line of JSON on stdout says how it went.

    It has ``ready_ms``, the time since the process began, ``documents``, and ``rss_mb``.
    """

    def tell() -> None:
        process = psutil.Process()
        facts = {
            "ready_ms": round((time.time() - process.create_time()) * 1000),
            "documents": window.documents,
            "rss_mb": round(process.memory_info().rss / 1e6),
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        sys.stdout.flush()
        window.close()

    window.sessions.library.overview_ready.connect(tell)
