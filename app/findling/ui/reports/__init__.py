# SPDX-License-Identifier: Apache-2.0
"""A report for those who help."""
