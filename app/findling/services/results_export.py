# SPDX-License-Identifier: Apache-2.0
"""Writes what a search found into a file: a table, a text to read, or references."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.references import Reference, bibtex, ris
from findling.services.snippets import plain_words
from findling.services.tables import write_rows
from findling.services.types import SLIDES
from findling.storage.atomic import write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from findling.services.library import Library
    from findling.services.types import PassageHit, ResultGroup, SearchResults
    from findling.storage.records import Passage

COLUMNS = (
    *("rank", "document", "file", "within", "page", "heading", "passage"),
    *("score", "strength", "reason", "labels", "tags"),
)
"""Columns of a table; a passage is a row."""

_TABLES = (".csv", ".tsv", ".jsonl")


def write_results(library: Library, results: SearchResults, path: Path) -> int:
    """Write passages that were found, in the format that a file's ending says.

    Parameters
    ----------
    library : Library
        Has the passages.
    results : SearchResults
        What was found.
    path : Path
        ``.csv``, ``.tsv`` and ``.jsonl`` have a row a passage, with the columns `COLUMNS`;
        ``.md`` is to be read; ``.bib`` and ``.ris`` have an entry a document.

    Returns
    -------
    int
        Passages that were written.

    Raises
    ------
    AppError
        If the ending is another, or the file cannot be written.
    """
    suffix = path.suffix.casefold()
    if suffix not in (*_TABLES, *_TEXTS):
        known = ", ".join((*_TABLES, *_TEXTS))
        raise AppError(
            f"Results cannot be written as {path.name}.", hint=f"End its name in one of {known}."
        )
    if suffix in _TABLES:
        write_rows(path, COLUMNS, _rows(library, results))
    else:
        try:
            write_text(path, _TEXTS[suffix](library, results))
        except OSError as error:
            raise AppError(f"{path} cannot be written.", repr(error)) from error
    return results.n_passages


def _rows(library: Library, results: SearchResults) -> list[tuple[object, ...]]:
    words = _words(library, results)
    rows: list[tuple[object, ...]] = []
    for group in results.groups:
        labels = "; ".join(chip.name for chip in group.labels if chip.is_confirmed)
        for hit in group.hits:
            page = hit.page + 1 if hit.page >= 0 else ""
            place = (group.document.title or group.document.name, str(group.document.path))
            within = "/".join(group.document.names)
            text = words.get(hit.passage_id, hit.snippet)
            tags = "; ".join(group.tags)
            found = (round(hit.score, 4), hit.strength, hit.reason, labels, tags)
            rows.append((len(rows) + 1, *place, within, page, hit.heading, text, *found))
    return rows


def _markdown(library: Library, results: SearchResults) -> str:
    words = _words(library, results)
    lines = [f"# {_inert(results.query)}", ""]
    for group in results.groups:
        row = group.document
        lines += [f"## {_inert(row.title or row.name)}", "", _code(_file(group)), ""]
        for hit in group.hits:
            text = _inert(words.get(hit.passage_id, hit.snippet))
            lines += [
                f"> {text}",
                "",
                f"{_inert(_place(group, hit))} ({_inert(hit.reason)})".strip(),
                "",
            ]
    return "\n".join(lines)


def _references(library: Library, results: SearchResults) -> list[Reference]:
    records = _records(library, results)
    found: list[Reference] = []
    for group in _by_document(results.groups):
        row = group.document
        contents = [
            records[hit.passage_id].content_id for hit in group.hits if hit.passage_id in records
        ]
        known = library.store.contents.metadata(contents[0]) if contents else {}
        places = "; ".join(
            dict.fromkeys(place for hit in group.hits if (place := _place(group, hit)))
        )
        note = f"Found for \u201c{results.query}\u201d" + (f": {places}" if places else "")
        found.append(
            Reference(
                title=row.title or row.name,
                path=row.path,
                format=row.format,
                author=known.get("author", ""),
                date=known.get("date") or known.get("created") or known.get("modified", ""),
                language=known.get("language", ""),
                keywords=(*group.tags, *(c.name for c in group.labels if c.is_confirmed)),
                note=note,
            )
        )
    return found


def _by_document(groups: Iterable[ResultGroup]) -> list[ResultGroup]:
    """Return a group a document, where a list of passages has several."""
    found: dict[int, ResultGroup] = {}
    for group in groups:
        known = found.get(group.document.id)
        hits = (*known.hits, *group.hits) if known else group.hits
        found[group.document.id] = replace(known or group, hits=hits)
    return list(found.values())


_TEXTS: dict[str, Callable[[Library, SearchResults], str]] = {
    ".md": _markdown,
    ".bib": lambda library, results: bibtex(_references(library, results)),
    ".ris": lambda library, results: ris(_references(library, results)),
}


def _words(library: Library, results: SearchResults) -> dict[int, str]:
    """Return the whole passages, each in one line; a snippet may be a part."""
    records = _records(library, results)
    return {key: plain_words(record.text) for key, record in records.items()}


def _records(library: Library, results: SearchResults) -> dict[int, Passage]:
    ids = [hit.passage_id for group in results.groups for hit in group.hits]
    return {record.id: record for record in library.passage_records(ids)}


def _file(group: ResultGroup) -> str:
    return " > ".join((str(group.document.path), *group.document.names))


def _place(group: ResultGroup, hit: PassageHit) -> str:
    """Return page or slide, and heading."""
    word = "slide" if group.document.format in SLIDES else "p."
    page = f"{word} {hit.page + 1}" if hit.page >= 0 else ""
    return ", ".join(part for part in (page, hit.heading) if part)


def _inert(text: str) -> str:
    """Keep a document's words from being taken for Markdown or HTML."""
    escaped = "".join(f"\\{char}" if char in "\\`*_[]<>#|!&" else char for char in text)
    return " ".join(escaped.split())


def _code(text: str) -> str:
    """Return a path as code, whatever is in it."""
    return f"`{text}`" if "`" not in text else f"`` {text} ``"
