# SPDX-License-Identifier: Apache-2.0
"""Summaries of several runs as one."""

from __future__ import annotations

from findling.services.types import IndexSummary

NOTHING = IndexSummary(0, 0, 0, 0, 0, 0, 0, 0.0, learned=False, cancelled=False)


def total(a: IndexSummary, b: IndexSummary) -> IndexSummary:
    """Return what two runs did, ``b`` the later one."""
    return IndexSummary(
        found=a.found + b.found,
        read=a.read + b.read,
        unchanged=a.unchanged + b.unchanged,
        removed=a.removed + b.removed,
        failed=a.failed + b.failed,
        unsupported=a.unsupported + b.unsupported,
        passages=b.passages,
        seconds=a.seconds + b.seconds,
        learned=a.learned or b.learned,
        cancelled=a.cancelled or b.cancelled,
    )
