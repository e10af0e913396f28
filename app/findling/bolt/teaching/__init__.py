# SPDX-License-Identifier: Apache-2.0
"""What people teach a retriever: a layer over an index that stays as it is."""

from __future__ import annotations

from findling.bolt.teaching.teachings import Kind, Teaching, Teachings

__all__ = ["Kind", "Teaching", "Teachings"]
