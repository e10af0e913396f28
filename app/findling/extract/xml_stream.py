# SPDX-License-Identifier: Apache-2.0
"""Parse XML from strangers: no entities, no deep nesting, no more of the tree than is needed.

Uses the standard library's expat, which opens no files and no network. Entities can only be
declared inside of the document, so a declaration with such a part is refused; one that merely names
an outside file, as old OpenDocument and e-book parts have it, is harmless since nobody fetches it.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from xml.parsers import expat

from findling.extract.errors import damaged
from findling.extract.limits import MAX_NESTING

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Iterator


def check_xml(data: bytes, what: str) -> None:
    """Refuse declared entities and deep nesting in a part that another parser will read.

    Raises
    ------
    ReadError
        If the part holds such things.
    xml.parsers.expat.ExpatError
        If it is not sound XML.
    """
    depth = 0

    def on_start(*_: object) -> None:
        nonlocal depth
        depth += 1
        check_depth(depth, what)

    def on_end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    refuse_entities(parser, what)
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    with known_encoding(what):
        parser.Parse(data, True)


def stream_xml(
    chunks: Iterable[bytes],
    what: str,
    wholes: Collection[str] | None,
    opens: Collection[str] = (),
) -> Iterator[Element]:
    """Yield chosen elements of a part as they come, and forget each afterwards.

    Parameters
    ----------
    chunks : iterable of bytes
        The part, in pieces.
    what : str
        What the file is in words, for errors.
    wholes : collection of str, or None
        Tags, with namespaces, of elements to yield complete. One inside of another is part of it.
        None stands for the root.
    opens : collection of str, optional
        Tags of elements to yield when they open: only their attributes can be relied upon.

    Raises
    ------
    ReadError
        If the part declares entities or is nested too deeply.
    xml.etree.ElementTree.ParseError
        If it is not sound XML.

    Notes
    -----
    Memory is that of the largest element yielded, not of the part.
    """
    parser: XMLPullParser[Element] = XMLPullParser(events=("start", "end"))
    open_elements: list[Element] = []
    whole_at = 0  # depth of the complete element that is being built; 0 = none
    for chunk in chain(_checked(chunks, what), (b"",)):
        with known_encoding(what):
            parser.feed(chunk) if chunk else parser.close()
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            if event == "start":
                open_elements.append(element)
                check_depth(len(open_elements), what)
                if not whole_at and (wholes is None or element.tag in wholes):
                    whole_at = len(open_elements)
                elif not whole_at and element.tag in opens:
                    yield element
                continue
            if whole_at == len(open_elements):
                yield element
                whole_at = 0
            open_elements.pop()
            if not whole_at and open_elements:
                open_elements[-1].clear()


@contextmanager
def sound_xml(what: str) -> Generator[None, None, None]:
    """Turn complaints of XML parsers inside of the block into a `ReadError`."""
    try:
        yield
    except (expat.ExpatError, ParseError) as error:
        raise damaged(what, repr(error)) from error


def parse_xml(chunks: Iterable[bytes], what: str) -> Element:
    """Return a part as a tree; for parts that are small in sound files.

    Raises
    ------
    ReadError, xml.etree.ElementTree.ParseError
        As `stream_xml`.
    """
    return next(iter(stream_xml(chunks, what, wholes=None)))


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """Return a tag or an attribute's name without its namespace.

    Examples
    --------
    >>> local("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row")
    'row'
    """
    return tag.rpartition("}")[2]


@contextmanager
def known_encoding(what: str) -> Generator[None, None, None]:
    """Turn complaints about an unknown encoding inside of the block into a `ReadError`."""
    try:
        yield
    except (LookupError, ValueError) as error:  # one that Python or expat does not have
        raise damaged(what, repr(error)) from error


def _checked(chunks: Iterable[bytes], what: str) -> Iterator[bytes]:
    """Pass chunks on; until the root element opens, a second parser looks out for entities."""
    has_root = False

    def on_root(*_: object) -> None:
        nonlocal has_root
        has_root = True

    guard = expat.ParserCreate()
    refuse_entities(guard, what)
    guard.StartElementHandler = on_root
    for chunk in chunks:
        if not has_root:
            with known_encoding(what):
                guard.Parse(chunk, False)
        yield chunk


def refuse_entities(parser: expat.XMLParserType, what: str) -> None:
    """Make a parser stop at a document type declaration with something in it."""

    def on_doctype(_name: str, _system: str | None, _public: str | None, has_inside: int) -> None:
        if has_inside:
            raise damaged(what, "document type declaration in XML")

    parser.StartDoctypeDeclHandler = on_doctype


def check_depth(depth: int, what: str) -> None:
    """Refuse an element at a depth over `MAX_NESTING`."""
    if depth > MAX_NESTING:
        raise damaged(what, f"XML nested deeper than {MAX_NESTING}")
