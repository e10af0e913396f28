# SPDX-License-Identifier: Apache-2.0
"""The user's own categories: taught by answers, guessed by a model, never the other way round."""
