# SPDX-License-Identifier: Apache-2.0
"""Tags and collections of chosen documents."""
