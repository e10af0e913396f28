# SPDX-License-Identifier: Apache-2.0
"""The map of a library: what it looks like and what can be done in it."""
