# SPDX-License-Identifier: Apache-2.0
"""Where a frozen Findling begins."""

from __future__ import annotations

import sys

from findling.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
