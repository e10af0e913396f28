# SPDX-License-Identifier: Apache-2.0
"""HTML pages: visible text block by block, without scripts, styles and navigation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode

from findling.extract.decode import decode
from findling.extract.errors import no_text, too_large
from findling.extract.limits import MAX_HTML_FILE
from findling.extract.textbuild import TextBuilder
from findling.extract.titles import title_from_headings
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

READER = "html/1"

_NOT_SHOWN = """
    script style noscript template svg math iframe object embed applet canvas audio video head nav
    select datalist
"""
_DROPPED = frozenset(_NOT_SHOWN.split())
_BREAKING = """
    address article aside blockquote body br button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main
    menu ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BREAKING.split())
_CELLS = frozenset(("td", "th"))
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_html(path: ReadableFile) -> ExtractedDocument:
    """Read an HTML file.

    Raises
    ------
    ReadError
        If the file is too large, empty, not text, or shows no text.
    """
    size = path.stat().st_size
    if size > MAX_HTML_FILE:
        raise too_large("The page", size, MAX_HTML_FILE)
    data = path.read_bytes()
    if not data.strip():
        raise no_text("The file is empty.")
    return parse_html(*decode_html(data))


def parse_html(source: str, warnings: tuple[str, ...] = ()) -> ExtractedDocument:
    """Return what a page shows that is decoded already.

    Raises
    ------
    ReadError
        If it shows no text.
    """
    tree = LexborHTMLParser(source)
    builder = HtmlText()
    if tree.root is not None:
        builder.add_tree(tree.root)
    text = builder.text()
    if not text:
        raise no_text("The page shows no text.")
    title = _title(tree) or title_from_headings(text, builder.headings)
    return ExtractedDocument(
        text,
        "html",
        READER,
        title,
        headings=tuple(builder.headings),
        metadata=_metadata(tree),
        warnings=warnings,
    )


class HtmlText(TextBuilder):
    """Collects the inline text of a tree into blocks, in one pass without recursion."""

    def __init__(self) -> None:
        super().__init__()
        self._inline: list[str] = []
        self._level = 0
        self._pre_depth = 0

    def add_tree(self, root: LexborNode) -> None:
        """Add all visible text below a node: pages may be nested a hundred thousand deep."""
        node: LexborNode | None = root
        while node is not None:
            node = self._enter(node) or self._next(node, root)
        self._flush()

    def _next(self, node: LexborNode, root: LexborNode) -> LexborNode | None:
        """Leave nodes up to the first that has a sibling; return that, or None at the end."""
        self._leave(node)
        while node.next is None:
            if node.mem_id == root.mem_id or node.parent is None:
                return None
            node = node.parent
            self._leave(node)
        return None if node.mem_id == root.mem_id else node.next

    def _enter(self, node: LexborNode) -> LexborNode | None:
        tag = node.tag
        if tag == "-text":
            self._add_inline(node.text_content or "")
            return None
        if tag in _DROPPED or tag == "-comment":
            return None
        if tag in _CELLS:
            self._inline.append(" | " if self._inline else "")
        elif tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        self._pre_depth += tag == "pre"
        return node.child

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag in _DROPPED:
            return
        if tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._level = 0
        self._pre_depth -= tag == "pre"

    def _add_inline(self, text: str) -> None:
        self._inline.append(text if self._pre_depth else re.sub(r"\s+", " ", text))

    def _flush(self) -> None:
        text = "".join(self._inline)
        self._inline.clear()
        if self._level:
            self.add_heading(text, self._level)
        elif self._pre_depth:
            self.add_paragraph(text.strip("\n"))
        else:
            self.add_paragraph(_tidy(text))


def _tidy(text: str) -> str:
    """Fold runs of spaces and drop the bars of empty table cells."""
    cells = (" ".join(cell.split()) for cell in text.split(" | "))
    return " | ".join(cell for cell in cells if cell)


def decode_html(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the source of a page as text, and warnings.

    Decodes by the page's own word where it is one that Python knows, else as any text file.

    Raises
    ------
    ReadError
        If the bytes are not text.
    """
    match = _META_CHARSET.search(data[:4096])
    if match and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(match[1].decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong label is common; the bytes themselves say more
    decoded = decode(data)
    return decoded.text, decoded.warnings


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("head > title")
    return " ".join(node.text().split())[:200] if node is not None else ""


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    root = tree.css_first("html")
    if root is not None and (language := root.attributes.get("lang")):
        found["language"] = language
    for name in ("author", "description", "keywords", "date"):
        node = tree.css_first(f'meta[name="{name}"]')
        content = node.attributes.get("content") if node is not None else None
        if content:
            found[name] = " ".join(content.split())[:500]
    return found
