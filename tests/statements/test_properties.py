"""Whatever a text says: mentions and evidence quote it exactly, inside one section and one paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpgraph.documents.reading import read_document
from dpgraph.errors import InputError
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Ontology, Source
from dpgraph.statements.extraction import extract

PIECES = st.sampled_from([
    "Harbor Press", "Lantern Media Group", "LearnPort", "the LearnPort platform", "Rivertown", "*River Crafts*", "“Reading + Travel”",
    "digital education", "runs", "launched", "operates", "will build", "did not close", "is located in", "earned 12 million yuan in 2021",
    "up 15.4%", "a subsidiary of", "and", ",", ".", ".\n\n", "\n\n## Platforms\n\n", "\n- ", "in-\nvest", "(NRO)", "National Reading Office",
    "It", "the group", "’s", "R&amp;D", "<b>", "</b>", "<p>", "\u00a0", "出版", "\u00ad", "👩‍💻", "ﬁ", "[1]", "such as", "including", ":",
])  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map(" ".join)


@pytest.mark.parametrize("suffix", [".md", ".html"])
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
def test_mentions_and_evidence_quote_the_document(
    tmp_path_factory: pytest.TempPathFactory, register: Register, ontology: Ontology, suffix: str, text: str
) -> None:
    document = written(tmp_path_factory.getbasetemp(), text, suffix)
    if document is None:
        return
    [made] = extract([document], register, ontology)
    evidence = [x.evidence for x in (*made.relations, *made.figures)]
    assert all(m.text == document.text[m.start : m.end] and m.text == m.text.strip() for m in made.mentions)
    assert all(e.quote and e.quote == document.text[e.start : e.end] and "\n\n" not in e.quote for e in evidence)
    assert all(document.sections[e.section] is document.section_at(e.start) for e in evidence)
    assert all(e.end <= document.sections[e.section].end and 0 < e.confidence <= 1 for e in evidence)


def written(folder: Path, text: str, suffix: str) -> Document | None:
    """The text as a file and read again; None when there is no text in it."""
    path = folder / f"properties{suffix}"
    path.write_text(text, encoding="utf-8")
    try:
        return read_document(Source("file", path))
    except InputError:
        return None
