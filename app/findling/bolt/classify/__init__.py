# SPDX-License-Identifier: Apache-2.0
"""Texts into classes: learned in a second from some hundred examples, on a processor."""

from __future__ import annotations

from findling.bolt.classify.classifier import TextClassifier
from findling.bolt.classify.duplicates import near_duplicates
from findling.bolt.classify.explanation import Explanation, TokenPart

__all__ = ["Explanation", "TextClassifier", "TokenPart", "near_duplicates"]
