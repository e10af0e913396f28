# SPDX-License-Identifier: Apache-2.0
"""The pictures of pages that were looked at last."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.services.page_types import PagePicture, PageWish


class PictureCache:
    """The pictures used last, within a number of bytes; for one thread.

    One for each page and width, whatever is marked on it.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pictures: OrderedDict[PageWish, PagePicture] = OrderedDict()
        self.n_bytes = 0

    def __len__(self) -> int:
        """Return the number of pictures."""
        return len(self._pictures)

    def get(self, wish: PageWish) -> PagePicture | None:
        """Return the picture of a wish's page in its width; what is marked may be other places."""
        key = _bare(wish)
        if key not in self._pictures:
            return None
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def put(self, picture: PagePicture) -> None:
        """Keep a picture and drop those not used for longest; one over the limit is not kept."""
        key = _bare(picture.wish)
        self._drop(key)
        if len(picture.rgba) > self._max_bytes:
            return
        self._pictures[key] = picture
        self.n_bytes += len(picture.rgba)
        while self.n_bytes > self._max_bytes:
            self._drop(next(iter(self._pictures)))

    def _drop(self, key: PageWish) -> None:
        if key in self._pictures:
            self.n_bytes -= len(self._pictures.pop(key).rgba)


def _bare(wish: PageWish) -> PageWish:
    return replace(wish, places=())
