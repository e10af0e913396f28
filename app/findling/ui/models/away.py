# SPDX-License-Identifier: Apache-2.0
"""Which documents lie on a drive that is not connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from findling.services.types import DocumentRow, SourceRow


class Away:
    """Knows the added folders and files that could not be found the last time.

    Their documents are kept and found; they only cannot be opened until the drive is back.
    """

    def __init__(self) -> None:
        self._roots: frozenset[Path] = frozenset()

    def show_sources(self, sources: Iterable[SourceRow]) -> bool:
        """Take note of what was added; True when others are away than before."""
        roots = frozenset(source.path for source in sources if source.missing)
        is_news = roots != self._roots
        self._roots = roots
        return is_news

    def has(self, document: DocumentRow) -> bool:
        """Return whether a document cannot be opened now."""
        return bool(self._roots) and any(document.path.is_relative_to(root) for root in self._roots)
