"""The tiny ecosystem of Rivertown: the README's example, the tests' fixture and the doctests' data."""

from __future__ import annotations

from pathlib import Path

from dpgraph.assets import tiny
from dpgraph.documents.corpus import read_corpus
from dpgraph.documents.reading import read_document
from dpgraph.mentions.register import build_register
from dpgraph.records import Knowledge, Ontology
from dpgraph.statements.curated import curated_observations, curated_statements
from dpgraph.statements.entities import build_entities
from dpgraph.statements.merging import merged_observations, merged_statements


def knowledge(ontology: Ontology) -> Knowledge:
    """What the tiny ecosystem's curated rows say, without any extraction: small, fast and the same for ever."""
    return curated_knowledge(tiny(), ontology)


def curated_knowledge(folder: Path, ontology: Ontology) -> Knowledge:
    """What the curated rows of a corpus folder say, without any extraction; errors as for a build."""
    corpus = read_corpus(folder)
    documents = {s.id: read_document(s) for s in corpus.sources}
    register = build_register(ontology, corpus)
    statements = merged_statements(
        curated_statements(corpus.statements, documents, register, ontology), ontology.symmetric_properties
    )
    observations = merged_observations(curated_observations(corpus.figures, documents, register))
    entities = build_entities(register, ontology, documents, (), statements, observations)
    return Knowledge(tuple(documents.values()), entities, statements, observations)
