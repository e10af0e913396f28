# SPDX-License-Identifier: Apache-2.0
"""Label sets, what the user answered, and what was guessed from that."""
