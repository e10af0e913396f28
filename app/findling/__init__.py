# SPDX-License-Identifier: Apache-2.0
"""Findling: find things by meaning in your own documents, on your own CPU."""

__version__ = "0.1.0"
