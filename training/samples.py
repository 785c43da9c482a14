"""What the networks learn from: the annotated sentences and passages here and corpus/gold/train, as questions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.documents.reading import read_document
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.candidates import by_span
from dpgraph.mentions.deciding import Look
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.looking import span_looks
from dpgraph.mentions.model import load_model
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.reading import Placed, Read, Reading, candidates_of
from dpgraph.mentions.register import build_register, normal
from dpgraph.records import Document, Mention, Ontology, Section, Source
from dpgraph.statements.about import named_together, topic_pairs
from dpgraph.statements.pairs import pair_look, pairs, parties
from dpgraph.statements.relation import guide_predicates
from dpgraph.statements.relations import fired_rules, scenes
from dpgraph.statements.topics import TopicLooks

HERE = Path(__file__).parent
MARK = re.compile(r"\{([^{}|]+)\|([A-Za-z]+)(?:=(\d+))?\}")
NONE = "none"


@dataclass(frozen=True)
class Example:
    """A text with its gold mentions (start, end, type, entity) and relations between entities."""

    document: Document
    mentions: tuple[tuple[int, int, str, str], ...]
    relations: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Samples:
    """Questions of one kind: where to look for each, its label, and the number of its example."""

    looks: list[Look] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    def add(self, look: Look, label: str, group: int) -> None:
        """One more."""
        self.looks.append(look)
        self.labels.append(label)
        self.groups.append(group)


def read_marked(path: Path, between: str) -> Iterator[Example]:
    """The items of a file of marked texts; `between` joins their lines: a space sentences, an empty line paragraphs."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
        lines = block.strip().split("\n")
        text, mentions = _unmarked(between.join(line for line in lines if not line.startswith(("=>", "#"))))
        entities = [m[3] for m in mentions]
        stated = [found for line in lines if line.startswith("=>") for found in re.findall(r"(\d+) (\w+) (\d+)", line)]
        relations = frozenset((entities[int(i) - 1], p, entities[int(j) - 1]) for i, p, j in stated)
        yield Example(_document(f"{path.stem}-{number}", text), tuple(mentions), relations)


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    out, mentions, last = "", [], 0
    for match in MARK.finditer(text):
        out += text[last : match.start()]
        article = len(re.match(r"(?:(?:[Tt]he|[Aa]n?) )?", match[1])[0])
        entity = mentions[int(match[3]) - 1][3] if match[3] else normal(match[1])
        mentions.append((len(out) + article, len(out) + len(match[1]), match[2], entity))
        out += match[1]
        last = match.end()
    return out + text[last:], mentions


def _document(name: str, text: str) -> Document:
    return Document(name, name, text, (Section(0, "", 0, 0, len(text)),), ((0, 0, len(text)),))


def read_gold(folder: Path) -> Iterator[Example]:
    """The passages of a gold folder; every occurrence of an entity's forms is a mention of it, the longest first."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read_document(Source(path.stem, folder / "texts" / gold["document"]))
        forms = [(form, e["type"], e["id"]) for e in gold["entities"] for form in (e["name"], *e["aliases"])]
        relations = frozenset((r["subject"], r["predicate"], r["object"]) for r in gold["relations"])
        yield Example(document, tuple(_occurrences(document.text, forms)), relations)


def _occurrences(text: str, forms: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for form, kind, entity in sorted(forms, key=lambda f: -len(f[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(a < match.end() and match.start() < b for a, b, _, _ in found):
                found.append((match.start(), match.end(), kind, entity))
    return sorted(found)


def typing_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], known: KnownNames) -> Samples:
    """A question for every candidate span, labelled with the type of the gold mention that it is."""
    samples = Samples()
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        gold = {(a, b): kind for a, b, kind, _ in example.mentions}
        found = [(passage, by_span(candidates_of(passage, known))) for passage in passages]
        for (passage, spans), looks in zip(found, span_looks(found), strict=True):
            for start, end in spans:
                span = passage.doc[start:end]
                label = gold.get((passage.start + span.start_char, passage.start + span.end_char), NONE)
                samples.add(looks[start, end], label, number)
    return samples


def relation_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], ontology: Ontology) -> Samples:
    """A question for every ordered pair of gold mentions of a sentence that a predicate can join: what is stated?"""
    samples, joining = Samples(), guide_predicates(ontology)
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        stated = _stated(example)
        for scene in scenes(_reading(example, passages)):
            present = parties(scene)
            fired = fired_rules(scene, ontology)
            for one, other in pairs(present):
                if not joining(one.type, other.type):
                    continue
                ends = one.placed.mention.entity or "", other.placed.mention.entity or ""
                rules = fired.get(ends, {})
                samples.add(pair_look(scene, one, other, rules), stated.get(ends, NONE), number)
    return samples


def topic_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], ontology: Ontology) -> Samples:
    """A question for every topic and name of a sentence, in both directions: which predicate is stated of them?"""
    samples, joining = Samples(), guide_predicates(ontology)
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        stated, reading = _stated(example), _reading(example, passages)
        together = named_together(reading)
        for scene in scenes(reading):
            present = parties(scene)
            looks = TopicLooks(scene)
            for topic, party, is_subject in topic_pairs(scene, present, together, joining):
                ends = topic.placed.mention.entity or "", party.placed.mention.entity or ""
                samples.add(
                    looks(topic, party, is_subject=is_subject),
                    stated.get(ends if is_subject else ends[::-1], NONE),
                    number,
                )
    return samples


def _stated(example: Example) -> dict[tuple[str, str], str]:
    """The predicate that an example states of an ordered pair; a symmetric one both ways."""
    relations = sorted(example.relations)
    return {(s, o): p for s, p, o in relations} | {(o, s): p for s, p, o in relations if p == "collaboratesWith"}


def _reading(example: Example, passages: Sequence[Passage]) -> Reading:
    return Reading(example.document, tuple(Read(p, tuple(_placed(example, p))) for p in passages))


def _placed(example: Example, passage: Passage) -> Iterator[Placed]:
    for start, end, kind, entity in example.mentions:
        span = (
            passage.doc.char_span(start - passage.start, end - passage.start, alignment_mode="expand")
            if start >= passage.start
            else None
        )
        if span is not None and end <= passage.start + len(passage.doc.text):
            text = example.document.text[start:end]
            yield Placed(
                Mention(example.document.id, start, end, text, kind, "gold", 1.0, entity), span.start, span.end
            )


def read_examples() -> list[Example]:
    """The marked sentences and passages, and the training part of the gold."""
    sentences = [e for path in sorted((HERE / "sentences").glob("*.txt")) for e in read_marked(path, " ")]
    passages = [e for path in sorted((HERE / "passages").glob("*.txt")) for e in read_marked(path, "\n\n")]
    return [*sentences, *passages, *read_gold(HERE.parent / "corpus" / "gold" / "train")]


def everything() -> tuple[list[Example], list[list[Passage]], dict[str, Samples]]:
    """The examples, their passages, and what is learnt from them for each question."""
    ontology = read_ontology(assets.folder("ontology"))
    known = KnownNames(build_register(ontology, Corpus(Path(), ())), load_model())
    examples = read_examples()
    parsed = [parse(e.document) for e in examples]
    samples = {
        "typing": typing_samples(examples, parsed, known),
        "relations": relation_samples(examples, parsed, ontology),
        "topics": topic_samples(examples, parsed, ontology),
    }
    return examples, parsed, samples
