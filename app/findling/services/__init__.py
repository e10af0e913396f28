# SPDX-License-Identifier: Apache-2.0
"""Use cases: what the window and the command line can ask for; plain data in and out."""
