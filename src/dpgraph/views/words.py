"""Names and numbers as people read them."""

from __future__ import annotations

import re

ROLES = {
    "function": "Function",
    "narrower": "Stated as",
    "owners": "Owners",
    "resources": "Resources",
    "participants": "Active there, no resource named",
    "funds": "Funds and funding bodies",
    "managers": "Managers",
    "unowned": "Owner or manager not stated",
    "broker": "Tied to both sides",
}
KINDS = {"S": "Silo", "O": "Opportunity"}


def spoken(name: str) -> str:
    """A class or property as words.

    >>> spoken("usesBusinessModel"), spoken("MediaGroup"), spoken("share_missing")
    ('uses business model', 'media group', 'share missing')
    """
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: " " + found[1].lower(), name).replace("_", " ").lower()


def title_of(name: str) -> str:
    """A class or property as a heading: "Media group"."""
    words = spoken(name)
    return words[:1].upper() + words[1:]


def role_title(role: str) -> str:
    """What the members of a finding in a role are called; a role nobody has named is spoken as it is."""
    return ROLES.get(role) or title_of(role)


def kind_title(kind: str) -> str:
    """Whether a kind of finding (S1, O2) is a silo or an opportunity."""
    return KINDS.get(kind[:1], "Finding")


def number(value: float) -> str:
    """A number with separators, and no more digits than it has: 17,958,000,000 or 0.667.

    >>> number(17958000000.0), number(2 / 3), number(float("nan"))
    ('17,958,000,000', '0.667', 'not computable')
    """
    if value != value:
        return "not computable"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3f}".rstrip("0").rstrip(".")


def short_number(value: float) -> str:
    """A number for the axis of a plot.

    >>> short_number(17958000000), short_number(250000), short_number(13.2)
    ('18.0 bn', '250 k', '13.2')
    """
    for size, name in ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e4, " k")):
        if abs(value) >= size:
            base = 1e3 if size == 1e4 else size
            return f"{value / base:.3g}{name}" if value / base >= 100 else f"{value / base:.1f}{name}"
    return f"{value:.4g}"


def counted(many: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "tie"), counted(2000, "tie"), counted(2, "body", "bodies")
    ('1 tie', '2,000 ties', '2 bodies')
    """
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, with a sign that something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
