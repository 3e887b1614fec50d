"""`python -m gramscore`: the command without an installed script."""

from __future__ import annotations

import sys

from gramscore.cli import main

sys.exit(main())
