# SPDX-License-Identifier: Apache-2.0
"""A small search beside other programs."""
