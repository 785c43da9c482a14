"""What a model's probability is worth: the share of such answers that were right on passages nothing was fitted on.

The curve in `weights/calibration.csv` is written by `training/calibrate.py`: isotonic regression of right against said
(Zadrozny & Elkan 2002, doi:10.1145/775047.775151).
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CALIBRATION = Path(__file__).with_name("weights") / "calibration.csv"


def calibrated(chance: float) -> float:
    """The confidence (0 to 1) that a probability of model and rules deserves; it rises with the probability."""
    said, right = _curve()
    return float(np.interp(chance, said, right))


@cache
def _curve() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    with CALIBRATION.open(encoding="utf-8", newline="") as file:
        rows = [(float(row["said"]), float(row["right"])) for row in csv.DictReader(file)]
    said, right = np.array(rows).T
    return said, right
