"""Every page of the explorer by its path, and every file of data that the pages load."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from dpgraph import iris
from dpgraph.errors import NotFound
from dpgraph.graph.questions import known_questions
from dpgraph.records import Question
from dpgraph.views.site import answers, comparing, documents, entities, findings, network, overview
from dpgraph.views.site.addresses import Addresses, document_path, entity_path, finding_path
from dpgraph.views.site.answers import Run
from dpgraph.views.site.holdings import Holdings
from dpgraph.views.site.names import names
from dpgraph.views.site.rendering import render, script_data
from dpgraph.views.words import counted

DATA = ("names", "network", "evidence", "sectors")


@dataclass(frozen=True)
class Explorer:
    """The pages over some holdings; `run` answers queries, `other` is a second build to compare with.

    `places` are folders whose projects may have questions of their own; `describe` gives what is said of an IRI as
    Turtle, to be a file beside the page.
    """

    held: Holdings
    run: Run
    other: Holdings | None = None
    places: tuple[Path, ...] = ()
    describe: Callable[[str], bytes] | None = None

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The stored questions."""
        return known_questions(*self.places)

    @cached_property
    def drawn(self) -> network.Drawn:
        """The whole network."""
        return network.Drawn(self.held)

    def paths(self) -> Iterator[str]:
        """The path of every page that needs no value from its reader."""
        yield from ("", "findings", "network", "documents", "compare", "questions")
        yield from (finding_path(f.id) for f in self.held.findings)
        yield from (path for e in self.held.shown if (path := entity_path(e.iri)))
        yield from (document_path(d) for d in self.held.texts)
        yield from (f"questions/{name}" for name in self.questions)

    def page(self, path: str, to: Addresses, given: Mapping[str, str] | None = None) -> str:
        """The page at a path, as HTML. `given` are values for a question. NotFound when there is none."""
        kind, _, rest = path.partition("/")
        if rest and kind in _EACH:
            return _EACH[kind](self, rest, to, given or {})
        if rest or kind not in _WHOLE:
            raise NotFound(f"There is no page at {path!r}.")
        return _WHOLE[kind](self, to, given or {})

    def descriptions(self) -> Iterator[tuple[str, bytes]]:
        """For each entity that has a page its path, and what is said of it as Turtle."""
        named = ((path, e.iri) for e in self.held.shown if (path := entity_path(e.iri)))
        yield from ((path, self.describe(iri)) for path, iri in named if self.describe)

    def data(self, name: str, to: Addresses) -> str:
        """A script with data; its links start from the site's top.

        `names` is for the search, `network` for the drawing, `evidence` its sentences, `sectors` for comparing them.
        """
        made: Mapping[str, Callable[[], Any]] = {
            "names": lambda: names(self.held, to),
            "network": lambda: network.network_data(self.drawn, to),
            "evidence": lambda: network.evidence_data(self.drawn, to),
            "sectors": lambda: comparing.sectors_data(self.held, to),
        }
        if name not in made:
            raise NotFound(f"There is no data {name!r}.")
        return script_data(name, made[name]())

    def _overview(self, to: Addresses, given: Mapping[str, str]) -> str:
        return render("overview.html", to, here="", **overview.overview_page(self.held, to))

    def _findings(self, to: Addresses, given: Mapping[str, str]) -> str:
        return render("findings.html", to, here="findings", **findings.list_page(self.held, to))

    def _network(self, to: Addresses, given: Mapping[str, str]) -> str:
        drawn = self.drawn
        told = f"{counted(len(drawn.index), 'entity', 'entities')} and {counted(len(drawn.ties), 'statement')}"
        return render("network.html", to, here="network", title="Network", told=told, sizes=list(drawn.sizes))

    def _documents(self, to: Addresses, given: Mapping[str, str]) -> str:
        return render("documents.html", to, here="documents", **documents.list_page(self.held, to))

    def _compare(self, to: Addresses, given: Mapping[str, str]) -> str:
        return render("compare.html", to, here="compare", **comparing.compare_page(self.held, to, self.other))

    def _questions(self, to: Addresses, given: Mapping[str, str]) -> str:
        return render("questions.html", to, here="questions", **answers.list_page(self.questions, to))

    def _answer(self, to: Addresses, given: Mapping[str, str]) -> str:
        shown = answers.query_page(self.held, to, given.get("query", ""), self.run)
        return render("question.html", to, here="questions", **shown)

    def _finding(self, ident: str, to: Addresses, given: Mapping[str, str]) -> str:
        found = next((f for f in self.held.findings if f.id == ident), None)
        if found is None:
            raise NotFound(f"There is no finding {ident!r} here.")
        return render(
            "finding.html", to, here="findings", **findings.finding_page(self.held, to, found, self.questions)
        )

    def _entity(self, tail: str, to: Addresses, given: Mapping[str, str]) -> str:
        iri = iris.PREFIXES["dpr"] + tail
        if iri not in self.held.ecosystem.entities:
            raise NotFound(f"Nothing is called {iri} here.")
        shown = entities.entity_page(self.held, to, self.held.ecosystem.entities[iri])
        forms = entities.RDF if to.served else entities.RDF[:1] if self.describe else ()
        here = to.page(entity_path(iri)).removesuffix(to.ending)
        rdf = [(name, f"{here}.{ending}", media) for name, ending, media in forms]
        return render("entity.html", to, here="", rdf=rdf, **shown)

    def _document(self, ident: str, to: Addresses, given: Mapping[str, str]) -> str:
        if ident not in self.held.texts:
            raise NotFound(f"There is no document {ident!r} here.")
        shown = documents.document_page(self.held, to, self.held.texts[ident])
        return render("document.html", to, here="documents", **shown)

    def _question(self, name: str, to: Addresses, given: Mapping[str, str]) -> str:
        if name not in self.questions:
            raise NotFound(f"There is no question {name!r}.")
        shown = answers.question_page(self.held, to, self.questions[name], self.run, given)
        return render("question.html", to, here="questions", **shown)


_Page: TypeAlias = Callable[[Explorer, Addresses, Mapping[str, str]], str]
_One: TypeAlias = Callable[[Explorer, str, Addresses, Mapping[str, str]], str]

# The pages of which there is one, and those of which there is one for each finding, entity, document, question.
_WHOLE: Mapping[str, _Page] = {
    "": Explorer._overview,
    "findings": Explorer._findings,
    "network": Explorer._network,
    "documents": Explorer._documents,
    "compare": Explorer._compare,
    "questions": Explorer._questions,
    "answer": Explorer._answer,
}
_EACH: Mapping[str, _One] = {
    "findings": Explorer._finding,
    "resource": Explorer._entity,
    "document": Explorer._document,
    "questions": Explorer._question,
}
