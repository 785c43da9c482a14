"""The files of the project: what is in the checkout but neither made nor installed."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
_MADE = {".venv", ".git", ".hypothesis", "build", "dist", "__pycache__"}


def project_files() -> list[Path]:
    """Every text file of the project, sorted; libraries of others that it ships are left out."""
    found = []
    for path in sorted(CHECKOUT.rglob("*")):
        parts = path.relative_to(CHECKOUT).parts
        made = _MADE.intersection(parts) or any(
            p.endswith(("_cache", ".egg-info", ".lock", ".min.js", ".min.css")) for p in parts
        )
        if path.is_file() and not made and _is_text(path):
            found.append(path)
    return found


def _is_text(path: Path) -> bool:
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False
    return True
