# SPDX-License-Identifier: Apache-2.0
"""The one way in: a command, a window, or one of the processes that work for them.

A reader's process is started for many files in turn and should be up at once, so each branch
imports what it needs and no more.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program with the arguments of the process and return its exit status."""
    arguments = sys.argv[1:]
    if arguments == ["reader"]:
        from findling.extract.child import main as reader_main

        return reader_main()
    if arguments[:1] == ["worker"]:
        from findling.services.worker import main as worker_main

        return worker_main(arguments[1:])
    if _is_called(arguments):
        return 0
    from findling.cli.main import main as command_main

    return command_main(arguments)


def _is_called(arguments: list[str]) -> bool:
    """Have a window that is open already do what is wished for, before more is loaded."""
    if arguments[:1] not in ([], ["quick"], ["window"]):
        return False
    from findling.errors import AppError

    try:
        from findling.ui.calling import called, is_call

        return is_call(arguments) and called(arguments)
    except (AppError, ImportError):
        return False  # what is wrong is met again, and told, further down


if __name__ == "__main__":
    sys.exit(main())
