"""The entities that are known beforehand: the vocabularies' concepts and the corpus's own register."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dpgraph.documents.corpus import Corpus
from dpgraph.errors import InputError, allowed
from dpgraph.iris import PREFIXES, slug
from dpgraph.records import Name, Ontology

_QUOTES = str.maketrans("", "", '"“”‘«»*_《》')


def normal(text: str) -> str:
    """A surface form as it is compared: no case, quotes, hyphens, leading article or trailing possessive.

    >>> normal("The “Reading-City” Plan's"), normal("Farmers’ Science")
    ('reading city plan', "farmers' science")
    """
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").translate(_QUOTES)
    text = re.sub(r"'s$|'$", "", text.strip(" .,;:()"))
    return re.sub(r"^(?:the|an?) ", "", re.sub(r"[\s\-–—]+", " ", text).strip(" .,;:()"))


def iri(name: str) -> str:
    """The IRI of the entity with this canonical name."""
    return PREFIXES["dpr"] + slug(name)


@dataclass(frozen=True, slots=True)
class Register:
    """Canonical names with their classes, and every surface form that leads to one.

    `concepts` are those of the vocabularies, `added` of them those of the corpus's own.
    """

    classes: Mapping[str, str]
    names: tuple[Name, ...]
    concepts: frozenset[str]
    added: frozenset[str]
    _by_form: dict[str, str] = field(default_factory=dict, repr=False)

    def find(self, form: str) -> str | None:
        """The canonical name that a surface form stands for, or None."""
        if not self._by_form:
            for name in reversed(self.names):
                self._by_form[normal(name.text)] = name.entity
            self._by_form.update({normal(c): c for c in self.classes})
        return self._by_form.get(normal(form))


def build_register(ontology: Ontology, corpus: Corpus) -> Register:
    """The register of a corpus on top of the vocabularies.

    Raises `InputError` for an unknown class, an alias of nobody, one name with two classes, and a vocabulary's concept
    registered again.
    """
    classes = {n.entity: n.type for n in ontology.names}
    concepts = frozenset(classes)
    classes |= _registered(ontology, corpus, {slug(name): name for name in classes})
    names = [*ontology.names, *_own_names(ontology, classes, corpus)]
    return Register(classes, tuple(names), concepts, ontology.added)


def _registered(ontology: Ontology, corpus: Corpus, concepts: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for row in corpus.entities:
        name, cls = row["name"], row["class"]
        if slug(name) in concepts:
            raise InputError(
                f"{row.place}: {name!r} is the concept {concepts[slug(name)]!r} of a vocabulary already; "
                "allowed: another name"
            )
        if cls not in ontology.classes:
            raise InputError(f"{row.place}: unknown class {cls!r}; {allowed(cls, ontology.classes)}")
        if known.setdefault(name, cls) != cls:
            raise InputError(
                f"{row.place}: {name!r} is a {known[name]} above and a {cls} here; allowed: one class a name"
            )
    return known


def _own_names(ontology: Ontology, classes: Mapping[str, str], corpus: Corpus) -> Iterable[Name]:
    for row in corpus.entities:
        yield Name(row["name"], row["name"], ontology.top(row["class"]))
    for row in corpus.aliases:
        if row["name"] not in classes:
            raise InputError(
                f"{row.place}: alias of an unregistered name {row['name']!r}; add it to entities.csv first"
            )
        yield Name(row["alias"], row["name"], ontology.top(classes[row["name"]]), row["language"] or "en")
