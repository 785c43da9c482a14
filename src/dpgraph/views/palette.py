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
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")

# Each shape as the outline of an SVG path in a square of 20 by 20.
SHAPES = {
    "dot": "M10 3a7 7 0 1 0 .01 0z",
    "square": "M4 4h12v12H4z",
    "diamond": "M10 2l8 8-8 8-8-8z",
    "triangle": "M10 3l8 14H2z",
    "triangleDown": "M10 17L2 3h16z",
    "hexagon": "M6 3h8l4 7-4 7H6l-4-7z",
    "star": "M10 1l2.6 6 6.4.6-4.8 4.3 1.4 6.4L10 15l-5.6 3.3 1.4-6.4L1 7.6 7.4 7z",
}


def style(type_name: str) -> tuple[str, str]:
    """The shape (as vis-network names it) and the colour of a top class.

    >>> style("Fund")
    ('diamond', '#F0E442')
    """
    return STYLES.get(type_name, OTHER)
