# SPDX-License-Identifier: Apache-2.0
"""Files handed over to other programs: opened at a page, shown in their folder, never run."""
