# SPDX-License-Identifier: Apache-2.0
"""Lines of an XMLRepository file to numbers: a quick way, and a slow one that knows what is wrong.

The quick way works on all bytes of a piece at once and gives up where anything is unusual; the slow
one is what it is tested against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NUMBER = rb"[0-9]{1,10}"
_VALUE = rb"[-+]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?"
_LABELS = re.compile(rb"%s(?:,%s)*" % (_NUMBER, _NUMBER))
_PAIR = re.compile(rb"(%s):(%s)" % (_NUMBER, _VALUE))

_SPACE, _COMMA, _COLON, _NEWLINE = b" ,:\n"
_IS_DIGIT = np.isin(np.arange(256), np.frombuffer(b"0123456789", np.uint8))
_IS_USUAL = np.isin(np.arange(256), np.frombuffer(b"0123456789.-+eE ,:\n", np.uint8))
_FEWEST_CHARACTERS = 2  # of a sample, its newline included


@dataclass(frozen=True)
class Sizes:
    """The first line of a file."""

    samples: int
    features: int
    labels: int


@dataclass(frozen=True)
class Rows:
    """Some samples.

    Attributes
    ----------
    n_labels, n_features : ndarray of int64, [samples]
        How many each sample has.
    labels, features : ndarray of uint32
        Of all samples, one after the other.
    values : ndarray of float32
        One for each of ``features``.
    """

    n_labels: NDArray[np.int64]
    labels: NDArray[np.uint32]
    n_features: NDArray[np.int64]
    features: NDArray[np.uint32]
    values: NDArray[np.float32]


class LineError(Exception):
    """A line is not as it should be.

    Parameters
    ----------
    line : int
        Its number, from 1.
    what : str
        What was expected.
    """

    def __init__(self, line: int, what: str) -> None:
        super().__init__(line, what)
        self.line = line
        self.what = what


def parse_slowly(text: bytes, sizes: Sizes, first_line: int) -> Rows:
    """Parse lines one by one.

    Parameters
    ----------
    text : bytes
        Whole lines.
    sizes : Sizes
        Numbers have to be below these.
    first_line : int
        The number of the first of these lines in the file.

    Raises
    ------
    LineError
        For the first line that is not a sample.
    """
    counts: list[tuple[int, int]] = []
    labels: list[int] = []
    features: list[int] = []
    values: list[float] = []
    for number, line in enumerate(text.split(b"\n")[:-1], first_line):
        before = (len(labels), len(features))
        tokens = line.split()
        if tokens and b":" not in tokens[0]:
            labels += _parsed_labels(tokens.pop(0), sizes.labels, number)
        for token in tokens:
            feature, value = _parsed_pair(token, sizes.features, number)
            features.append(feature)
            values.append(value)
        counts.append((len(labels) - before[0], len(features) - before[1]))
    return Rows(
        np.array([n for n, _ in counts], np.int64),
        np.array(labels, np.uint32),
        np.array([n for _, n in counts], np.int64),
        np.array(features, np.uint32),
        np.array(values, np.float32),
    )


def _parsed_labels(token: bytes, n_labels: int, line: int) -> list[int]:
    if not _LABELS.fullmatch(token):
        raise LineError(line, f"expected labels as 1,2,3, got {_shown(token)}")
    labels = [int(label) for label in token.split(b",")]
    if max(labels) >= n_labels:
        raise LineError(line, f"expected labels below {n_labels}, got {max(labels)}")
    return labels


def _parsed_pair(token: bytes, n_features: int, line: int) -> tuple[int, float]:
    match = _PAIR.fullmatch(token)
    if match is None:
        raise LineError(line, f"expected features as number:value, got {_shown(token)}")
    feature, value = int(match[1]), float(match[2])
    if feature >= n_features:
        raise LineError(line, f"expected features below {n_features}, got {feature}")
    if abs(value) > float(np.finfo(np.float32).max):
        raise LineError(line, f"expected values that fit float32, got {_shown(match[2])}")
    return feature, value


def _shown(token: bytes) -> str:
    text = token.decode("utf-8", "replace")
    return repr(text if len(text) <= 40 else text[:40] + "...")


def parse_quickly(text: bytes, sizes: Sizes) -> Rows | None:
    """Parse lines all at once; None where something is unusual or wrong.

    Parameters
    ----------
    text, sizes
        As for `parse_slowly`.
    """
    raw = np.frombuffer(text, np.uint8)
    if not _IS_USUAL[raw].all():
        return None
    is_newline = raw == _NEWLINE
    ends = np.flatnonzero(is_newline)
    starts = np.concatenate(([0], ends[:-1] + 1))
    is_gap = (raw == _SPACE) | is_newline
    gaps = np.flatnonzero(is_gap)
    # The labels of a line end at its first gap; a line that begins with features is unusual.
    label_ends = gaps[np.searchsorted(gaps, starts)]
    in_labels = np.zeros(len(raw) + 1, np.int8)
    np.add.at(in_labels, starts, 1)
    np.add.at(in_labels, label_ends, -1)
    in_labels = np.cumsum(in_labels[:-1], dtype=np.int8).astype(np.bool_)
    labels = _quick_labels(raw, in_labels, sizes.labels)
    pairs = _quick_pairs(raw, in_labels, is_gap, sizes.features)
    if labels is None or pairs is None:
        return None
    commas = _count((raw == _COMMA) & in_labels, starts)
    return Rows(
        commas + (label_ends > starts),
        labels,
        _count(raw == _COLON, starts),
        *pairs,
    )


def _count(flags: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many flags are set in each line."""
    return np.add.reduceat(flags, starts, dtype=np.int64)


def _quick_labels(
    raw: NDArray[np.uint8], in_labels: NDArray[np.bool_], n_labels: int
) -> NDArray[np.uint32] | None:
    is_number = _IS_DIGIT[raw] & in_labels
    is_comma = (raw == _COMMA) & in_labels
    if (is_number | is_comma).sum() != in_labels.sum() or ((raw == _COMMA) & ~in_labels).any():
        return None
    begins = is_number & ~np.concatenate(([False], is_number[:-1]))
    ends = is_number & ~np.concatenate((is_number[1:], [False]))
    # Each comma stands between two numbers.
    if not (ends[:-1][is_comma[1:]].all() and begins[1:][is_comma[:-1]].all()):
        return None
    return _whole(raw, np.flatnonzero(begins), np.flatnonzero(ends), n_labels)


def _quick_pairs(
    raw: NDArray[np.uint8],
    in_labels: NDArray[np.bool_],
    is_gap: NDArray[np.bool_],
    n_features: int,
) -> tuple[NDArray[np.uint32], NDArray[np.float32]] | None:
    colons = np.flatnonzero(raw == _COLON)
    in_pair = ~(is_gap | in_labels)
    begins = np.flatnonzero(in_pair & ~np.concatenate(([False], in_pair[:-1])))
    ends = np.flatnonzero(in_pair & ~np.concatenate((in_pair[1:], [False])))
    if len(colons) != len(begins) or not ((begins < colons) & (colons < ends)).all():
        return None
    others = np.concatenate(([-1], np.flatnonzero(~_IS_DIGIT[raw])))
    if (others[np.searchsorted(others, colons) - 1] != begins - 1).any():
        return None  # something else than digits before a colon
    features = _whole(raw, begins, colons - 1, n_features)
    values = _decimals(raw, colons + 1, ends)
    return None if features is None or values is None else (features, values)


def _whole(
    raw: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64], limit: int
) -> NDArray[np.uint32] | None:
    """Return the numbers whose digits are at ``begins`` to ``ends``; None when one is too large."""
    longest = int((ends - begins).max(initial=0)) + 1
    if longest > 10:
        return None
    numbers = np.zeros(len(begins), np.int64)
    for place in range(longest):
        at = begins + place
        is_there = at <= ends
        digit = raw[np.minimum(at, len(raw) - 1)].astype(np.int64) - ord("0")
        numbers = np.where(is_there, numbers * 10 + digit, numbers)
    if (numbers >= limit).any():
        return None
    return numbers.astype(np.uint32)


def _decimals(
    raw: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float32] | None:
    """Return the values at ``begins`` to ``ends``; None when one is not a plain number."""
    length = ends - begins + 1
    if (length == 1).all() and _IS_DIGIT[raw[begins]].all():  # counts and flags
        return (raw[begins] - ord("0")).astype(np.float32)
    longest = int(length.max(initial=0))
    if longest > 40:
        return None
    letters = np.zeros((len(begins), longest), np.uint8)
    for place in range(longest):
        is_there = place < length
        letters[is_there, place] = raw[begins[is_there] + place]
    try:
        texts: NDArray[np.bytes_] = cast("Any", letters).view(f"S{longest}").ravel()
        values = texts.astype(np.float64)
    except ValueError:
        return None
    usual = np.abs(values) <= np.finfo(np.float32).max
    return values.astype(np.float32) if usual.all() else None
