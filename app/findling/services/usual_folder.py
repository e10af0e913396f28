# SPDX-License-Identifier: Apache-2.0
"""Where a library lies when nobody says so; light to import, for who only wants to know that."""

from __future__ import annotations

from findling.storage.paths import default_library_folder

__all__ = ["default_library_folder"]
