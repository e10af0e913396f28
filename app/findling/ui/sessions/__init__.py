# SPDX-License-Identifier: Apache-2.0
"""What goes on in one window: the search, the library's contents, the worker's progress."""
