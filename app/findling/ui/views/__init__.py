# SPDX-License-Identifier: Apache-2.0
"""Panes and pages of the window, and the delegates that paint their rows."""
