"""The scripts that make the documentation, as the tests use them."""

from __future__ import annotations

import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
sys.path.append(str(CHECKOUT / "docs"))

from build_site import PLACE, build_site, nav, stage  # noqa: E402, F401
from dataset import dataset  # noqa: E402, F401
from rendering import run  # noqa: E402, F401
