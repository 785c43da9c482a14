"""Which of the formats there are does the client want most?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

# Media types of SPARQL results and of RDF, best first; the first of each format is the one an answer is labelled with.
ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/ld+json": "json",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "xml",
    "application/x-turtle": "turtle",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "ntriples",
}
PAGE = {"text/html": "html", "application/xhtml+xml": "html"}
SUFFIXES = {"ttl": "turtle", "jsonld": "json", "json": "json", "nt": "ntriples", "rdf": "xml", "html": "html"}


def preferred(accept: str, offers: Mapping[str, str]) -> str | None:
    """The format of `offers` (media type to format) that an Accept header wants most, or None when it wants none.

    Of two that are wanted alike the one that is offered first. A range that names a type more exactly decides on it,
    as RFC 9110 has it; a header that is empty accepts everything.

    >>> preferred("text/turtle;q=0.5, application/rdf+xml", GRAPHS), preferred("text/*", GRAPHS)
    ('xml', 'turtle')
    >>> preferred("image/png", GRAPHS) is None
    True
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    weighed = [(_weight(media, ranges), form) for media, form in offers.items()]
    best = max((weight for weight, _ in weighed), default=0.0)
    return next((form for weight, form in weighed if weight == best), None) if best else None


@lru_cache(256)
def result_forms(accept: str) -> tuple[str | None, str | None]:
    """The formats that an Accept header wants most for rows and for a graph; clients repeat their headers."""
    return preferred(accept, ROWS), preferred(accept, GRAPHS)


def media_type(form: str, graph: bool) -> str:
    """What an answer in a format is labelled with."""
    media = next(media for media, known in (GRAPHS if graph else ROWS).items() if known == form)
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def listed(offers: Iterable[str]) -> str:
    """Media types in a sentence."""
    return ", ".join(dict.fromkeys(offers))


def _range(part: str) -> tuple[str, float]:
    media, *params = (p.strip().lower() for p in part.split(";"))
    quality = next((p[2:] for p in params if p.startswith("q=")), "1")
    try:
        return media, min(max(float(quality), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _weight(media: str, ranges: Iterable[tuple[str, float]]) -> float:
    """The quality that the most exact range gives to a media type."""
    exactness = {media: 2, f"{media.partition('/')[0]}/*": 1, "*/*": 0}
    fitting = [(exactness[named], quality) for named, quality in ranges if named in exactness]
    return max(fitting, default=(0, 0.0))[1]
