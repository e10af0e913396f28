# SPDX-License-Identifier: Apache-2.0
"""Readers: one file a format, from a file on disk to text with offsets, pages and headings."""
