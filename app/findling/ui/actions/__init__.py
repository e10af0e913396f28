# SPDX-License-Identifier: Apache-2.0
"""What can be done in the window: one table, and the menus, keys and lists made of it."""
