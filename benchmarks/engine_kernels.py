# SPDX-License-Identifier: Apache-2.0
"""The kernels of every instruction set beside portable C++ and numpy: ``kernels.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine_topic import Findings
from kernels import measured_rows, peer_gops

if TYPE_CHECKING:
    from pathlib import Path


def measure(data: Path, *, quick: bool) -> Findings:  # noqa: ARG001 - rows are made up
    """Measure the kernels on one thread."""
    return Findings(measured_rows(3 if not quick else 1))


TASKS: dict[str, Any] = {"peer": peer_gops}
