# SPDX-License-Identifier: Apache-2.0
"""What the window hands to other programs: the right file, the right page, nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.app.ui.builders import make_document, make_hit

if TYPE_CHECKING:
    from findling.services.types import DocumentRow
    from tests.app.ui.conftest import Bench


def open_at(bench: Bench, document: DocumentRow, page: int) -> None:
    driver = bench.window.driver
    driver.show_passage(document, make_hit(1, document.id, page=page))
    bench.menu_action("Open in its own &program").trigger()


def test_a_pdf_is_opened_at_the_page_of_its_passage(bench: Bench) -> None:
    document = make_document(3, name="lease.pdf")
    open_at(bench, document, 11)
    assert bench.desktop.opened == [document.path]
    assert bench.desktop.pages == [11]


def test_a_pdf_of_which_no_passage_is_meant_opens_from_its_beginning(bench: Bench) -> None:
    bench.window.show_document(make_document(3, name="lease.pdf"))
    bench.menu_action("Open in its own &program").trigger()
    assert bench.desktop.pages == [-1]


def test_an_attachment_opens_the_file_that_it_is_in(bench: Bench) -> None:
    mail = make_document(3, name="offer.eml")
    open_at(bench, replace(mail, format="pdf", place=(1,), names=("lease.pdf",)), 4)
    assert bench.desktop.opened == [mail.path]
    assert bench.desktop.pages == [-1]


def test_what_could_run_is_only_shown_in_its_folder(bench: Bench) -> None:
    document = make_document(3, name="clean up.sh")
    open_at(bench, document, -1)
    assert bench.desktop.opened == []
    assert bench.desktop.revealed == [document.path]
    sentence = "“clean up.sh” could run as a program, so it is only shown in its folder."
    assert bench.parts.message.sentence == sentence
