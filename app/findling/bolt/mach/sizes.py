# SPDX-License-Identifier: Apache-2.0
"""How many buckets a number of labels needs, and how many each label is in."""

from __future__ import annotations

from typing import Literal, TypeAlias

from findling.bolt.errors import InputTypeError, InputValueError

Size: TypeAlias = int | Literal["auto"]

_LABELS_A_BUCKET_ENTRY = 5  # see buckets_for
_FEWEST = 1024  # cheap, and with room for labels to come
_HASHES = 8  # four do for labels that are taught, but not for those that are introduced
_ACTIVE = 2048  # outputs of a batch of training


def buckets_for(n_labels: int) -> int:
    """Return the number of buckets that "auto" stands for.

    One for five labels, measured as a compromise: twice as many find one in a hundred more samples
    and cost twice the time and memory.
    """
    return max(_FEWEST, -(-n_labels // _LABELS_A_BUCKET_ENTRY))


def checked_sizes(n_buckets: Size, n_hashes: Size, n_labels: int) -> tuple[int, int]:
    """Return buckets and buckets a label as numbers; the engine checks their limits."""
    for value, name in ((n_buckets, "n_buckets"), (n_hashes, "n_hashes")):
        if value != "auto" and (isinstance(value, bool) or not isinstance(value, int)):
            msg = f'[mach] expected {name} to be a whole number or "auto", got {value!r}'
            raise InputTypeError(msg)
        if value != "auto" and value < 1:
            msg = f"[mach] expected {name} of 1 or more, got {value}"
            raise InputValueError(msg)
    buckets = buckets_for(n_labels) if n_buckets == "auto" else n_buckets
    return buckets, min(_HASHES, buckets) if n_hashes == "auto" else n_hashes


def share_in_training(n_buckets: int) -> float:
    """Return the share of the buckets that a batch of training computes."""
    return min(1.0, _ACTIVE / n_buckets)
