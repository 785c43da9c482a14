"""Where answers come from: the store of a build, or any SPARQL endpoint. Both are asked in the same words."""

from __future__ import annotations

from typing import Protocol

import pyoxigraph as ox

from dpgraph.errors import QueryError
from dpgraph.graph.sparql import Answer, Triples, run, select, serialize


class Source(Protocol):
    """What answers queries. Its methods raise QueryError for a query that cannot be answered."""

    @property
    def name(self) -> str:
        """The folder or the address, for people."""

    def select(self, text: str) -> Answer:
        """The answer to a SELECT."""

    def run(self, text: str) -> Answer | bool | Triples:
        """An Answer for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE."""

    def serialize(self, text: str, form: str) -> bytes:
        """The result in a W3C format."""


class Stored:
    """The store of a build."""

    def __init__(self, name: str, store: ox.Store) -> None:
        self.name, self.store = name, store

    def select(self, text: str) -> Answer:
        """As `graph.sparql.select`."""
        return select(self.store, text)

    def run(self, text: str) -> Answer | bool | Triples:
        """As `graph.sparql.run`."""
        return run(self.store, text)

    def serialize(self, text: str, form: str) -> bytes:
        """As `graph.sparql.serialize`."""
        return serialize(self.store, text, form)


def stored(source: Source, wanted: str) -> ox.Store:
    """The store behind a source; QueryError, with what is `wanted` of it, when that is an endpoint's own."""
    if not isinstance(source, Stored):
        raise QueryError(f"{source.name} is an endpoint, whose store is not here: {wanted}")
    return source.store
