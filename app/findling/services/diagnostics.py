# SPDX-License-Identifier: Apache-2.0
"""A report for those who help: what runs where and what went wrong, and nothing of documents."""

from __future__ import annotations

import io
import json
import locale
import os
import platform
import sys
import time
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import psutil

from findling.bolt import cpu_info
from findling.errors import AppError
from findling.services.components import components
from findling.services.library import Library
from findling.services.redaction import HIDDEN, Redactor, known_ending
from findling.storage.atomic import write_bytes
from findling.storage.database import SQLITE_VERSION
from findling.storage.migrations import LATEST
from findling.storage.paths import default_library_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from findling.services.troubles import Troubles
    from findling.services.types import DocumentRow

MOST_REASONS = 100
MOST_SOURCES = 200
_MOST_FAILURES = 5000
_ABOUT = """\
A report that Findling made to find out why something does not work.

It holds facts about the program, this computer and the library in numbers, and the places in the
program where errors arose. It holds no text of a document, no name of a file, folder, user or
computer, no search, tag, label or teaching. A path is written as <path 1>, <path 2> and so on.

Every file in it is plain text: read it before you pass it on. Findling sends it nowhere.
"""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A file of the report: its name in it, and all that it says."""

    name: str
    text: str


def collect_report(
    folder: Path | None,
    troubles: Troubles | None = None,
    window: Mapping[str, object] | None = None,
) -> tuple[ReportPart, ...]:
    """Return all that a report would hold; takes a moment.

    Parameters
    ----------
    folder : Path or None
        The library; None for the default one.
    troubles : Troubles, optional
        What went wrong in this run.
    window : mapping, optional
        Choices for the window; plain values that are not private.

    Returns
    -------
    tuple of ReportPart
        Also where there is no library or it cannot be opened: that is said in its part.
    """
    redactor = Redactor()
    parts: list[tuple[str, object]] = [
        ("program.json", _program()),
        ("computer.json", _computer()),
        ("library.json", _library(folder or default_library_folder(), redactor)),
    ]
    if window:
        parts.append(("window.json", dict(window)))
    if troubles is not None:
        parts.append(("errors.json", _errors(troubles)))
    texts = [ReportPart("about.txt", _ABOUT)]
    texts += [ReportPart(name, _json(_cleaned(value, redactor))) for name, value in parts]
    if troubles is not None and troubles.lines:
        texts.append(ReportPart("log.txt", redactor.words("\n".join(troubles.lines)) + "\n"))
    return tuple(texts)


def write_report(parts: tuple[ReportPart, ...], path: Path) -> None:
    """Write a report into a ZIP file, whole or not at all.

    Raises
    ------
    AppError
        If it cannot be written.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part.name, part.text)
    try:
        write_bytes(path, packed.getvalue())
    except OSError as error:
        raise AppError(
            f"{path.name} cannot be written.", repr(error), "Choose another folder."
        ) from error


# -- the parts -------------------------------------------------------------------------------------


def _program() -> dict[str, object]:
    return {
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "sqlite": SQLITE_VERSION,
        "library_format": LATEST,
        "versions": {one.name: one.version for one in components() if one.version},
    }


def _computer() -> dict[str, object]:
    memory, own = psutil.virtual_memory(), psutil.Process().memory_info()
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "engine": cpu_info(),
        "cores": os.cpu_count(),
        "memory_mb": memory.total >> 20,
        "memory_free_mb": memory.available >> 20,
        "memory_used_by_this_process_mb": own.rss >> 20,
        "encoding": locale.getpreferredencoding(do_setlocale=False),
        "file_names": sys.getfilesystemencoding(),
        "made": time.strftime("%Y-%m-%d %H:%M:%S%z"),
    }


def _library(folder: Path, redactor: Redactor) -> dict[str, object]:
    facts: dict[str, object] = {
        "folder": redactor.path(folder),
        "is_default": folder == default_library_folder(),
    }
    try:
        with Library.open(folder, create=False) as library:
            facts |= _counts(library) | _kept(library) | _index(library)
            disk = psutil.disk_usage(str(folder))
            facts |= {"disk_free_mb": disk.free >> 20, "disk_total_mb": disk.total >> 20}
            facts["sources"] = _sources(library, redactor)
            facts["failures"] = _failures(library.needs_attention(_MOST_FAILURES))
    except (AppError, OSError) as error:
        facts["cannot_be_opened"] = type(error).__name__
    return facts


def _counts(library: Library) -> dict[str, object]:
    status = library.status()
    formats = Counter(row.format for row in library.documents() if row.format)
    return {
        "documents": status.documents,
        "read": status.read,
        "waiting": status.pending,
        "failed": status.failed,
        "of_other_formats": status.unsupported,
        "formats": dict(formats.most_common()),
        "passages": status.passages,
        "pages_without_text": status.pages_without_text,
        "mb_on_disk": status.bytes_on_disk >> 20,
        "mode": status.jobs.mode.value,
        "waits_on_battery": status.jobs.pause_on_battery,
    }


def _kept(library: Library) -> dict[str, object]:
    """Return how much the user made, and settings of the library that tell nothing of it."""
    store, ocr, exclusions = library.store, library.ocr_settings(), library.exclusions()
    teachings = store.teachings.all()
    return {
        "teachings": len(teachings),
        "teachings_on": sum(one.enabled for one in teachings),
        "saved_searches": len(library.saved_searches()),
        "groups": dict(Counter(group.kind.value for group in library.groups())),
        "label_sets": len(store.label_sets.all()),
        "scans_are_read": ocr.enabled,
        "languages_of_scans": list(ocr.languages),
        "patterns_left_out": len(exclusions.patterns),
        "largest_file": exclusions.max_bytes,
        "backups": len(list(store.paths.backups.glob("*"))),
    }


def _index(library: Library) -> dict[str, object]:
    generations = library.store.generations
    current = generations.current()
    if current is None:
        return {"index": None}
    made = current.manifest
    return {
        "index": {
            "generation": current.number,
            "generations": len(generations.all()),
            "bytes": current.index_file.stat().st_size,
            "written_by": made.engine,
            "created": made.created,
            "passages": made.passages,
            "learned_from": made.trained_passages,
            "learned_at": made.trained_at,
            "learned_seconds": made.learned_seconds,
            "losses": list(made.losses[-20:]),
        }
    }


def _sources(library: Library, redactor: Redactor) -> list[dict[str, object]]:
    return [
        {
            "path": redactor.path(source.path),
            "is_folder": source.is_folder,
            "is_connected": not source.missing,
            "documents": source.documents,
        }
        for source in library.sources()[:MOST_SOURCES]
    ]


def _failures(rows: list[DocumentRow]) -> list[dict[str, object]]:
    counts = Counter((_reason(row), row.format or known_ending(row.name)) for row in rows)
    return [
        {"reason": reason, "format": kind or "other", "files": n}
        for (reason, kind), n in counts.most_common(MOST_REASONS)
    ]


def _reason(row: DocumentRow) -> str:
    """Return why a file was not read, without its names and with its numbers blurred."""
    ending = row.path.suffix if not known_ending(row.name) else ""
    own = (row.name, row.title, row.path.name, row.path.stem, ending.strip("."), *row.names)
    said = Redactor((*own, *row.path.parts[1:-1])).text(row.reason)
    return "".join("#" if letter.isdigit() else letter for letter in said)


def _errors(troubles: Troubles) -> dict[str, object]:
    return {
        "run_began": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(troubles.began)),
        "counts": troubles.counts,
        "last": [
            {
                "when": time.strftime("%H:%M:%S", time.localtime(one.when)),
                "where": one.where,
                "kind": one.kind,
                "trace": one.trace.splitlines(),
            }
            for one in troubles.kept
        ],
    }


def _cleaned(value: object, redactor: Redactor) -> object:
    """Return a value without the names of this user and this computer, wherever they stand."""
    if isinstance(value, str):
        return redactor.words(value)
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        return {redactor.words(key): _cleaned(one, redactor) for key, one in items}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one, redactor) for one in cast("list[object]", value)]
    return value


def _json(value: Any) -> str:  # noqa: ANN401  whatever a part is made of
    return json.dumps(value, indent=1, ensure_ascii=False, default=lambda _: HIDDEN) + "\n"
