# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract.errors import ReadError
from findling.extract.ooxml import content_types, linked, links_of, main_part, properties
from findling.extract.zip_package import open_zip

MakeParts = Callable[..., Path]

_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def test_links_lead_to_parts_inside_of_the_file_only(make_parts: MakeParts) -> None:
    def link(key: str, target: str, mode: str = "Internal") -> str:
        return f'<Relationship Id="{key}" Type="x/slide" Target="{target}" TargetMode="{mode}"/>'

    table = "".join(
        (
            *(link("a", "slides/1.xml"), link("b", "/ppt/2.xml"), link("c", "../../../etc/passwd")),
            *(link("d", "http://example.org/3.xml", "External"), link("", "nameless.xml")),
        )
    )
    rels = f'<Relationships xmlns="{_RELS}">{table}</Relationships>'
    path = make_parts("a.pptx", {"ppt/_rels/p.xml.rels": rels, "ppt/slides/1.xml": "<a/>"})
    with open_zip(path, "PowerPoint presentation") as package:
        found = {item.key: item.part for item in links_of(package, "ppt/p.xml")}
        assert found == {"a": "ppt/slides/1.xml", "b": "ppt/2.xml", "c": "etc/passwd", "d": ""}
        assert linked(package, "ppt/p.xml", "slide") == ["ppt/slides/1.xml"]
        assert links_of(package, "ppt/other.xml") == []
        with pytest.raises(ReadError) as caught:
            main_part(package)
    assert "main part" in caught.value.detail


def test_types_are_known_by_part_and_by_extension(make_parts: MakeParts) -> None:
    types = (
        '<Types xmlns="x"><Default Extension="XML" ContentType="application/xml"/>'
        '<Override PartName="/Word/Document.xml" ContentType="text/word"/></Types>'
    )
    with open_zip(make_parts("a.docx", {"[Content_Types].xml": types}), "file") as package:
        assert content_types(package) == {
            ".xml": "application/xml",
            "word/document.xml": "text/word",
        }


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("<a xmlns:d='d'><d:title> A\n B </d:title><d:creator>Ada</d:creator><d:x>y</d:x></a>", 2),
        ("<a><title>A B</title><creator>", 0),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", 0),
    ],
)
def test_a_broken_property_sheet_is_passed_over(
    make_parts: MakeParts, sheet: str, expected: int
) -> None:
    rels = (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="a" Type="x/metadata/core-properties" '
        'Target="core.xml"/></Relationships>'
    )
    with open_zip(make_parts("a.docx", {"_rels/.rels": rels, "core.xml": sheet}), "x") as package:
        found = properties(package)
    assert found == ({"title": "A B", "author": "Ada"} if expected else {})
