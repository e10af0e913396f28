# SPDX-License-Identifier: Apache-2.0
"""Libraries: which there are, and their way to other computers."""
