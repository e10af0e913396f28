# SPDX-License-Identifier: Apache-2.0
"""The part of a retriever that takes teachings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.bolt.checks import checked_text
from findling.bolt.errors import InputValueError
from findling.bolt.ids import plain_id
from findling.bolt.teaching.teachings import Kind, Teachings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from typing_extensions import Self

    from findling.bolt.ids import Id


class Teachable:
    """Takes what people teach.

    Attributes
    ----------
    teachings : Teachings
        What was taught: list it, disable or delete any of it; with none the ranking is that of the
        index alone. Several retrievers may share one list.

    Notes
    -----
    A teaching takes effect with the next search, without training. It bears upon queries that share
    most of their uncommon words with the taught one, so that others stay as they are.
    """

    teachings: Teachings

    def upvote(self, query: str, id: Id) -> int:
        """Teach that a passage answers a query: it comes first for it, and rises for like queries.

        Parameters
        ----------
        query : str
        id : int or str
            Of the passage; it need not be there (yet).

        Returns
        -------
        int
            Number of the teaching.

        Raises
        ------
        EngineError
            For input that is not accepted; also a `ValueError` or a `TypeError`.
        """
        return self.teachings.add(Kind.GOOD, checked_text(query, "query"), plain_id(id))

    def downvote(self, query: str, id: Id) -> int:
        """Teach that a passage does not answer a query: it falls for it and for like queries.

        Parameters, return value and errors as of `upvote`.
        """
        return self.teachings.add(Kind.BAD, checked_text(query, "query"), plain_id(id))

    def associate(self, source: str, target: str) -> int:
        """Teach that words mean other words: who asks for the first is asking for the second too.

        Parameters
        ----------
        source : str
            Words, such as an abbreviation; all of them have to be in a query.
        target : str
            What they mean, in words of the passages.

        Returns
        -------
        int
            Number of the teaching.

        Raises
        ------
        EngineError
            For input that is not accepted; also a `ValueError` or a `TypeError`.
        """
        words, meaning = checked_text(source, "source"), checked_text(target, "target")
        return self.teachings.add(Kind.MEANS, words, meaning)

    def fine_tune(self, queries: Sequence[str], ids: Sequence[Id | Iterable[Id]]) -> Self:
        """Teach from many judged queries.

        Parameters
        ----------
        queries : sequence of str, length n
        ids : sequence, length n
            For each query the id of the passage that answers it, or several.

        Returns
        -------
        Teachable
            Itself.

        Raises
        ------
        EngineError
            For input that is not accepted; also a `ValueError` or a `TypeError`. What came before
            the bad input was taught then.
        """
        if len(queries) != len(ids):
            msg = f"[teaching] expected as many queries as ids, got {len(queries)} and {len(ids)}"
            raise InputValueError(msg)
        for query, answer in zip(queries, ids, strict=True):
            answers = [answer] if isinstance(answer, (int, str)) else list(answer)
            for passage in answers:
                self.upvote(query, passage)
        return self
