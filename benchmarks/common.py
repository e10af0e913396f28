# SPDX-License-Identifier: Apache-2.0
"""What benchmarks share: rows, goals, the machine, and tasks in processes of their own.

A benchmark is a script ``NAME.py [--quick] [--json] [--data DIR]``. It measures, fills `Row`s and
ends with ``sys.exit(report(...))``: the exit status is 1 when a goal does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Row:
    """One measure beside its peer and its goal.

    Attributes
    ----------
    name : str
        What was measured, with its unit.
    ours : float
        Our value; the median where it was measured more than once.
    goal : float or None
        What ours must reach; None for a measure that is only told.
    peer : float or None
        The same measured with another program, in the same run.
    peer_name : str
        That program and its setting.
    lower_is_better : bool
        True for times and bytes.
    spread : str
        Smallest and largest of our repeated values; empty when measured once.
    """

    name: str
    ours: float
    goal: float | None = None
    peer: float | None = None
    peer_name: str = ""
    lower_is_better: bool = False
    spread: str = ""

    @property
    def ratio(self) -> float | None:
        """Return how many times better than the peer we are; below 1 is worse."""
        if not self.peer or not self.ours:
            return None
        return self.peer / self.ours if self.lower_is_better else self.ours / self.peer

    @property
    def holds(self) -> bool:
        """Say whether the goal is reached; always true without one."""
        if self.goal is None:
            return True
        return self.ours <= self.goal if self.lower_is_better else self.ours >= self.goal

    @staticmethod
    def heading() -> list[str]:
        """Return the two lines above a Markdown table of rows."""
        names = ["measure", "ours", "spread", "goal", "holds", "peer", "ratio", "what the peer is"]
        return ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]

    def line(self) -> str:
        """Return the row of the Markdown table."""
        holds = "-" if self.goal is None else "yes" if self.holds else "NO"
        cells = [self.name, number(self.ours), self.spread or "-", number(self.goal), holds]
        cells += [number(self.peer), number(self.ratio), self.peer_name or "-"]
        return "| " + " | ".join(cells) + " |"


@dataclass
class Repeated:
    """Values of one measure, repeated."""

    values: list[float] = field(default_factory=list[float])

    @property
    def median(self) -> float:
        """Return the median."""
        return statistics.median(self.values)

    @property
    def spread(self) -> str:
        """Return smallest and largest value, or nothing when there is one only."""
        if len(self.values) < 2:
            return ""
        return f"{number(min(self.values))}-{number(max(self.values))} of {len(self.values)}"


def options(description: str) -> argparse.ArgumentParser:
    """Return the parser that every benchmark starts from."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="less data, one repetition, no goals")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of collections")
    parser.add_argument("--task", help=argparse.SUPPRESS)  # what `in_child` runs
    parser.add_argument("--arguments", default="{}", help=argparse.SUPPRESS)
    return parser


def in_child(script: str, task: str, **arguments: object) -> dict[str, Any]:
    """Run one task of a benchmark in a fresh process and return the object it printed last.

    So every contender starts with empty caches, and its peak memory is its own. Peers do not reach
    for the network: what they need is installed.
    """
    command = [sys.executable, script, "--task", task, "--arguments", json.dumps(arguments)]
    env = dict(os.environ, HF_HUB_OFFLINE="1")
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def peak_megabytes() -> float:
    """Return the largest resident memory of this process so far, in megabytes of 10^6 bytes."""
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset / 1e6
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def machine() -> str:
    """Return processor, cores and system in one line."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        processor = names[0] if names else processor
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def versions(packages: list[str]) -> str:
    """Return Python's version and those of packages, as installed."""
    parts = [f"Python {platform.python_version()}"]
    for name in packages:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} absent")
    return ", ".join(parts)


def number(value: float | None) -> str:
    """Return a number with three or four significant digits; a dash for None."""
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 10 else f"{value:.3f}"


def report(rows: list[Row], packages: list[str], *, as_json: bool, judge: bool = True) -> int:
    """Print the rows and return the exit status: 1 when ``judge`` and some goal does not hold."""
    where, what = machine(), versions(["findling", *packages])
    if as_json:
        for row in rows:
            facts = {"ratio": row.ratio, "holds": row.holds, "machine": where, "versions": what}
            print(json.dumps(asdict(row) | facts))
    else:
        print(f"\n{where}\n{what}\n")
        print("\n".join([*Row.heading(), *(row.line() for row in rows)]))
    return 1 if judge and not all(row.holds for row in rows) else 0
