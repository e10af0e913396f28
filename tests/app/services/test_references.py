# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path

from findling.services.references import Reference, bibtex, ris

PLAIN = Reference("Lease", Path("/papers/lease.pdf"), "pdf")
RICH = Reference(
    title="Rent & {notice}: 100 %_of\nit",
    path=Path("/papers/a_b.pdf"),
    format="pdf",
    author="Doe, Jane; Max Mustermann",
    date="2024-03-05T10:00:00Z",
    language="de-AT",
    keywords=("Lease", "To do"),
    note="Found for “rent”: p. 3",
)


def test_an_entry_has_what_is_known_and_no_command_of_tex() -> None:
    assert bibtex([RICH]) == (
        "@misc{rent-notice-2024,\n"
        "  author = {{Doe, Jane} and {Max Mustermann}},\n"
        r"  title = {{Rent \& \{notice\}: 100 \%\_of it}}," + "\n"
        "  year = {2024},\n"
        "  language = {de-AT},\n"
        "  keywords = {Lease, To do},\n"
        "  note = {Found for “rent”: p. 3},\n"
        f"  file = {{{_tex(RICH.path)}}},\n"
        "}\n"
    )


def test_authors_are_told_apart() -> None:
    author = "Jane\tDoe and Max Mustermann\nErika; ; Li"
    names = Reference("x", PLAIN.path, "", author=author).authors
    assert names == ["Jane Doe", "Max Mustermann", "Erika", "Li"]


def test_keys_are_unique() -> None:
    text = bibtex(
        [PLAIN, PLAIN, Reference("Lease 2", PLAIN.path, ""), Reference("契約", PLAIN.path, "")]
    )
    keys = [line[6:-1] for line in text.splitlines() if line.startswith("@")]
    assert keys == ["lease", "lease-2", "lease-2-2", "document"]


def test_a_record_of_ris() -> None:
    assert ris([RICH]).split("\r\n") == [
        "TY  - GEN",
        "TI  - Rent & {notice}: 100 %_of it",
        "AU  - Doe, Jane",
        "AU  - Max Mustermann",
        "PY  - 2024",
        "DA  - 2024/03/05/",
        "LA  - de-AT",
        "KW  - Lease",
        "KW  - To do",
        "N1  - Found for “rent”: p. 3",
        f"L1  - {RICH.path.absolute().as_uri()}",
        "ER  - ",
        "",
        "",
    ]


def test_what_is_not_known_is_left_out() -> None:
    assert ris([PLAIN]).startswith("TY  - GEN\r\nTI  - Lease\r\nL1  - file:///")
    assert "author" not in bibtex([PLAIN])
    assert "year" not in bibtex([Reference("x", PLAIN.path, "", date="yesterday")])


def _tex(path: Path) -> str:
    return str(path).replace("\\", r"\textbackslash{}").replace("_", r"\_")
