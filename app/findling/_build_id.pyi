# SPDX-License-Identifier: Apache-2.0
"""Written by the build: the fingerprint of the engine's sources."""

BUILD_ID: str
