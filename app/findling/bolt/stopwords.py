# SPDX-License-Identifier: Apache-2.0
"""Words that say nothing about what a text is about."""

from __future__ import annotations

# Articles, conjunctions, common prepositions, forms of "be" and what a question begins with.
# Short on purpose: a word that is frequent without being here weighs little anyway.
_ENGLISH = """
a an and are as at be been but by can could did do does for from had has have how i if in into is it
its me my no not of on or our she should so such than that the their them then there these they this
those to was we were what when where which who why will with would you your
"""

_STOP_WORDS = {"english": frozenset(_ENGLISH.split())}


def stop_words(language: str) -> frozenset[str]:
    """Return the stop words of a language, lower-case; none for languages without a list."""
    return _STOP_WORDS.get(language, frozenset())
