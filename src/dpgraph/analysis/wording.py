"""Names put into sentences."""

from __future__ import annotations

from collections.abc import Sequence

# So many names are shown, where nothing else is said.
SHOWN = 5


def listed(names: Sequence[str], most: int = SHOWN) -> str:
    """Names as a phrase; beyond `most` of them the rest is counted.

    >>> listed(["A"]), listed(["A", "B", "C"]), listed(["A", "B", "C", "D"], most=2)
    ('A', 'A, B and C', 'A, B and 2 more')
    """
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "pair"), counted(3, "body", "bodies")
    ('1 pair', '3 bodies')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
