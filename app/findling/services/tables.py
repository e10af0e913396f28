# SPDX-License-Identifier: Apache-2.0
"""Columns of text from CSV, TSV and JSONL files, and results into such files."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, cast

from findling.errors import AppError
from findling.storage.atomic import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MAX_ROWS = 5_000_000
MAX_FIELD = 10_000_000
"""Characters of one field."""

_DELIMITERS = {".csv": ",", ".tsv": "\t"}


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as text by column.

    Parameters
    ----------
    path : Path
        ``.csv`` or ``.tsv`` with names of columns in the first line, or ``.jsonl`` with an object a
        line. UTF-8, with or without a byte-order mark. Fields of a ``.tsv`` are taken as they stand
        unless they begin with a quotation mark.

    Raises
    ------
    AppError
        If the file cannot be read, is no such table, or has more than `MAX_ROWS` rows.
    """
    suffix = path.suffix.casefold()
    if suffix not in (*_DELIMITERS, ".jsonl"):
        raise AppError(f"{path} is no table.", hint="Use a .csv, .tsv or .jsonl file.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = _objects(stream, path) if suffix == ".jsonl" else _fields(stream, path)
            for number, row in enumerate(rows):
                if number >= MAX_ROWS:
                    raise AppError(f"{path} has more than {MAX_ROWS:,} rows.")
                yield row
    except (OSError, UnicodeDecodeError) as error:
        raise AppError(f"{path} cannot be read.", repr(error)) from error


def columns(path: Path, names: Sequence[str]) -> list[list[str]]:
    """Return some columns of a table.

    Raises
    ------
    AppError
        If one is not there, or as `read_rows`.
    """
    found: list[list[str]] = [[] for _ in names]
    for row in read_rows(path):
        for name, column in zip(names, found, strict=True):
            if name not in row:
                there = ", ".join(row)
                raise AppError(f"{path} has no column {name!r}.", hint=f"There are: {there}.")
            column.append(row[name])
    if names and not found[0]:
        raise AppError(f"{path} has no rows.")
    return found


def write_rows(path: Path, names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table, whole or not at all, in the format that its ending says.

    Raises
    ------
    AppError
        If the file cannot be written, or its ending is no table's.
    """
    suffix = path.suffix.casefold()
    stream = io.StringIO(newline="")
    if suffix == ".jsonl":
        for row in rows:
            line = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            stream.write(f"{line}\n")
    elif suffix in _DELIMITERS:
        writer = csv.writer(stream, delimiter=_DELIMITERS[suffix], lineterminator=os.linesep)
        writer.writerow(names)
        writer.writerows([_inert(value) for value in row] for row in rows)
    else:
        raise AppError(f"{path} is no table.", hint="Use a .csv, .tsv or .jsonl file.")
    try:
        write_text(path, stream.getvalue())
    except OSError as error:
        raise AppError(f"{path} cannot be written.", repr(error)) from error


def _inert(value: object) -> object:
    """Keep spreadsheets from taking a text for a formula."""
    is_formula = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if is_formula else value


def _fields(stream: Iterable[str], path: Path) -> Iterator[dict[str, str]]:
    limit = csv.field_size_limit(MAX_FIELD)
    try:
        is_tsv = path.suffix.casefold() == ".tsv"
        quoting = csv.QUOTE_NONE if is_tsv else csv.QUOTE_MINIMAL
        delimiter = _DELIMITERS[path.suffix.casefold()]
        reader = csv.DictReader(stream, delimiter=delimiter, quoting=quoting, strict=True)
        for row in reader:
            if None in row or None in row.values():
                raise AppError(
                    f"Line {reader.line_num} of {path} has more or fewer fields than the first."
                )
            yield cast("dict[str, str]", row)
    except csv.Error as error:
        raise AppError(f"{path} is no table of its kind.", repr(error)) from error
    finally:
        csv.field_size_limit(limit)


def _objects(stream: Iterable[str], path: Path) -> Iterator[dict[str, str]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise AppError(f"Line {number} of {path} is not JSON.", repr(error)) from error
        if not isinstance(value, dict):
            raise AppError(f"Line {number} of {path} is no object.")
        fields = cast("dict[str, object]", value)
        yield {str(key): _as_text(field) for key, field in fields.items()}


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
