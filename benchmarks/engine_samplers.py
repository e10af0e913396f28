# SPDX-License-Identifier: Apache-2.0
"""Ways to find the largest of many products: recall and time, from ``cpp/sampler_bench``."""

from __future__ import annotations

import csv
import subprocess
from typing import TYPE_CHECKING, Any

from common import Row
from engine_topic import Findings
from kernels import built

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

QUERIES = {10_000: 300, 60_000: 300, 670_091: 100}
AT_670K = ("fp32", "scan", "cells")  # hash tables of so many rows take minutes to set up


def measure(data: Path, *, quick: bool) -> Findings:  # noqa: ARG001 - rows are made up
    """Measure all methods and settings that the engine has."""
    findings = Findings()
    program = built("sampler_bench")
    for n_rows, n_queries in QUERIES.items():
        if quick and n_rows != 10_000:
            continue
        lines: list[dict[str, Any]] = []
        for only in AT_670K if n_rows > 100_000 else ("",):
            command = [str(program), "--csv", "--rows", str(n_rows), "--queries", str(n_queries)]
            command += ["--only", only] if only else []
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            lines += _numbers(csv.DictReader(done.stdout.splitlines()))
        findings.points += [{"kind": "recall", **line} for line in lines]
        findings.rows += _rows(n_rows, lines)
    findings.notes.append(
        "Made rows: unit vectors of 256 values at cosine .7 to one of sqrt(rows) topics; a query "
        "is at cosine .6 to its row. One thread; times contain the exact scores of the candidates."
    )
    return findings


def _numbers(lines: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    words = ("method", "setting")
    return [{k: v if k in words else float(v) for k, v in line.items()} for line in lines]


def _rows(n_rows: int, lines: list[dict[str, Any]]) -> list[Row]:
    full = next(line["p50_us"] for line in lines if line["method"] == "fp32")
    return [
        Row(
            f"{n_rows:,} rows, {line['method']} {line['setting']}: p50 us "
            f"(p95 {line['p95_us']:.0f}, recall@1 {line['recall_1']:.3f}, "
            f"recall@10 {line['recall_10']:.3f}, {line['mb']:.0f} MB, built in "
            f"{line['build_s']:.1f} s)",
            line["p50_us"],
            None,
            full,
            "all rows in floats",
            lower_is_better=True,
        )
        for line in lines
    ]


TASKS: dict[str, Any] = {}
