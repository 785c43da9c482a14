"""What can go wrong, in sentences: what, where, and what was allowed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class DpgraphError(Exception):
    """Any error that dpgraph foresees; the command line prints it as one line and exits with 2."""


class InputError(DpgraphError, ValueError):
    """A file, row, name or parameter is not what it has to be."""


class NotFound(DpgraphError, LookupError):
    """Something asked for by name is not there."""


class GraphError(DpgraphError, RuntimeError):
    """The stored graph cannot be opened, read or written."""


class QueryError(DpgraphError, ValueError):
    """A SPARQL query is broken."""


class EndpointError(DpgraphError, RuntimeError):
    """A SPARQL endpoint elsewhere does not answer, or refuses to."""


class ServerError(DpgraphError, RuntimeError):
    """An address cannot be served."""


def allowed(given: str, names: Iterable[str]) -> str:
    """The end of an error sentence: did you mean ...?, or what was allowed.

    >>> allowed("opperates", ["operates", "publishes"])
    'did you mean "operates"? Allowed: operates, publishes'
    """
    known = sorted(names)
    close = get_close_matches(given, known, n=1)
    hint = f'did you mean "{close[0]}"? ' if close else ""
    return f"{hint}Allowed: {', '.join(known)}"
