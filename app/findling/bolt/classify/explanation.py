# SPDX-License-Identifier: Apache-2.0
"""Which words of a text made an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from findling.bolt.classify.margins import passage_places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from findling import _core
    from findling.bolt.classify.margins import MarginPlan


@dataclass(frozen=True, slots=True)
class TokenPart:
    """What one word or sign did.

    Attributes
    ----------
    text : str
        As it stands in the text.
    begin, end : int
        Where, in characters.
    part : float
        Its part of the margin; above 0 speaks for the class.
    """

    text: str
    begin: int
    end: int
    part: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A margin as the sum of its parts.

    Attributes
    ----------
    label : int or str
        The class that is explained.
    margin : float
        ``bias + vector +`` the sum of the tokens' parts, but for rounding. From 1 on the class is
        as clear as in training, at -1 so is that it is not.
    probability : float
        Of the class.
    tokens : tuple of TokenPart
        In the order of the text.
    bias : float
        What every text gets.
    vector : float
        What the vector of the text did.
    """

    label: Any
    margin: float
    probability: float
    tokens: tuple[TokenPart, ...]
    bias: float
    vector: float

    def top(self, n: int = 5) -> list[TokenPart]:
        """Return the tokens that spoke most for the class, strongest first."""
        speaking = [token for token in self.tokens if token.part > 0]
        return sorted(speaking, key=lambda token: -token.part)[:n]


@dataclass(frozen=True, slots=True)
class MarginParts:
    """The parts of a margin, before they are told of a class."""

    tokens: tuple[TokenPart, ...]
    bias: float
    vector: float


def margin_parts(
    plan: MarginPlan, model: _core.TextModel, text: str, vectors: NDArray[np.float32], column: int
) -> MarginParts:
    """Return the parts of a class's margin; of passages, their means.

    Parameters
    ----------
    vectors : ndarray of float32
        [1, D]
    column : int
        The class's place among the classes.
    """
    places = passage_places(text, plan.passage_words)
    sign = -1.0 if plan.one_question and column == 0 else 1.0
    output = 0 if plan.one_question else column
    share = sign / len(places)
    tokens: list[TokenPart] = []
    bias = vector = 0.0
    for first, last in places:
        begins, ends, parts, constant, from_vector = model.explain(
            text[first:last], vectors, output
        )
        tokens += [
            TokenPart(text[first + begin : first + end], first + begin, first + end, share * part)
            for begin, end, part in zip(begins.tolist(), ends.tolist(), parts.tolist(), strict=True)
        ]
        bias += share * constant
        vector += share * from_vector
    return MarginParts(tuple(tokens), bias, vector)
