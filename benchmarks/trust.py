# SPDX-License-Identifier: Apache-2.0
"""Whether a library can be trusted: scanned again, changed while it reads, and killed.

``python3 dev.py bench trust [--quick] [--json] [rescan churn kills]``; about 20 minutes.
"""

from __future__ import annotations

import statistics
import sys
from functools import partial
from typing import TYPE_CHECKING

import trust_churn
import trust_kills
import trust_rescan
from common import Row, options, report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_TOLD = 20
_less = partial(Row, lower_is_better=True)


def rescan(*, quick: bool) -> list[Row]:
    """Scan a tree of small files three times."""
    n_files, n_moved = (3000, 100) if quick else (100_000, 1000)
    found = trust_rescan.measure(n_files, n_moved)
    _tell(found.faults)
    name = f"{n_files:,} files"
    return [
        _less(f"{name}: scan when nothing has changed, s", found.again_seconds, 8),
        _less(f"{name}: files opened then", found.again_read, 0),
        _less(f"{name}: scan after {n_moved:,} were moved, s", found.moved_seconds),
        _less(f"{name}: files opened then", found.moved_read, 0),
        _less(f"{name}: faults at rest", len(found.faults), 0),
        _less(f"{name}: read the first time, by one reader, s", found.first_seconds),
    ]


def churn(*, quick: bool) -> list[Row]:
    """Change a folder at random while a worker reads it."""
    n_acts = 500 if quick else 10_000
    found = trust_churn.measure(n_acts)
    _tell([*found.stale, *found.missing])
    name = f"{n_acts:,} changes"
    return [
        _less(f"{name}: stale results at rest", len(found.stale), 0),
        _less(f"{name}: missing results at rest", len(found.missing), 0),
        Row(f"{name}: searches that say so", found.searches),
        _less(f"{name}: took, s", found.seconds),
        _less(f"{name}: rest after the last one, s", found.rest_seconds),
    ]


def kills(*, quick: bool) -> list[Row]:
    """Kill workers and readers."""
    n = 10 if quick else 200
    found = trust_kills.measure(n)
    _tell(found.faults)
    name = f"{n} workers killed"
    seconds = sorted(found.resume_seconds)
    spread = f"{seconds[0]:.2f}-{seconds[-1]:.2f} of {len(seconds)}"
    return [
        _less(f"{name}: lost, unsound or stuck", len(found.faults), 0),
        Row(f"{name}: readers killed too", found.children),
        _less(f"{name}: from start to work, s, largest", seconds[-1], 2, spread=spread),
        _less(f"{name}: from start to work, s, median", statistics.median(seconds)),
    ]


_PARTS: dict[str, Callable[..., list[Row]]] = {"rescan": rescan, "churn": churn, "kills": kills}


def _tell(faults: Sequence[str]) -> None:
    for fault in faults[:_MOST_TOLD]:
        print(fault, file=sys.stderr)


def main() -> int:
    """Run the benchmark."""
    parser = options(__doc__ or "")
    parser.add_argument("parts", nargs="*", choices=[*_PARTS, []], help="all when not given")
    args = parser.parse_args()
    rows = [row for name in args.parts or _PARTS for row in _PARTS[name](quick=args.quick)]
    return report(rows, [], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
