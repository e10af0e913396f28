# SPDX-License-Identifier: Apache-2.0
"""Tables as text: CSV and TSV, one row a line, each value under its column's name."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from findling.extract.decode import read_text
from findling.extract.errors import no_text
from findling.extract.limits import MAX_PLAIN_FILE
from findling.extract.textbuild import TextBuilder
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from findling.extract.memberfile import ReadableFile

READER = "csv/2"

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_LONGEST_FIELD = 1_000_000
_LONGEST_NAME = 60
_MOST_NAME_WORDS = 4


def read_csv(path: ReadableFile) -> ExtractedDocument:
    """Read a CSV or TSV file.

    Raises
    ------
    ReadError
        If the file is too large, empty, or not text.

    Notes
    -----
    A row becomes ``"column: value; column: value"`` where the file has a header, else ``"value;
    value"``: so a row found by search can be understood on its own.
    """
    decoded = read_text(path, MAX_PLAIN_FILE)
    delimiter = sniff_delimiter(decoded.text, "\t" if path.suffix.lower() == ".tsv" else ",")
    rows = _rows(decoded.text, delimiter)
    start = list(islice(rows, _SAMPLE_LINES))
    if not start:
        raise no_text("The table has no rows.")
    header = start[0] if is_header(start[0], start[1:]) else None
    builder = TextBuilder()
    for row in chain(start[1:] if header else start, rows):
        builder.add_paragraph(_line(row, header))
    metadata = {"encoding": decoded.encoding, "columns": str(len(start[0]))}
    return ExtractedDocument(
        builder.text(), "csv", READER, metadata=metadata, warnings=decoded.warnings
    )


def sniff_delimiter(text: str, default: str = ",") -> str:
    """Return the delimiter under which the first lines have the most columns in common.

    Notes
    -----
    For each candidate the first lines are parsed and the commonest column count taken: its share of
    the lines is what counts, then the number of columns. Quoted delimiters and newlines are thereby
    treated rightly.
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


def is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Say whether a first row names the columns of the rows below it.

    Notes
    -----
    Names are short, distinct, and no numbers. Where a column below holds figures only that settles
    it; in a table of words the names must also not occur as values.
    """
    names = [name.strip() for name in first]
    if not rows or len(names) < 2 or len({*names}) < len(names):
        return False
    if any(not name or _is_number(name) or len(name) > _LONGEST_NAME for name in names):
        return False
    columns = [
        [row[i].strip() for row in rows if i < len(row) and row[i].strip()]
        for i in range(len(names))
    ]
    if any(values and all(is_figure(value) for value in values) for values in columns):
        return True
    repeated = any(name in values for name, values in zip(names, columns, strict=True))
    return not repeated and all(len(name.split()) <= _MOST_NAME_WORDS for name in names)


def is_figure(text: str) -> bool:
    """Say whether a value is a number, an amount, a date or a time: digits and no words.

    Examples
    --------
    >>> [is_figure(text) for text in ("1,200.50", "12 %", "2024-05-01", "1e-3", "May 1")]
    [True, True, True, True, False]
    """
    return _is_number(text) or (
        any(char.isdigit() for char in text) and not any(char.isalpha() for char in text)
    )


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


def _line(row: list[str], header: list[str] | None) -> str:
    names = [name.strip() for name in header or ()][: len(row)]
    return named_values(zip_longest(names, row, fillvalue=""))


def named_values(pairs: Iterable[tuple[str, str]]) -> str:
    """Return one line of values, each under its column's name if that has one; no blank ones.

    Examples
    --------
    >>> named_values([("city", "Bonn"), ("", "north"), ("size", "")])
    'city: Bonn; north'
    """
    folded = ((name, " ".join(value.split())) for name, value in pairs)
    return "; ".join(f"{name}: {value}" if name else value for name, value in folded if value)
