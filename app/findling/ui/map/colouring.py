# SPDX-License-Identifier: Apache-2.0
"""Colours of the map's points: by folder, type or label; never by colour alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from findling.services.library_map.maker import MappedDocuments
    from findling.ui.theme.tokens import Colors

# Paul Tol's "bright" and "vibrant" schemes: told apart with any kind of colour vision; 3:1 on the
# grounds of both kinds of themes.
_ON_LIGHT = ("#3b6fb0", "#c8402f", "#1f8a4c", "#a06a00", "#a0368a", "#0e7f93", "#6b6b6b")
_ON_DARK = ("#77aadd", "#ee8866", "#44bb99", "#eedd88", "#ffaabb", "#99ddff", "#bbbbbb")

N_NAMED = 6


class ColorBy(Enum):
    """What the colour of a point tells."""

    FOLDER = "folder"
    FORMAT = "format"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Colouring:
    """Colours of points.

    Attributes
    ----------
    names : tuple of str
        What each colour stands for, most points first; empty for all others, which come last.
    counts : tuple of int
        Points of each.
    numbers : ndarray of int64
        [n], the colour of each point.
    palette : tuple of str
        A colour each.
    """

    names: tuple[str, ...]
    counts: tuple[int, ...]
    numbers: NDArray[np.int64]
    palette: tuple[str, ...]


def colour(known: MappedDocuments, by: ColorBy, colors: Colors) -> Colouring:
    """Return colours for the points of a map: the most frequent values have one of their own."""
    values: Sequence[str] = {
        ColorBy.FOLDER: known.folders,
        ColorBy.FORMAT: known.formats,
        ColorBy.LABEL: known.labels,
    }[by]
    counts = Counter(value for value in values if value)
    named = [name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    named = named[:N_NAMED]
    place = {name: i for i, name in enumerate(named)}
    numbers = np.array([place.get(value, len(named)) for value in values], np.int64)
    ours = _ON_DARK if colors.is_dark else _ON_LIGHT
    n_others = int(np.sum(numbers == len(named)))
    names = (*named, *([""] if n_others else []))
    return Colouring(
        names,
        tuple(int(np.sum(numbers == i)) for i in range(len(names))),
        numbers,
        (*ours[: len(named)], *([ours[-1]] if n_others else [])),
    )
