"""A SPARQL 1.1 endpoint elsewhere, asked through SPARQLWrapper as if its store were here."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import EndpointError, QueryError
from dpgraph.graph.asking import bare, form_of, one_line, prologue, uncommented
from dpgraph.graph.rdf import CURATED, DATASET
from dpgraph.graph.sparql import Answer, Triples, plain_result, plain_triples, serialized, serialized_graph
from dpgraph.graph.store import lies_in
from dpgraph.settings import VERSION

AGENT = f"dpgraph/{VERSION} (https://w3id.org/dpgraph)"
# What a server that is too busy says, or one behind which another does not answer: worth another try.
BUSY = frozenset({429, 502, 503, 504})
# So many rows, or a multiple of them, may be where the endpoint has cut the answer off.
ROUND = 1000

_DOCUMENTS = "SELECT ?document WHERE { GRAPH dpx:evidence { ?document a dpg:Document } }"
_ANY_GRAPH = re.compile(r"\bGRAPH\s*[?$]|dpx:document|graph/document", re.IGNORECASE)
_GRAPH = re.compile(r"\bGRAPH\b", re.IGNORECASE)
_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)
_END = re.compile(r"\}[^}]*$")


T = TypeVar("T")
Params: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer, its media type and its headers."""

    body: bytes
    media: str
    headers: dict[str, str]


class Endpoint:
    """An endpoint: dpgraph's own elsewhere, or a store that `dpgraph push` has filled.

    A query that finds it busy or out of reach is tried again, `tries` times in all, after a pause that doubles. An
    answer that is cut off after a round number of rows is fetched in pages.
    """

    def __init__(
        self, url: str, *, timeout: float = 60.0, tries: int = 4, pause: float = 0.5, page: int = 10_000
    ) -> None:
        self.name = self._url = url
        self._timeout, self._tries, self._pause, self._page = timeout, tries, pause, page

    def select(self, text: str) -> Answer:
        """The answer to a SELECT. Raises QueryError when the endpoint refuses it, EndpointError when it fails."""
        answer = self.run(text)
        if not isinstance(answer, Answer):
            raise QueryError("The query is not a SELECT, and a table was asked for.")
        return answer

    def run(self, text: str) -> Answer | bool | Triples:
        """As `graph.sparql.run`; errors as for `select`."""
        if form_of(text) in {"CONSTRUCT", "DESCRIBE"}:
            return plain_triples(self._graph(text))
        return plain_result(self._rows(text))

    def serialize(self, text: str, form: str) -> bytes:
        """As `graph.sparql.serialize`; errors as for `select`."""
        if form_of(text) in {"CONSTRUCT", "DESCRIBE"}:
            return serialized_graph(self._graph(text), form)
        return serialized(self._rows(text), form)

    def ask_plainly(self, text: str) -> Answer:
        """The answer to a SELECT of whatever is there, whether it is a graph of dpgraph or not."""
        answer = plain_result(_parsed(self._reply(text, "json", {})))
        if not isinstance(answer, Answer):
            raise QueryError("The query is not a SELECT, and a table was asked for.")
        return answer

    @cached_property
    def graphs(self) -> tuple[str, ...]:
        """The graphs to name as the default graph of a query; none for an endpoint whose own is right.

        It is for `dpgraph serve`, and is taken to be so where there is no graph dpx:stated. Raises EndpointError when
        nobody answers.
        """
        reply = self._reply("ASK { GRAPH dpx:stated { ?s ?p ?o } }", "json", {})
        own = reply.headers.get("server", "").startswith("dpgraph/")
        there = plain_result(_parsed(reply)) is True
        return () if own or not there else tuple(lies_in(graph).value for graph in DATASET)

    @cached_property
    def _documents(self) -> tuple[str, ...]:
        """The named graphs of documents."""
        params = {"named-graph-uri": (iris.expand("dpx:evidence"),)}
        rows = plain_result(_parsed(self._reply(_DOCUMENTS, "json", params)))
        assert isinstance(rows, Answer)
        prefix, graph = iris.PREFIXES["dpd"], iris.expand("dpx:document/")
        return tuple(graph + str(row[0]).removeprefix(prefix) for row in rows.rows)

    def _params(self, text: str) -> Params:
        """The graphs that a query is asked of, by the parameters of the protocol."""
        words = bare(text)
        if not self.graphs or _FROM.search(words):
            return {}
        if not _GRAPH.search(words):
            return {"default-graph-uri": self.graphs}
        others = self._documents if _ANY_GRAPH.search(text) else ()
        return {"default-graph-uri": self.graphs, "named-graph-uri": (*self.graphs, CURATED.value, *others)}

    def _rows(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean:
        """The result of a SELECT or an ASK, whole."""
        params = self._params(text)
        reply = self._reply(text, "json", params)
        if form_of(text) != "SELECT":
            return _parsed(reply)
        said = _loaded(reply)
        rows = said["results"]["bindings"]
        if len(rows) >= ROUND and len(rows) % ROUND == 0 and _may_be_cut(text):
            said["results"]["bindings"] = list(self._pages(text, said["head"]["vars"], params))
            reply = Reply(json.dumps(said).encode(), reply.media, reply.headers)
        return _parsed(reply)

    def _pages(self, text: str, columns: list[str], params: Params) -> Iterator[Any]:
        """All rows, page by page, until a page is empty; an endpoint may give fewer rows than a page holds."""
        start = 0
        while rows := self._rows_from(text, columns, start, params):
            yield from rows
            start += len(rows)

    def _rows_from(self, text: str, columns: list[str], start: int, params: Params) -> list[Any]:
        paged = _paged(text, columns, self._page, start)
        return list(_loaded(self._reply(paged, "json", params))["results"]["bindings"])

    def _graph(self, text: str) -> list[ox.Triple]:
        reply = self._reply(text, "n3", self._params(text))
        form = ox.RdfFormat.from_media_type(reply.media) or ox.RdfFormat.TURTLE
        try:
            return [quad.triple for quad in ox.parse(reply.body, format=form)]
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self._url}: the answer is no {form.name}: {one_line(str(error))}.") from error

    def _reply(self, text: str, form: str, params: Params) -> Reply:
        return tried(self._url, lambda: self._asked(declared(text), form, params), self._tries, self._pause)

    def _asked(self, text: str, form: str, params: Params) -> Reply:
        from urllib.error import HTTPError

        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        client = self._client(text, form, params)
        try:
            result = client.query()
            headers = {key.lower(): value for key, value in result.info().items()}
            body = result.response.read()
        except SPARQLWrapperException as error:
            raise self._refused(error) from error
        except HTTPError as error:
            raise self._failed(error) from error
        except ValueError as error:
            raise EndpointError(f"{self._url}: cannot be asked: {one_line(str(error))}.") from error
        except OSError as error:  # URLError, a time-out, a connection that is reset
            raise Busy(out_of_reach(error, self._timeout)) from error
        return Reply(body, headers.get("content-type", "").partition(";")[0].strip(), headers)

    def _client(self, text: str, form: str, params: Params) -> Any:
        from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

        client = SPARQLWrapper(self._url, agent=AGENT, returnFormat="json")
        client.setMethod(POST)
        client.setRequestMethod(URLENCODED)
        client.setTimeout(round(self._timeout) or 1)
        client.setQuery(uncommented(text))
        client.queryType = form_of(text)  # its own guess takes some queries for updates
        client.setReturnFormat(form)
        client.setOnlyConneg(True)
        for key, values in params.items():
            for value in values:
                client.addParameter(key, value)
        return client

    def _refused(self, error: Any) -> QueryError | EndpointError:
        """The endpoint's own words; SPARQLWrapper puts them behind its own."""
        words = str(error.args[0] if error.args else error).partition("Response:")[2] or str(error.msg)
        said = first_words(re.sub(r"^\s*b(['\"])(.*)\1\s*$", r"\2", words, flags=re.DOTALL))
        kind = QueryError if type(error).__name__ == "QueryBadFormed" else EndpointError
        return kind(f"{self._url} answers: {said}")

    def _failed(self, error: Any) -> Exception:
        said = first_words(error.read().decode("utf-8", "replace")) or error.reason
        if error.code not in BUSY:
            return EndpointError(f"{self._url} answers (HTTP {error.code}): {said}")
        wait = error.headers.get("retry-after", "")
        return Busy(f"busy (HTTP {error.code}: {said})", float(wait) if wait.isdigit() else 0.0)


class Busy(Exception):
    """Worth another try, after `wait` seconds at least."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = min(wait, 30.0)


def tried(url: str, ask: Callable[[], T], tries: int = 4, pause: float = 0.5) -> T:
    """What `ask` gives, after another try where it raises Busy and after a pause that doubles; else EndpointError."""
    for last in range(1, tries + 1):
        try:
            return ask()
        except Busy as error:
            if last == tries:
                raise EndpointError(f"{url}: {error}, after {last} tries.") from error
            time.sleep(max(error.wait, pause * 2 ** (last - 1)))
    raise EndpointError(f"{url}: not asked at all; allowed: 1 try and more.")


def declared(text: str) -> str:
    """A query with the prefixes of dpgraph that it uses and does not declare.

    >>> declared("ASK { dpr:x ?p ?o }").splitlines()[0]
    'PREFIX dpr: <https://w3id.org/dpgraph/resource/>'
    """
    head = prologue(text)
    missing = [
        f"PREFIX {prefix}: <{base}>\n"
        for prefix, base in iris.PREFIXES.items()
        if re.search(rf"(?<![\w.-]){prefix}:", text) and not re.search(rf"PREFIX\s+{prefix}:", head, re.IGNORECASE)
    ]
    return "".join(missing) + text


def _paged(text: str, columns: list[str], many: int, start: int) -> str:
    """So many rows of a SELECT from a place on: in its own order, or else in that of its columns.

    The order stands in a query inside: some stores sort a few thousand rows at most where a LIMIT stands beside it.
    """
    head = prologue(text)
    inside = text[len(head) :]
    if not re.search(r"\bORDER\s+BY\b", _END.search(bare(text))[0], re.IGNORECASE):  # type: ignore[index]  # it has one
        inside = f"SELECT * WHERE {{ {{ {inside} }} }} ORDER BY {' '.join(f'?{name}' for name in columns)}"
    return f"{head}\nSELECT * WHERE {{ {{ {inside}\n }} }} LIMIT {many} OFFSET {start}"


def _may_be_cut(text: str) -> bool:
    """Whether a query leaves it to the endpoint how many rows it gets, and can be asked in pages."""
    words = bare(text)
    end = _END.search(words)
    return bool(end) and not re.search(r"\bLIMIT\b", end[0] if end else "", re.IGNORECASE) and not _FROM.search(words)


def _loaded(reply: Reply) -> Any:
    try:
        said = json.loads(reply.body)
        said["results"]["bindings"], said["head"]["vars"]  # both must be there
    except (ValueError, LookupError, TypeError) as error:
        raise EndpointError(
            f"The answer is no SPARQL result in JSON: {first_words(reply.body.decode('utf-8', 'replace'))}"
        ) from error
    return said


def _parsed(reply: Reply) -> ox.QuerySolutions | ox.QueryBoolean:
    """The result in a reply; the row in which Virtuoso gives a truth value is made one."""
    body = reply.body
    if b'"__ASK_RETVAL"' in body[:300]:
        rows = _loaded(reply)["results"]["bindings"]
        body = json.dumps({"head": {}, "boolean": any(row["__ASK_RETVAL"]["value"] == "1" for row in rows)}).encode()
    try:
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise EndpointError(f"The answer is no SPARQL result in JSON: {one_line(str(error))}.") from error


def first_words(message: str) -> str:
    """A message of an endpoint as one line that is not too long; pages lose their tags."""
    plain = (
        re.sub(r"<[^>]{1,200}>", " ", message.replace("\\n", " ")) if "</" in message else message.replace("\\n", " ")
    )
    words = one_line(plain)
    return words if len(words) <= 300 else words[:299] + "…"


def out_of_reach(error: OSError, timeout: float) -> str:
    """Why nobody answers."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return f"no answer within {timeout:g} seconds"
    return f"out of reach ({getattr(reason, 'strerror', None) or one_line(str(reason))})"
