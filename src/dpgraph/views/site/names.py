"""Everything that the search can find, in the language it is called by."""

from __future__ import annotations

from dpgraph.views.site.addresses import Addresses, document_path, finding_path
from dpgraph.views.site.holdings import Holdings
from dpgraph.views.site.lines import Lines
from dpgraph.views.words import kind_title


def names(held: Holdings, to: Addresses) -> list[list[object]]:
    """Findable things as [name, what it is, link, other names, key of the entity]; entities, documents, findings."""
    lines = Lines(held, to)
    found: list[list[object]] = []
    for entity in held.shown:
        end = lines.end(entity.iri)
        others = list(dict.fromkeys(text for text, _ in entity.aliases if text != entity.name))
        found.append([entity.name, end.cls, end.link, others, entity.iri.rpartition("/")[2]])
    found += [[t.title, "document", to.page(document_path(t.id)), [], ""] for t in held.texts.values()]
    found += [[f.title, kind_title(f.kind).lower(), to.page(finding_path(f.id)), [], ""] for f in held.findings]
    return found
