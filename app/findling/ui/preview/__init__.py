# SPDX-License-Identifier: Apache-2.0
"""The preview pane: a document with the passage that was found marked in it."""
