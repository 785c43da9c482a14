"""Lets the tests of the analysis import the ecosystems that are made by hand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
