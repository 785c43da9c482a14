"""Colour and shape of each class: told apart by colour-blind readers, and in print by shape.

Colours: M. Okabe, K. Ito, Color universal design (2008). Two classes of one colour have different shapes.
"""

from __future__ import annotations

STYLES: dict[str, tuple[str, str]] = {
    "Organization": ("dot", "#0072B2"),
    "Platform": ("square", "#E69F00"),
    "Publication": ("square", "#56B4E9"),
    "Sector": ("hexagon", "#009E73"),
    "Fund": ("diamond", "#F0E442"),
    "Policy": ("triangle", "#CC79A7"),
    "Initiative": ("star", "#D55E00"),
    "Technology": ("triangleDown", "#56B4E9"),
    "BusinessModel": ("triangleDown", "#E69F00"),
    "Challenge": ("triangleDown", "#D55E00"),
    "Recommendation": ("triangle", "#009E73"),
    "Place": ("dot", "#999999"),
    "Person": ("dot", "#CC79A7"),
}
OTHER = ("diamond", "#999999")


def style(type_name: str) -> tuple[str, str]:
    """The shape (as vis-network names it) and the colour of a top class.

    >>> style("Fund")
    ('diamond', '#F0E442')
    """
    return STYLES.get(type_name, OTHER)
