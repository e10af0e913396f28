# SPDX-License-Identifier: Apache-2.0
"""Find tables in lines of text: where each begins and ends, and what its columns are called.

The lines come from the readers of tables. A line of a table with names is "name: value" for each of
its cells, apart by "; "; one without names has the values alone. Blank cells are left out, so that
the names of all lines together, in their order, are those of the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = re.compile(r"(?:^|; )([^:;\n]{1,60}): ")
"""The name of a column before a value."""

_SMALL = 20
"""In a table of more rows a name has to stand twice: a value may look like a name and a value."""

_MAX_PATTERNS = 2000
"""Different rows by their names that are looked at for the order of columns."""

_NO_NAME = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One table: its lines, and the names of its columns.

    Attributes
    ----------
    first, end : int
        Numbers of its first line and of the one after its last.
    names : tuple of str
        An empty first name is that of row labels; all are empty in a table without names.
    columns : dict of str to int
        Where in ``names`` each name is.
    """

    first: int
    end: int
    names: tuple[str, ...]
    columns: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        columns = {name: number for number, name in enumerate(self.names) if name}
        object.__setattr__(self, "columns", columns)


@dataclass(slots=True)
class _Run:
    """Lines that follow each other and are alike."""

    first: int
    end: int
    patterns: Counter[tuple[str, ...]] = field(default_factory=Counter[tuple[str, ...]])
    names: set[str] = field(default_factory=set[str])
    widths: Counter[int] = field(default_factory=Counter[int])
    n_led: int = 0
    """Rows with a value before their first name."""

    @property
    def is_named(self) -> bool:
        return bool(self.names)

    @property
    def is_weak(self) -> bool:
        """Say whether it only looks like a table: a sentence with a colon in it."""
        is_labelled = self.n_led > 1 and self.n_led == self.patterns.total()
        return len(self.names) < 2 and not (self.names and is_labelled)

    @property
    def width(self) -> int:
        """Columns of a table without names; 0 where most lines differ."""
        wide = [(count, width) for width, count in self.widths.items() if width > 1]
        count, width = max(wide, default=(0, 0))
        return width if count > 1 and 2 * count >= self.end - self.first else 0

    @property
    def n_rows(self) -> int:
        return self.patterns.total() or self.widths[self.width]

    def take(self, other: _Run) -> None:
        """Grow by a run below."""
        self.end = other.end
        self.patterns.update(other.patterns)
        self.names |= other.names
        self.widths.update(other.widths)
        self.n_led += other.n_led


def find_blocks(text: str, starts: Sequence[int], first: int, last: int) -> tuple[list[Block], int]:
    """Find the tables among lines.

    Parameters
    ----------
    text : str
        The whole text.
    starts : sequence of int
        Where each line begins, and one past the newline of the last one.
    first, last : int
        The lines to look at; the last one is not among them.

    Returns
    -------
    list of Block
        All lines, in order. What belongs to no table goes with the one above, or below at the top.
    int
        How many lines are rows of tables.
    """
    if first >= last:
        return [], 0
    tables = _tables(_joined(_runs(text, starts, first, last)))
    if not tables:
        return [Block(first, last, (_NO_NAME,))], 0
    ends = [table.first for table in tables[1:]] + [last]
    begins = [first, *ends[:-1]]
    blocks = [
        Block(begin, end, _names(table))
        for table, begin, end in zip(tables, begins, ends, strict=True)
    ]
    return blocks, sum(table.n_rows for table in tables)


def _runs(text: str, starts: Sequence[int], first: int, last: int) -> list[_Run]:
    """Return runs of lines with common names, and of lines without names."""
    runs: list[_Run] = []
    for number in range(first, last):
        line = text[starts[number] : starts[number + 1] - 1]
        names = tuple(NAME.findall(line))
        if not runs or not _goes_on(runs[-1], names):
            runs.append(_Run(number, number))
        run = runs[-1]
        run.end = number + 1
        if names:
            if names not in run.patterns:
                run.names.update(names)
            run.patterns[names] += 1
            run.n_led += not line.startswith(names[0] + ": ")
        else:
            run.widths[line.count("; ") + 1] += 1
    return runs


def _goes_on(run: _Run, names: tuple[str, ...]) -> bool:
    if not names or not run.is_named:
        return not names and not run.is_named
    return names in run.patterns or not run.names.isdisjoint(names)


def _joined(runs: list[_Run]) -> list[_Run]:
    """Make plain lines of what only looks like a table, and one run of plain ones side by side."""
    joined: list[_Run] = []
    for run in runs:
        if run.is_named and run.is_weak:
            run = _Run(run.first, run.end, widths=Counter({1: run.end - run.first}))
        if joined and not run.is_named and not joined[-1].is_named:
            joined[-1].take(run)
        else:
            joined.append(run)
    return joined


def _tables(runs: list[_Run]) -> list[_Run]:
    """Return the runs that are tables; one that plain lines divide is one table."""
    tables: list[_Run] = []
    for run in runs:
        is_same = bool(tables) and not tables[-1].names.isdisjoint(run.names)
        if run.is_named and is_same:
            tables[-1].take(run)
        elif run.is_named or run.width:
            tables.append(run)
    return tables


def _names(run: _Run) -> tuple[str, ...]:
    """Return the names of a table's columns, from left to right."""
    if not run.is_named:
        return (_NO_NAME,) * run.width
    n_rows = run.patterns.total()
    counts: Counter[str] = Counter()
    for pattern, count in run.patterns.items():
        for name in {*pattern}:
            counts[name] += count
    known = {name for name, count in counts.items() if count > 1 or n_rows <= _SMALL}
    names = tuple(_in_order(run.patterns, known))
    return (_NO_NAME, *names) if run.n_led else names


def _in_order(patterns: Counter[tuple[str, ...]], known: set[str]) -> list[str]:
    """Return names in the order that rows have them; the first that was met where none tells."""
    below: dict[str, set[str]] = {}
    for pattern, _ in patterns.most_common(_MAX_PATTERNS):
        names = [name for name in pattern if name in known]
        for name in names:
            below.setdefault(name, set())
        for name, after in pairwise(names):
            below[name].add(after)
    n_above = Counter(after for names in below.values() for after in names)
    order: list[str] = []
    while below:
        # rows that contradict each other leave no first one: then the one with the fewest above
        name = min(below, key=n_above.__getitem__)
        order.append(name)
        n_above.subtract(below.pop(name))
    return [*order, *sorted(known.difference(order))]
