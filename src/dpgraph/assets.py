"""Where the shipped folders are: inside the installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def folder(name: str) -> Path:
    """The shipped folder `name`: "ontology", "corpus" or "queries"."""
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _CHECKOUT / name


def tiny() -> Path:
    """The tiny ecosystem: the corpus folder that the README, the tests and the doctests share."""
    return _PACKAGE / "examples" / "tiny"


def template() -> Path:
    """What `dpgraph new` copies."""
    return _PACKAGE / "examples" / "project"
