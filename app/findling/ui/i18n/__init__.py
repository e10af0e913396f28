# SPDX-License-Identifier: Apache-2.0
"""The languages of the window."""
