# SPDX-License-Identifier: Apache-2.0
"""Facts about a document as lines of a form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from findling.services.types import SLIDES
from findling.ui import wording
from findling.ui.i18n.texts import mark, tr

if TYPE_CHECKING:
    from findling.services.document_details import DocumentDetails

_NAMES = {
    "author": mark("Author"),
    "subject": mark("Subject"),
    "keywords": mark("Keywords"),
    "description": mark("Description"),
    "publisher": mark("Publisher"),
    "language": mark("Language"),
    "to": mark("To"),
    "date": mark("Date"),
    "created": mark("Created"),
    "modified": mark("Changed by its author"),
    "slides": mark("Slides"),
    "sheets": mark("Sheets"),
}
_TIMES = frozenset({"date", "created", "modified"})


def facts_of(details: DocumentDetails) -> list[tuple[str, str]]:
    """Return names and values, in the user's language."""
    row = details.row
    has_pages = row.n_pages and row.format not in SLIDES  # these say how many slides they have
    found = [
        (tr("Title"), row.title),
        (tr("Type"), row.format.upper()),
        (tr("In"), " › ".join(reversed(row.containers)) if row.names else ""),
        (tr("Folder"), wording.folder(row.path)),
        (tr("Size"), "" if row.names else wording.size(row.size)),
        (tr("Changed"), wording.date(row.mtime)),
        (tr("Pages"), wording.count(row.n_pages) if has_pages else ""),
        (tr("Passages"), wording.count(row.n_passages)),
        *((tr(_NAMES[name]), _value(name, value)) for name, value in details.metadata),
        (tr("Tags"), ", ".join(details.tags)),
        (tr("Collections"), ", ".join(details.collections)),
        (tr("Labels"), ", ".join(wording.label_chip(chip) for chip in details.labels)),
    ]
    return [(name, value) for name, value in found if value]


def _value(name: str, value: str) -> str:
    if name in _TIMES:
        try:
            return wording.date(datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp())
        except (ValueError, OverflowError, OSError):
            return value
    if name == "language":
        language = QLocale(value.replace("-", "_")).language()
        known = language not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
        return QLocale.languageToString(language) if known else value
    return value
