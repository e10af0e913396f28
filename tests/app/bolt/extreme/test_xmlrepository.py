# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt.errors import InputValueError
from findling.bolt.extreme import read_xmlrepository, write_xmlrepository
from findling.bolt.extreme.xmllines import LineError, Sizes, parse_quickly, parse_slowly

if TYPE_CHECKING:
    from pathlib import Path

SIZES = Sizes(samples=0, features=100, labels=50)
LINES = b"3,49 0:1 99:-2.5e-3\n 5:0.25\n7 1:.5 2:3.\n12,0,1 8:1e5\n"


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="ascii", newline="\n")
    return path


def test_samples_are_read_as_they_stand(tmp_path: Path) -> None:
    x, y = read_xmlrepository(
        written(tmp_path / "train.txt", "3 4 5\n0,4 1:0.5 3:2\n 0:1\n2 2:1\n")
    )
    assert x.toarray().tolist() == [[0, 0.5, 0, 2], [1, 0, 0, 0], [0, 0, 1, 0]]
    assert y.toarray().tolist() == [[1, 0, 0, 0, 1], [0] * 5, [0, 0, 1, 0, 0]]
    assert (x.data.dtype, y.data.dtype) == (np.float32, np.float32)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    lines = [
        f"{rng.integers(9)},9 {rng.integers(50)}:{rng.standard_normal():.9g} 50:{1e-30 * i}"
        for i in range(200)
    ]
    source = written(tmp_path / "a.txt", "200 51 10\n" + "\n".join(lines) + "\n")
    x, y = read_xmlrepository(source)
    write_xmlrepository(tmp_path / "b.txt", x, y)
    again_x, again_y = read_xmlrepository(tmp_path / "b.txt")
    for first, second in ((x, again_x), (y, again_y)):
        assert first.shape == second.shape
        assert first.data.tobytes() == second.data.tobytes()
        assert first.indices.tolist() == second.indices.tolist()
        assert first.indptr.tolist() == second.indptr.tolist()


def test_pieces_join_where_they_were_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"{i % 7} {i % 11}:{i}\n" for i in range(500))
    path = written(tmp_path / "train.txt", f"500 11 7\n{text}")
    whole = read_xmlrepository(path)
    monkeypatch.setattr("findling.bolt.extreme.xmlrepository._CHUNK_BYTES", 13)
    for first, second in zip(whole, read_xmlrepository(path), strict=True):
        assert first.toarray().tolist() == second.toarray().tolist()


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    x, _ = read_xmlrepository(written(tmp_path / "train.txt", "1 2 2\n0 1:7"))
    assert x.toarray().tolist() == [[0, 7]]


def test_the_quick_way_agrees_with_the_slow_one() -> None:
    quick, slow = parse_quickly(LINES, SIZES), parse_slowly(LINES, SIZES, 2)
    assert quick is not None
    for name in ("n_labels", "labels", "n_features", "features", "values"):
        assert getattr(quick, name).tolist() == getattr(slow, name).tolist(), name


@pytest.mark.parametrize("seed", range(100))
def test_the_quick_way_never_reads_what_the_slow_one_refuses(seed: int) -> None:
    rng = np.random.default_rng(seed)
    text = bytearray(LINES)
    for _ in range(rng.integers(1, 4)):
        text[rng.integers(len(text) - 1)] = rng.choice(list(b"0123456789.-+eE ,:\n\tx"))
    quick = parse_quickly(bytes(text), SIZES)
    try:
        slow = parse_slowly(bytes(text), SIZES, 2)
    except LineError:
        assert quick is None
        return
    if quick is not None:
        for name in ("n_labels", "labels", "n_features", "features", "values"):
            assert getattr(quick, name).tolist() == getattr(slow, name).tolist(), (name, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "numbers of samples, features and labels in line 1"),
        ("2 x 3\n", "numbers of samples, features and labels in line 1"),
        ("99999999999 1 1\n", "numbers of samples, features and labels in line 1"),
        ("1 2 3\n0 1:1\n0 1:1\n", "expected the end after 1 samples in line 3"),
        ("2 2 3\n0 1:1\n", "expected 1 more of 2 samples in line 3"),
        ("1 2 3\n3 1:1\n", "labels below 3, got 3 in line 2"),
        ("1 2 3\n0 2:1\n", "features below 2, got 2 in line 2"),
        ("1 2 3\n0 1:x\n", "features as number:value, got '1:x' in line 2"),
        ("1 2 3\n0,,1 1:1\n", "labels as 1,2,3, got '0,,1' in line 2"),
        ("1 2 3\n0 1:1e39\n", "values that fit float32, got '1e39' in line 2"),
        ("1 2 3\n0 1:nan\n", "features as number:value"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path / "train.txt", text)
    with pytest.raises(InputValueError, match=told) as caught:
        read_xmlrepository(path)
    assert str(path) in str(caught.value)


def test_files_that_are_something_else_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputValueError, match="cannot be read: No such file"):
        read_xmlrepository(tmp_path / "none.txt")
    path = tmp_path / "train.txt.gz"
    path.write_bytes(gzip.compress(b"1 2 3\n0 1:1\n"))
    with pytest.raises(InputValueError, match="expected the numbers"):
        read_xmlrepository(path)
