# SPDX-License-Identifier: Apache-2.0
"""Files of the Extreme Classification Repository: samples with many labels, as text.

The first line has the numbers of samples, features and labels. Each further line is a sample: its
labels with commas between, a space, and its features as ``number:value`` with spaces between. All
numbers count from 0. A sample without labels begins with the space, or with its features.

References
----------
.. [1] Bhatia et al., "The extreme classification repository: multi-label datasets and code", 2016.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.estimators.csr import Csr
from findling.bolt.extreme.xmllines import LineError, Rows, Sizes, parse_quickly, parse_slowly

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import BinaryIO

    from numpy.typing import NDArray

_CHUNK_BYTES = 1 << 20  # what is made of it stays in the processor's cache
_LONGEST_LINE = 1 << 26
_LONGEST_HEADER = 1 << 10
_MOST = (1 << 32) - 1


def read_xmlrepository(path: str | os.PathLike[str]) -> tuple[Csr, Csr]:
    """Read a file.

    Parameters
    ----------
    path : str or path
        A text file; it is read in pieces of 1 MB, and a line may have 64 MB.

    Returns
    -------
    x : Csr of float32, shape (n, D)
        Features. Columns are in the order of the file.
    y : Csr of float32, shape (n, L)
        Labels, as ones.

    Raises
    ------
    InputValueError
        With the number of the first line that is not as it should be, and what was expected there;
        or when there is no such file.
    """
    where = Path(path)
    try:
        with where.open("rb") as file:
            sizes = _header(file.readline(_LONGEST_HEADER))
            return _joined([*_pieces(file, sizes)], sizes)
    except LineError as error:
        msg = f"[xmlrepository] {error.what} in line {error.line} of {where}"
        raise InputValueError(msg) from error
    except OSError as error:
        msg = f"[xmlrepository] {where} cannot be read: {error.strerror or error}"
        raise InputValueError(msg) from error


def write_xmlrepository(path: str | os.PathLike[str], x: Csr, y: Csr) -> None:
    """Write a file that `read_xmlrepository` reads to the same values.

    Parameters
    ----------
    path : str or path
        Replaced if it is there.
    x : Csr, shape (n, D)
        Features, written with as many digits as float32 needs.
    y : Csr, shape (n, L)
        Labels; only which are stored matters.
    """
    if x.shape[0] != y.shape[0]:
        msg = f"[xmlrepository] expected labels for {x.shape[0]} samples, got {y.shape[0]}"
        raise InputValueError(msg)
    with Path(path).open("w", encoding="ascii", newline="\n") as file:
        file.write(f"{x.shape[0]} {x.shape[1]} {y.shape[1]}\n")
        for i in range(x.shape[0]):
            labels = ",".join(map(str, y.indices[y.indptr[i] : y.indptr[i + 1]].tolist()))
            row = slice(int(x.indptr[i]), int(x.indptr[i + 1]))
            pairs = zip(x.indices[row].tolist(), x.data[row].astype(np.float32), strict=True)
            file.write(" ".join([labels, *(f"{column}:{value}" for column, value in pairs)]) + "\n")


def _header(line: bytes) -> Sizes:
    parts = line.split()
    if len(parts) != 3 or not all(part.isdigit() and int(part) <= _MOST for part in parts):
        raise LineError(1, "expected the numbers of samples, features and labels")
    return Sizes(*(int(part) for part in parts))


def _pieces(file: BinaryIO, sizes: Sizes) -> Iterator[Rows]:
    """Yield the samples of the file, many at a time."""
    line, left = 2, sizes.samples
    for text in _whole_lines(file):
        n = text.count(b"\n")
        if n > left:
            raise LineError(line + left, f"expected the end after {sizes.samples} samples")
        yield parse_quickly(text, sizes) or parse_slowly(text, sizes, line)
        line, left = line + n, left - n
    if left:
        raise LineError(line, f"expected {left} more of {sizes.samples} samples")


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file in pieces that end where a line ends."""
    rest = b""
    while piece := file.read(_CHUNK_BYTES):
        head, newline, tail = piece.rpartition(b"\n")
        if newline:
            yield rest + head + newline
            rest = tail
        else:
            rest += tail
        if len(rest) > _LONGEST_LINE:
            raise InputValueError(f"[xmlrepository] expected lines of up to {_LONGEST_LINE} bytes")
    if rest.strip():
        yield rest + b"\n"


def _joined(pieces: list[Rows], sizes: Sizes) -> tuple[Csr, Csr]:
    def starts(counts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
        ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *counts]))
        return ends.astype(np.int64)

    none = np.empty(0, np.uint32)  # so that there is something to join
    labels = np.concatenate([none, *(piece.labels for piece in pieces)])
    x = Csr(
        np.concatenate([np.empty(0, np.float32), *(piece.values for piece in pieces)]),
        np.concatenate([none, *(piece.features for piece in pieces)]),
        starts([piece.n_features for piece in pieces]),
        (sizes.samples, sizes.features),
    )
    y = Csr(
        np.ones(len(labels), np.float32),
        labels,
        starts([piece.n_labels for piece in pieces]),
        (sizes.samples, sizes.labels),
    )
    return x, y
