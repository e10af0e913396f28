# SPDX-License-Identifier: Apache-2.0
"""``findling``: without a command the window opens, with one the terminal is used."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from importlib.metadata import version
from typing import TYPE_CHECKING

from findling.cli import (
    add,
    classify,
    demo,
    exchange,
    groups,
    labels,
    ocr,
    report,
    search,
    searches,
    status,
    teach,
    unlock,
    upkeep,
    watch,
    window,
)
from findling.cli import eval as evaluate
from findling.cli.running import CANCELLED
from findling.errors import AppError
from findling.jobs.context import CancelledError

if TYPE_CHECKING:
    from collections.abc import Sequence

DEBUG_VARIABLE = "FINDLING_DEBUG"
"""Set to anything, unforeseen errors show where in the program they arose."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process when not given.

    Returns
    -------
    int
        Exit status: 0 done, 1 an error that was told on stderr, 2 wrong arguments, 130 interrupted.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        options = _parser().parse_args(arguments or ["window"])
        return options.run(options)
    except AppError as error:
        print(f"findling: {error}", file=sys.stderr)
        return 1
    except CancelledError:
        print("findling: stopped, nothing was changed", file=sys.stderr)
        return CANCELLED
    except KeyboardInterrupt:
        print("findling: interrupted", file=sys.stderr)
        return CANCELLED
    except BrokenPipeError:  # the reader of a pipe has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - whatever it is, people get a sentence
        if os.environ.get(DEBUG_VARIABLE):
            traceback.print_exc()
        print(
            f"findling: something unforeseen went wrong ({type(error).__name__}: {error}). "
            f"With {DEBUG_VARIABLE}=1 more is told.",
            file=sys.stderr,
        )
        return 1


def _parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="findling",
        description="Find things by meaning in your own documents, on your own CPU. "
        "Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"findling {version('findling')}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    watching = (watch, unlock, ocr, upkeep, exchange, report)
    asking = (window, add, search, searches, groups, status, teach, labels, classify)
    for command in (*asking, *watching, demo, evaluate):
        command.register(subparsers)
    return parser
