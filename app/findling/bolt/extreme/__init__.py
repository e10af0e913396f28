# SPDX-License-Identifier: Apache-2.0
"""Classification with any number of labels; see `ExtremeClassifier`."""

from __future__ import annotations

from findling.bolt.extreme.classifier import ExtremeClassifier
from findling.bolt.extreme.features import FeatureScale
from findling.bolt.extreme.labels import TopLabels
from findling.bolt.extreme.xmlrepository import read_xmlrepository, write_xmlrepository

__all__ = [
    "ExtremeClassifier",
    "FeatureScale",
    "TopLabels",
    "read_xmlrepository",
    "write_xmlrepository",
]
