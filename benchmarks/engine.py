# SPDX-License-Identifier: Apache-2.0
"""The engine beside PyTorch, scikit-learn, napkinXC, libpecos and faiss, topic by topic.

``python3 dev.py bench engine [TOPIC ...] [--quick] [--json] [--data DIR] [--publish]``. Topics:
spans, wide, latency, dense, xc, scaling, kernels, samplers; all without a name. What each measured
is kept as ``build/bench-results/TOPIC.json``; ``--publish`` gathers the kept results in
``docs/engine_results.json``, draws the figures of ``docs/engine.md`` from it, and writes the tables
of ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from common import DEFAULT_DATA, ROOT, Row, machine, report, versions

if TYPE_CHECKING:
    from types import ModuleType

    from engine_topic import Findings

TOPICS: Final = ("spans", "wide", "latency", "dense", "xc", "scaling", "kernels", "samplers")
PACKAGES: Final = ["numpy", "torch", "scikit-learn", "faiss-cpu"]
RESULTS: Final = ROOT / "build" / "bench-results"
PUBLISHED: Final = ROOT / "docs" / "engine_results.json"
README: Final = ROOT / "benchmarks" / "README.md"
MARKS: Final = ("<!-- engine tables: begin -->", "<!-- engine tables: end -->")


def module_of(topic: str) -> ModuleType:
    """Return the module of a topic: a ``measure(data, quick=...)`` and its ``TASKS``."""
    return importlib.import_module(f"engine_{topic}")


def keep(topic: str, findings: Findings, seconds: float, *, quick: bool) -> None:
    """Write down what a topic measured, and where."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = {
        "topic": topic,
        "quick": quick,
        "seconds": round(seconds, 1),
        "machine": machine(),
        "versions": versions(["findling", *PACKAGES]),
        **asdict(findings),
    }
    (RESULTS / f"{topic}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def run(topic: str, given: argparse.Namespace) -> int:
    """Measure one topic, print its table and keep it; return 1 when a goal does not hold."""
    start = time.perf_counter()
    try:
        findings: Findings = module_of(topic).measure(given.data, quick=given.quick)
    except subprocess.CalledProcessError as error:  # the others can be measured all the same
        print(
            f"\n## {topic}\n\nFailed with exit status {error.returncode}: {error.cmd}", flush=True
        )
        return 1
    seconds = time.perf_counter() - start
    keep(topic, findings, seconds, quick=given.quick)
    if not given.json:
        print(f"\n## {topic} ({seconds:.0f} s)")
    status = report(findings.rows, PACKAGES, as_json=given.json, judge=not given.quick)
    if not given.json:
        print("".join(f"\n{note}" for note in findings.notes), flush=True)
    return status


def publish() -> None:
    """Write the kept results of all topics into the documents; quick ones do not count."""
    kept = [json.loads((RESULTS / f"{t}.json").read_text()) for t in TOPICS if has_result(t)]
    full = [one for one in kept if not one["quick"]]
    PUBLISHED.write_text(json.dumps(full, indent=1) + "\n", encoding="utf-8")
    begin, end = MARKS
    before, _, rest = README.read_text(encoding="utf-8").partition(begin)
    tables = "\n".join(table(one) for one in full)
    after = rest.partition(end)[2]
    README.write_text(f"{before}{begin}\n{tables}{end}{after}", encoding="utf-8")
    subprocess.run([sys.executable, str(ROOT / "docs" / "make_figures.py")], check=True)


def has_result(topic: str) -> bool:
    """Say whether a topic was measured here."""
    return (RESULTS / f"{topic}.json").is_file()


def table(kept: dict[str, Any]) -> str:
    """Return the Markdown section of one topic."""
    lines = [f"### {kept['topic']}", "", f"{kept['machine']}. {kept['versions']}.", ""]
    lines += Row.heading()
    lines += [Row(**row).line() for row in kept["rows"]]
    return "\n".join([*lines, "", *kept["notes"], ""])


def main() -> int:
    """Measure the topics that were named, or run one task as a child."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("topics", nargs="*", choices=[[], *TOPICS], help="all without a name")
    parser.add_argument("--quick", action="store_true", help="less data, one repetition, no goals")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder of collections")
    parser.add_argument("--publish", action="store_true", help="write the tables and figures' data")
    parser.add_argument("--task", help=argparse.SUPPRESS)  # what `in_child` runs
    parser.add_argument("--arguments", default="{}", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        topic, _, task = given.task.partition(".")
        print(json.dumps(module_of(topic).TASKS[task](**json.loads(given.arguments))))
        return 0
    statuses = [run(topic, given) for topic in given.topics or TOPICS]
    if given.publish:
        publish()
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main())
