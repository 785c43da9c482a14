"""Lets the tests of the measures import the networks whose measures are known."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
