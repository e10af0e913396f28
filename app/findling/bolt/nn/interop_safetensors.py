# SPDX-License-Identifier: Apache-2.0
"""Weights in the safetensors format, which holds arrays and text but no code.

The package ``safetensors`` is asked for when a file is, not before.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

import numpy as np

from findling import _core
from findling.bolt.errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_GRAPH = "findling.graph"
_SEED = "findling.seed"
_FLOATS = ("F16", "BF16", "F32", "F64")


def write_file(
    path: Path, tables: Mapping[str, NDArray[np.float32]], graph: str, seed: int
) -> None:
    """Write tables and the description of their network to ``path``, or nothing."""
    package, damage = _package("safetensors.numpy"), _package("safetensors").SafetensorError
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        package.save_file(dict(tables), part, metadata={_GRAPH: graph, _SEED: str(seed)})
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, damage) as error:
        raise _core.EngineIoError(f"Could not write '{path}': {error}.") from error
    finally:
        part.unlink(missing_ok=True)


def read_graph_text(path: Path) -> tuple[str, int]:
    """Return the description and the seed of the network whose weights the file holds."""
    with _open(path) as file:
        notes: dict[str, str] = file.metadata() or {}
    if _GRAPH not in notes or not notes.get(_SEED, "").isdecimal():
        msg = f"'{path}' does not say which network its weights belong to: make the model first"
        raise _core.EngineFormatError(msg)
    return notes[_GRAPH], int(notes[_SEED]) % (1 << 64)


def read_file(
    path: Path, names: Mapping[str, str], *, complete: bool
) -> dict[str, NDArray[np.generic]]:
    """Return tensors of a file.

    Parameters
    ----------
    path : Path
        The file.
    names : mapping of str to str
        What to call a tensor, and what the file calls it.
    complete : bool
        Whether the file may hold nothing else.

    Raises
    ------
    EngineFormatError
        When the file is damaged, lacks a tensor, holds another one, or one that is no floats.
    """
    with _open(path) as file:
        there = set(file.keys())
        for name in names.values():
            if name not in there:
                raise _core.EngineFormatError(f"'{path}' lacks the tensor {name}")
        if complete and (others := sorted(there - set(names.values()))):
            msg = f"'{path}' holds the tensor {others[0]}, which this model does not have"
            raise _core.EngineFormatError(msg)
        return {table: _tensor(path, file, name) for table, name in names.items()}


def _tensor(path: Path, file: Any, name: str) -> NDArray[np.generic]:  # noqa: ANN401 - untyped
    kind = file.get_slice(name).get_dtype()
    if kind not in _FLOATS:
        msg = f"'{path}' holds {kind} in the tensor {name}, not floats"
        raise _core.EngineFormatError(msg)
    return _bfloat16(path, name) if kind == "BF16" else file.get_tensor(name)


def _bfloat16(path: Path, name: str) -> NDArray[np.float32]:
    """Return a tensor of bfloat16, the upper half of a float32 each, which numpy does not know."""
    tensors: Any = _package("safetensors").deserialize(path.read_bytes())
    tensor = dict(tensors)[name]
    halves = np.frombuffer(tensor["data"], "<u2").astype(np.uint32)
    values = np.frombuffer((halves << 16).tobytes(), np.float32)
    return np.reshape(values, tuple(int(n) for n in tensor["shape"]))


def _open(path: Path) -> Any:  # noqa: ANN401 - the package's own kind of file, which is untyped
    package = _package("safetensors")
    try:
        return package.safe_open(path, framework="numpy")
    except OSError as error:
        raise _core.EngineIoError(f"Could not open '{path}': {error}.") from error
    except package.SafetensorError as error:
        msg = f"'{path}' is no safetensors file or damaged: {error}"
        raise _core.EngineFormatError(msg) from error


def _package(name: str) -> Any:  # noqa: ANN401 - it ships no types
    try:
        return importlib.import_module(name)
    except ImportError as error:
        msg = "The package 'safetensors' is not installed: pip install 'findling[safetensors]'."
        raise MissingPackageError(msg) from error
