# SPDX-License-Identifier: Apache-2.0
"""Jobs off the main thread: lanes, progress, cancel and child processes. Knows no Qt."""
