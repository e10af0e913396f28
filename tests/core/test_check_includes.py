# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="module")
def checker() -> ModuleType:
    path = Path(__file__).with_name("check_includes.py")
    spec = importlib.util.spec_from_file_location("check_includes", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(core: Path, name: str, text: str) -> None:
    path = core / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_our_own_tree_keeps_the_directions(checker: ModuleType) -> None:
    assert checker.violations(Path(__file__).resolve().parents[2] / "core") == []


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("base/a.h", '#include "kernels/k.h"', "base must not use kernels"),
        ("text/a.cpp", '#include "kernels/k.h"', "text must not use kernels"),
        ("layers/a.cpp", '#  include "io/i.h"', "layers must not use io"),
        ("kernels/a.h", '#include "k.h"', "is not a path from core/"),
        ("layers/a.cpp", "#include <immintrin.h>", "only kernels/ includes intrinsics"),
        ("model/a.cpp", "#include <pybind11/pybind11.h>", "only bindings/ includes pybind11"),
        ("model/a.cpp", "#include <fstream>", "only io/ opens files"),
        ("model/a.cpp", 'FILE* f = fopen("x", "r");', "only io/ opens files"),
        ("kernels/avx2/a.cpp", "#include <algorithm>", "must not include <algorithm>"),
        ("kernels/simd/a.h", "x = std::min(a, b);", "must not use the standard library"),
        ("misc/a.h", "", "no such room"),
        ("a.h", "", "no such room"),
    ],
)
def test_a_wrong_line_is_reported_with_its_place(
    checker: ModuleType, tmp_path: Path, name: str, text: str, problem: str
) -> None:
    write(tmp_path, "kernels/k.h", "")
    write(tmp_path, "io/i.h", "")
    write(tmp_path, name, "// first line\n" + text + "\n")
    found = checker.violations(tmp_path)
    assert len(found) == 1
    assert problem in found[0]
    assert found[0].startswith(f"core/{name}:")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("model/a.cpp", '#include "kernels/k.h"\n#include "io/i.h"'),
        ("kernels/avx2/a.cpp", "#include <immintrin.h>\nstd::size_t n; // std::min is not used"),
        ("io/b.cpp", "#include <fcntl.h>"),
        ("bindings/b.cpp", "#include <pybind11/stl.h>"),
    ],
)
def test_right_lines_pass(checker: ModuleType, tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, "kernels/k.h", "")
    write(tmp_path, "io/i.h", "")
    write(tmp_path, name, text)
    assert checker.violations(tmp_path) == []
