# SPDX-License-Identifier: Apache-2.0
"""A library as a map: documents about the same things lie together."""
