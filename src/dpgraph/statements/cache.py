"""Extractions kept beside a build, so that the next one reads only the documents that are new or have changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dpgraph.documents.files import linked
from dpgraph.documents.keeping import code, digest
from dpgraph.mentions.lexicon import own_heads
from dpgraph.mentions.model import model_version
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Evidence, Mention, Ontology
from dpgraph.statements.extraction import Extraction
from dpgraph.statements.observations import Figure
from dpgraph.statements.relation import Relation
from dpgraph.statements.rules import own_rules

_FLOORS = ("mentions", "statements")
_CELLAR = ("records.py", "terms.py", "iris.py")


@dataclass(frozen=True, slots=True)
class Cache:
    """A file for each document's Extraction: looked for in the folder `old`, left in the folder `new`.

    A file's name depends on all that its content depends on: the document, and by `context` the model, the code, the
    register and the ontology. What the new build does not ask for is not carried over.
    """

    old: Path
    new: Path
    context: str

    def has(self, document: Document) -> bool:
        """Whether an earlier build has left an Extraction of a document."""
        return (self.old / self._name(document)).is_file()

    def find(self, document: Document) -> Extraction | None:
        """The Extraction that an earlier build made of a document; None when there is none, or a damaged one."""
        name = self._name(document)
        try:
            found = _restored((self.old / name).read_text(encoding="utf-8"), document)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        self.new.mkdir(parents=True, exist_ok=True)
        linked(self.old / name, self.new / name)
        return found

    def keep(self, extraction: Extraction) -> None:
        """Leaves an Extraction for the next build."""
        self.new.mkdir(parents=True, exist_ok=True)
        (self.new / self._name(extraction.document)).write_text(stored(extraction), encoding="utf-8")

    def _name(self, document: Document) -> str:
        read = (document.id, document.text, document.sections, document.emphasis, sorted(document.metadata.items()))
        return f"{digest(self.context, repr(read))}.json"


def context(register: Register, ontology: Ontology) -> str:
    """A hash of all but the document that an Extraction depends on: model, code, words, names and ontology."""
    words = sorted(own_heads().items()), [_plain(asdict(rule)) for rule in own_rules()]
    known = sorted(register.classes.items()), register.names, sorted(register.concepts), sorted(register.added)
    terms = (
        sorted(ontology.classes),
        sorted(ontology.parents.items()),
        sorted(ontology.broader.items()),
        ontology.names,
    )
    properties = [
        (p.name, sorted(p.domain), sorted(p.range), p.parent, p.symmetric, p.one_type) for p in _sorted(ontology)
    ]
    return digest(model_version(), *code(_FLOORS, _CELLAR), repr(words), repr(known), repr(terms), repr(properties))


def _plain(value: object) -> object:
    """A value with its sets and mappings in order."""
    if isinstance(value, Mapping):
        return [(key, _plain(value[key])) for key in sorted(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _sorted(ontology: Ontology) -> Iterable[Any]:
    return (ontology.properties[name] for name in sorted(ontology.properties))


def stored(extraction: Extraction) -> str:
    """An Extraction as one line of JSON, without its document."""
    parts = {
        "mentions": [asdict(m) for m in extraction.mentions],
        "relations": [asdict(r) for r in extraction.relations],
        "figures": [asdict(f) for f in extraction.figures],
        "classes": dict(extraction.classes),
    }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + "\n"


def _restored(line: str, document: Document) -> Extraction:
    parts: Mapping[str, Any] = json.loads(line)
    return Extraction(
        document,
        tuple(Mention(**m) for m in parts["mentions"]),
        tuple(
            Relation(**r | {"evidence": Evidence(**r["evidence"]), "acts": tuple(r["acts"])})
            for r in parts["relations"]
        ),
        tuple(Figure(**f | {"evidence": Evidence(**f["evidence"])}) for f in parts["figures"]),
        parts["classes"],
    )
