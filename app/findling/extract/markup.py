# SPDX-License-Identifier: Apache-2.0
"""The words of Markdown without the signs that lay them out."""

from __future__ import annotations

import re

_SIGNS_ALONE = re.compile(r"^[ \t]*(?:[-=*_]{2,}|(?:`{3,}|~{3,})\w*|[|:\- \t]{3,})[ \t]*$", re.M)
_LINE_SIGNS = re.compile(r"^[ \t]*(?:#{1,6}(?=[ \t])|>+|[-*+](?=[ \t]))[ \t]*", re.M)
_LINK = re.compile(r"!?\[([^][\n]{0,500})\]\([^)\n]{0,500}\)")
_CELL_ENDS = re.compile(r"^[ \t]*\||\|[ \t]*$", re.M)
_EMPHASIS = re.compile(
    r"(?<![\w*_~`])(?:[*`]+|_+|~~)(?=[^\s*_~`])|(?<=[^\s*_~`])(?:[*`]+|_+|~~)(?![\w*_~`])"
)


def without_markup(text: str) -> str:
    r"""Return the words of a part of a Markdown file.

    The part may begin and end anywhere, so a sign whose other half lies outside is dropped as well.

    Examples
    --------
    >>> without_markup("## Rules\n- **never** [call](http://x.org) `a_b`, 2 * 3")
    'Rules\nnever call a_b, 2 * 3'
    """
    for signs in (_SIGNS_ALONE, _LINE_SIGNS, _CELL_ENDS):
        text = signs.sub("", text)
    return _EMPHASIS.sub("", _LINK.sub(r"\1", text))
