# SPDX-License-Identifier: Apache-2.0
"""Events about the work on a library, made from what jobs and the library say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.events import ChangedEvent, ProgressEvent
from findling.services.types import Progress, Stage

if TYPE_CHECKING:
    from findling.jobs.context import JobProgress
    from findling.services.library import Library


def progress_event(progress: JobProgress) -> ProgressEvent:
    """Return how far a job is; its stages carry the names of `Stage`."""
    return ProgressEvent(
        Progress(
            Stage(progress.stage),
            progress.done,
            progress.total,
            progress.item,
            progress.rate,
            progress.eta_seconds,
        )
    )


def changed_event(library: Library) -> ChangedEvent:
    """Return what can be found in a library now."""
    counts = library.store.documents.counts()
    return ChangedEvent(
        counts.pending, counts.read, counts.failed, counts.unsupported, counts.passages
    )
