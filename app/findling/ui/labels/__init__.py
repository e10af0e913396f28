# SPDX-License-Identifier: Apache-2.0
"""The window of labels: teach them card by card, see how good they are, give them to many."""
