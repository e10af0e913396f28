# SPDX-License-Identifier: Apache-2.0
"""Take a library out as one file, take one in, and move documents between libraries."""
