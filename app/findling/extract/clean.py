# SPDX-License-Identifier: Apache-2.0
"""The form of a text that is indexed: words whole, white space folded.

Offsets hold for the raw text only.
"""

from __future__ import annotations

import re

_HYPHENS = re.compile(
    "[\ufffe\u00ad]\\s*"  # QtPdf's mark for a hyphen at a line's end, soft hyphens
    # ... and a hyphen, a new line, a letter that is no capital
    "|(?<=[^\\W\\d_])[-\u2010][ \t]*\r?\n[ \t]*(?=[^\\W\\d_A-Z])"
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_INVISIBLE = dict.fromkeys(
    [*range(9), *range(14, 28), 0x7F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF], None
)
_TABLE = {**_INVISIBLE, **_LIGATURES}


def clean_for_index(text: str) -> str:
    r"""Return a passage's text as it should be indexed and shown in one run.

    Words that a line's end has split are joined, ligatures spelt out, invisible characters dropped,
    and every run of white space becomes one space.

    Examples
    --------
    >>> clean_for_index("the ten-\r\nant pays\n in ad\ufffevance")
    'the tenant pays in advance'
    """
    text = _HYPHENS.sub("", text)
    return " ".join(text.translate(_TABLE).split())
