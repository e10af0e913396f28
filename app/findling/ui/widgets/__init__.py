# SPDX-License-Identifier: Apache-2.0
"""Small parts that several panes are made of."""
