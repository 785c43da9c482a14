"""The statements of an ecosystem, in one order whatever order they came in, looked up by predicate and status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dpgraph.analysis.wording import SHOWN, listed
from dpgraph.iris import contract
from dpgraph.records import Ecosystem, Evidence, Sentence, Statement

ASSERTED = "asserted"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the documents state, ready to be looked up. Made by `index_statements`.

    `counted` are the statuses of statements that count as the case: "asserted" alone, unless one asked for more.
    `quoted` keeps the sentences that were asked for.
    """

    ecosystem: Ecosystem
    by: Mapping[tuple[str, str], tuple[Statement, ...]]
    counted: tuple[str, ...] = (ASSERTED,)
    quoted: dict[int, tuple[Statement, Sentence]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, predicate: str, *statuses: str) -> tuple[Statement, ...]:
        """The statements with a predicate and one of the statuses (those that count, if none is given), in order."""
        found = [self.by.get((predicate, status), ()) for status in statuses or self.counted]
        return found[0] if len(found) == 1 else tuple(sorted((s for said in found for s in said), key=order))

    def name(self, iri: str) -> str:
        """The name people use; of an entity that is not registered, the prefixed IRI."""
        entity = self.ecosystem.entities.get(iri)
        return entity.name if entity else contract(iri)

    def type(self, iri: str) -> str:
        """The top class, "" of an entity that is not registered."""
        entity = self.ecosystem.entities.get(iri)
        return entity.type if entity else ""

    def cls(self, iri: str) -> str:
        """The most specific class, "" of an entity that is not registered."""
        entity = self.ecosystem.entities.get(iri)
        return entity.cls if entity else ""

    def names(self, iris: Iterable[str]) -> list[str]:
        """The names of several entities, in their order."""
        entities = self.ecosystem.entities
        return [entity.name if (entity := entities.get(iri)) else contract(iri) for iri in iris]

    def listed(self, iris: Sequence[str]) -> str:
        """The names of entities as a phrase (`wording.listed`), of many only those that it shows being looked up."""
        return listed([*self.names(iris[:SHOWN]), *iris[SHOWN:]])

    def sentences(self, statements: Iterable[Statement]) -> tuple[Sentence, ...]:
        """The best sentence of each statement, in reading order; of a status, none that stands within another one."""
        return self.told(statements)[0]

    def told(self, statements: Iterable[Statement]) -> tuple[tuple[Sentence, ...], set[str]]:
        """The best sentences, and the documents of all, those included that stand within another one."""
        quoted = self._quoted(statements)
        kept: dict[tuple[str, str], Sentence] = {}
        whole = []
        for s in sorted(quoted, key=lambda s: (s.document, s.start, -s.end, s.status, -s.confidence)):
            before = kept.get((s.document, s.status))
            if before is None or s.end > before.end:
                whole.append(s)
                kept[s.document, s.status] = s
        return tuple(whole), {s.document for s in quoted}

    def _quoted(self, statements: Iterable[Statement]) -> set[Sentence]:
        return {self._sentence(s) for s in each_once(statements)}

    def _sentence(self, statement: Statement) -> Sentence:
        """That of a statement, found once; told apart by identity, since to hash one is to hash all its evidence."""
        known = self.quoted.get(id(statement))
        if known is None:
            known = self.quoted[id(statement)] = statement, sentence_of(self.ecosystem, statement)
        return known[1]


class Unquoted(Stated):
    """The same without words: for draws by chance, in which only numbers are wanted."""

    __slots__ = ()

    def names(self, iris: Iterable[str]) -> list[str]:
        """The IRIs as they are."""
        return list(iris)

    def told(self, statements: Iterable[Statement]) -> tuple[tuple[Sentence, ...], set[str]]:
        """None, of no document."""
        return (), set()


def each_once(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """By identity: each statement is there once, and to hash one means to hash all its evidence."""
    said = tuple(statements)
    if len(said) == 2 and said[0] is not said[1]:
        return said
    return tuple(dict(zip(map(id, said), said, strict=True)).values())


def order(statement: Statement) -> tuple[str, str, str, str]:
    """What identifies a statement, as a sorting key."""
    return statement.subject, statement.predicate, statement.object, statement.status


def best_evidence(statement: Statement) -> Evidence:
    """The surest evidence of a statement; of equally sure ones, the first in reading order."""
    return min(statement.evidence, key=lambda e: (-e.confidence, e.document, e.start, e.end, e.method))


def sentence_of(ecosystem: Ecosystem, statement: Statement) -> Sentence:
    """A statement's best evidence as a sentence with the place that it stands at."""
    best = best_evidence(statement)
    section = ecosystem.sections.get((best.document, best.section), "")
    return Sentence(best.quote, best.document, section, best.start, best.end, statement.status, best.confidence)


def index_statements(ecosystem: Ecosystem, counted: tuple[str, ...] = (ASSERTED,)) -> Stated:
    """An index of every statement of an ecosystem, of whatever status; those of the statuses `counted` count."""
    by: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in sorted(ecosystem.statements, key=order):
        by[statement.predicate, statement.status].append(statement)
    return Stated(ecosystem, {key: tuple(found) for key, found in by.items()}, counted)
