# SPDX-License-Identifier: Apache-2.0
"""Item models: plain rows for views; no storage, no threads."""
