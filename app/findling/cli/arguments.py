# SPDX-License-Identifier: Apache-2.0
"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from findling.services.job_settings import JobMode
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from typing import TypeAlias

    # argparse gives the type no public name
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # pyright: ignore[reportPrivateUsage]

MAX_RESULTS = 1000


def add_library(parser: argparse.ArgumentParser) -> None:
    """Add ``--library DIR``."""
    parser.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        help="folder of the library (default: the one in your user data folder)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs")


def add_mode(parser: argparse.ArgumentParser) -> None:
    """Add ``--mode``."""
    parser.add_argument(
        "--mode",
        type=SearchMode,
        choices=list(SearchMode),
        default=SearchMode.BEST,
        metavar="|".join(mode.value for mode in SearchMode),
        help="match words, meaning, or both (default: best, which is both)",
    )


JOB_MODES = "|".join(mode.value for mode in JobMode)
"""How the modes of work are named in helps."""


def job_mode(text: str) -> JobMode:
    """Return a mode of work, or tell what would be one."""
    try:
        return JobMode(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected {JOB_MODES}") from None


def result_count(text: str) -> int:
    """Return a number of results, or tell what would be one."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= MAX_RESULTS:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to {MAX_RESULTS}")
    return int(text)
