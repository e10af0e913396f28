# SPDX-License-Identifier: Apache-2.0
"""Huge and changing sets of labels in few buckets: the MACH head."""

from __future__ import annotations

from findling.bolt.mach.buckets import TopLabels
from findling.bolt.mach.classifier import MachClassifier

__all__ = ["MachClassifier", "TopLabels"]
