# SPDX-License-Identifier: Apache-2.0
"""The panel "Why this?": what of a query made a passage come up."""
