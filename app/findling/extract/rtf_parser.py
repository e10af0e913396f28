# SPDX-License-Identifier: Apache-2.0
"""Follow the groups and control words of a Rich Text file (specification 1.9.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from findling.extract.errors import damaged
from findling.extract.limits import MAX_RTF_GROUPS
from findling.extract.rtf_flow import Flow, Line
from findling.extract.rtf_tokens import charset_codec, page_codec, tokens

if TYPE_CHECKING:
    from findling.extract.rtf_tokens import Token


class _Kind(Enum):
    """What a group holds."""

    TEXT = "text"
    NOTHING = "nothing"  # that is to be read
    FONTS = "fonts"
    STYLES = "styles"
    ASIDE = "aside"  # notes, text boxes: after the paragraph they are anchored in
    COMMENT = "comment"
    AUTHOR = "author"
    MARGIN = "margin"
    LABEL = "label"  # number or bullet of a list's item
    PROPERTY = "property"
    TIME = "time"


_UNREAD = """
    pict nonshppict objdata colortbl fldinst operator company doccomm manager category hlinkbase
    comment xe tc rxe txe sp sn sv shprslt nonesttables private buptim printim
"""
_KINDS = {
    "fonttbl": _Kind.FONTS,
    "stylesheet": _Kind.STYLES,
    "annotation": _Kind.COMMENT,
    "atnauthor": _Kind.AUTHOR,
    **dict.fromkeys(("footnote", "shptxt", "dptxbxtext"), _Kind.ASIDE),
    **dict.fromkeys(("listtext", "pntext"), _Kind.LABEL),
    **dict.fromkeys(("title", "subject", "author", "keywords"), _Kind.PROPERTY),
    **dict.fromkeys(("creatim", "revtim"), _Kind.TIME),
    **dict.fromkeys(
        (f"{name}{page}" for name in ("header", "footer") for page in ("", "l", "r", "f")),
        _Kind.MARGIN,
    ),
    **dict.fromkeys(_UNREAD.split(), _Kind.NOTHING),
}
"""Groups by their first word; those not named here hold text of the group around them."""

_ENTERED = frozenset({"shpinst", "do", "shpgrp", "info"})
"""May be ignored, but text boxes and properties are in there."""

_GLYPHS = {
    **{"tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lquote": "\u2018"},
    **{"rquote": "\u2019", "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022"},
    **{"emdash": "\u2014", "endash": "\u2013", "emspace": " ", "enspace": " ", "qmspace": " "},
    **{"~": "\u00a0", "_": "-"},
}
_TIME_NAMES = {"creatim": "created", "revtim": "modified"}
_HEADING_NAME = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_LABEL = re.compile(r"\s*(\(?\w{1,8}[.)])\s*$")
_BODY_OUTLINE = 9
_LONGEST_PROPERTY = 500


@dataclass(slots=True)
class _Group:
    """What holds until the closing brace; an inner group begins with a copy."""

    kind: _Kind
    flow: Flow
    name: str = ""  # the first word of the group that is of this kind
    is_new: bool = False  # its first word is yet to come
    is_optional: bool = False
    opens: bool = False  # it is this very group that is of its kind
    font: int = -1
    unicode_skip: int = 1
    is_hidden: bool = False
    style: int = 0
    outline: int = _BODY_OUTLINE
    in_table: bool = False


@dataclass(slots=True)
class _Style:
    """A paragraph style while it is read."""

    number: int = 0
    outline: int = _BODY_OUTLINE


@dataclass(slots=True)
class RtfParser:
    """Turns a file into lines.

    Attributes
    ----------
    body : Flow
        The text.
    margins : list of Line
        Headers and footers.
    metadata : dict of str to str
        Title, author, dates.
    language : int
        Windows' number of the usual language; 0 when not given.
    """

    body: Flow = field(default_factory=Flow)
    margins: list[Line] = field(default_factory=list[Line])
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    language: int = 0
    _codec: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict[int, str])
    _default_font: int = -1
    _levels: dict[int, int] = field(default_factory=dict[int, int])
    _style: _Style = field(default_factory=_Style)
    _time: dict[str, int] = field(default_factory=dict[str, int])
    _comment_author: str = ""
    _bytes: bytearray = field(default_factory=bytearray)
    _skip: int = 0  # characters that stand in for one in Unicode before them
    _outer: list[_Group] = field(default_factory=list[_Group])
    _group: _Group = field(init=False)

    def __post_init__(self) -> None:
        self._group = _Group(_Kind.TEXT, self.body)

    def parse(self, data: bytes) -> None:
        """Take a whole file; what comes after its outermost group is no part of it.

        Raises
        ------
        ReadError
            If groups are nested too deeply.
        """
        for token in tokens(data):
            if not token.word:
                self._add_bytes(token.data)
                continue
            if self._bytes:
                self._flush()
            if token.word == "{":
                self._open()
            elif token.word == "}":
                self._close()
                if not self._outer:
                    break
            else:
                self._take_word(token)
        self._flush()

    def _open(self) -> None:
        if len(self._outer) >= MAX_RTF_GROUPS:
            raise damaged("Rich Text file", f"groups nested deeper than {MAX_RTF_GROUPS}")
        self._outer.append(self._group)
        self._group = replace(self._group, is_new=True, is_optional=False, opens=False)
        self._skip = 0

    def _close(self) -> None:
        if not self._outer:
            return
        closed, self._group = self._group, self._outer.pop()
        self._skip = 0
        if closed.kind is _Kind.STYLES:
            self._end_style(closed)
        elif closed.opens:
            self._end_kind(closed)

    def _take_word(self, token: Token) -> None:
        group = self._group
        if group.kind is _Kind.NOTHING:
            return
        if token.word == "*":
            group.is_optional = True
            return
        is_first, group.is_new = group.is_new, False
        if is_first and self._enter(group, token.word):
            return
        if group.kind is _Kind.FONTS:
            self._take_font_word(token)
        elif group.kind is _Kind.TIME:
            self._time[token.word] = token.number or 0
        elif token.word in _GLYPHS:
            self._add_text(_GLYPHS[token.word])
        elif token.word == "u" and token.number is not None:
            self._add_unicode(token.number)
        elif not self._take_format(group, token):
            self._take_break(group, token.word)

    def _enter(self, group: _Group, word: str) -> bool:
        """Begin a group of another kind if its first word says so."""
        kind = _KINDS.get(word)
        if kind is None:
            if not group.is_optional or word in _ENTERED:
                return False
            kind = _Kind.NOTHING
        group.kind, group.name, group.opens = kind, word, True
        if kind is not _Kind.NOTHING:
            group.flow = Flow()
            group.in_table = False
        self._time.clear()
        return True

    def _take_font_word(self, token: Token) -> None:
        number = token.number or 0
        if token.word == "f":
            self._group.font = number
        elif token.word == "fcharset":
            self._fonts.setdefault(self._group.font, charset_codec(number, self._codec))
        elif token.word == "cpg":
            self._fonts[self._group.font] = page_codec(number)

    def _take_format(self, group: _Group, token: Token) -> bool:
        """Take a word that changes what holds for the text after it; say whether it was one."""
        word, number = token.word, token.number
        if word == "f":
            group.font = number or 0
        elif word == "uc":
            group.unicode_skip = max(0, number or 0)
        elif word == "plain":
            group.is_hidden, group.font = False, self._default_font
        elif word in ("v", "deleted"):
            group.is_hidden = number != 0
        elif word == "pard":
            group.style, group.outline, group.in_table = 0, _BODY_OUTLINE, False
        elif word == "intbl":
            group.in_table = True
        elif word == "s":
            group.style = self._style.number = number or 0
        elif word == "outlinelevel":
            group.outline = self._style.outline = number or 0
        else:
            return self._take_setting(word, number)
        return True

    def _take_setting(self, word: str, number: int | None) -> bool:
        """Take a word that holds for the whole file."""
        if word == "ansicpg":
            self._codec = page_codec(number or 0)
        elif word in ("mac", "pc", "pca"):
            self._codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "deff":
            self._default_font = number or 0
        elif word == "deflang":
            self.language = number or 0
        else:
            return False
        return True

    def _take_break(self, group: _Group, word: str) -> None:
        if word in ("par", "sect", "\n", "\r"):
            level = 0 if group.in_table else self._level(group)
            group.flow.end_paragraph(level, in_table=group.in_table)
        elif word in ("nestcell", "nestrow"):
            group.flow.end_paragraph(in_table=True)
        elif word == "cell":
            group.flow.end_cell()
        elif word == "row":
            group.flow.end_row()

    def _level(self, group: _Group) -> int:
        if 0 <= group.outline < _BODY_OUTLINE:
            return group.outline + 1
        return self._levels.get(group.style, 0)

    def _add_bytes(self, data: bytes) -> None:
        """Keep bytes until all of a run are there: a character may take two."""
        self._group.is_new = False
        if self._skip:
            n_skipped = min(self._skip, len(data))
            self._skip -= n_skipped
            data = data[n_skipped:]
        if self._group.kind is not _Kind.NOTHING:
            self._bytes += data

    def _flush(self) -> None:
        data = bytes(self._bytes)
        self._bytes.clear()
        if not data.isascii():
            codec = self._fonts.get(self._group.font, self._codec)
            self._add_text(_decode(data, codec, self._codec))
        elif data:
            self._add_text(data.decode("ascii"))

    def _add_unicode(self, number: int) -> None:
        code = number if 0 <= number <= 0x10FFFF else number & 0xFFFF
        self._add_text(chr(code))
        self._skip = self._group.unicode_skip

    def _add_text(self, text: str) -> None:
        if not self._group.is_hidden:
            self._group.flow.add(text)

    def _end_style(self, closed: _Group) -> None:
        """Keep the level of a style by its name or its outline level."""
        name = " ".join(line.text for line in closed.flow.finish()).strip("; ")
        closed.flow.lines.clear()
        style, self._style = self._style, _Style()
        if match := _HEADING_NAME.match(name):
            self._levels[style.number] = int(match[1])
        elif name.lower() == "title":
            self._levels[style.number] = 1
        elif 0 <= style.outline < _BODY_OUTLINE:
            self._levels[style.number] = style.outline + 1

    def _end_kind(self, closed: _Group) -> None:
        """Put what a group held where it belongs."""
        lines = closed.flow.finish() if closed.flow is not self._group.flow else []
        text = " ".join(" ".join(line.text for line in lines).split())
        if closed.kind is _Kind.ASIDE:
            self._group.flow.add_aside(lines)
        elif closed.kind is _Kind.MARGIN:
            self.margins += lines
        elif closed.kind is _Kind.AUTHOR:
            self._comment_author = text
        elif closed.kind is _Kind.COMMENT and text:
            author = f" ({self._comment_author})" if self._comment_author else ""
            self._group.flow.add_aside([Line(f"Comment{author}: {text}")])
            self._comment_author = ""
        elif closed.kind is _Kind.LABEL and (match := _LABEL.match(text)):
            self._group.flow.add(f"{match[1]} ")
        elif closed.kind is _Kind.PROPERTY and text:
            self.metadata.setdefault(closed.name, text[:_LONGEST_PROPERTY])
        elif closed.kind is _Kind.TIME and self._time.get("yr"):
            self._end_time(closed.name)

    def _end_time(self, name: str) -> None:
        year, month, day, hour, minute = (
            self._time.get(part, 0) for part in ("yr", "mo", "dy", "hr", "min")
        )
        self.metadata[_TIME_NAMES[name]] = (
            f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}"
        )


def _decode(data: bytes, *codecs: str) -> str:
    """Decode by the first encoding under which all is sound, else as far as the first one goes."""
    for codec in codecs:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode(codecs[0], "replace")
