# SPDX-License-Identifier: Apache-2.0
"""Everything by its name: actions, documents and places, found by a few letters."""
