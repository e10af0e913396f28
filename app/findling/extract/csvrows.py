# SPDX-License-Identifier: Apache-2.0
"""Tables as text: CSV and TSV, one row a line, each value under its column's name."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from findling.extract.decode import read_text
from findling.extract.errors import no_text
from findling.extract.limits import MAX_PLAIN_FILE
from findling.extract.textbuild import TextBuilder
from findling.extract.types import ExtractedDocument

READER = "csv/1"

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_LONGEST_FIELD = 1_000_000


def read_csv(path: Path) -> ExtractedDocument:
    """Read a CSV or TSV file.

    Raises
    ------
    ReadError
        If the file is too large, empty, or not text.

    Notes
    -----
    A row becomes ``"column: value; column: value"`` where the file has a header, else ``"value; value"``: so a row
    found by search can be understood on its own.
    """
    decoded = read_text(path, MAX_PLAIN_FILE)
    delimiter = sniff_delimiter(decoded.text, "\t" if path.suffix.lower() == ".tsv" else ",")
    rows = _rows(decoded.text, delimiter)
    first = next(rows, None)
    second = next(rows, None)
    if first is None:
        raise no_text("The table has no rows.")
    header = first if second is not None and is_header(first, second) else None
    builder = TextBuilder()
    for row in _chain(None if header else first, second, rows):
        builder.add_paragraph(_line(row, header))
    text = builder.text() or _line(first, None) + "\n"
    metadata = {"encoding": decoded.encoding, "columns": str(len(first))}
    return ExtractedDocument(text, "csv", READER, metadata=metadata, warnings=decoded.warnings)


def sniff_delimiter(text: str, default: str = ",") -> str:
    """Return the delimiter under which the first lines have the most columns in common.

    Notes
    -----
    For each candidate the first lines are parsed and the commonest column count taken: its share of the lines is what
    counts, then the number of columns. Quoted delimiters and newlines are thereby treated rightly.
    """
    sample = "\n".join(text[:100_000].split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    best, best_score = default, (0.0, 0)
    for delimiter in dict.fromkeys(default + _DELIMITERS):
        counts = Counter(len(row) for row in _rows(sample, delimiter))
        width, lines = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        score = (lines / max(1, counts.total()), width)
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def is_header(first: list[str], second: list[str]) -> bool:
    """Say whether a first row names columns: short distinct words, no numbers, unlike the row below."""
    names = [name.strip() for name in first]
    if len(names) < 2 or len(set(names)) < len(names):
        return False
    if any(not name or _is_number(name) or len(name) > 60 for name in names):
        return False
    return names != [value.strip() for value in second]


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ".").rstrip("%"))
    except ValueError:
        return False
    return True


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield rows with something in them; a line that is no CSV at all is yielded as one value."""
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue  # a field over the limit: its line is passed over, the next one starts afresh
        if any(value.strip() for value in row):
            yield row


def _chain(
    first: list[str] | None, second: list[str] | None, rows: Iterator[list[str]]
) -> Iterator[list[str]]:
    if first is not None:
        yield first
    if second is not None:
        yield second
    yield from rows


def _line(row: list[str], header: list[str] | None) -> str:
    values = [" ".join(value.split()) for value in row]
    if header is None:
        return "; ".join(value for value in values if value)
    names = [name.strip() for name in header] + [""] * (len(values) - len(header))
    named = (f"{name}: {value}" if name else value for name, value in zip(names, values) if value)
    return "; ".join(named)
