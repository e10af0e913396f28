# SPDX-License-Identifier: Apache-2.0
"""Write ``unicode_tables.inc`` from Python's own Unicode database.

Run it from anywhere with a recent Python: ``python core/text/make_unicode_tables.py``. The result
is committed, so that a build needs no Python and every machine splits words alike.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Scripts that are written without spaces between words, and Hangul, whose words carry their
# particles with them. The first group has characters that mean something alone.
IDEOGRAPHS = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "IDEOGRAPHIC NUMBER ZERO")
UNSPACED = (
    *("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA", "IDEOGRAPHIC ITERATION MARK"),
    *("HANGUL SYLLABLE", "THAI CHARACTER", "LAO ", "KHMER ", "MYANMAR ", "BOPOMOFO LETTER"),
)
JOINERS = {0x00AD, 0x200C, 0x200D, 0x2060, 0xFEFF}


def char_class(point: int) -> str:
    """Return the name of a code point's class, empty for what separates words."""
    char = chr(point)
    category = unicodedata.category(char)
    if point in JOINERS:
        return "Joiner"
    if char == "_" or category.startswith("M") or category[0] in "LN":
        name = unicodedata.name(char, "")
        if name.startswith(IDEOGRAPHS):
            return "Ideograph"
        if name.startswith(UNSPACED) and "DIGIT" not in name:
            return "Unspaced"
        return "Mark" if char == "_" or category.startswith("M") else "Letter"
    return ""


def lower(point: int) -> int:
    """Return the lower-case form as one code point; the few longer ones lose their marks."""
    return ord(chr(point).lower()[0])


def runs(values: Callable[[int], str]) -> Iterable[tuple[int, int, str]]:
    """Give maximal ranges of code points, both ends included, with the same non-empty value."""
    start, current = 0, ""
    for point in range(0x110001):
        value = "" if point > 0x10FFFF or 0xD800 <= point < 0xE000 else values(point)
        if value != current:
            if current:
                yield start, point - 1, current
            start, current = point, value


def lower_runs() -> Iterable[tuple[int, int, int, int]]:
    """Give ``first, last, step, delta``: each step-th code point in the range moves by delta."""
    pairs = [(p, lower(p) - p) for p in range(0x110000) if not 0xD800 <= p < 0xE000]
    changed = [(p, d) for p, d in pairs if d]
    i = 0
    while i < len(changed):
        first, delta = changed[i]
        step = 0
        j = i
        while j + 1 < len(changed) and changed[j + 1][1] == delta:
            gap = changed[j + 1][0] - changed[j][0]
            if gap > 2 or (step and gap != step):
                break
            step = gap
            j += 1
        yield first, changed[j][0], step or 1, delta
        i = j + 1


def packed(rows: Iterable[str], width: int = 98) -> Iterable[str]:
    """Give lines that hold as many rows as fit."""
    line = ""
    for row in rows:
        if line and len(line) + len(row) + 1 > width:
            yield line
            line = ""
        line = f"{line} {row}" if line else row
    yield line


def main() -> None:
    """Write the file beside this script."""
    classes = [f"{{0x{a:X}, 0x{b:X}, CharClass::k{c}}}," for a, b, c in runs(char_class)]
    lowers = [f"{{0x{a:X}, 0x{b:X}, {s}, {d}}}," for a, b, s, d in lower_runs()]
    version = ".".join(map(str, sys.version_info[:2]))
    text = "\n".join(
        (
            "// SPDX-License-Identifier: Apache-2.0",
            f"// Unicode {unicodedata.unidata_version}, written by make_unicode_tables.py with "
            f"Python {version}; do not edit.",
            "constexpr ClassRange kClassRanges[] = {",
            *packed(classes),
            "};",
            "constexpr LowerRange kLowerRanges[] = {",
            *packed(lowers),
            "};",
            "",
        )
    )
    Path(__file__).with_name("unicode_tables.inc").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
