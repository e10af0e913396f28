# SPDX-License-Identifier: Apache-2.0
"""What can be set, a file a page; every choice counts at once."""
