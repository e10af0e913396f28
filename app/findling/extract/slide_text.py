# SPDX-License-Identifier: Apache-2.0
"""Grow the text of a presentation slide by slide."""

from __future__ import annotations

from dataclasses import dataclass, field

from findling.extract.limits import MAX_PDF_PAGES
from findling.extract.textbuild import TextBuilder
from findling.extract.types import PageSpan


@dataclass(slots=True)
class Slide:
    """What stands on a slide, in reading order.

    Attributes
    ----------
    title : str
        Empty for a slide without one.
    texts : list of str
        Paragraphs and rows of tables.
    repeated : list of str
        Headers and footers: they say the same on every slide, and are kept once.
    notes, comments : list of str
        What the speaker and the reviewers wrote.
    """

    title: str = ""
    texts: list[str] = field(default_factory=list[str])
    repeated: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    comments: list[str] = field(default_factory=list[str])


class SlideText(TextBuilder):
    r"""Collects slides, a heading each; notes and comments stand under headings of their own.

    Examples
    --------
    >>> deck = SlideText()
    >>> deck.add_slide(1, Slide("Plan", ["Buy a boat."], notes=["Pause here."]))
    >>> deck.text()
    'Plan\nBuy a boat.\nNotes\nPause here.\n'

    Attributes
    ----------
    title : str
        That of the first slide.
    """

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self._slides: list[PageSpan] = []
        self._seen: set[str] = set()

    def add_slide(self, number: int, slide: Slide, word: str = "Slide") -> None:
        """Append a slide; of one without any text only the number is kept.

        Parameters
        ----------
        number : int
            From 1; names a slide that has no title. The title of the first is that of the deck.
        slide : Slide
            What stands on it.
        word : str, optional
            What to call it: "Page" in a drawing.
        """
        start = self.length
        self._add(number, slide, word)
        self._slides.append(PageSpan(number - 1, start, max(start, self.length - 1)))

    def pages(self) -> tuple[PageSpan, ...]:
        """Return where each slide stands; nothing for a deck of more than can be numbered."""
        return tuple(self._slides) if len(self._slides) <= MAX_PDF_PAGES else ()

    def _add(self, number: int, slide: Slide, word: str) -> None:
        title = " ".join(slide.title.split())
        if number == 1:
            self.title = title[:200]
        texts = [text for text in slide.texts if text.strip()] + self._new(slide.repeated)
        marked = {
            name: [text for text in texts if text.strip()]
            for name, texts in (("Notes", slide.notes), ("Comments", slide.comments))
        }
        if title or texts or any(marked.values()):
            self.add_heading(title or f"{word} {number}", 1)
        for text in texts:
            self.add_paragraph(text)
        for name, said in marked.items():
            self.add_heading(name if said else "", 2)
            for text in said:
                self.add_paragraph(text)

    def _new(self, texts: list[str]) -> list[str]:
        """Return texts that were not on a slide before."""
        new = [text for text in dict.fromkeys(texts) if text.strip() and text not in self._seen]
        self._seen.update(new)
        return new
