# SPDX-License-Identifier: Apache-2.0
"""How the window looks: colours and measures, and the palette, style sheet and icons of them."""
