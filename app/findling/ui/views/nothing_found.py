# SPDX-License-Identifier: Apache-2.0
"""What is said, and what helps, where a query finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from findling.services.types import SearchMode
from findling.ui import condition_wording, wording
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.types import Instead, LeftOut
    from findling.ui.sessions.search import Answer

    Act = tuple[str, Callable[[], object]]

_MOST_LEFT_OUT = 3
_LEFT_OUT_CHARS = 28


class Ways(NamedTuple):
    """What can be done: ask something else, match in another way, clear, teach."""

    ask: Callable[[str], object]
    match: Callable[[SearchMode], object]
    clear: Callable[[], object]
    teach: Callable[[], object]


class Said(NamedTuple):
    """A heading, a sentence below it, and buttons."""

    heading: str
    sentence: str
    actions: tuple[Act, ...]


def nothing_found(answer: Answer, ways: Ways, *, is_indexing: bool) -> Said:
    """Return what to show for an answer without hits.

    Parameters
    ----------
    answer : Answer
    ways : Ways
        What the buttons do.
    is_indexing : bool
        Whether documents are being added: then more may turn up.
    """
    results = answer.results
    sentences = [_why(answer)]
    if answer.awaits_meaning:
        sentences.append(tr("Passages that mean the same are found when learning is done."))
    if is_indexing:
        sentences.append(tr("Documents are still being read, so more may turn up."))
    heading = tr("Nothing found for “%1”").replace("%1", _shortened(results.query))
    return Said(heading, " ".join(sentences), _actions(answer, ways))


def _why(answer: Answer) -> str:
    """Return the sentence that says most about why there is nothing."""
    results, instead = answer.results, answer.results.instead
    if instead is not None and (instead.by_words or instead.by_meaning):
        text = tr("By exact words: %1. By meaning: %2.")
        words, meaning = map(wording.documents, (instead.by_words, instead.by_meaning))
        return text.replace("%1", words).replace("%2", meaning)
    if results.left_out:
        return tr("Something is found without a part of your search.")
    if answer.awaits_meaning or results.mode is SearchMode.WORDS:
        return tr("None of these words is in your documents.")
    return tr("Try other words, or fewer of them.")


def _actions(answer: Answer, ways: Ways) -> tuple[Act, ...]:
    """Return the way that leads furthest, first."""
    results, instead = answer.results, answer.results.instead
    found = [_without(part, ways) for part in results.left_out[:_MOST_LEFT_OUT]]
    if not found and results.mode is SearchMode.WORDS and _has_meaning(answer):
        found.append((tr("Search by meaning too"), lambda: ways.match(SearchMode.BEST)))
    if not found and instead is not None and instead.by_words:
        found.append((tr("Find exact words"), lambda: ways.match(SearchMode.WORDS)))
    if instead is not None and instead.by_name:
        found.append(_in_names(instead, ways))
    if not results.left_out:
        found += [(tr("Clear the search"), ways.clear), (tr("Teach what this means…"), ways.teach)]
    return tuple(found)


def _has_meaning(answer: Answer) -> bool:
    """Tell whether it helps to match by meaning; where that is not known, it may."""
    instead = answer.results.instead
    return not answer.awaits_meaning and (instead is None or bool(instead.by_meaning))


def _without(part: LeftOut, ways: Ways) -> Act:
    """Return what leaves a part of the query out, with how much is found then."""
    if part.chip is None:
        label = tr("Clear filters: %1")
    else:
        chip = _shortened(condition_wording.chip(part.chip), _LEFT_OUT_CHARS)
        label = tr("Without %2: %1").replace("%2", chip)
    return label.replace("%1", wording.documents(part.documents)), lambda: ways.ask(part.query)


def _in_names(instead: Instead, ways: Ways) -> Act:
    label = tr("Search in file names: %1").replace("%1", wording.documents(instead.by_name))
    return label, lambda: ways.ask(instead.name_query)


def _shortened(query: str, limit: int = 60) -> str:
    return query if len(query) <= limit else query[: limit - 1] + "…"
