# SPDX-License-Identifier: Apache-2.0
"""What Findling has learned from a library, on one page."""
