# SPDX-License-Identifier: Apache-2.0
"""Documents as entries of a reference manager: BibTeX and RIS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_AUTHORS = re.compile(r"\s*(?:;|\n| and )\s*")
_RIS_TYPES = {"eml": "ICOMM", "msg": "ICOMM", "mbox": "ICOMM", "html": "ELEC", "mhtml": "ELEC"}
_KEY_WORDS = 2


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as it is cited.

    Attributes
    ----------
    title : str
    path : Path
        The file on disk.
    format : str
        Short name of its format.
    author, date, language : str
        As the document gives them; the date in ISO 8601, or empty.
    keywords : tuple of str
        Labels that a person gave it.
    note : str
        Where in it something was found.
    """

    title: str
    path: Path
    format: str
    author: str = ""
    date: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    note: str = ""

    @property
    def authors(self) -> list[str]:
        """The authors one by one."""
        return [name for part in _AUTHORS.split(self.author) if (name := _line(part))]


def bibtex(references: Iterable[Reference]) -> str:
    r"""Return entries of the kind ``@misc`` in UTF-8, for BibTeX and BibLaTeX.

    Their keys are unique within the text; what TeX would take for a command is escaped.
    """
    taken: set[str] = set()
    return "\n".join(_entry(reference, _key(reference, taken)) for reference in references)


def ris(references: Iterable[Reference]) -> str:
    """Return records as reference managers import them, lines ended by CR LF as RIS asks for."""
    return "".join(_record(reference) for reference in references)


def _entry(reference: Reference, key: str) -> str:
    year = _YEAR.match(reference.date)
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in reference.authors),
        "title": f"{{{_tex(reference.title)}}}",
        "year": year.group() if year else "",
        "language": _tex(reference.language),
        "keywords": _tex(", ".join(reference.keywords)),
        "note": _tex(reference.note),
        "file": _tex(str(reference.path)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _key(reference: Reference, taken: set[str]) -> str:
    """Return a key that no other entry has: the title's first words and the year."""
    words = re.findall(r"[a-z0-9]+", reference.title.casefold())[:_KEY_WORDS]
    year = _YEAR.match(reference.date)
    base = "-".join([*words, *([year.group()] if year else [])]) or "document"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def _record(reference: Reference) -> str:
    day = _DAY.match(reference.date)
    fields: list[tuple[str, str]] = [
        ("TY", _RIS_TYPES.get(reference.format, "GEN")),
        ("TI", reference.title),
        *(("AU", name) for name in reference.authors),
        *(
            [("PY", day[1]), ("DA", "/".join(part or "" for part in (*day.groups(), "")))]
            if day
            else []
        ),
        ("LA", reference.language),
        *(("KW", keyword) for keyword in reference.keywords),
        ("N1", reference.note),
        ("L1", reference.path.absolute().as_uri()),
    ]
    return _lines([(tag, _line(value)) for tag, value in fields if value])


def _lines(fields: Sequence[tuple[str, str]]) -> str:
    return "".join(f"{tag}  - {value}\r\n" for tag, value in (*fields, ("ER", ""))) + "\r\n"


def _tex(text: str) -> str:
    return _line(text).translate(_SPECIAL)


def _line(text: str) -> str:
    """Return a text in one line: a line's end would end its field."""
    return " ".join(text.split())
