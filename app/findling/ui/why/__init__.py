# SPDX-License-Identifier: Apache-2.0
"""Why a passage was found, in plain words."""
