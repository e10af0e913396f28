# SPDX-License-Identifier: Apache-2.0
"""Checks that the rooms of ``core/`` include each other in the agreed direction only.

Run it from anywhere: ``python tests/core/check_includes.py``. Prints one line for every violation
and exits with 1, or prints nothing and exits with 0. Needs the standard library only.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

# What a room may include besides itself: the arrows of docs/architecture.md, followed to their end.
ALLOWED: Final[dict[str, frozenset[str]]] = {
    "base": frozenset(),
    "kernels": frozenset({"base"}),
    "sparse": frozenset({"base"}),
    "io": frozenset({"base"}),
    "lsh": frozenset({"base", "kernels", "sparse"}),
    "layers": frozenset({"base", "kernels", "sparse", "lsh"}),
    "train": frozenset({"base", "kernels", "sparse", "lsh", "layers"}),
    "model": frozenset({"base", "kernels", "sparse", "lsh", "layers", "train", "io"}),
    "tasks": frozenset({"base", "kernels", "sparse", "lsh", "layers", "train", "model", "io"}),
    "text": frozenset({"base", "sparse"}),
    "classify": frozenset({"base", "kernels", "sparse", "text", "io"}),
    "retrieval": frozenset(
        {"base", "kernels", "sparse", "lsh", "layers", "train", "model", "text", "io"}
    ),
    "bindings": frozenset(
        {
            *("base", "kernels", "sparse", "lsh", "layers", "train", "model", "text", "io"),
            *("retrieval", "tasks", "classify"),
        }
    ),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
INTRINSICS = re.compile(r"^(\w*intrin\.h|cpuid\.h|arm_\w+\.h)$")
FILE_HEADERS = frozenset(
    {"fstream", "fcntl.h", "unistd.h", "windows.h", "sys/mman.h", "sys/stat.h", "io.h"}
)
FILE_CALLS = re.compile(r"\b(fopen|freopen|CreateFile[AW]?|[io]?fstream)\b")

# Compiled for one kind of processor, so no inline function of the standard library may come in.
VARIANT_FOLDERS = frozenset({"avx2", "avx512", "neon", "simd"})
VARIANT_HEADERS = frozenset({"cstddef", "cstdint", "immintrin.h", "arm_neon.h"})
SHARED_WITH_VARIANTS = frozenset({"table.h", "variants.h"})
FOREIGN_STD = re.compile(r"\bstd::(?!size_t\b|u?int(8|16|32|64)_t\b)")

GENERATED = frozenset({"build_id.h"})


def code_only(line: str) -> str:
    """Return the line without a trailing ``//`` comment."""
    return line.split("//", 1)[0]


def is_variant(parts: tuple[str, ...]) -> bool:
    """Tell whether ``kernels/...`` is compiled with the flags of one processor."""
    if parts[0] != "kernels":
        return False
    return parts[1] in VARIANT_FOLDERS or (len(parts) == 2 and parts[1] in SHARED_WITH_VARIANTS)


def check_own_header(core: Path, room: str, name: str) -> str:
    """Say what is wrong with ``#include "name"``; empty when nothing is."""
    if name in GENERATED:
        return "" if room == "bindings" else f"{name} is for bindings only"
    target = name.split("/", 1)[0]
    if not (core / name).is_file():
        return f'"{name}" is not a path from core/'
    if target != room and target not in ALLOWED[room]:
        return f'{room} must not use {target} ("{name}")'
    return ""


def check_other_header(room: str, variant: bool, name: str) -> str:
    """Say what is wrong with ``#include <name>``; empty when nothing is."""
    if INTRINSICS.match(name) and room != "kernels":
        return f"only kernels/ includes intrinsics (<{name}>)"
    if name.startswith("pybind11/") and room != "bindings":
        return f"only bindings/ includes pybind11 (<{name}>)"
    if name in FILE_HEADERS and room != "io":
        return f"only io/ opens files (<{name}>)"
    if variant and name not in VARIANT_HEADERS:
        return f"a variant of the kernels must not include <{name}>"
    return ""


def check_line(core: Path, parts: tuple[str, ...], line: str) -> str:
    """Say what is wrong with one line of ``core/<parts>``; empty when nothing is."""
    room = parts[0]
    variant = is_variant(parts)
    include = INCLUDE.match(line)
    if include is not None:
        quote, name = include.groups()
        if quote == '"':
            return check_own_header(core, room, name)
        return check_other_header(room, variant, name)
    code = code_only(line)
    if variant and FOREIGN_STD.search(code):
        return "a variant of the kernels must not use the standard library"
    if room != "io" and FILE_CALLS.search(code):
        return "only io/ opens files"
    return ""


def violations(core: Path) -> list[str]:
    """List every violation under ``core`` as ``path:line: what``."""
    found: list[str] = []
    for path in sorted([*core.rglob("*.h"), *core.rglob("*.cpp")]):
        parts = path.relative_to(core).parts
        where = "/".join(("core", *parts))
        if parts[0] not in ALLOWED or len(parts) < 2:
            found.append(f"{where}:1: no such room; see docs/architecture.md")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            problem = check_line(core, parts, line)
            if problem:
                found.append(f"{where}:{number}: {problem}")
    return found


def main() -> int:
    """Check the tree that this file belongs to."""
    found = violations(Path(__file__).resolve().parents[2] / "core")
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
