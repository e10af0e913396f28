# SPDX-License-Identifier: Apache-2.0
"""The committed stub names what the compiled module holds, no more and no less."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

core = importlib.import_module("findling._core")
STUB = Path(__file__).parents[3] / "app" / "findling" / "_core.pyi"
NODES = ast.parse(STUB.read_text(encoding="utf-8")).body
CLASSES = {node.name: node for node in NODES if isinstance(node, ast.ClassDef)}
TYPES_ONLY = {"CpuInfo"}


def public(names: list[str]) -> set[str]:
    return {name for name in names if not name.startswith("_")}


def test_the_stub_has_the_names_of_the_module() -> None:
    functions = {node.name for node in NODES if isinstance(node, ast.FunctionDef)}
    assert functions | set(CLASSES) - TYPES_ONLY == public(dir(core))


@pytest.mark.parametrize("name", sorted(set(CLASSES) - TYPES_ONLY))
def test_each_class_has_the_members_of_the_module(name: str) -> None:
    made = getattr(core, name)
    stubbed: list[str] = []
    for node in CLASSES[name].body:
        if isinstance(node, ast.FunctionDef):
            stubbed.append(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            stubbed.append(node.target.id)
        elif isinstance(node, ast.Assign):
            stubbed += [t.id for t in node.targets if isinstance(t, ast.Name)]
    assert public(stubbed) == public(list(vars(made)))
