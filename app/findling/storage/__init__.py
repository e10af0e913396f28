# SPDX-License-Identifier: Apache-2.0
"""A library on disk.

Its database, its lock and its index generations. The only room that speaks SQL.
"""
