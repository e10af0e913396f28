# SPDX-License-Identifier: Apache-2.0
"""What a window does to help when something went wrong: a report, a look at the whole library.

What it takes is loaded when it is wanted: seldom, and not while a window opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.services.checkup import Checkup
    from findling.services.components import Component, Program
    from findling.services.diagnostics import ReportPart
    from findling.services.troubles import Troubles


class Caretaker:
    """Works beside the open library; every method takes its time.

    Parameters
    ----------
    library : Path
        The one that is open in the window.
    troubles : Troubles
        What went wrong in this run.
    """

    def __init__(self, library: Path, troubles: Troubles) -> None:
        self._library = library
        self._troubles = troubles

    def collect(self, window: Mapping[str, object]) -> tuple[ReportPart, ...]:
        """Return what a report would hold; as `collect_report`."""
        from findling.services.diagnostics import collect_report

        return collect_report(self._library, self._troubles, window)

    def save(self, parts: tuple[ReportPart, ...], path: Path) -> Path:
        """Write a report; as `write_report`. Return where it is."""
        from findling.services.diagnostics import write_report

        write_report(parts, path)
        return path

    def program(self) -> Program:
        """Return what runs here, and what it is made of."""
        from findling.services.components import program_here

        return program_here()

    def licence_text(self, component: Component) -> str:
        """Return the licence texts of a component."""
        from findling.services.components import licence_text

        return licence_text(component)

    def check(self, context: JobContext) -> Checkup:
        """Read all of the library and tell what is wrong with it; as `check`.

        The worker may write meanwhile: a text that it removes under our eyes looks damaged. Damage
        is what is still there at a second look.
        """
        from findling.services.checkup import check

        found = check(self._library, context)
        return check(self._library, context) if found.problems else found
